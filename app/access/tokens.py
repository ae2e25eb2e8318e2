"""Administrators' tokens: 256 random bits, shown once; the database holds their hash and nothing else."""

import hmac
import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import audit
from app.errors import Conflict, InvalidInput, NotFound
from app.models import AdminToken
from app.schemas.fields import clean

_PREFIX = "qixian_"
_LONGEST_NAME = 64
# Using a token is noted no oftener, so that looking at a page writes nothing.
_NOTED_EVERY = timedelta(hours=1)


def create_token(session: Session, name: str, *, who: str, now: datetime) -> str:
    """A new token, to be shown once. Raises Conflict when the name is taken, InvalidInput when it is no name."""
    name = " ".join(clean(name).split())
    if not 0 < len(name) <= _LONGEST_NAME:
        raise InvalidInput(f"A token's name has 1 to {_LONGEST_NAME} characters, as in 'zhang-jiaowei'.", param="name")
    if session.scalars(select(AdminToken).where(AdminToken.name == name)).first():
        raise Conflict(f"There is a token named {name!r} already; a revoked one keeps its name. Choose another.")
    token = _PREFIX + secrets.token_urlsafe(32)
    session.add(AdminToken(name=name, hash=_hash(token), created_at=now))
    audit.record(session, now, who, "token-create", f"token {name}")
    return token


def revoke_token(session: Session, name: str, *, who: str, now: datetime) -> None:
    """End a token and every browser session opened with it. Raises NotFound; revoking twice is harmless."""
    token = session.scalars(select(AdminToken).where(AdminToken.name == name)).first()
    if token is None:
        raise NotFound(f"No token is named {name[:80]!r}. `qixian admin token list` shows them.")
    if token.revoked_at is None:
        token.revoked_at = now
        audit.record(session, now, who, "token-revoke", f"token {name}")


def find_tokens(session: Session) -> list[AdminToken]:
    """Every token there ever was, by name."""
    return list(session.scalars(select(AdminToken).order_by(AdminToken.name)))


def live_tokens(session: Session) -> list[AdminToken]:
    """The tokens that are not revoked."""
    return list(session.scalars(select(AdminToken).where(AdminToken.revoked_at.is_(None)).order_by(AdminToken.id)))


def find_match(tokens: list[AdminToken], presented: str) -> AdminToken | None:
    """The token that was presented. Every hash is compared, each in constant time."""
    digest = _hash(presented)
    matches = [token for token in tokens if hmac.compare_digest(token.hash, digest)]
    return matches[0] if matches else None


def is_use_unnoted(token: AdminToken, now: datetime) -> bool:
    """Whether it is time to note that the token is in use."""
    return token.last_used_at is None or now - token.last_used_at >= _NOTED_EVERY


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()
