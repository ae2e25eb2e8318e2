"""The only reader of the machine's time. Everything else is handed a day or a moment."""

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """What the rest of the house may ask about time."""

    def now(self) -> datetime:
        """This moment, aware, in Asia/Shanghai, to the second."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go back, for waiting and rate limits."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(SHANGHAI).replace(microsecond=0)

    def monotonic(self) -> float:
        return time.monotonic()


@dataclass
class FixedClock:
    """A clock that stands where it was set: rehearsals and tests."""

    moment: datetime
    elapsed: float = field(default=0.0)

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.elapsed

    def advance(self, **parts: float) -> None:
        """Move forward by `timedelta(**parts)`."""
        step = timedelta(**parts)
        self.moment += step
        self.elapsed += step.total_seconds()
