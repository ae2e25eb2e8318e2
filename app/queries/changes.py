"""What changed lately, and where a province's deadlines lie."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import NO_DAY, Revision, Task
from app.provinces import Province


def find_changes(session: Session, province: Province, limit: int) -> list[tuple[Revision, Task]]:
    """The newest recorded changes of a province's tasks, withdrawn ones too."""
    rows = session.execute(
        select(Revision, Task)
        .join(Task, Task.id == Revision.task_id)
        .where(Task.audience.bitwise_and(1 << province.bit) != 0)
        .order_by(Revision.id.desc())
        .limit(limit)
    )
    return [(revision, task) for revision, task in rows]


def find_deadline_near(session: Session, province: Province, today: date) -> date | None:
    """The province's next deadline on or after `today`; failing that its last one; None when it has none."""
    concerns = (Task.audience.bitwise_and(1 << province.bit) != 0, Task.withdrawn_at.is_(None), Task.sort_on < NO_DAY)
    following = select(func.min(Task.sort_on)).where(*concerns, Task.sort_on >= today)
    last = select(func.max(Task.sort_on)).where(*concerns)
    return session.scalar(following) or session.scalar(last)
