"""The desk of a run: gives out claimed mails to several hands and writes down what became of them.

Outcomes are written by one thread, many in one transaction (group commit), while the hands go on. What a crash can
repeat is bounded: a mail is in flight until its outcome is on the disk, and no more are given out while IN_FLIGHT
times the number of hands are.
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

IN_FLIGHT = 4
_BATCH = 256
# With so many left, more are claimed while the hands go on.
_LOW = 64
# How long (in seconds) an outcome may wait for others to be written with it.
_PATIENCE = 0.005
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

    def __init__(
        self, database: Database, clock: Clock, editions: Editions, kinds: Collection[str] | None, hands: int
    ) -> None:
        self._database = database
        self._clock = clock
        self._editions = editions
        self._kinds = kinds
        self._queue: deque[Errand] = deque()
        self._giving = threading.Lock()
        self._claiming = threading.Lock()
        self._is_exhausted = False
        self._room = threading.Semaphore(IN_FLIGHT * hands)
        self._enough = IN_FLIGHT * hands // 2
        self._outcomes: list[Outcome] = []
        self._arrived = threading.Condition()
        self._is_closed = False
        self._is_done = False
        self._failure: BaseException | None = None
        self._writer = threading.Thread(target=self._write, name="mail-ledger")

    def open(self) -> bool:
        """Claim the first mails; whether there are any. Then the desk must be settled."""
        self._refill(0)
        if self._queue:
            self._writer.start()
        return bool(self._queue)

    def next(self) -> Errand | None:
        """The next mail, looked at again when it lay for long; None when there is none or the desk was closed."""
        self._room.acquire()
        if len(self._queue) <= _LOW and not self._claiming.locked():
            self._refill(_LOW)
        with self._giving:
            if not self._queue:
                self._is_exhausted = False  # what was planned meanwhile is looked for once more
                self._refill(0)
            errand = None if self._is_closed or not self._queue else self._queue.popleft()
        given = self._looked_at(errand) if errand else None
        if given is None:
            self._room.release()
        return given

    def record(self, outcome: Outcome) -> None:
        """Have the outcome written down as soon as the disk allows."""
        with self._arrived:
            self._outcomes.append(outcome)
            if len(self._outcomes) in (1, self._enough):
                self._arrived.notify()

    def close(self) -> None:
        """Give out nothing more."""
        self._is_closed = True

    def settle(self) -> None:
        """Wait until every outcome is on the disk, and put back what was not given out. Raises what the writer met."""
        with self._claiming:
            self.close()
        with self._arrived:
            self._is_done = True
            self._outcomes += [
                Outcome(errand.claim.delivery_id, "planned", next_at=self._clock.now()) for errand in self._queue
            ]
            self._queue.clear()
            self._arrived.notify()
        self._writer.join()
        if self._failure is not None:
            raise self._failure

    def _refill(self, low: int) -> None:
        """Claim more when no more than `low` are left."""
        with self._claiming:
            if len(self._queue) <= low and not self._is_closed and not self._is_exhausted:
                self._claim()

    def _claim(self) -> None:
        now = self._clock.now()
        with self._database.write() as session:
            claims = ledger.claim(session, self._kinds, now, _BATCH)
            ready = self._editions.assign(session, claims, now) if claims else {}
        self._is_exhausted = len(claims) < _BATCH
        at = self._clock.monotonic()
        self._queue.extend(Errand(claim, ready[claim.delivery_id], at) for claim in claims)

    def _looked_at(self, errand: Errand) -> Errand | None:
        age = self._clock.monotonic() - errand.claimed_at
        if age < _FRESH:
            return errand
        if age > _LAST_START:  # the rest of the queue is as old: let its lease run out
            self.close()
            self._queue.clear()
            return None
        with self._database.read() as session:
            claim = ledger.look_again(session, errand.claim.delivery_id)
        return Errand(claim, errand.ready if claim.is_wanted else None, errand.claimed_at)

    def _write(self) -> None:
        while outcomes := self._waited_for():
            try:
                with self._database.write() as session:
                    ledger.record(session, outcomes, self._clock.now())
            except BaseException as error:  # the hands must not wait for ever; settle() raises it
                self._failure = error
                self.close()
            self._room.release(len(outcomes))

    def _waited_for(self) -> list[Outcome]:
        """All outcomes that have arrived, at least one; none when the desk is settled."""
        with self._arrived:
            self._arrived.wait_for(lambda: self._outcomes or self._is_done)
            self._arrived.wait_for(lambda: len(self._outcomes) >= self._enough or self._is_done, _PATIENCE)
            outcomes, self._outcomes = self._outcomes, []
        return outcomes
