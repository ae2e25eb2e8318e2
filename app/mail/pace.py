"""How fast, and whether at all: a rate for the relay, and a breaker that stops asking one that does not answer."""

import threading
from collections.abc import Callable

from app.clock import Clock

_FIRST_PAUSE = 60.0
_LONGEST_PAUSE = 1800.0
# So many in a row put off say something about the relay, not about the addresses.
_DEFERRALS_IN_A_ROW = 20


class Pace:
    """Lets `per_minute` parcels through, evenly; 0 is no limit. Shared by all sessions of a process."""

    def __init__(self, clock: Clock, per_minute: int) -> None:
        self._clock = clock
        self._gap = 60.0 / per_minute if per_minute else 0.0
        self._next = float("-inf")
        self._lock = threading.Lock()

    def wait(self, sleep: Callable[[float], object]) -> None:
        """Return when it is this parcel's turn."""
        if not self._gap:
            return
        with self._lock:
            now = self._clock.monotonic()
            turn = max(now, self._next)
            self._next = turn + self._gap
        if turn > now:
            sleep(turn - now)


class Breaker:
    """Opens after a failure that is the relay's, for a minute first, then twice as long up to half an hour."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._closed_from = float("-inf")
        self._pause = _FIRST_PAUSE
        self._deferred = 0
        self._lock = threading.Lock()
        self.reason: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether the relay is left alone for now."""
        return self.reason is not None and self._clock.monotonic() < self._closed_from

    def trip(self, reason: str) -> None:
        """The relay failed. Several sessions that see the same failure count once."""
        with self._lock:
            if not self.is_open:
                self._closed_from = self._clock.monotonic() + self._pause
                self._pause = min(self._pause * 2, _LONGEST_PAUSE)
            self.reason = reason

    def deferred(self, reason: str) -> None:
        """A parcel was put off; many in a row count as a failure of the relay."""
        with self._lock:
            self._deferred += 1
            many = self._deferred >= _DEFERRALS_IN_A_ROW
        if many:
            self.trip(reason)

    def succeeded(self) -> None:
        """A parcel was taken: all is well again."""
        if self._deferred or self.reason:
            with self._lock:
                self._deferred, self._pause, self.reason = 0, _FIRST_PAUSE, None
