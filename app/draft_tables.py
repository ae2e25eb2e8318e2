"""The tables of reviewing: drafts, who may act on them, and what was done."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.columns import Base, Json


class DraftRow(Base):
    """What was read from one text, with what its reviewers did to it (草稿). The same text is kept open once."""

    __tablename__ = "drafts"
    __table_args__ = (
        Index(
            "uq_drafts_live_text",
            "text_hash",
            unique=True,
            sqlite_where=text("status <> 'rejected'"),
            postgresql_where=text("status <> 'rejected'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text, doc="The file's name, or what who sent it called it")
    text_hash: Mapped[str] = mapped_column(String(64), doc="SHA-256 of the text that was read")
    content: Mapped[dict[str, Any]] = mapped_column(Json, deferred=True, doc="A Review as JSON")
    summary: Mapped[str] = mapped_column(Text, doc="The coverage proof in one line")
    revision: Mapped[int] = mapped_column(default=1, doc="+1 per act; who acts names the one they saw")
    status: Mapped[str] = mapped_column(String(12), default="open", index=True, doc="open, accepted or rejected")
    created_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    notice_id: Mapped[str | None] = mapped_column(ForeignKey("notices.id"), index=True)


class AdminToken(Base):
    """A key of an administrator; the key itself is shown once and kept nowhere."""

    __tablename__ = "admin_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True, doc="SHA-256 of 256 random bits: no salt is needed")
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class EndedSession(Base):
    """A browser's session that was signed out before its time; forgotten some time after its cookie has run out."""

    __tablename__ = "ended_sessions"

    number: Mapped[str] = mapped_column(String(32), primary_key=True, doc="What tells its cookie from any other")
    ends_at: Mapped[datetime]


class AuditEntry(Base):
    """Who did what, when. Triggers in both databases refuse to change or delete a row."""

    __tablename__ = "audit_log"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    who: Mapped[str] = mapped_column(String(64))
    act: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(Text)
    detail: Mapped[dict[str, Any]] = mapped_column(Json)
