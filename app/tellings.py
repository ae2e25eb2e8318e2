"""What each notice said of a task's date: its own first, then every later one that set it or withdrew the task."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import groupby
from typing import Any, Protocol

from app.clock import SHANGHAI
from app.facts import column_value

_DATES = ("opens_on", "due_on", "due_time")
FIELDS = ("status", *_DATES, "wording", "withdrawn")


class Recorded(Protocol):
    """What is asked of a revision here."""

    sequence: Any
    field: Any
    old: Any
    new: Any
    source: Any
    issued_on: Any
    recorded_at: Any


@dataclass(frozen=True, slots=True)
class Telling:
    """The date as the notice with this 文号 left it. `issued_on` is its day of issue, None where nobody knows it.

    `since` is that day, else the day it was recorded; `sequence` is the task's at that change.
    """

    number: str
    issued_on: date | None
    since: date
    opens_on: date | None
    due_on: date | None
    due_time: time | None = None
    is_withdrawn: bool = False
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class Origin:
    """Which notices a task's date and words come from; `dated_by` is None while the date is its own notice's.

    `is_summary_older`: the summary is of before that date, and may still name another.
    """

    dated_by: Telling | None
    wording_from: str
    is_summary_older: bool


def find_tellings(number: str, issued_on: date, task: Any, revisions: Sequence[Recorded]) -> tuple[Telling, ...]:
    """Every telling of a task of the notice with this 文号; `task` has today's columns, `revisions` are in order."""
    first: dict[str, Any] = {}
    for revision in revisions:
        if revision.field in FIELDS:
            first.setdefault(*column_value(revision.field, revision.old))
    dates = {name: first.get(name, getattr(task, name)) for name in _DATES}
    tellings = [Telling(number, issued_on, issued_on, **dates)]
    for _, group in groupby(revisions, key=lambda revision: revision.sequence):
        changed = [revision for revision in group if revision.field in FIELDS]
        if changed:
            tellings.append(_next(tellings[-1], changed))
    return tuple(tellings)


def dated_by(tellings: Iterable[Telling]) -> Telling:
    """The telling that set the date a task has; a withdrawal sets none."""
    return [telling for telling in tellings if not telling.is_withdrawn][-1]


def origin_of(task: Any) -> Origin:
    """The origin of a task's date and words, from its notice and its revisions."""
    own = task.notice.number
    dated = dated_by(find_tellings(own, task.notice.issued_on, task, task.revisions))
    wording = next((each.source for each in reversed(task.revisions) if each.field == "wording"), own)
    summary = next((each.sequence for each in reversed(task.revisions) if each.field == "summary"), 0)
    if dated.number == own:
        return Origin(None, wording, is_summary_older=False)
    return Origin(dated, wording, is_summary_older=summary < dated.sequence)


def _next(before: Telling, changed: Sequence[Recorded]) -> Telling:
    last = changed[-1]
    values = dict(column_value(revision.field, revision.new) for revision in changed)
    withdrawn = [bool(revision.new) for revision in changed if revision.field == "withdrawn"]
    return replace(
        before,
        number=last.source,
        issued_on=last.issued_on,
        since=last.issued_on or _day(last.recorded_at),
        is_withdrawn=withdrawn[-1] if withdrawn else before.is_withdrawn,
        sequence=last.sequence,
        **{name: value for name, value in values.items() if name in _DATES},
    )


def _day(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()
