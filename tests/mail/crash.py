"""Kills a run again and again and counts what its readers got. Used by the tests (a few kills) and the soak (200)."""

import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from app.clock import SHANGHAI
from app.database import Database
from app.delivery.desk import IN_FLIGHT
from app.delivery.subscriptions import subscribe
from app.intake import load_document, parse_document
from app.provinces import PROVINCES
from tests.mail.servers import SmtpSink

ROOT = Path(__file__).parent.parent.parent
START = datetime(2022, 8, 22, 9, 0, tzinfo=SHANGHAI)
CONNECTIONS = 4
# A mail is in flight from the moment it is given to a connection until its outcome is on the disk.
MOST_IN_FLIGHT = CONNECTIONS * IN_FLIGHT
# A worker's lease is half a minute of the clock it is given; each start comes later than that.
STEP = timedelta(seconds=31)
_PATIENCE = 60.0


@dataclass(frozen=True)
class Toll:
    """What came of it: how many mails each reader got, how many different ones, and the ledger's states."""

    kills: int
    copies: Counter[str]
    variants: Counter[str]
    states: Counter[str]

    @property
    def duplicates(self) -> int:
        """Mails beyond the first, of all readers."""
        return sum(self.copies.values()) - len(self.copies)


def prepare(database: Database, readers: int) -> None:
    """The first notice, and readers all over the country."""
    seed = ROOT / "seed" / "tasks_2022h2.json"
    with database.write() as session:
        load_document(session, parse_document(seed.name, seed.read_bytes()), START)
        for number in range(readers):
            subscribe(session, f"reader{number}@example.org", PROVINCES[number % 37], START)


def start(url: str, smtp: str, data: Path, number: int) -> subprocess.Popen[bytes]:
    """One process that runs the mail once, at a moment of its own."""
    moment = (START + number * STEP).isoformat()
    command = [sys.executable, "-m", "tests.mail.worker", url, smtp, str(data), moment, str(CONNECTIONS)]
    return subprocess.Popen(command, cwd=ROOT)


def survive(url: str, data: Path, *, readers: int, kills: int, seed: int = 20220822) -> Toll:
    """Send the week's digest to `readers` while killing the process `kills` times, then let it finish."""
    chance = random.Random(seed)
    database = Database(url)
    prepare(database, readers)
    with SmtpSink() as sink:
        done = 0
        for number in range(kills):
            done += _kill_in_the_middle(start(url, sink.url, data, number), sink, chance, readers // kills)
        assert start(url, sink.url, data, kills).wait(timeout=10 * _PATIENCE) == 0
        toll = _count(database, sink, done)
    database.close()
    return toll


def _kill_in_the_middle(worker: subprocess.Popen[bytes], sink: SmtpSink, chance: random.Random, stride: int) -> bool:
    """Kill after a few more mails and a few more milliseconds; whether it was still running."""
    enough = len(sink.taken) + chance.randint(0, max(1, stride))
    patience = time.perf_counter() + _PATIENCE
    while len(sink.taken) < enough and worker.poll() is None and time.perf_counter() < patience:
        time.sleep(0.001)
    time.sleep(chance.random() * 0.02)
    was_running = worker.poll() is None
    worker.kill()
    worker.wait()
    return was_running


def _count(database: Database, sink: SmtpSink, kills: int) -> Toll:
    with database.read() as session:
        rows = session.connection().exec_driver_sql("SELECT state, count(*) FROM deliveries GROUP BY state").all()
    variants = Counter(recipient for recipient, _ in set(sink.taken))
    return Toll(kills, Counter(recipient for recipient, _ in sink.taken), variants, Counter(dict(map(tuple, rows))))
