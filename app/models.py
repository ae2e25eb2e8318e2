"""The tables: the catalogue of notices and tasks here, those of the mail in app/mail_tables.py."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Identity,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from app.columns import Base, Id, Json, Moment, Rows
from app.draft_tables import AdminToken, AuditEntry, DraftRow, EndedSession
from app.mail_tables import UNSETTLED, Confirmation, Delivery, Edition, Run, Submission, Subscription

__all__ = [
    "CHANNEL_BITS",
    "NO_DAY",
    "UNSETTLED",
    "AdminToken",
    "AuditEntry",
    "Base",
    "Catalogue",
    "Confirmation",
    "Delivery",
    "DraftRow",
    "Edition",
    "EndedSession",
    "FeedStamp",
    "Id",
    "Json",
    "Moment",
    "Notice",
    "Revision",
    "Rows",
    "Run",
    "Submission",
    "Subscription",
    "Task",
    "TaskText",
]

# Stands for "no deadline" where rows are sorted, so that undated tasks come last and keep an index.
NO_DAY = date(9999, 12, 31)
# One bit for each way to hand in, so that an index can hold them.
CHANNEL_BITS = {"email": 1, "platform": 2, "post": 4}
_LIVE = text("withdrawn_at IS NULL")


class Catalogue(Base):
    """One row: the version of all notices and tasks together. It grows by one with every load that changes anything."""

    __tablename__ = "catalogue"
    __table_args__ = (CheckConstraint("id = 1", name="single_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    version: Mapped[int] = mapped_column(BigInteger, default=0)
    changed_at: Mapped[datetime]
    key: Mapped[str] = mapped_column(String(16), doc="Random; a sync token that names another is of another history")
    longest_window: Mapped[int] = mapped_column(default=0, doc="Days from opens_on to due_on, the most any task had")


class Notice(Base):
    """One official document (通知)."""

    __tablename__ = "notices"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    issuer: Mapped[str] = mapped_column(Text)
    issued_on: Mapped[date] = mapped_column(Date)
    addressees: Mapped[str] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(Text)
    attachments: Mapped[Rows]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    tasks: Mapped[list["Task"]] = relationship(back_populates="notice", order_by="Task.position")


def _sort_on(context: Any) -> date:
    """For rows that are not written as objects."""
    return context.get_current_parameters()["due_on"] or NO_DAY


class Task(Base):
    """One thing to hand in or attend (事项). `audience` is a mask of provinces, bit n for `Province.bit` n."""

    __tablename__ = "tasks"
    __table_args__ = (
        # In the order of an answer, and with every column a filter reads, so that a task left out costs no row.
        # SQLite reads withdrawn_at even where the index is over NULLs alone, so it has to be in it.
        Index(
            "ix_tasks_due",
            *("sort_on", "id", "audience", "kind", "channel_types", "needs_seal", "opens_on", "withdrawn_at"),
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index("ix_tasks_updated", "updated_at", "id", sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("ix_tasks_notice", "notice_id", "sort_on", "id"),
        Index("ix_tasks_item", "item", "sort_on", "id"),
        Index("ix_tasks_version", "version", "id"),
        CheckConstraint("opens_on <= due_on", name="window_runs_forward"),
        CheckConstraint("(status = 'dated') = (due_on IS NOT NULL)", name="dated_has_a_date"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    notice_id: Mapped[str] = mapped_column(ForeignKey("notices.id"))
    position: Mapped[int] = mapped_column(doc="Its place in the notice, from 0")
    item: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    summary: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    opens_on: Mapped[date | None] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    due_time: Mapped[time | None]
    precision: Mapped[str] = mapped_column(String(16))
    wording: Mapped[str] = mapped_column(Text)
    audience: Mapped[int] = mapped_column(BigInteger)
    applies_because: Mapped[str] = mapped_column(Text)
    channels: Mapped[Rows]
    channel_types: Mapped[int] = mapped_column(SmallInteger, default=0, doc="CHANNEL_BITS of `channels`")
    needs_seal: Mapped[bool]
    forms: Mapped[Rows]
    contacts: Mapped[Rows]
    limits: Mapped[str | None] = mapped_column(Text)
    # Not a generated column: SQLite never takes an index over one for covering.
    sort_on: Mapped[date] = mapped_column(Date, default=_sort_on, doc="due_on, or NO_DAY")
    sequence: Mapped[int] = mapped_column(default=0, doc="RFC 5545 SEQUENCE: +1 per change")
    version: Mapped[int] = mapped_column(BigInteger, doc="The catalogue's version when it last changed")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    notice: Mapped[Notice] = relationship(back_populates="tasks", lazy="joined", innerjoin=True)
    revisions: Mapped[list["Revision"]] = relationship(order_by="Revision.id")
    text: Mapped["TaskText"] = relationship(back_populates="task")

    @property
    def notice_number(self) -> str:
        """文号 of its notice."""
        return self.notice.number

    @validates("due_on")
    def _note_sort_on(self, _key: str, due_on: date | None) -> date | None:
        self.sort_on = due_on or NO_DAY
        return due_on

    @validates("channels")
    def _note_channel_types(self, _key: str, channels: Rows) -> Rows:
        self.channel_types = channel_types(channels)
        return channels


class TaskText(Base):
    """What `q=` searches of a task, folded; apart from `tasks`, whose rows stay small. Its grams are indexed."""

    __tablename__ = "task_texts"

    number: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    task_id: Mapped[str] = mapped_column(ForeignKey("tasks.id"), unique=True)
    folded: Mapped[str] = mapped_column(Text)

    task: Mapped[Task] = relationship(back_populates="text")


def channel_types(channels: Rows) -> int:
    """The CHANNEL_BITS of `channels` together."""
    return sum(CHANNEL_BITS[kind] for kind in {channel["type"] for channel in channels})


class Revision(Base):
    """One recorded change of a task (变更): a field, what it was, what it is, why, and which notice says so."""

    __tablename__ = "revisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[str] = mapped_column(ForeignKey("tasks.id"), index=True)
    sequence: Mapped[int]
    field: Mapped[str] = mapped_column(String(32))
    old: Mapped[Any] = mapped_column(Json, nullable=True)
    new: Mapped[Any] = mapped_column(Json, nullable=True)
    reason: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text, doc="文号 of the notice that changed it")
    issued_on: Mapped[date | None] = mapped_column(Date, doc="Day of issue of that notice, where it is known")
    recorded_at: Mapped[datetime] = mapped_column(index=True)


class FeedStamp(Base):
    """When a province's feed (or `all`) last changed: a task came, changed or left. It moves forward only."""

    __tablename__ = "feed_stamps"

    slug: Mapped[str] = mapped_column(String(16), primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger, doc="The catalogue's version at that change")
    changed_at: Mapped[datetime]
