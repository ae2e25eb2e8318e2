"""Addresses that get a province's mail: what they chose, and how it starts, rests and ends."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.delivery.kinds import CADENCES, ENDED, LANGUAGES
from app.delivery.sql import insert_new
from app.errors import InvalidInput, NotFound
from app.mail.robots import is_robot, robot_at
from app.models import Delivery, Submission, Subscription, Task
from app.provinces import Province
from app.queries.revisions import last_revision

# What mail servers take in practice, and nothing that could end a header.
_EMAIL = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){0,8}")


_UNCHOSEN = {"cadence": "weekly", "language": "zh", "calendar": False, "told_upto": 0}


@dataclass(frozen=True, slots=True)
class Choices:
    """What a subscriber may choose. Raises InvalidInput when made of anything else."""

    cadence: str = "weekly"
    language: str = "zh"
    calendar: bool = False

    def __post_init__(self) -> None:
        _check("cadence", self.cadence, CADENCES)
        _check("language", self.language, LANGUAGES)


def _check(param: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise InvalidInput(f"{param} {value[:40]!r} is not one of {', '.join(known)}", param=param)


def subscribe(
    session: Session, email: str, province: Province, now: datetime, choices: Choices | None = None
) -> tuple[Subscription, bool]:
    """Give `email` the province's mail, confirmed; (it, whether anything changed).

    Without `choices` a live subscription keeps its own. Raises InvalidInput for a bad address.
    """
    subscription = find_or_add(session, email, province, now)
    is_live = subscription.confirmed_at is not None and subscription.ended_at is None
    if not is_live:
        subscription.confirmed_at = now
        subscription.ended_at = None
        subscription.paused_until = None
        subscription.told_upto = last_revision(session)
    changed = choose(subscription, choices) if choices is not None else False
    session.flush()
    return subscription, changed or not is_live


def find_subscription(session: Session, email: str, province: Province) -> Subscription | None:
    """The address's subscription to the province, live or not. Raises InvalidInput for a bad address."""
    return session.scalars(
        select(Subscription).where(Subscription.email == check_address(email), Subscription.province == province.slug)
    ).one_or_none()


def get_subscription(session: Session, subscription_id: int, *, to_change: bool = False) -> Subscription:
    """One subscription, held against others when it is to be changed. Raises NotFound when it was forgotten."""
    subscription = session.get(Subscription, subscription_id, with_for_update=to_change or None)
    if subscription is None:
        raise NotFound("这个订阅已不存在，请重新订阅。", param="token")
    return subscription


def find_of_address(session: Session, email: str) -> list[Subscription]:
    """All confirmed subscriptions of an address, ended ones too, by province."""
    return list(
        session.scalars(
            select(Subscription)
            .where(Subscription.email == email, Subscription.confirmed_at.is_not(None))
            .order_by(Subscription.province)
        )
    )


def choose(subscription: Subscription, choices: Choices) -> bool:
    """Take over new choices; whether they differ from the old."""
    old = Choices(subscription.cadence, subscription.language, subscription.calendar)
    subscription.cadence, subscription.language = choices.cadence, choices.language
    subscription.calendar = choices.calendar
    return old != choices


def pause(subscription: Subscription, until: date | None, today: date) -> None:
    """No mail up to and including `until`; None resumes. Raises InvalidInput for a day that is not ahead."""
    if until is not None and until < today:
        raise InvalidInput(f"{until} 已经过去，请填写今天或以后的日期。", param="until")
    subscription.paused_until = until


def end(session: Session, subscription: Subscription, now: datetime) -> None:
    """Stop all mail of this subscription and tell its owner, once; ending it again changes nothing."""
    if subscription.ended_at is not None:
        return
    subscription.ended_at = now
    row = {
        "kind": ENDED, "period": now.strftime("%Y%m%dT%H%M%S"), "subscription_id": subscription.id,
        "as_of": now.date(), "state": "planned", "attempts": 0, "planned_at": now, "next_at": now,
    }  # fmt: skip
    session.execute(insert_new(session, Delivery).values(row).on_conflict_do_nothing())


def resume(subscription: Subscription) -> None:
    """Undo `end`. A subscription that was never confirmed stays without mail."""
    subscription.ended_at = None


def mark_submitted(session: Session, subscription: Subscription, task_id: str, now: datetime) -> Task:
    """Remind of this task no more; marking it again changes nothing. Raises NotFound for an unknown task."""
    task = session.get(Task, task_id)
    if task is None:
        raise NotFound(f"没有编号为 {task_id[:80]!r} 的事项。", param="task_id")
    if session.get(Submission, (subscription.id, task_id)) is None:
        session.add(Submission(subscription_id=subscription.id, task_id=task_id, marked_at=now))
    return task


def count_live(session: Session) -> dict[str, int]:
    """How many live subscriptions there are, by cadence."""
    rows = session.execute(
        select(Subscription.cadence, func.count())
        .where(Subscription.confirmed_at.is_not(None), Subscription.ended_at.is_(None))
        .group_by(Subscription.cadence)
    )
    return dict(tuple(row) for row in rows)


def check_address(text: str) -> str:
    """An e-mail address or a robot's webhook. Raises InvalidInput."""
    if not is_robot(text):
        return check_email(text)
    if len(text) > 254 or not text.isascii() or not text.isprintable() or robot_at(text) is None:
        raise InvalidInput(
            "this is not a webhook of 企业微信, 钉钉 or 飞书; copy it whole from the group", param="email"
        )
    return text


def check_email(text: str) -> str:
    """The address, its domain in lower case. Raises InvalidInput."""
    if len(text) > 254 or not _EMAIL.fullmatch(text):
        raise InvalidInput(f"{text[:80]!r} is not an e-mail address; write name@example.org", param="email")
    user, _, domain = text.rpartition("@")
    return f"{user}@{domain.lower()}"


def find_or_add(session: Session, email: str, province: Province, now: datetime) -> Subscription:
    """The address's subscription to the province as it is, or a new one that gets no mail until its owner agrees."""
    row = {"email": check_address(email), "province": province.slug, "created_at": now} | _UNCHOSEN
    session.execute(insert_new(session, Subscription).values(row).on_conflict_do_nothing())
    found = find_subscription(session, email, province)
    assert found is not None  # noqa: S101 - it was there, or is there now
    return found
