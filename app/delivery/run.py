"""A run of the mail: plan, claim, send, record. Running it twice, or twice at once, is harmless."""

from collections import Counter
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from app.clock import SHANGHAI, Clock
from app.database import Database
from app.delivery import ledger, plan
from app.delivery.addressing import Addressing
from app.delivery.compose import Press
from app.delivery.desk import Desk
from app.delivery.editions import Editions, forget_editions
from app.delivery.hand import Hand
from app.delivery.kinds import LETTERS
from app.delivery.optin import forget_unconfirmed
from app.delivery.plan import Tick
from app.mail import Outlet, Transport
from app.settings import Settings
from app.workdays import Workdays, iso_week

_KEEP_EDITIONS = timedelta(weeks=8)


@dataclass
class RunReport:
    """What one run did, by the state its deliveries ended in; `halted` says why it stopped early."""

    period: str
    planned: int = 0
    ended: dict[str, int] = field(default_factory=dict)
    halted: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there was nothing to do."""
        return not self.planned and not self.ended and self.halted is None


class DigestRun:
    """The mail of one house. `clock` stamps the rows; the day a mail speaks of is handed in."""

    def __init__(
        self, database: Database, settings: Settings, transport: Transport, clock: Clock, workdays: Workdays
    ) -> None:
        self.database = database
        self.settings = settings
        self.clock = clock
        self.workdays = workdays
        self.outlet = Outlet(transport, clock, settings.mail_rate)

    def weekly(self, as_of: date) -> RunReport:
        """Plan all mail of `as_of`, its ISO week's digest whether or not its time has come, and send what is open."""
        tick = Tick(self.clock.now(), as_of)
        with self.database.write() as session:
            if as_of == tick.now.date():
                ledger.settle(session, as_of, tick.now)
            planned = plan.plan_weekly(session, tick, self._due_at(as_of))
            planned += plan.plan_reminders(session, tick, self.workdays)
            planned += plan.plan_changes(session, tick)
        return self._deliver(None, RunReport(iso_week(as_of), planned))

    def if_due(self) -> RunReport | None:
        """What the scheduler asks hourly: plan what has become due, send what is open; None when there was nothing."""
        tick = self._present()
        is_morning = tick.now.time() >= self.settings.digest_time
        with self.database.write() as session:
            ledger.settle(session, tick.as_of, tick.now)
            planned = plan.plan_changes(session, tick)
            if tick.now >= self._due_at(tick.as_of):
                planned += plan.plan_weekly(session, tick, self._due_at(tick.as_of))
            if is_morning:
                planned += plan.plan_reminders(session, tick, self.workdays)
            forget_unconfirmed(session, tick.now)
            forget_editions(session, tick.now - _KEEP_EDITIONS)
        report = self._deliver(None, RunReport(iso_week(tick.as_of), planned))
        return None if report.is_empty else report

    def retry(self) -> RunReport | None:
        """What the scheduler asks each minute: tell of changes, send what is open; None when there was nothing."""
        tick = self._present()
        with self.database.write() as session:
            ledger.settle(session, tick.as_of, tick.now)
            planned = plan.plan_changes(session, tick)
        report = self._deliver(None, RunReport(iso_week(tick.as_of), planned))
        return None if report.is_empty else report

    def letters(self) -> RunReport:
        """Send what somebody waits for in front of a page."""
        return self._deliver(LETTERS, RunReport(iso_week(self._present().as_of)))

    def stop(self) -> None:
        """Let every run of this house end after the mails in hand, for good."""
        self.outlet.stop()

    def _present(self) -> Tick:
        now = self.clock.now()
        return Tick(now, now.date())

    def _due_at(self, day: date) -> datetime:
        return digest_moment(day, self.settings, self.workdays)

    def _deliver(self, kinds: Collection[str] | None, report: RunReport) -> RunReport:
        """Send every open row of `kinds` (None: all) whose time has come, over all sessions the way out allows."""
        report.halted = self.outlet.halted
        if report.halted:
            return report
        count = self.outlet.connections
        desk = Desk(self.database, self.clock, Editions(Press(self.settings, self.workdays)), kinds, count)
        if not desk.open():
            return report
        hand = Hand(desk, self.outlet, Addressing(self.settings), self.clock)
        try:
            with ThreadPoolExecutor(count, thread_name_prefix="mail") as pool:
                working = [pool.submit(hand.work) for _ in range(count)]
            report.ended = dict(sum((done.result() for done in working), Counter()))
        finally:
            desk.settle()
        report.halted = self.outlet.halted
        return report


def digest_moment(day: date, settings: Settings, workdays: Workdays) -> datetime:
    """When the digest of `day`'s week goes out: its first working day, at QIXIAN_DIGEST_TIME in Shanghai."""
    return datetime.combine(workdays.first_of_week(day), settings.digest_time, tzinfo=SHANGHAI)
