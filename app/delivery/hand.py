"""One hand of a run: takes a mail from the desk, hands it over, says what became of it."""

import random
from collections import Counter
from datetime import datetime, timedelta

from app.clock import Clock
from app.delivery.addressing import Addressing
from app.delivery.desk import Desk, Errand
from app.delivery.ledger import MAX_ATTEMPTS, Claim, Outcome
from app.mail import AddressRefused, ContentRefused, Deferred, Halted, HandOver, NoReply, Outlet

_FIRST_DELAY = timedelta(minutes=5)
_LONGEST_DELAY = timedelta(hours=6)
# Long enough for a late answer to have become a mail in the box; then once more, with the same Message-ID.
_AFTER_SILENCE = timedelta(minutes=30)


class Hand:
    """Works until the desk has nothing more to give or the way out is halted."""

    def __init__(self, desk: Desk, outlet: Outlet, addressing: Addressing, clock: Clock) -> None:
        self._desk = desk
        self._outlet = outlet
        self._addressing = addressing
        self._clock = clock

    def work(self) -> Counter[str]:
        """How many mails ended in which state."""
        states: Counter[str] = Counter()
        with self._outlet.session() as hand_over:
            while errand := self._desk.next():
                outcome = self._deliver(errand, hand_over)
                if self._outlet.halted:
                    self._desk.close()
                self._desk.record(outcome)
                states[outcome.state] += 1
        return states

    def _deliver(self, errand: Errand, hand_over: HandOver) -> Outcome:
        claim, ready = errand.claim, errand.ready
        if ready is None:
            why = "nothing to say" if claim.is_wanted else "no longer wanted"
            return Outcome(claim.delivery_id, "skipped", why)
        try:
            hand_over(self._addressing.parcel(claim, ready))
        except (AddressRefused, Deferred, Halted, NoReply) as error:
            return outcome_of(claim, error, self._clock.now())
        return Outcome(claim.delivery_id, "sent", told=(claim.subscription_id, ready.upto) if ready.upto else None)


def outcome_of(claim: Claim, error: Exception, now: datetime) -> Outcome:
    """What a failure means for the row it happened to."""
    match error:
        case AddressRefused():
            return Outcome(claim.delivery_id, "failed", str(error), attempts=claim.attempts + 1)
        case NoReply():
            second = None if claim.was_unknown else now + _AFTER_SILENCE
            return Outcome(claim.delivery_id, "unknown", str(error), second, claim.attempts + 1)
        case Deferred(wait=timedelta() as wait):
            return Outcome(claim.delivery_id, "planned", str(error), now + wait)
        case Deferred() | ContentRefused():
            return _again(claim, str(error), now)
        case _:
            return Outcome(claim.delivery_id, "planned", str(error), now)


def _again(claim: Claim, reason: str, now: datetime) -> Outcome:
    """Later, twice as late each time, and not all at once; given up after MAX_ATTEMPTS."""
    attempts = claim.attempts + 1
    if attempts >= MAX_ATTEMPTS:
        return Outcome(claim.delivery_id, "failed", reason, attempts=attempts)
    delay = min(_FIRST_DELAY * 2**claim.attempts, _LONGEST_DELAY)
    jitter = 0.8 + 0.4 * random.random()  # noqa: S311 - it spreads load, it keeps no secret
    return Outcome(claim.delivery_id, "planned", reason, now + delay * jitter, attempts)
