"""One house's way out, with its manners: mail at a rate and through a breaker, chat robots beside it."""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial

from app.clock import Clock
from app.mail.pace import Breaker, Pace
from app.mail.robots import Robots, is_robot
from app.mail.transport import Deferred, Halted, HandOver, NoReply, Parcel, Transport


class Outlet:
    """Shared by all runs of a process: the rate and the breaker are the relay's, not a run's."""

    def __init__(self, transport: Transport, clock: Clock, per_minute: int) -> None:
        self._transport = transport
        self._pace = Pace(clock, per_minute)
        self._breaker = Breaker(clock)
        self._robots = Robots(clock)
        self._stopping = threading.Event()

    @property
    def connections(self) -> int:
        """How many sessions may be open at once."""
        return self._transport.connections

    @property
    def halted(self) -> str | None:
        """Why nothing may be handed over now; None when it may."""
        if self._stopping.is_set():
            return "the service is stopping"
        return self._breaker.reason if self._breaker.is_open else None

    def stop(self) -> None:
        """Let nothing more out, for good."""
        self._stopping.set()

    @contextmanager
    def session(self) -> Generator[HandOver]:
        """A function that hands a parcel over when its turn has come; it raises what a Transport's does."""
        with self._transport.session() as by_mail:
            yield partial(self._hand_over, by_mail)

    def _hand_over(self, by_mail: HandOver, parcel: Parcel) -> None:
        if is_robot(parcel.recipient):
            self._robots.hand_over(parcel)
            return
        self._pace.wait(self._stopping.wait)
        if self._stopping.is_set():
            raise Halted("the service is stopping")
        try:
            by_mail(parcel)
        except (Halted, NoReply) as error:
            self._breaker.trip(str(error))
            raise
        except Deferred as error:
            self._breaker.deferred(str(error))
            raise
        self._breaker.succeeded()
