"""Every read of the API is a function of the catalogue's version, the query and the day: its ETag says so, a copy that
still holds costs a 304 and no query, and what was just answered is kept. A thin ASGI layer in front of FastAPI."""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import __version__
from app.errors import Unavailable
from app.queries import Token
from app.queries.watch import CatalogueWatch
from app.routes.brief import answer_brief
from app.routes.context import House
from app.routes.html import wants_page

_PLACES = ("/tasks", "/provinces", "/notices")
_LONGEST, _MOST = 128 * 1024, 256
_OPEN = [(b"access-control-allow-origin", b"*"), (b"access-control-expose-headers", b"ETag, Link, Retry-After")]
_PREFLIGHT = [
    *_OPEN,
    (b"access-control-allow-methods", b"GET, HEAD"),
    (b"access-control-allow-headers", b"If-None-Match"),
    (b"access-control-max-age", b"86400"),
]


@dataclass(frozen=True, slots=True)
class _Kept:
    """An answer as it left."""

    headers: list[tuple[bytes, bytes]]
    body: bytes


class Reads:
    """Gives `/tasks`, `/provinces` and `/notices` their ETag, 304 and CORS, and keeps small answers until a load."""

    def __init__(self, app: ASGIApp, house: House) -> None:
        self.app = app
        self.house = house
        self.watch = CatalogueWatch(house.database)
        self.kept: OrderedDict[str, _Kept] = OrderedDict()
        self.token: Token | None = None
        self.fixed = (__version__, house.settings.base_url, house.workdays.edition)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _is_read(scope):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if scope["method"] == "OPTIONS":
            await _send(send, 204, _PREFLIGHT)
        elif scope["method"] not in ("GET", "HEAD") or wants_page(scope):
            await self.app(scope, receive, _opened(send))
        else:
            await self._read(scope, receive, send, headers.get("if-none-match"))

    async def _read(self, scope: Scope, receive: Receive, send: Send, known: str | None) -> None:
        try:
            token = await self._token()
        except Unavailable:
            await self.app(scope, receive, _opened(send))
            return
        etag = self._etag(scope, token)
        if known is not None and etag in (word.strip().removeprefix("W/") for word in known.split(",")):
            await _send(send, 304, [*_OPEN, (b"etag", etag.encode())])
        elif kept := self._recall(etag, token):
            await _send(send, 200, kept.headers, kept.body)
        else:
            answer = answer_brief(scope, self.house) or self.app
            await answer(scope, receive, _Answer(self, send, etag, token))

    def _recall(self, etag: str, token: Token) -> _Kept | None:
        if token != self.token:
            self.kept.clear()
            self.token = token
        if kept := self.kept.get(etag):
            self.kept.move_to_end(etag)
        return kept

    def keep(self, etag: str, answer: _Kept) -> None:
        """Remember an answer until the catalogue changes or more recent ones need the room."""
        self.kept[etag] = answer
        if len(self.kept) > _MOST:
            self.kept.popitem(last=False)

    async def is_at(self, token: Token) -> bool:
        """Whether the catalogue still stands at `token`."""
        try:
            return await self._token() == token
        except Unavailable:
            return False

    async def _token(self) -> Token:
        at_once = self.house.database.never_waits
        return self.watch.token() if at_once else await run_in_threadpool(self.watch.token)

    def _etag(self, scope: Scope, token: Token) -> str:
        """A strong validator (RFC 9110 §8.8): all that an answer is made of, and nothing read from the tables."""
        parts = (*self.fixed, token.key, token.version, self.house.today, scope["path"])
        text = "\n".join(map(str, parts)).encode() + b"\n" + scope["query_string"]
        return f'"{hashlib.sha256(text).hexdigest()[:32]}"'


class _Answer:
    """FastAPI's answer on its way out: gets its ETag, and is kept when it comes in one piece."""

    def __init__(self, reads: Reads, send: Send, etag: str, token: Token) -> None:
        self.reads = reads
        self.send = send
        self.etag = etag
        self.token = token
        self.headers: list[tuple[bytes, bytes]] | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._start(message)
        elif self.headers is not None:
            body = message.get("body", b"")
            if not message.get("more_body") and body and len(body) <= _LONGEST:
                self.reads.keep(self.etag, _Kept(self.headers, body))
            self.headers = None
        await self.send(message)

    async def _start(self, message: Message) -> None:
        headers = MutableHeaders(raw=[*message["headers"], *_OPEN])
        # A load in between would put the new tasks under the old version's ETag.
        if message["status"] == 200 and "etag" not in headers and await self.reads.is_at(self.token):
            headers["etag"] = self.etag
            self.headers = headers.raw
        message["headers"] = headers.raw


def _is_read(scope: Scope) -> bool:
    path: str = scope["path"]
    if path.startswith("/tasks/") and path.endswith(".ics"):
        return False  # one task as a file is a calendar, with validators of its own
    return any(path.startswith(place) and path[len(place) : len(place) + 1] in ("", "/", ".") for place in _PLACES)


def _opened(send: Send) -> Send:
    """Other sites' scripts may read the data, but no page."""

    async def send_opened(message: Message) -> None:
        if message["type"] == "http.response.start" and not _is_page(message):
            message["headers"] = [*message["headers"], *_OPEN]
        await send(message)

    return send_opened


def _is_page(message: Message) -> bool:
    return Headers(raw=message["headers"]).get("content-type", "").startswith("text/html")


async def _send(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes = b"") -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
