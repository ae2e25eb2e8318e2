"""What changed since a token: how another system keeps its copy in step."""

import base64
import binascii
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, select, tuple_, update
from sqlalchemy.orm import Session

from app.errors import Gone, InvalidInput
from app.models import Catalogue, Notice, Task
from app.queries.filters import TaskFilter, conditions
from app.queries.listing import COLUMNS, TaskRow
from app.queries.search import holds_many

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


@dataclass(frozen=True, slots=True)
class Changes:
    """The tasks that changed, the oldest change first, each with `gone`: whether a copy of the selection drops it."""

    tasks: Sequence[TaskRow]
    token: Token
    has_more: bool


def current_token(session: Session) -> Token:
    """Where the catalogue stands. Read before the tasks, it promises nothing they do not hold."""
    key, version = session.execute(_NOW).one()
    return Token(key, version)


def find_changes(session: Session, wanted: TaskFilter, since: str, *, limit: int) -> Changes:
    """What happened to the tasks of `wanted` after the token `since`; `start` stands for the very beginning.

    Raises InvalidInput for what is no token, and Gone for a token of another history.
    """
    now = current_token(session)
    start = decode_token(since, now)
    rows = session.execute(changes_statement(session, wanted, start, limit + 1)).all()
    has_more = len(rows) > limit
    last = rows[limit - 1] if has_more else None
    token = Token(now.key, last.version, last.id) if last else now
    return Changes(rows[:limit], token, has_more)


def changes_statement(session: Session, wanted: TaskFilter, start: Token, limit: int) -> Select[tuple[object, ...]]:
    """Every task touched after `start`: one that no longer matches has to be told too, or a copy would keep it."""
    longest_window = session.scalars(select(Catalogue.longest_window)).one()
    stays = conditions(wanted, longest_window) + ([holds_many(wanted.words)] if wanted.words else [])
    return (
        select(*COLUMNS, and_(*stays).is_not(True).label("gone"))
        .select_from(Task)
        .join(Notice, Notice.id == Task.notice_id)
        .where(tuple_(Task.version, Task.id) > tuple_(start.version, start.id))
        .order_by(Task.version, Task.id)
        .limit(limit)
    )


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
