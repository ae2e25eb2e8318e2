"""A task as it stood at the end of an earlier day, worked back from its revisions."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import SimpleNamespace
from typing import Any

from app.clock import SHANGHAI
from app.errors import NotFound
from app.facts import column_value
from app.models import Revision, Task


def task_on(task: Task, day: date) -> Any:
    """A task in all but name: its columns and revisions as known at the end of `day` in Asia/Shanghai, and its notice.

    The notice's own number and title are today's: they keep no history. Raises NotFound before the task was published.
    """
    if task.created_at.astimezone(SHANGHAI).date() > day:
        raise NotFound(f"{task.id} was not published yet on {day}.", param="as_known_on")
    columns = {name: getattr(task, name) for name in Task.__table__.columns.keys()}  # noqa: SIM118 - no mapping
    known = known_on(task.revisions, day)
    return SimpleNamespace(
        **roll_back(columns, task.revisions, day), revisions=known, notice=task.notice, notice_number=task.notice_number
    )


def known_on(revisions: Iterable[Revision], day: date) -> list[Revision]:
    """The revisions recorded by the end of `day`, in their order."""
    return [revision for revision in revisions if _day(revision) <= day]


def roll_back(columns: Mapping[str, Any], revisions: Iterable[Revision], day: date) -> dict[str, Any]:
    """`columns` without what was recorded after `day`; `revisions` are all there are, the oldest first."""
    then = dict(columns)
    later = [revision for revision in revisions if _day(revision) > day]
    for revision in reversed(later):
        column, value = column_value(revision.field, revision.old)
        then[column] = value
    if not later:
        return then
    known = known_on(revisions, day)
    last = known[-1] if known else None
    withdrawal = next((each for each in reversed(known) if each.field == "withdrawn"), None)
    return then | {
        "withdrawn_at": withdrawal.recorded_at if withdrawal and withdrawal.new else None,
        "sequence": last.sequence if last else 0,
        "updated_at": last.recorded_at if last else columns["created_at"],
    }


def _day(revision: Revision) -> date:
    return revision.recorded_at.astimezone(SHANGHAI).date()
