"""kill -9 in the middle, and several processes at once: nobody is forgotten, and hardly anybody hears twice."""

from pathlib import Path

from app.database import Database
from tests.mail.crash import MOST_IN_FLIGHT, prepare, start, survive
from tests.mail.servers import SmtpSink

READERS = 90
KILLS = 3


def test_a_run_killed_again_and_again_reaches_everyone(database_url: str, tmp_path: Path) -> None:
    toll = survive(database_url, tmp_path / "var", readers=READERS, kills=KILLS)
    assert len(toll.copies) == READERS
    assert toll.states == {"sent": READERS}
    assert toll.duplicates <= toll.kills * MOST_IN_FLIGHT
    assert set(toll.variants.values()) == {1}


def test_four_processes_in_the_same_minute_mail_everyone_once(postgres_url: str, tmp_path: Path) -> None:
    database = Database(postgres_url)
    prepare(database, READERS)
    database.close()
    with SmtpSink() as sink:
        workers = [start(postgres_url, sink.url, tmp_path / "var", 0) for _ in range(4)]
        assert [worker.wait(timeout=120) for worker in workers] == [0, 0, 0, 0]
        recipients = [recipient for recipient, _ in sink.taken]
    assert (len(recipients), len(set(recipients))) == (READERS, READERS)
