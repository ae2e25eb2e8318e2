"""The ledger: one row a mail, planned before it is sent and recorded after it was accepted.

The UNIQUE key (kind, period, subscription) is what makes a mail arrive once; the scheduler only asks.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, literal, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.models import Delivery, Subscription

WEEKLY = "weekly"
# Longer than any server may take to answer; after it a claim counts as lost.
LEASE = timedelta(minutes=10)
MAX_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Claim:
    """One mail this process may send until its lease ends."""

    delivery_id: int
    subscription_id: int
    email: str
    province: str
    as_of: date
    planned_at: datetime
    period: str


def plan(session: Session, kind: str, period: str, as_of: date, now: datetime) -> int:
    """Write one row for each live subscription that has none for this period; how many were written."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    wanted = select(
        literal(kind), literal(period), Subscription.id, literal(as_of), literal("planned"), literal(0), literal(now)
    ).where(Subscription.ended_at.is_(None))
    columns = ["kind", "period", "subscription_id", "as_of", "state", "attempts", "planned_at"]
    statement: Any = dialect.insert(Delivery).from_select(columns, wanted).on_conflict_do_nothing()
    return len(session.execute(statement.returning(Delivery.id)).all())


def claim(session: Session, kind: str, period: str, now: datetime, count: int) -> list[Claim]:
    """Take up to `count` open rows of the period for LEASE; no other process gets them meanwhile."""
    lost = and_(Delivery.state == "claimed", Delivery.claimed_until < now)
    open_rows = (
        select(Delivery.id)
        .where(Delivery.kind == kind, Delivery.period == period, Delivery.attempts < MAX_ATTEMPTS)
        .where(or_(Delivery.state == "planned", lost))
        .order_by(Delivery.id)
        .limit(count)
        .with_for_update(skip_locked=True)
    )
    taken = session.scalars(
        update(Delivery)
        .where(Delivery.id.in_(open_rows))
        .values(state="claimed", claimed_until=now + LEASE, attempts=Delivery.attempts + 1)
        .returning(Delivery.id)
        .execution_options(synchronize_session=False)
    ).all()
    rows = session.execute(
        select(
            Delivery.id, Subscription.id, Subscription.email, Subscription.province, Delivery.as_of,
            Delivery.planned_at, Delivery.period,
        )
        .join(Subscription, Subscription.id == Delivery.subscription_id)
        .where(Delivery.id.in_(taken))
        .order_by(Delivery.id)
    )  # fmt: skip
    return [Claim(*row) for row in rows]


def record(session: Session, delivery_id: int, state: str, now: datetime, error: str | None = None) -> None:
    """Say what became of a claimed row: sent, skipped, failed, or planned again."""
    session.execute(
        update(Delivery)
        .where(Delivery.id == delivery_id)
        .values(state=state, claimed_until=None, sent_at=now if state == "sent" else None, error=error)
    )
