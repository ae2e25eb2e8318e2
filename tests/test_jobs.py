"""The scheduler ticks; whether anything goes out is decided by the week's moment and the ledger."""

from datetime import datetime
from pathlib import Path

import pytest

from app.clock import SHANGHAI, FixedClock
from app.database import Database
from app.delivery.run import DigestRun
from app.delivery.subscriptions import subscribe
from app.jobs import start_scheduler
from app.mail import MaildirTransport
from app.provinces import get_province
from app.settings import Settings
from app.workdays import Workdays


@pytest.fixture
def run(loaded: Database, settings: Settings, clock: FixedClock, workdays: Workdays) -> DigestRun:
    with loaded.write() as session:
        subscribe(session, "office@example.org", get_province("guangdong"), clock.now())
    return DigestRun(loaded, settings, MaildirTransport(settings.maildir), clock, workdays)


def mails(folder: Path) -> int:
    return len(list(folder.iterdir())) if folder.exists() else 0


TICKS = {
    "before the first working day's 08:30": ("2022-09-13 08:29", 0),
    "on a Monday that is a holiday": ("2022-09-12 10:00", 0),
    "at the moment": ("2022-09-13 08:30", 1),
    "late in the same week": ("2022-09-18 23:59", 1),
    "in a week of holidays": ("2022-10-07 12:00", 0),
    "on its 补班 Saturday": ("2022-10-08 08:30", 1),
}


@pytest.mark.parametrize(("moment", "count"), TICKS.values(), ids=TICKS)
def test_the_digest_goes_out_from_the_first_working_day_of_the_week(
    run: DigestRun, sink: Path, clock: FixedClock, moment: str, count: int
) -> None:
    clock.moment = datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)
    run.if_due()
    run.if_due()
    assert mails(sink) == count


def test_the_ticks_come_daily_at_the_digests_time_and_hourly(run: DigestRun, settings: Settings) -> None:
    scheduler = start_scheduler(settings, FixedClock(datetime(2999, 1, 1, tzinfo=SHANGHAI)), run)
    jobs = {job.id: str(job.trigger) for job in scheduler.get_jobs()}
    scheduler.shutdown(wait=True)
    assert jobs == {"digest-daily": "cron[hour='8', minute='30']", "digest-hourly": "interval[1:00:00]"}
