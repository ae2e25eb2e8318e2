"""Double opt-in: nothing is mailed to an address but one question until its owner says yes.

What is answered, and how long it takes, is the same whether or not the address is known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from app.delivery.kinds import CONFIRM
from app.delivery.subscriptions import Choices, check_email, find_or_add, subscribe
from app.errors import NotFound, TooMany
from app.models import Confirmation, Delivery, Subscription
from app.provinces import Province, get_province

VALID_FOR = timedelta(hours=48)
FORGOTTEN_AFTER = timedelta(days=14)
_WINDOW = timedelta(hours=1)
_PER_ADDRESS = 3
_PER_CLIENT = 20


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for in an address's name. Raises InvalidInput for a bad address."""

    email: str
    provinces: tuple[Province, ...]
    choices: Choices

    def __post_init__(self) -> None:
        check_email(self.email)


def ask(session: Session, wish: Wish, client: str | None, now: datetime) -> None:
    """Plan the question to the address's owner. Raises TooMany for a client that asks without end.

    An address that was asked three times within the hour is left in peace, and the client is not told. `client` is None
    when the administrator asks.
    """
    if client is not None and _asked(session, Confirmation.client == client, now) >= _PER_CLIENT:
        raise TooMany("请求过于频繁，请一小时后再试。")
    email = check_email(wish.email)
    is_pestered = _asked(session, func.lower(Confirmation.email) == email.lower(), now) >= _PER_ADDRESS
    confirmation = Confirmation(
        email=email, client=client or "", provinces=[province.slug for province in wish.provinces],
        cadence=wish.choices.cadence, language=wish.choices.language, calendar=wish.choices.calendar, asked_at=now,
        expires_at=now + VALID_FOR,
    )  # fmt: skip
    session.add(confirmation)
    session.flush()
    if not is_pestered:
        _plan_question(session, confirmation, wish.provinces, now)


def _plan_question(session: Session, asked: Confirmation, provinces: Sequence[Province], now: datetime) -> None:
    subscription = find_or_add(session, asked.email, provinces[0], now)
    session.add(
        Delivery(
            kind=CONFIRM, period=str(asked.id), subscription_id=subscription.id, as_of=now.date(), state="planned",
            planned_at=now, next_at=now,
        )
    )  # fmt: skip
    session.flush()


def get_open(session: Session, confirmation_id: int, now: datetime) -> Confirmation:
    """A question that can be, or has been, said yes to. Raises NotFound when it expired or was forgotten."""
    asked = session.get(Confirmation, confirmation_id)
    if asked is None or (asked.used_at is None and asked.expires_at < now):
        raise NotFound("确认链接已过期（有效期48小时），请重新订阅。", param="token")
    return asked


def confirm(session: Session, confirmation_id: int, now: datetime) -> Confirmation:
    """The owner said yes: subscribe as was asked. Saying yes again changes nothing. Raises NotFound as `get_open`."""
    asked = get_open(session, confirmation_id, now)
    if asked.used_at is None:
        asked.used_at = now
        choices = Choices(asked.cadence, asked.language, asked.calendar)
        for slug in asked.provinces:
            subscribe(session, asked.email, get_province(slug), now, choices)
    return asked


def forget_unconfirmed(session: Session, now: datetime) -> None:
    """Delete what nobody said yes to within FORGOTTEN_AFTER, address and all, and all questions as old."""
    old = now - FORGOTTEN_AFTER
    session.execute(delete(Confirmation).where(Confirmation.asked_at < old))
    forgotten = select(Subscription.id).where(Subscription.confirmed_at.is_(None), Subscription.created_at < old)
    session.execute(delete(Delivery).where(Delivery.subscription_id.in_(forgotten)))
    session.execute(delete(Subscription).where(Subscription.confirmed_at.is_(None), Subscription.created_at < old))


def _asked(session: Session, who: ColumnElement[bool], now: datetime) -> int:
    recent = Confirmation.asked_at > now - _WINDOW
    return session.scalar(select(func.count()).select_from(Confirmation).where(who, recent)) or 0
