"""What was recorded of tasks between two moments of the catalogue."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Revision, Task


def last_revision(session: Session) -> int:
    """The id of the newest revision, 0 when nothing has changed yet."""
    return session.scalar(select(func.max(Revision.id))) or 0


def find_revisions(session: Session, after: int, upto: int) -> list[tuple[Task, Revision]]:
    """Revisions with after < id <= upto and their tasks, the oldest first; withdrawn tasks too."""
    rows = session.execute(
        select(Task, Revision)
        .join(Revision, Revision.task_id == Task.id)
        .where(Revision.id > after, Revision.id <= upto)
        .order_by(Revision.id)
    )
    return [(task, revision) for task, revision in rows]
