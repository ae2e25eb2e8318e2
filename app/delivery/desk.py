"""The desk of a run: gives out claimed mails to several hands and writes down what became of them, safely.

Outcomes that arrive together are written in one transaction (group commit): a hand goes on when its own is on the disk,
so what a crash can repeat is what was in the hands' hands.
"""

import threading
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass

from app.clock import Clock
from app.database import Database
from app.delivery import ledger
from app.delivery.editions import Editions, Ready
from app.delivery.ledger import LEASE, Claim, Outcome

_BATCH = 64
# What was claimed longer ago is looked at again before it is handed over.
_FRESH = 2.0
# A lease is not used to its end: a mail that is begun must be recorded within it.
_LAST_START = LEASE.total_seconds() / 2


@dataclass(frozen=True, slots=True)
class Errand:
    """One mail to hand over: what it says (None for nothing), and when it was claimed."""

    claim: Claim
    ready: Ready | None
    claimed_at: float


class Desk:
    """Shared by the hands of one run; every method may be called from any thread."""

    def __init__(self, database: Database, clock: Clock, editions: Editions, kinds: Collection[str]) -> None:
        self._database = database
        self._clock = clock
        self._editions = editions
        self._kinds = kinds
        self._queue: deque[Errand] = deque()
        self._giving = threading.Lock()
        self._writing = threading.Lock()
        self._collecting = threading.Lock()
        self._outcomes: list[Outcome] = []
        self._failure: BaseException | None = None
        self._is_closed = False

    def next(self) -> Errand | None:
        """The next mail, looked at again when it lay for long; None when there is none or the desk was closed."""
        with self._giving:
            if self._is_closed or self._failure is not None:
                return None
            if not self._queue:
                self._claim()
            errand = self._queue.popleft() if self._queue else None
        return self._looked_at(errand) if errand else None

    def record(self, outcome: Outcome) -> None:
        """Returns when the outcome is on the disk. Raises what the database raised."""
        with self._collecting:
            self._outcomes.append(outcome)
        with self._writing:  # whoever comes first writes for all who wait
            with self._collecting:
                outcomes, self._outcomes = self._outcomes, []
            if self._failure is not None:
                raise self._failure
            if outcomes:
                self._write(outcomes)

    def close(self) -> None:
        """Give out nothing more."""
        self._is_closed = True

    def release(self) -> None:
        """Put back what was claimed and not given out, so that nobody has to wait for its lease."""
        with self._giving:
            unsent = [Outcome(errand.claim.delivery_id, "planned", next_at=self._clock.now()) for errand in self._queue]
            self._queue.clear()
        if unsent and self._failure is None:
            with self._database.write() as session:
                ledger.record(session, unsent, self._clock.now())

    def _claim(self) -> None:
        now = self._clock.now()
        with self._database.write() as session:
            claims = ledger.claim(session, self._kinds, now, _BATCH)
            ready = self._editions.assign(session, claims, now) if claims else {}
        at = self._clock.monotonic()
        self._queue.extend(Errand(claim, ready[claim.delivery_id], at) for claim in claims)

    def _looked_at(self, errand: Errand) -> Errand | None:
        age = self._clock.monotonic() - errand.claimed_at
        if age < _FRESH:
            return errand
        if age > _LAST_START:  # the rest of the queue is as old: let its lease run out
            self.close()
            return None
        with self._database.read() as session:
            claim = ledger.look_again(session, errand.claim.delivery_id)
        return Errand(claim, errand.ready if claim.is_wanted else None, errand.claimed_at)

    def _write(self, outcomes: list[Outcome]) -> None:
        try:
            with self._database.write() as session:
                ledger.record(session, outcomes, self._clock.now())
        except BaseException as error:
            self._failure = error
            raise
