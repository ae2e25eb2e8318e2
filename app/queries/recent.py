"""What changed of a province lately, and where a province's deadlines lie."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import NO_DAY, Revision, Task
from app.provinces import Province


def find_recent_changes(session: Session, province: Province, limit: int) -> list[tuple[Revision, Task]]:
    """The newest recorded changes of a province's tasks, withdrawn ones too."""
    rows = session.execute(
        select(Revision, Task)
        .join(Task, Task.id == Revision.task_id)
        .where(Task.audience.bitwise_and(1 << province.bit) != 0)
        .order_by(Revision.id.desc())
        .limit(limit)
    )
    return [(revision, task) for revision, task in rows]


def find_deadlines(session: Session, province: Province) -> list[date]:
    """The days on which something of a province is due, in their order."""
    statement = (
        select(Task.sort_on)
        .where(Task.audience.bitwise_and(1 << province.bit) != 0, Task.withdrawn_at.is_(None), Task.sort_on < NO_DAY)
        .distinct()
        .order_by(Task.sort_on)
    )
    return list(session.scalars(statement))
