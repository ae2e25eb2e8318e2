"""Cursors: the place a page ended at, bound to the query it belongs to."""

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from datetime import date

from app.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Place:
    """The sort key of the last task on a page."""

    sort_on: date
    id: str


def encode_cursor(place: Place, query: object) -> str:
    """An opaque, URL-safe word for `place`; only the same `query` takes it back."""
    raw = json.dumps([_fingerprint(query), place.sort_on.isoformat(), place.id], separators=(",", ":"))
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def decode_cursor(cursor: str, query: object) -> Place:
    """The place a cursor stands for. Raises InvalidInput when it was altered or comes from another query."""
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        fingerprint, sort_on, task_id = json.loads(raw)
        place = Place(date.fromisoformat(sort_on), str(task_id))
    except (ValueError, TypeError, binascii.Error):
        raise _refused() from None
    if fingerprint != _fingerprint(query):
        raise _refused()
    return place


def _fingerprint(query: object) -> str:
    return hashlib.sha256(repr(query).encode()).hexdigest()[:12]


def _refused() -> InvalidInput:
    return InvalidInput(
        "This cursor does not belong to this query. Take next_cursor from the page before, and keep every filter.",
        param="cursor",
    )
