"""A row as the answer it becomes."""

from app.models import Task
from app.provinces import names_of
from app.schemas.answers import TaskOut
from app.schemas.document import Precision, Status, TaskKind
from app.workdays import Workdays


def task_out(task: Task, workdays: Workdays, base_url: str) -> TaskOut:
    """A task as `/tasks` answers it; `safe_on` is the last working day on or before its deadline."""
    due_on = task.due_on
    return TaskOut.model_construct(
        id=task.id,
        notice=task.notice.number,
        notice_id=task.notice_id,
        item=task.item,
        title=task.title,
        summary=task.summary,
        kind=TaskKind(task.kind),
        status=Status(task.status),
        opens_on=task.opens_on,
        due_on=due_on,
        due_time=task.due_time,
        precision=Precision(task.precision),
        wording=task.wording,
        safe_on=workdays.last_on_or_before(due_on) if due_on else None,
        due_is_workday=workdays.is_workday(due_on) if due_on else None,
        provinces=names_of(task.audience),
        applies_because=task.applies_because,
        channels=task.channels,
        forms=task.forms,
        contacts=task.contacts,
        needs_seal=task.needs_seal,
        limits=task.limits,
        sequence=task.sequence,
        updated_at=task.updated_at,
        withdrawn_at=task.withdrawn_at,
        url=f"{base_url}/tasks/{task.id}",
    )
