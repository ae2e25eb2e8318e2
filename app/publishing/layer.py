"""The hot path: a published feed is answered from memory before FastAPI sees the request; all else goes on."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from app.clock import Clock
from app.publishing.conditional import choose
from app.publishing.published import Published

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


class FeedLayer:
    """An ASGI application in front of another."""

    def __init__(self, app: App, feeds: Published, clock: Clock) -> None:
        self._app = app
        self._lookup = feeds.lookup
        self._now = clock.now

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or (copy := self._lookup(scope["path"], scope["query_string"])) is None:
            return await self._app(scope, receive, send)
        method = scope["method"]
        if method != "GET" and method != "HEAD":
            return await self._app(scope, receive, send)
        answer = choose(copy, scope["headers"], self._now)
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        await send({"type": "http.response.body", "body": answer.body if method == "GET" else b""})
        return None
