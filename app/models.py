"""The tables."""

from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Computed,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from app.clock import SHANGHAI

# Stands for "no deadline" where rows are sorted, so that undated tasks come last and keep an index.
NO_DAY = date(9999, 12, 31)


class Moment(TypeDecorator[datetime]):
    """An aware datetime, in Asia/Shanghai on the way out; SQLite keeps it as UTC without a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(SHANGHAI)


Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
Rows = list[dict[str, Any]]
# Byte order on both databases: what SQLite calls sorted, PostgreSQL must call sorted too.
Id = String(64).with_variant(String(64, collation="C"), "postgresql")


class Base(DeclarativeBase):
    """Every table; names of constraints are fixed so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Moment, Rows: Json}  # noqa: RUF012


class Catalogue(Base):
    """One row: the version of all notices and tasks together. It grows by one with every load that changes anything."""

    __tablename__ = "catalogue"
    __table_args__ = (CheckConstraint("id = 1", name="single_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    version: Mapped[int] = mapped_column(BigInteger, default=0)
    changed_at: Mapped[datetime]


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


class Task(Base):
    """One thing to hand in or attend (事项). `audience` is a mask of provinces, bit n for `Province.bit` n."""

    __tablename__ = "tasks"
    __table_args__ = (
        Index("ix_tasks_due", "sort_on", "id", "audience"),
        CheckConstraint("opens_on <= due_on", name="window_runs_forward"),
        CheckConstraint("(status = 'dated') = (due_on IS NOT NULL)", name="dated_has_a_date"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    notice_id: Mapped[str] = mapped_column(ForeignKey("notices.id"), index=True)
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
    needs_seal: Mapped[bool]
    forms: Mapped[Rows]
    contacts: Mapped[Rows]
    limits: Mapped[str | None] = mapped_column(Text)
    sort_on: Mapped[date] = mapped_column(Date, Computed(f"coalesce(due_on, '{NO_DAY}')", persisted=True))
    sequence: Mapped[int] = mapped_column(default=0, doc="RFC 5545 SEQUENCE: +1 per change")
    version: Mapped[int] = mapped_column(BigInteger, index=True, doc="The catalogue's version when it last changed")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    notice: Mapped[Notice] = relationship(back_populates="tasks", lazy="joined", innerjoin=True)
    revisions: Mapped[list["Revision"]] = relationship(order_by="Revision.id")


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
    recorded_at: Mapped[datetime] = mapped_column(index=True)


class FeedStamp(Base):
    """When a province's feed (or `all`) last changed: a task came, changed or left. It moves forward only."""

    __tablename__ = "feed_stamps"

    slug: Mapped[str] = mapped_column(String(16), primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger, doc="The catalogue's version at that change")
    changed_at: Mapped[datetime]


class Subscription(Base):
    """An address that gets a province's mail (订阅)."""

    __tablename__ = "subscriptions"
    __table_args__ = (UniqueConstraint("email", "province"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    province: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Delivery(Base):
    """One mail to one subscription for one period (投递). The UNIQUE key is what makes a mail arrive once."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("kind", "period", "subscription_id"),
        Index("ix_deliveries_open", "state", "claimed_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    period: Mapped[str] = mapped_column(String(64), doc="The logical period, as 2022-W34; never a run")
    subscription_id: Mapped[int] = mapped_column(ForeignKey("subscriptions.id"), index=True)
    as_of: Mapped[date] = mapped_column(Date, doc="The day the mail speaks of")
    state: Mapped[str] = mapped_column(String(12), doc="planned, claimed, sent, failed, unknown or skipped")
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None]
    planned_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(Text)
