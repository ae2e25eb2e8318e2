"""A run of the weekly digest: plan, claim, send, record. Running it twice is harmless."""

from dataclasses import dataclass, field
from datetime import date, datetime
from email.headerregistry import Address

from app.clock import SHANGHAI, Clock
from app.database import Database
from app.delivery import ledger
from app.delivery.compose import Composed, compose, load_digest
from app.delivery.ledger import WEEKLY, Claim
from app.mail import AddressRefused, Deferred, Letter, Transport, build_message, parse_sender
from app.provinces import get_province
from app.settings import Settings
from app.workdays import Workdays, iso_week

_BATCH = 50


@dataclass
class RunReport:
    """What one run did, by the state its deliveries ended in."""

    period: str
    planned: int = 0
    ended: dict[str, int] = field(default_factory=dict)

    def count(self, state: str) -> None:
        """One more delivery ended in `state`."""
        self.ended[state] = self.ended.get(state, 0) + 1


@dataclass(frozen=True)
class DigestRun:
    """Everything a run needs; `clock` stamps the rows, `as_of` is the day the mails speak of."""

    database: Database
    settings: Settings
    transport: Transport
    clock: Clock
    workdays: Workdays

    def weekly(self, as_of: date) -> RunReport:
        """Send this ISO week's digest to every subscription that has not got it yet."""
        report = RunReport(iso_week(as_of))
        with self.database.write() as session:
            report.planned = ledger.plan(session, WEEKLY, report.period, as_of, self.clock.now())
        sender = parse_sender(self.settings.mail_from)
        composed: dict[tuple[str, date], Composed | None] = {}
        with self.transport:
            while claims := self._claim(report.period):
                for claim in claims:
                    key = (claim.province, claim.as_of)
                    if key not in composed:
                        composed[key] = self._compose(*key)
                    state, error = self._send(claim, composed[key], sender)
                    with self.database.write() as session:
                        ledger.record(session, claim.delivery_id, state, self.clock.now(), error)
                    report.count(state)
                if report.ended.get("planned"):
                    break  # the server asked to wait: the next tick goes on
        return report

    def if_due(self) -> RunReport | None:
        """What the scheduler asks on every tick: run when this week's moment has come, else do nothing."""
        now = self.clock.now()
        if now < digest_moment(now.date(), self.settings, self.workdays):
            return None
        return self.weekly(now.date())

    def _claim(self, period: str) -> list[Claim]:
        with self.database.write() as session:
            return ledger.claim(session, WEEKLY, period, self.clock.now(), _BATCH)

    def _compose(self, province: str, as_of: date) -> Composed | None:
        digest = load_digest(self.database, get_province(province), as_of, self.workdays)
        return None if digest.is_empty else compose(digest, self.settings)

    def _send(self, claim: Claim, composed: Composed | None, sender: Address) -> tuple[str, str | None]:
        """(the state the delivery ends in, what went wrong)."""
        if composed is None:
            return "skipped", "nothing to say this week"
        letter = Letter(
            recipient=claim.email,
            subject=composed.subject,
            text=composed.text,
            html=composed.html,
            key=f"weekly.{claim.period}.{claim.subscription_id}",
            dated=claim.planned_at,
        )
        try:
            self.transport.send(build_message(letter, sender))
        except AddressRefused as error:
            return "failed", str(error)
        except Deferred as error:
            return "planned", str(error)
        return "sent", None


def digest_moment(day: date, settings: Settings, workdays: Workdays) -> datetime:
    """When the digest of `day`'s week goes out: its first working day, at QIXIAN_DIGEST_TIME in Shanghai."""
    return datetime.combine(workdays.first_of_week(day), settings.digest_time, tzinfo=SHANGHAI)
