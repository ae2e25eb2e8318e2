"""Which form of a copy answers a request: RFC 9110 §12.5.3 (Accept-Encoding) and §13 (conditional requests).

A header that makes no sense is as good as none: the whole copy is always a right answer.
"""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache

from app.publishing.copies import Answer, Copy, Form

_TAG = re.compile(rb'(?:W/)?("[^"]*")')
_LONGEST = 4096


def choose(copy: Copy, headers: Iterable[tuple[bytes, bytes]], now: Callable[[], datetime]) -> Answer:
    """The answer to a GET with these headers, their names in lower case. `now` is asked only for If-Modified-Since."""
    tags = since = encodings = None
    for name, value in headers:
        if name == b"if-none-match":
            tags = value if tags is None else tags + b"," + value
        elif name == b"if-modified-since":
            since = value
        elif name == b"accept-encoding":
            encodings = value if encodings is None else encodings + b"," + value
    form = copy.zipped if copy.zipped and encodings and takes_gzip(encodings[:_LONGEST]) else copy.plain
    if tags is not None:
        known = _known_form(copy, form, tags[:_LONGEST])
        return known.unchanged if known else form.whole
    if since is not None and copy.modified_at is not None and _is_unchanged(copy.modified_at, since, now):
        return form.unchanged
    return form.whole


@lru_cache(maxsize=256)
def takes_gzip(accepted: bytes) -> bool:
    """Whether an Accept-Encoding asks for gzip: named itself, or by `*`, with a weight above 0."""
    weights: dict[bytes, float] = {}
    for part in accepted.lower().split(b","):
        coding, _, parameter = part.partition(b";")
        weights[coding.strip()] = _weight(parameter)
    return weights.get(b"gzip", weights.get(b"x-gzip", weights.get(b"*", 0.0))) > 0


def _weight(parameter: bytes) -> float:
    name, _, value = parameter.partition(b"=")
    if name.strip() != b"q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def _known_form(copy: Copy, form: Form, tags: bytes) -> Form | None:
    """The form an If-None-Match names, weakly compared; the one it would get first, so that a 304 repeats its tag."""
    if tags == form.etag or tags.strip() == b"*":
        return form
    known = set(_TAG.findall(tags))
    return next((it for it in (form, copy.plain, copy.zipped) if it and it.etag in known), None)


def _is_unchanged(modified_at: datetime, since: bytes, now: Callable[[], datetime]) -> bool:
    """Whether nothing changed since that date. KDE sends local time labelled GMT: a day to come proves nothing."""
    asked = _http_date(since[:64])
    return asked is not None and modified_at <= asked <= now()


@lru_cache(maxsize=256)
def _http_date(value: bytes) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value.decode("ascii"))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
