"""The notices, and how many tasks each holds."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.errors import NotFound, nearest
from app.models import Notice, Task
from app.queries.source import Source


@dataclass(frozen=True, slots=True)
class CountedNotice:
    """A notice with how many tasks stand, and how many of them have no date yet."""

    notice: Notice
    task_count: int
    undated_count: int


def find_notices(session: Session) -> list[CountedNotice]:
    """All notices, the newest first."""
    return _counted(session, None)


def get_notice(session: Session, notice_id: str) -> CountedNotice:
    """One notice. Raises NotFound."""
    found = _counted(session, notice_id)
    if not found:
        raise NotFound(f"No notice has the id {notice_id[:80]!r}. GET /notices lists them.", param="notice_id")
    return found[0]


def find_notice_id(source: Source, name: str) -> str:
    """The id of the notice with this id or 文号. Raises NotFound."""
    found = source.scalars(select(Notice.id).where(or_(Notice.id == name, Notice.number == name)).limit(1)).first()
    if found is None:
        known = source.scalars(select(Notice.number).order_by(Notice.issued_on.desc()).limit(200)).all()
        hint = nearest(name, list(known)) or " GET /notices lists them."
        raise NotFound(f"No notice has the id or number {name[:80]!r}.{hint}", param="notice")
    return found


def _counted(session: Session, notice_id: str | None) -> list[CountedNotice]:
    statement = (
        select(Notice, func.count(Task.id), func.count(Task.id) - func.count(Task.due_on))
        .outerjoin(Task, (Task.notice_id == Notice.id) & Task.withdrawn_at.is_(None))
        .group_by(Notice.id)
        .order_by(Notice.issued_on.desc(), Notice.id)
    )
    if notice_id is not None:
        statement = statement.where(Notice.id == notice_id)
    return [CountedNotice(*row) for row in session.execute(statement)]
