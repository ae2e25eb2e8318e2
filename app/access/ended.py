"""Sessions that were signed out: their cookies are signed and would hold to the end of the working day."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.delivery.sql import insert_new
from app.models import EndedSession

# No cookie comes back when a clock is set back by less.
_KEPT = timedelta(days=1)


def end_session(session: Session, number: str, ends_at: datetime, now: datetime) -> bool:
    """Let the session `number` hold no longer, and forget those that ran out long ago; False when it had ended."""
    session.execute(delete(EndedSession).where(EndedSession.ends_at < now - _KEPT))
    row = {"number": number, "ends_at": ends_at}
    statement = insert_new(session, EndedSession).values(row).on_conflict_do_nothing()
    return session.connection().execute(statement, execution_options={"preserve_rowcount": True}).rowcount > 0


def has_ended(session: Session, number: str) -> bool:
    """Whether the session was signed out."""
    return session.get(EndedSession, number) is not None
