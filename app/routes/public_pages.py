"""Pages that say the same to everyone: a copy of each is kept, with validators and compressed, until the catalogue or
the day changes. A thin ASGI layer in front of FastAPI.

Pages with a private link or a form of somebody's own are none of these. They are not compressed either: the size of an
answer that holds a secret beside words from outside would give the secret away (BREACH).
"""

import hashlib
import re
from collections import OrderedDict
from datetime import date

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import Unavailable
from app.publishing import Copy, choose, compressed, make_copy, takes_gzip
from app.queries import Token
from app.routes.context import House
from app.routes.html import wants_page

_PLACE = re.compile(r"/|/docs|/(?:provinces|tasks|notices|digests)/[^/]+")
_LONGEST, _MOST = 128 * 1024, 256
_Key = tuple[str, bytes]
# What a page stands on: the catalogue as it stands and the day.
_Ground = tuple[Token, date]


class PublicPages:
    """Gives these pages their ETag, 304 and gzip, and keeps the small ones that were asked for last."""

    def __init__(self, app: ASGIApp, house: House) -> None:
        self._app = app
        self._house = house
        self._copies: OrderedDict[_Key, Copy] = OrderedDict()
        self._ground: _Ground | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        ground = await self._look() if is_public_page(scope) else None
        if ground is None:
            await self._app(scope, receive, send)
            return
        copy = self._recall(_key(scope), ground) or await self._take(scope, receive, send)
        if copy is None:
            return
        copy = _as_asked(copy, scope)
        if await self._look() == ground == self._ground:  # a load in between would keep what has just changed
            self._keep(_key(scope), copy)
        answer = choose(copy, scope["headers"], self._house.clock.now)
        answer = answer.headed if scope["method"] == "HEAD" else answer
        await send(answer.start)
        await send(answer.rest)

    async def _look(self) -> _Ground | None:
        """What every page stands on now; None when the database is silent."""
        ask, at_once = self._house.kept.token, self._house.database.never_waits
        try:
            token = ask() if at_once else await run_in_threadpool(ask)
        except Unavailable:
            return None
        return token, self._house.today

    def _recall(self, key: _Key, ground: _Ground) -> Copy | None:
        if ground != self._ground:
            self._copies.clear()
            self._ground = ground
        return self._copies.get(key)

    async def _take(self, scope: Scope, receive: Receive, send: Send) -> Copy | None:
        """The page as it is written now; None when it was no page after all, and has been sent."""
        held = _Held(send, is_headless=scope["method"] == "HEAD")
        await self._app({**scope, "method": "GET"}, receive, held)
        return held.copy

    def _keep(self, key: _Key, copy: Copy) -> None:
        if copy.size <= _LONGEST:
            self._copies[key] = copy
            self._copies.move_to_end(key)
        if len(self._copies) > _MOST:
            self._copies.popitem(last=False)


class _Held:
    """A page on its way out is held back and becomes a copy; any other answer passes."""

    def __init__(self, send: Send, *, is_headless: bool) -> None:
        self.copy: Copy | None = None
        self._send = send
        self._is_headless = is_headless
        self._headers: MutableHeaders | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            is_page = message["status"] == 200 and headers.get("content-type", "").startswith("text/html")
            self._headers = headers if is_page and "set-cookie" not in headers else None
        if self._headers is None:
            await self._send({**message, "body": b""} if self._is_headless and "body" in message else message)
        elif message["type"] == "http.response.body":
            self.copy = _copy_page(message["body"], self._headers)


def is_public_page(scope: Scope) -> bool:
    """Whether a person asks for a page that is the same for everyone."""
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return False
    return _PLACE.fullmatch(scope["path"]) is not None and wants_page(scope)


def _key(scope: Scope) -> _Key:
    return scope["path"], scope["query_string"]


def _as_asked(copy: Copy, scope: Scope) -> Copy:
    """The copy, compressed when that is asked for the first time."""
    accepted = Headers(scope=scope).get("accept-encoding", "").encode("latin-1")
    return compressed(copy) if copy.zipped is None and takes_gzip(accepted) else copy


def _copy_page(content: bytes, headers: MutableHeaders) -> Copy:
    headers.add_vary_header("Accept-Encoding")
    del headers["content-length"]
    about_body = [header for header in headers.raw if header[0].startswith(b"content-type")]
    tag = hashlib.sha256(content).hexdigest()[:32]
    return make_copy(content, tag, [header for header in headers.raw if header not in about_body], about_body)
