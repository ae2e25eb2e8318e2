"""Addresses that get a province's mail."""

import re
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import InvalidInput
from app.models import Subscription
from app.provinces import Province

# What mail servers take in practice, and nothing that could end a header.
_EMAIL = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){0,8}")


def subscribe(session: Session, email: str, province: Province, now: datetime) -> tuple[Subscription, bool]:
    """Give `email` the province's mail; (it, whether it is new). Raises InvalidInput for a bad address."""
    email = check_email(email)
    known = session.scalars(
        select(Subscription).where(Subscription.email == email, Subscription.province == province.slug)
    ).one_or_none()
    if known is not None and known.ended_at is None:
        return known, False
    subscription = known or Subscription(email=email, province=province.slug, created_at=now)
    subscription.ended_at = None
    session.add(subscription)
    session.flush()
    return subscription, True


def check_email(text: str) -> str:
    """The address, its domain in lower case. Raises InvalidInput."""
    if len(text) > 254 or not _EMAIL.fullmatch(text):
        raise InvalidInput(f"{text[:80]!r} is not an e-mail address; write name@example.org", param="email")
    user, _, domain = text.rpartition("@")
    return f"{user}@{domain.lower()}"
