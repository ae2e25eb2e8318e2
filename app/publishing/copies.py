"""A calendar or a page ready to be sent: its bytes, plain and compressed, and the headers that go with each answer."""

import gzip
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cached_property
from typing import Any
from urllib.parse import quote

from app.feeds import Joined

Headers = list[tuple[bytes, bytes]]

# Readers ask every hour at most; a proxy may answer for five minutes, and for a week while nobody else does.
_CACHE_CONTROL = b"public, max-age=300, stale-if-error=604800"
_LEVEL = 6


@dataclass(frozen=True)
class Answer:
    """A finished HTTP answer. The two ASGI messages it is sent as are made once."""

    status: int
    headers: Headers
    body: bytes

    @cached_property
    def start(self) -> dict[str, Any]:
        """`http.response.start`."""
        return {"type": "http.response.start", "status": self.status, "headers": self.headers}

    @cached_property
    def rest(self) -> dict[str, Any]:
        """`http.response.body`."""
        return {"type": "http.response.body", "body": self.body}

    @cached_property
    def headed(self) -> "Answer":
        """The same to a HEAD: every header, no body."""
        return replace(self, body=b"")


@dataclass(frozen=True, slots=True)
class Form:
    """One encoding of a copy: the whole answer, and the 304 for who has it already. Each has its own strong tag."""

    etag: bytes
    whole: Answer
    unchanged: Answer


@dataclass(frozen=True, slots=True)
class Copy:
    """What is sent again and again, in every form it is asked for. `zipped` is None while there is none yet.

    `shared` headers go with a 304 too, those about the body do not. Without `modified_at` the tag alone tells.
    """

    modified_at: datetime | None
    shared: Headers
    about_body: Headers
    plain: Form
    zipped: Form | None

    @property
    def size(self) -> int:
        """Bytes it keeps in memory, headers aside."""
        return len(self.plain.whole.body) + (len(self.zipped.whole.body) if self.zipped else 0)


def copy_calendar(calendar: Joined, modified_at: datetime, *, varies: bool) -> Copy:
    """A copy of `calendar`, not yet compressed; `varies` says that it will be."""
    modified_at = modified_at.replace(microsecond=0)  # HTTP dates have none
    shared = [
        (b"last-modified", format_datetime(modified_at.astimezone(UTC), usegmt=True).encode("ascii")),
        (b"cache-control", _CACHE_CONTROL),
        *([(b"vary", b"Accept-Encoding")] if varies else []),
        (b"access-control-allow-origin", b"*"),
        (b"access-control-expose-headers", b"ETag"),
    ]
    about_body = [(b"content-type", b"text/calendar; charset=utf-8"), (b"x-content-type-options", b"nosniff")]
    return make_copy(calendar.content, calendar.fingerprint, shared, about_body, modified_at)


def make_copy(
    content: bytes, tag: str, shared: Headers, about_body: Headers, modified_at: datetime | None = None
) -> Copy:
    """A copy of `content`, which `tag` tells from any other, not yet compressed."""
    return Copy(modified_at, shared, about_body, _form(content, tag, shared, about_body), None)


def compressed(copy: Copy) -> Copy:
    """The same with its gzip form; the same content gives the same bytes."""
    packed = gzip.compress(copy.plain.whole.body, _LEVEL, mtime=0)
    tag = copy.plain.etag.decode().strip('"') + "-gzip"
    return replace(copy, zipped=_form(packed, tag, copy.shared, [*copy.about_body, (b"content-encoding", b"gzip")]))


def saved_as(answer: Answer, filename: str) -> Answer:
    """The answer as a file to keep (RFC 6266, RFC 8187)."""
    disposition = f"attachment; filename*=UTF-8''{quote(filename, safe='')}".encode("ascii")
    return replace(answer, headers=[*answer.headers, (b"content-disposition", disposition)])


def _form(body: bytes, tag: str, shared: Headers, about_body: Headers) -> Form:
    etag = f'"{tag}"'.encode("ascii")
    known = [(b"etag", etag), *shared]
    length = (b"content-length", str(len(body)).encode("ascii"))
    return Form(etag, Answer(200, [length, *about_body, *known], body), Answer(304, known, b""))
