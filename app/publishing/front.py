"""The short way: a request whose calendar is published is answered from memory, before FastAPI sees it."""

from collections.abc import Mapping
from typing import Any

from app.clock import Clock
from app.publishing.conditional import choose
from app.publishing.copies import Answer
from app.publishing.published import Published


class Front:
    """What stands in front of the service. Everything it does not know at once goes on to the routes."""

    def __init__(self, feeds: Published, clock: Clock) -> None:
        self._lookup = feeds.lookup
        self._now = clock.now

    def answer(self, scope: Mapping[str, Any]) -> Answer | None:
        """The finished answer to an HTTP request (an ASGI scope), if it asks for a published calendar."""
        copy = self._lookup(scope["path"], scope["query_string"])
        if copy is None:
            return None
        method = scope["method"]
        if method == "GET":
            return choose(copy, scope["headers"], self._now)
        return choose(copy, scope["headers"], self._now).headed if method == "HEAD" else None
