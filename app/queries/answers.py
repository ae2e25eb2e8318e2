"""A row as the answer it becomes."""

from typing import Any

from sqlalchemy import Row

from app.models import Task
from app.provinces import names_of
from app.schemas.answers import TaskOut
from app.schemas.document import Precision, Status, TaskKind
from app.workdays import Workdays

# What an answer takes over as it is.
_SAME = (
    "id",
    "notice_id",
    "item",
    "title",
    "summary",
    "opens_on",
    "due_on",
    "due_time",
    "wording",
    "applies_because",
    "channels",
    "forms",
    "contacts",
    "needs_seal",
    "limits",
    "sequence",
    "updated_at",
    "withdrawn_at",
)


def task_out(task: Task | Row[Any], workdays: Workdays, base_url: str) -> TaskOut:
    """A task, or a row of `find_tasks` or `find_changes`, as `/tasks` answers it."""
    due_on = task.due_on
    url = f"{base_url}/tasks/{task.id}"
    return TaskOut.model_construct(
        **{name: getattr(task, name) for name in _SAME},
        notice=task.notice_number,
        kind=TaskKind(task.kind),
        status=Status(task.status),
        precision=Precision(task.precision),
        provinces=names_of(task.audience),
        safe_on=workdays.last_on_or_before(due_on) if due_on else None,
        due_is_workday=workdays.is_workday(due_on) if due_on else None,
        workdays_provisional=due_on is not None and workdays.is_provisional(due_on),
        gone=getattr(task, "gone", task.withdrawn_at is not None),
        url=url,
        ics=f"{url}.ics",
    )
