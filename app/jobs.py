"""APScheduler, which only ticks: what must happen once is a row in the ledger."""

import logging
from collections.abc import Callable

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from app.clock import SHANGHAI, Clock
from app.delivery.run import DigestRun
from app.errors import QixianError
from app.settings import Settings

_log = logging.getLogger(__name__)


def start_scheduler(settings: Settings, clock: Clock, run: DigestRun) -> BackgroundScheduler:
    """Tick at the digest's time each day, each hour, and now; a tick asks the ledger and mostly does nothing."""
    scheduler = BackgroundScheduler(
        timezone=SHANGHAI, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    at = settings.digest_time
    daily = CronTrigger(hour=at.hour, minute=at.minute, timezone=SHANGHAI)
    scheduler.add_job(_quietly(run), daily, id="digest-daily")
    scheduler.add_job(_quietly(run), IntervalTrigger(hours=1), id="digest-hourly", next_run_time=clock.now())
    scheduler.start()
    return scheduler


def _quietly(run: DigestRun) -> Callable[[], None]:
    """A tick that fails is logged and tried again by the next one."""

    def tick() -> None:
        try:
            report = run.if_due()
        except QixianError:
            _log.exception("the weekly digest could not run; the next tick tries again")
            return
        if report is not None and (report.planned or report.ended):
            _log.info("weekly digest %s: %s planned, %s", report.period, report.planned, report.ended)

    return tick
