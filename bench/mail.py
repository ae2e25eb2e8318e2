"""The mail at 100,000 subscriptions: planning, addressing, sending beside a bare loop, memory."""

import argparse
import os
import re
import smtplib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, func, insert, select, update

from app.clock import SHANGHAI, FixedClock
from app.database import Database
from app.delivery import ledger
from app.delivery.addressing import Addressing
from app.delivery.compose import Press
from app.delivery.editions import Editions
from app.delivery.plan import Tick, plan_weekly
from app.delivery.run import DigestRun
from app.intake import load_document, parse_document
from app.mail import HandOver, Parcel, SmtpTransport, Transport
from app.models import Delivery, Subscription
from app.provinces import PROVINCES
from app.settings import Settings
from app.workdays import Workdays
from tests.servers import PostgresCluster

NOW = datetime(2022, 8, 22, 9, 0, tzinfo=SHANGHAI)
SEED = Path(__file__).parent.parent / "seed" / "tasks_2022h2.json"
CONNECTIONS = 4
Verdict = tuple[str, str, str, bool]


def main() -> int:
    """Print a table of medians and ratios; 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--subscriptions", type=int, default=100_000)
    parser.add_argument("--mails", type=int, default=4_000, help="how many are sent in the comparison with a bare loop")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", metavar="DATABASE", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.memory:
        print(_peak_of_a_run(options.memory))
        return 0
    print(f"{options.subscriptions:,} subscriptions, {os.cpu_count()} cores, {CONNECTIONS} connections")
    is_met = True
    for name, value, target, verdict in _measure(options):
        print(f"  {name:<48} {value:>14}   {target:<20} {'met' if verdict else 'MISSED'}", flush=True)
        is_met &= verdict
    return 0 if is_met else 1


def _measure(options: argparse.Namespace) -> Iterator[Verdict]:
    with tempfile.TemporaryDirectory(prefix="qixian-bench-") as name, PostgresCluster(Path(name)) as cluster:
        folder = Path(name)
        with cluster.clone() as postgres:
            for kind, url in (("SQLite", f"sqlite:///{folder / 'bench.db'}"), ("PostgreSQL", postgres)):
                database = filled(url, options.subscriptions)
                yield from _planning(kind, database, options)
                yield from _addressing(kind, database, folder)
                yield from _sending(kind, database, folder, options)
                database.close()
        yield _memory(folder, options.subscriptions)


def filled(url: str, count: int) -> Database:
    """The first notice and `count` confirmed subscriptions, evenly over the country."""
    database = Database(url)
    database.migrate()
    common = {"cadence": "weekly", "language": "zh", "calendar": False, "told_upto": 0}
    moments = {"created_at": NOW, "confirmed_at": NOW}
    rows = [
        {"email": f"reader{n}@example.org", "province": PROVINCES[n % 37].slug, **common, **moments}
        for n in range(count)
    ]
    with database.write() as session:
        load_document(session, parse_document(SEED.name, SEED.read_bytes()), NOW)
        session.execute(insert(Subscription), rows)
    return database


def _plan(database: Database) -> int:
    with database.write() as session:
        return plan_weekly(session, Tick(NOW, NOW.date()), NOW)


def _planning(kind: str, database: Database, options: argparse.Namespace) -> Iterator[Verdict]:
    seconds = []
    for _ in range(options.rounds):
        with database.write() as session:
            session.execute(delete(Delivery))
        seconds.append(_timed(lambda: _plan(database)))
    rate = options.subscriptions / statistics.median(seconds)
    yield f"{kind}: planning, rows a second", f"{rate:,.0f}", "at least 50,000", rate >= 50_000


def _addressing(kind: str, database: Database, folder: Path) -> Iterator[Verdict]:
    parcels = _parcels(database, folder, 2_000)
    began = time.perf_counter()
    sizes = [len(parcel.content) for parcel in parcels]
    each = (time.perf_counter() - began) / len(sizes)
    yield f"{kind}: making one of {statistics.mean(sizes):,.0f} bytes its reader's, µs", f"{each * 1e6:.0f}", "", True


def _parcels(database: Database, folder: Path, count: int) -> Iterator[Parcel]:
    """The first `count` mails, composed beforehand and addressed one by one; the ledger is left as it was."""
    settings = Settings(data_dir=folder)
    with database.read() as session:
        claims = ledger.claim(session, None, NOW, count)
        ready = Editions(Press(settings, Workdays())).assign(session, claims, NOW)
        session.rollback()
    addressing = Addressing(settings)
    return (addressing.parcel(claim, edition) for claim in claims if (edition := ready[claim.delivery_id]))


def _sending(kind: str, database: Database, folder: Path, options: argparse.Namespace) -> Iterator[Verdict]:
    """The same mails, connections and sink: pushed by a bare loop, then sent by a run, in turns."""
    ratios, rates = [], []
    with _sink() as url:
        settings = Settings(data_dir=folder, smtp_url=url, mail_connections=CONNECTIONS, mail_rate=0)
        run = DigestRun(database, settings, SmtpTransport(url, CONNECTIONS), FixedClock(NOW), Workdays())
        for _ in range(options.rounds):
            _leave_only(database, options.mails)
            prepared = list(_parcels(database, folder, options.mails))
            bare = _timed(lambda parcels=prepared: _push(url, parcels))
            ours = _timed(run.retry)
            rates.append(options.mails / ours)
            ratios.append(bare / ours)
    yield f"{kind}: sending, mails a second", f"{statistics.median(rates):,.0f}", "", True
    ratio = statistics.median(ratios)
    yield f"{kind}: of the rate of a bare loop", f"{ratio:.2f}", "at least 0.80", ratio >= 0.8


def _leave_only(database: Database, count: int) -> None:
    """Plan anew, and let all but the first `count` rows be done already."""
    with database.write() as session:
        session.execute(delete(Delivery))
    _plan(database)
    with database.write() as session:
        first = session.scalar(select(func.min(Delivery.id))) or 0
        session.execute(update(Delivery).where(Delivery.id >= first + count).values(state="skipped"))


def _push(url: str, parcels: Sequence[Parcel]) -> None:
    host, port = url.removeprefix("smtp://").split(":")

    def loop(own: Sequence[Parcel]) -> None:
        with smtplib.SMTP(host, int(port)) as client:
            for parcel in own:
                client.sendmail(parcel.sender, [parcel.recipient], parcel.content)

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(loop, [parcels[n::CONNECTIONS] for n in range(CONNECTIONS)]))


@contextmanager
def _sink() -> Generator[str]:
    process = subprocess.Popen([sys.executable, "-m", "bench.smtp_sink"], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    yield f"smtp://127.0.0.1:{process.stdout.readline().strip()}"
    process.kill()
    process.wait()
    process.stdout.close()


def _memory(folder: Path, count: int) -> Verdict:
    """How much more a process needs at its peak for `count` mails than for 1,000."""
    peaks = []
    for size in (1_000, count):
        url = f"sqlite:///{folder / f'memory{size}.db'}"
        filled(url, size).close()
        command = [sys.executable, "-m", "bench.mail", "--memory", url]
        peaks.append(int(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    grown = (peaks[1] - peaks[0]) / 1024
    return f"memory from 1,000 to {count:,} mails, MB more", f"{grown:.1f}", "less than 50", grown < 50


class Nowhere:
    """A way out that forgets everything."""

    connections = CONNECTIONS

    @contextmanager
    def session(self) -> Generator[HandOver]:
        yield lambda _parcel: None


def _peak_of_a_run(url: str) -> int:
    """The peak of this process's memory after a whole run, in kB."""
    transport: Transport = Nowhere()
    settings = Settings(data_dir=Path(url.removeprefix("sqlite:///")).parent, mail_rate=0)
    DigestRun(Database(url), settings, transport, FixedClock(NOW), Workdays()).if_due()
    # Not ru_maxrss: a child inherits that from the process that started it.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0])


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    raise SystemExit(main())
