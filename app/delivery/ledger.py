"""The ledger: one row a mail, planned before it is sent and recorded after it was accepted.

planned → claimed → sent | skipped | failed | unknown, and planned again after a reply that asks to wait. The UNIQUE key
(kind, period, subscription) is what makes a mail arrive once; `next_at` says when a row may be taken: a planned one
from then on, a claimed one when its lease has run out, an unknown one for its single second try.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from app.delivery.kinds import CHANGE, ENDED, LETTERS, WANTED_BY, WEEKLY
from app.errors import NotFound
from app.models import UNSETTLED, Delivery, Subscription
from app.workdays import iso_week

# Three times what one mail may take with every reply at the last moment, so that no lease ends under a slow sender.
LEASE = timedelta(minutes=15)
MAX_ATTEMPTS = 8
# No row waits longer than this; one that seems to was written by a clock that has been set back since.
HORIZON = timedelta(days=1)
OPEN = ("planned", "claimed", "unknown")

# Done for every mail: building them each time costs more than the database needs for them.
_IDS = bindparam("ids", expanding=True)
_TAKE = update(Delivery).where(Delivery.id.in_(_IDS)).values(state="claimed", next_at=bindparam("lease"))
_ACCEPT = (
    update(Delivery)
    .where(Delivery.id.in_(_IDS))
    .values(state="sent", next_at=None, sent_at=bindparam("now"), error=None)
)
_TELL = (
    update(Subscription)
    .where(Subscription.id.in_(_IDS), Subscription.told_upto < bindparam("upto"))
    .values(told_upto=bindparam("upto"))
)


@dataclass(frozen=True, slots=True)
class Claim:
    """One mail this process may send until its lease ends, and what its subscription says now."""

    delivery_id: int
    kind: str
    period: str
    as_of: date
    planned_at: datetime
    attempts: int
    edition_id: int | None
    was_unknown: bool
    subscription_id: int
    email: str
    province: str
    cadence: str
    language: str
    calendar: bool
    told_upto: int
    confirmed_at: datetime | None
    paused_until: date | None
    ended_at: datetime | None

    @property
    def is_wanted(self) -> bool:
        """Whether the subscription still asks for this kind of mail."""
        if self.kind in LETTERS:
            return self.kind != ENDED or self.ended_at is not None
        is_live = self.confirmed_at is not None and self.ended_at is None
        is_paused = self.paused_until is not None and self.as_of <= self.paused_until
        return is_live and not is_paused and self.cadence in WANTED_BY[self.kind]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a claimed row. `attempts` is None when the try does not count against the address."""

    delivery_id: int
    state: str
    error: str | None = None
    next_at: datetime | None = None
    attempts: int | None = None
    told: tuple[int, int] | None = None  # (subscription, last revision it now knows of)


def claim(session: Session, kinds: Collection[str] | None, now: datetime, count: int) -> list[Claim]:
    """Take up to `count` rows whose time has come, for LEASE; no other process gets them meanwhile.

    `kinds` None is all: a condition on the kind would have SQLite sort the whole ledger by the wrong index.
    """
    rows = session.execute(waiting(now, kinds).limit(count).with_for_update(of=Delivery, skip_locked=True))
    claims = [Claim(*row) for row in rows]
    if claims:
        taken = {"ids": [found.delivery_id for found in claims], "lease": now + LEASE}
        session.connection().execute(_TAKE, taken)
    return claims


def waiting(now: datetime, kinds: Collection[str] | None) -> Select[*tuple[Any, ...]]:
    """The rows whose time has come, the longest waiting first."""
    due = _claims().where(UNSETTLED, Delivery.state.in_(OPEN), Delivery.next_at <= now)
    return (due if kinds is None else due.where(Delivery.kind.in_(kinds))).order_by(Delivery.next_at, Delivery.id)


def look_again(session: Session, delivery_id: int) -> Claim:
    """A claimed row and its subscription as they are now."""
    return Claim(*session.execute(_claims().where(Delivery.id == delivery_id)).one())


def _claims() -> Select[*tuple[Any, ...]]:
    return select(
        Delivery.id, Delivery.kind, Delivery.period, Delivery.as_of, Delivery.planned_at, Delivery.attempts,
        Delivery.edition_id, Delivery.state == "unknown", Subscription.id, Subscription.email, Subscription.province,
        Subscription.cadence, Subscription.language, Subscription.calendar, Subscription.told_upto,
        Subscription.confirmed_at, Subscription.paused_until, Subscription.ended_at,
    ).join(Subscription, Subscription.id == Delivery.subscription_id)  # fmt: skip


def stamp(session: Session, editions: Mapping[int, Sequence[int]]) -> None:
    """Keep which edition (key) the claimed rows (values) are about to be sent."""
    for edition_id, ids in editions.items():
        session.execute(update(Delivery).where(Delivery.id.in_(ids)).values(edition_id=edition_id))


def record(session: Session, outcomes: Sequence[Outcome], now: datetime) -> None:
    """Say what became of claimed rows. What was accepted stays accepted, whoever else says otherwise later."""
    sent = [outcome for outcome in outcomes if outcome.state == "sent"]
    if sent:
        session.connection().execute(_ACCEPT, {"ids": [outcome.delivery_id for outcome in sent], "now": now})
        _record_told(session, [outcome.told for outcome in sent if outcome.told])
    for outcome in outcomes:
        if outcome.state != "sent":
            _record_unsent(session, outcome)


def _record_told(session: Session, told: Sequence[tuple[int, int]]) -> None:
    for upto in {revision for _, revision in told}:
        who = [subscription for subscription, revision in told if revision == upto]
        session.connection().execute(_TELL, {"ids": who, "upto": upto})


def _record_unsent(session: Session, outcome: Outcome) -> None:
    values: dict[str, object] = {"state": outcome.state, "error": outcome.error, "next_at": outcome.next_at}
    if outcome.attempts is not None:
        values["attempts"] = outcome.attempts
    if outcome.state == "planned":
        values["edition_id"] = None  # nobody has seen it: next time it may say what is true then
    session.execute(
        update(Delivery).where(Delivery.id == outcome.delivery_id, Delivery.state == "claimed").values(values)
    )


def settle(session: Session, as_of: date, now: datetime) -> None:
    """Make the open rows fit the day: what is due by a clock set back since, of an earlier week, of an earlier day."""
    idle = and_(UNSETTLED, or_(Delivery.state.in_(("planned", "unknown")), _is_lost(now)))
    _change(session, and_(idle, Delivery.next_at > now + HORIZON), next_at=now)
    week = iso_week(as_of)
    older = and_(idle, Delivery.kind == WEEKLY, Delivery.period < week)
    _change(session, older, state="skipped", next_at=None, error=f"merged into {week}")
    # What was not sent yet may no longer announce a deadline that has passed meanwhile.
    _change(session, and_(idle, Delivery.next_at.is_not(None), Delivery.as_of < as_of), as_of=as_of, edition_id=None)


def merge_changes(session: Session, period: str, now: datetime) -> None:
    """Give up open change mails of earlier periods: the one of `period` says what they would have said."""
    idle = and_(UNSETTLED, or_(Delivery.state.in_(("planned", "unknown")), _is_lost(now)))
    older = and_(idle, Delivery.kind == CHANGE, Delivery.period != period)
    _change(session, older, state="skipped", next_at=None, error=f"merged into {period}")


def _is_lost(now: datetime) -> ColumnElement[bool]:
    """A claim whose lease has run out, or is longer than a lease: then the clock was set back."""
    return and_(Delivery.state == "claimed", or_(Delivery.next_at <= now, Delivery.next_at > now + HORIZON))


def _change(session: Session, rows: ColumnElement[bool], **values: object) -> None:
    """Straight to the connection: this is done for every mail, and the session has nothing to add."""
    session.connection().execute(update(Delivery).where(rows).values(values))


def requeue(session: Session, delivery_id: int, now: datetime) -> Delivery:
    """Let a failed, skipped or unknown row be sent after all. Raises NotFound; a row that was sent stays as it is."""
    row = session.get(Delivery, delivery_id, with_for_update=True)
    if row is None:
        raise NotFound(f"No delivery has the number {delivery_id}. `qixian deliveries list` shows them.", param="id")
    if row.state in ("failed", "skipped", "unknown"):
        row.state, row.next_at, row.attempts, row.error = "planned", now, 0, None
    return row


def find_deliveries(
    session: Session, *, state: str | None = None, kind: str | None = None, limit: int = 100
) -> list[tuple[Delivery, Subscription]]:
    """Deliveries, the newest first, with the subscriptions they went to."""
    wanted = select(Delivery, Subscription).join(Subscription, Subscription.id == Delivery.subscription_id)
    if state is not None:
        wanted = wanted.where(Delivery.state == state)
    if kind is not None:
        wanted = wanted.where(Delivery.kind == kind)
    return [tuple(row) for row in session.execute(wanted.order_by(Delivery.id.desc()).limit(limit))]


def count_unsettled(session: Session) -> dict[tuple[str, str], int]:
    """How many rows somebody may still have to look at, by (kind, state)."""
    rows = session.execute(
        select(Delivery.kind, Delivery.state, func.count()).where(UNSETTLED).group_by(Delivery.kind, Delivery.state)
    )
    return {(kind, state): count for kind, state, count in rows}


def count_stuck(session: Session, before: datetime) -> int:
    """How many open rows should have been taken up before this moment."""
    stuck = select(func.count()).select_from(Delivery).where(UNSETTLED, Delivery.next_at < before)
    return session.scalar(stuck.where(Delivery.state.in_(OPEN))) or 0
