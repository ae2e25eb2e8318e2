"""Recorded revisions as a reader of one province should hear of them: a task at a time, first old value → last new."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from app.digests.tasks import DatedTask
from app.provinces import Province

# What changes a reader's work, the gravest first. The wording of a date or the item's number does not.
TOLD_FIELDS = (
    "withdrawn", "provinces", "due_on", "due_time", "opens_on", "title", "channels", "needs_seal", "forms", "limits",
    "contacts", "summary",
)  # fmt: skip


class RecordedChange(Protocol):
    """What a list of changes needs to know of a revision; values are JSON values."""

    @property
    def field(self) -> str: ...
    @property
    def old(self) -> Any: ...
    @property
    def new(self) -> Any: ...
    @property
    def reason(self) -> str: ...
    @property
    def source(self) -> str: ...


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a task, before and after, as JSON values; `provinces` as whether the reader's is among them."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class TaskChange:
    """All that changed of one task, why, and the 文号 of the notice that says so (both of the last revision)."""

    task: DatedTask
    fields: tuple[FieldChange, ...]
    reason: str
    source: str


def build_changes(
    recorded: Iterable[tuple[DatedTask, RecordedChange]], province: Province, concerned: frozenset[str]
) -> tuple[TaskChange, ...]:
    """The changes of `province`'s tasks, in the order they were first touched.

    `recorded` comes oldest first; `concerned` are the ids of tasks that are the province's now, withdrawn ones too. A
    field that came back to what it was is no change. Of a withdrawn task that alone is told. A task that is not the
    province's is told of only when it has just ceased to be.
    """
    by_task: dict[str, list[tuple[DatedTask, RecordedChange]]] = {}
    for task, revision in recorded:
        by_task.setdefault(task.id, []).append((task, revision))
    changes = (_task_change(group, province, group[0][0].id in concerned) for group in by_task.values())
    return tuple(change for change in changes if change is not None)


def _task_change(
    group: Sequence[tuple[DatedTask, RecordedChange]], province: Province, is_concerned: bool
) -> TaskChange | None:
    merged: dict[str, FieldChange] = {}
    for _, revision in group:
        new = FieldChange(revision.field, _seen(revision.field, revision.old, province), None)
        first = merged.get(revision.field, new)
        merged[revision.field] = FieldChange(first.field, first.old, _seen(revision.field, revision.new, province))
    task, last = group[-1]
    told = _fields_told(task) if is_concerned else ("provinces",)
    fields = tuple(merged[name] for name in told if name in merged and merged[name].old != merged[name].new)
    return TaskChange(task, fields, last.reason, last.source) if fields else None


def _fields_told(task: DatedTask) -> tuple[str, ...]:
    return TOLD_FIELDS if task.withdrawn_at is None else ("withdrawn",)


def _seen(field: str, value: Any, province: Province) -> Any:
    if field != "provinces":
        return value
    return value == "all" or province.slug in value
