"""Sync tokens: how far a reader's copy has come, and in which history of the catalogue."""

import base64
import binascii
import secrets
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.errors import Gone, InvalidInput
from app.models import Catalogue
from app.queries.source import Source

# Sorts after every task id: "all of this version".
_END = "~"
_NOW = select(Catalogue.__table__.c.key, Catalogue.__table__.c.version)


@dataclass(frozen=True, slots=True)
class Token:
    """How far a reader has come: all changes up to (`version`, `id`), in the history called `key`."""

    key: str
    version: int
    id: str = _END

    def encode(self) -> str:
        """An opaque, URL-safe word."""
        raw = f"{self.key}.{self.version}.{self.id}".encode()
        return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def current_token(source: Source) -> Token:
    """Where the catalogue stands. Read before the tasks, it promises nothing they do not hold."""
    key, version = source.execute(_NOW).one()
    return Token(key, version)


def decode_token(text: str, now: Token) -> Token:
    """The token a word stands for. Raises InvalidInput when it is none, Gone when its history is not this one."""
    if text == "start":
        return Token(now.key, 0)
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode()
        key, version, task_id = raw.split(".", 2)
        token = Token(key, int(version), task_id)
    except (ValueError, binascii.Error):
        raise _no_token() from None
    if not (0 <= token.version < 2**63 and token.id.isprintable() and len(token.id) <= 64):
        raise _no_token()
    if token.key != now.key or token.version > now.version:
        raise Gone(
            "This sync token is of another history: the database was replaced or restored. "
            "Drop your copy and begin again with changed_since=start.",
            param="changed_since",
        )
    return token


def renew_tokens(session: Session) -> None:
    """Begin a new history: every token given out until now answers 410."""
    session.execute(update(Catalogue).values(key=secrets.token_hex(8)))


def _no_token() -> InvalidInput:
    return InvalidInput(
        "This is no sync token. Take meta.sync_token from an earlier answer, or changed_since=start.",
        param="changed_since",
    )
