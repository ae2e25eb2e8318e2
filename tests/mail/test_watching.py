"""What a monitor sees: when the last digest was due, when it happened, what is stuck; and the ticks."""

import re

from fastapi.testclient import TestClient

from app.clock import FixedClock
from app.delivery.plan import Tick, plan_weekly
from app.delivery.run import DigestRun
from app.delivery.status import mail_status
from app.jobs import start_scheduler
from app.mail import AddressRefused
from app.settings import Settings
from tests.mail.conftest import Postbox, Readers


def metric(client: TestClient, name: str) -> float:
    found = re.search(rf"^qixian_{re.escape(name)} (\S+)$", client.get("/metrics").text, re.MULTILINE)
    assert found, name
    return float(found[1])


def test_a_digest_that_did_not_run_is_an_alarm(client: TestClient, clock: FixedClock) -> None:
    ready = client.get("/readyz").json()
    assert ready["digest"] == {"due_at": "2022-08-22T08:30:00+08:00", "ran_at": None, "late": False, "sent": 0}
    clock.advance(hours=1)
    late = client.get("/readyz")
    assert (late.status_code, late.json()["status"], late.json()["digest"]["late"]) == (200, "late", True)
    assert metric(client, "digest_late") == 1
    client.app.state.mail.if_due()  # ty: ignore[missing-attribute]
    ready = client.get("/readyz").json()
    assert (ready["status"], ready["digest"]["ran_at"]) == ("ok", "2022-08-22T11:00:00+08:00")
    assert metric(client, "digest_run_timestamp_seconds") == clock.now().timestamp()
    assert metric(client, "digest_late") == 0


def test_before_this_weeks_moment_last_weeks_run_counts(client: TestClient, clock: FixedClock) -> None:
    clock.moment = clock.moment.replace(hour=7)
    assert client.get("/readyz").json()["digest"]["due_at"] == "2022-08-15T08:30:00+08:00"


def test_every_line_of_the_metrics_is_prometheus_text(client: TestClient) -> None:
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    line = r"(# (HELP|TYPE) qixian_\w+ .+|qixian_\w+(\{\w+=\"\w+\"(,\w+=\"\w+\")*\})? -?[0-9.e+]+)"
    assert all(re.fullmatch(line, found) for found in answer.text.splitlines())


def test_the_ledger_is_counted(run: DigestRun, readers: Readers, postbox: Postbox, clock: FixedClock) -> None:

    postbox.answers["office@example.org"] = [AddressRefused("550 nobody")]
    readers.add()
    readers.add("b@example.org", cadence="changes")
    run.if_due()
    with readers.database.read() as session:
        status = mail_status(session, clock.now(), run.settings, run.workdays)
    assert status.unsettled == {("weekly", "failed"): 1}
    assert status.subscriptions == {"weekly": 1, "changes": 1}
    assert (status.sent, status.stuck, status.count("failed")) == (0, 0, 1)


def test_a_row_nobody_takes_up_is_stuck(run: DigestRun, readers: Readers, clock: FixedClock) -> None:

    readers.add()
    with readers.database.write() as session:
        plan_weekly(session, Tick(clock.now(), clock.now().date()), clock.now())
    clock.advance(hours=2)
    with readers.database.read() as session:
        assert mail_status(session, clock.now(), run.settings, run.workdays).stuck == 1


def test_the_ticks_come_daily_hourly_and_each_minute(run: DigestRun, settings: Settings, clock: FixedClock) -> None:
    clock.moment = clock.moment.replace(year=2999)
    scheduler = start_scheduler(settings, clock, run)
    jobs = {job.id: str(job.trigger) for job in scheduler.get_jobs()}
    scheduler.shutdown(wait=True)
    assert jobs == {
        "digest-daily": "cron[hour='8', minute='30']",
        "digest-hourly": "interval[1:00:00]",
        "mail-minutely": "interval[0:01:00]",
    }
