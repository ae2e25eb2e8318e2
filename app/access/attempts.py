"""A limit on guessing: whoever fails too often waits, and no flood of guesses fills the audit log.

Kept in memory; a restart forgives.
"""

import threading
from collections import OrderedDict

from app.clock import Clock
from app.errors import TooMany

_MOST_FAILURES = 10
_WINDOW = 15 * 60.0
_MOST_CLIENTS = 10_000
# From a thousand addresses at once: so many lines a quarter of an hour, 1,920 a day, whatever they try.
_MOST_TOLD = 20


class Attempts:
    """Failures by client address, over the last quarter of an hour."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures: OrderedDict[str, list[float]] = OrderedDict()
        self._told: list[float] = []
        self._untold = 0

    def check(self, client: str) -> None:
        """Raise TooMany when this client has failed too often lately."""
        with self._lock:
            if len(self._recent(client)) >= _MOST_FAILURES:
                raise TooMany("令牌错误次数过多，请 15 分钟后再试。")

    def failed(self, client: str) -> dict[str, int] | None:
        """Note one more failure; what is to be told of it, None when nothing.

        Told are a client's first failure and the one after which it waits. Those left untold are counted in the next
        that is told.
        """
        with self._lock:
            recent = [*self._recent(client), self._clock.monotonic()][-_MOST_FAILURES:]
            self._failures[client] = recent
            self._failures.move_to_end(client)
            if len(self._failures) > _MOST_CLIENTS:
                self._failures.popitem(last=False)
            return self._tell(len(recent))

    def _tell(self, failures: int) -> dict[str, int] | None:
        self._told = self._lately(self._told)
        if failures not in {1, _MOST_FAILURES} or len(self._told) >= _MOST_TOLD:
            self._untold += 1
            return None
        self._told.append(self._clock.monotonic())
        untold, self._untold = self._untold, 0
        return {"failures": failures, "untold_before": untold}

    def _recent(self, client: str) -> list[float]:
        return self._lately(self._failures.get(client, []))

    def _lately(self, moments: list[float]) -> list[float]:
        since = self._clock.monotonic() - _WINDOW
        return [moment for moment in moments if moment > since]
