"""How the mail is doing, for those who watch: when the last digest was due and when it happened, and what is stuck."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.delivery import ledger
from app.delivery.kinds import WEEKLY
from app.delivery.run import digest_moment
from app.delivery.subscriptions import count_live
from app.models import Delivery, Run
from app.settings import Settings
from app.workdays import Workdays, iso_week

# The hourly tick makes up for a missed one; after two it will not come by itself.
_LATE = timedelta(hours=2)
_STUCK = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class MailStatus:
    """The weekly digest that was due last, and everything that is not settled."""

    due_at: datetime
    ran_at: datetime | None
    is_late: bool
    sent: int
    stuck: int
    unsettled: Mapping[tuple[str, str], int]
    subscriptions: Mapping[str, int]

    def count(self, state: str) -> int:
        """How many unsettled deliveries are in `state`, whatever their kind."""
        return sum(count for (_, found), count in self.unsettled.items() if found == state)


def mail_status(session: Session, now: datetime, settings: Settings, workdays: Workdays) -> MailStatus:
    """The state of the mail at `now`."""
    due_at = digest_moment(now.date(), settings, workdays)
    if due_at > now:
        due_at = digest_moment(now.date() - timedelta(weeks=1), settings, workdays)
    period = iso_week(due_at.date())
    run = session.get(Run, (WEEKLY, period))
    sent = select(func.count()).where(Delivery.kind == WEEKLY, Delivery.period == period, Delivery.state == "sent")
    return MailStatus(
        due_at=due_at,
        ran_at=run.planned_at if run else None,
        is_late=run is None and now > due_at + _LATE,
        sent=session.scalar(sent) or 0,
        stuck=ledger.count_stuck(session, now - _STUCK),
        unsettled=ledger.count_unsettled(session),
        subscriptions=count_live(session),
    )


def metrics(status: MailStatus) -> Iterator[str]:
    """The status in the lines of the Prometheus text format 0.0.4."""
    yield from _metric(
        "digest_due_timestamp_seconds", "When the last weekly digest was due", {"": status.due_at.timestamp()}
    )
    ran = status.ran_at.timestamp() if status.ran_at else 0
    yield from _metric("digest_run_timestamp_seconds", "When it was planned; 0 when it was not", {"": ran})
    yield from _metric("digest_late", "1 when the last weekly digest is overdue", {"": int(status.is_late)})
    yield from _metric("digest_sent", "Deliveries of the last weekly digest that were accepted", {"": status.sent})
    yield from _metric("deliveries_stuck", "Open deliveries more than an hour over their time", {"": status.stuck})
    unsettled = {f'{{kind="{kind}",state="{state}"}}': n for (kind, state), n in sorted(status.unsettled.items())}
    yield from _metric("deliveries_unsettled", "Deliveries that are neither sent nor skipped", unsettled)
    live = {f'{{cadence="{cadence}"}}': count for cadence, count in sorted(status.subscriptions.items())}
    yield from _metric("subscriptions", "Live subscriptions", live)


def _metric(name: str, about: str, values: Mapping[str, float]) -> Iterator[str]:
    yield f"# HELP qixian_{name} {about}."
    yield f"# TYPE qixian_{name} gauge"
    for labels, value in values.items():
        yield f"qixian_{name}{labels} {value:g}" if abs(value) < 1e6 else f"qixian_{name}{labels} {value:.0f}"
