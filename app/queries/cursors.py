"""Cursors: the place a page ended at, bound to the query it belongs to."""

import base64
import binascii
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, bindparam, tuple_

from app.errors import InvalidInput
from app.queries.filters import TASK


class Sort(StrEnum):
    """The order of an answer; the id decides between equals. A minus sign turns it round."""

    DUE_ON = "due_on"
    DUE_ON_LAST_FIRST = "-due_on"
    UPDATED_AT = "updated_at"
    UPDATED_AT_LAST_FIRST = "-updated_at"

    @property
    def is_reversed(self) -> bool:
        """Whether the greatest comes first."""
        return self.startswith("-")

    @property
    def key(self) -> Any:
        """The column that leads; tasks without a deadline come last in it."""
        return TASK.sort_on if self.endswith("due_on") else TASK.updated_at

    @property
    def order(self) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
        """What to order by, as an index has it."""
        key, task_id = self.key, TASK.id
        return (key.desc(), task_id.desc()) if self.is_reversed else (key.asc(), task_id.asc())

    def after(self, place: "Place") -> ColumnElement[bool]:
        """The tasks that come after `place`: one step into the index, however far down the list it is."""
        here = tuple_(self.key, TASK.id)
        there = tuple_(bindparam("after_key", place.key, self.key.type), bindparam("after_id", place.id, TASK.id.type))
        return here < there if self.is_reversed else here > there


@dataclass(frozen=True, slots=True)
class Place:
    """The sort key of the last task on a page."""

    key: date | datetime
    id: str


def encode_cursor(place: Place, query: object) -> str:
    """An opaque, URL-safe word for `place`; only the same `query` takes it back."""
    raw = json.dumps([_fingerprint(query), place.key.isoformat(), place.id], separators=(",", ":"))
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def decode_cursor(cursor: str, query: object, sort: Sort) -> Place:
    """The place a cursor stands for. Raises InvalidInput when it was altered or comes from another query."""
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        fingerprint, key, task_id = json.loads(raw)
        place = Place(_parser(sort)(key), task_id)
    except (ValueError, TypeError, binascii.Error, RecursionError):
        raise _refused() from None
    if fingerprint != _fingerprint(query) or not _is_plain(task_id):
        raise _refused()
    return place


def _parser(sort: Sort) -> Callable[[str], date | datetime]:
    return date.fromisoformat if sort.key is TASK.sort_on else _moment


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment has a time zone")
    return moment


def _is_plain(task_id: object) -> bool:
    return isinstance(task_id, str) and task_id.isprintable() and len(task_id) <= 64


def _fingerprint(query: object) -> str:
    return hashlib.sha256(repr(query).encode()).hexdigest()[:12]


def _refused() -> InvalidInput:
    return InvalidInput(
        "This cursor does not belong to this query. Take next_cursor from the page before, and keep every filter.",
        param="cursor",
    )
