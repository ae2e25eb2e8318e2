"""A limit on guessing: whoever fails too often waits. Kept in memory; a restart forgives."""

import threading
from collections import OrderedDict

from app.clock import Clock
from app.errors import TooMany

_MOST_FAILURES = 10
_WINDOW = 15 * 60.0
_MOST_CLIENTS = 10_000


class Attempts:
    """Failures by client address, over the last quarter of an hour."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures: OrderedDict[str, list[float]] = OrderedDict()

    def check(self, client: str) -> None:
        """Raise TooMany when this client has failed too often lately."""
        with self._lock:
            if len(self._recent(client)) >= _MOST_FAILURES:
                raise TooMany("令牌错误次数过多，请 15 分钟后再试。")

    def failed(self, client: str) -> None:
        """Note one more failure."""
        with self._lock:
            self._failures[client] = [*self._recent(client), self._clock.monotonic()][-_MOST_FAILURES:]
            self._failures.move_to_end(client)
            if len(self._failures) > _MOST_CLIENTS:
                self._failures.popitem(last=False)

    def _recent(self, client: str) -> list[float]:
        since = self._clock.monotonic() - _WINDOW
        return [moment for moment in self._failures.get(client, []) if moment > since]
