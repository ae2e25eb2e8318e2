"""The tables of the mail: who gets it, what it says, what became of each."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.columns import Base, Json

# Deliveries somebody may still have to look at; the others, nearly all, stay out of the index.
UNSETTLED = text("state NOT IN ('sent', 'skipped')")


class Subscription(Base):
    """An address that gets a province's mail (订阅). Live: confirmed, not ended. A group robot has a URL."""

    __tablename__ = "subscriptions"
    __table_args__ = (UniqueConstraint("email", "province"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    province: Mapped[str] = mapped_column(String(16))
    cadence: Mapped[str] = mapped_column(String(16), default="weekly")
    language: Mapped[str] = mapped_column(String(2), default="zh")
    calendar: Mapped[bool] = mapped_column(default=False, doc="Whether the province's calendar is attached")
    told_upto: Mapped[int] = mapped_column(default=0, doc="The last revision this address was told of")
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    paused_until: Mapped[date | None] = mapped_column(Date, doc="The last day without mail")
    ended_at: Mapped[datetime | None]


class Confirmation(Base):
    """What somebody asked for in an address's name, until its owner agrees. The link's token is not kept anywhere."""

    __tablename__ = "confirmations"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    client: Mapped[str] = mapped_column(String(32), doc="A keyed hash of the network address that asked")
    provinces: Mapped[list[str]] = mapped_column(Json)
    cadence: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(2))
    calendar: Mapped[bool]
    asked_at: Mapped[datetime] = mapped_column(index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Submission(Base):
    """A subscriber's word that a task was handed in: no further reminder of it."""

    __tablename__ = "submissions"

    subscription_id: Mapped[int] = mapped_column(ForeignKey("subscriptions.id"), primary_key=True)
    task_id: Mapped[str] = mapped_column(ForeignKey("tasks.id"), primary_key=True)
    marked_at: Mapped[datetime]


class Edition(Base):
    """What a mail says before it is addressed: shared by all who get the same, kept so that a second try is too."""

    __tablename__ = "editions"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True, doc="SHA-256 of everything the words depend on")
    subject: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    calendar: Mapped[bytes | None]
    upto: Mapped[int] = mapped_column(doc="The last revision it tells of")
    created_at: Mapped[datetime] = mapped_column(index=True)


class Delivery(Base):
    """One mail to one subscription for one period (投递). The UNIQUE key is what makes a mail arrive once."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("kind", "period", "subscription_id"),
        Index("ix_deliveries_unsettled", "next_at", "id", sqlite_where=UNSETTLED, postgresql_where=UNSETTLED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    period: Mapped[str] = mapped_column(String(100), doc="The logical period, as 2022-W34; never a run")
    subscription_id: Mapped[int] = mapped_column(ForeignKey("subscriptions.id"), index=True)
    as_of: Mapped[date] = mapped_column(Date, doc="The day the mail speaks of")
    state: Mapped[str] = mapped_column(String(12), doc="planned, claimed, sent, failed, unknown or skipped")
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None] = mapped_column(doc="Not before; of a claim, when it counts as lost")
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("editions.id"), doc="What was, or may have been, sent")
    planned_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(Text)


class Run(Base):
    """That a period was planned: says to a monitor when the last run was due and when it happened."""

    __tablename__ = "runs"

    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    period: Mapped[str] = mapped_column(String(100), primary_key=True)
    due_at: Mapped[datetime]
    planned_at: Mapped[datetime]
    upto: Mapped[int] = mapped_column(doc="The last revision that was known")
