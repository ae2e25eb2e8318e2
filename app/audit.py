"""Who did what, when: a log that can only grow. Every act of an administrator leaves one line here."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import AuditEntry


def record(session: Session, now: datetime, who: str, act: str, subject: str, **detail: Any) -> None:
    """Write one line in the caller's transaction, so that no act is kept without it. `detail` is JSON values."""
    session.add(AuditEntry(at=now, who=who, act=act, subject=subject, detail=detail))


def find_entries(session: Session, *, limit: int, subject: str | None = None) -> list[AuditEntry]:
    """The last `limit` lines, of one subject or of all, the oldest first."""
    statement = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit)
    if subject is not None:
        statement = statement.where(AuditEntry.subject == subject)
    return list(session.scalars(statement))[::-1]
