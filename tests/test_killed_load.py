"""`kill -9` in the middle of a load: the database holds the old catalogue or the new one, never half."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from app.clock import FixedClock
from app.database import Database
from app.intake import load_document, parse_document
from app.models import Catalogue, Revision, Task
from tests.conftest import ROOT

DAYS = ("2022-10-30", "2022-11-15")
TASKS = 1500
MOMENTS = (0.55, 0.65, 0.75, 0.85, 0.92, 0.97)


def write_notice(seed: dict[str, Any], day: str, folder: Path) -> Path:
    """The first notice with one of its tasks many times over, so that a load is long enough to be killed inside."""
    task = dict(seed["tasks"][8], opens_on=None, due_on=day)
    file = folder / f"{day}.json"
    tasks = [dict(task, id=f"task-{number}") for number in range(TASKS)]
    file.write_text(json.dumps({**seed, "tasks": tasks}), encoding="utf-8")
    return file


def start_load(file: Path, url: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "QIXIAN_DATABASE_URL": url, "PYTHONUTF8": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "app", "load", str(file)], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )


def day_of_all(database: Database) -> str:
    """The day every task is due on; a catalogue of two minds, or a revision too many or too few, fails here."""
    with database.read() as session:
        days = session.scalars(select(Task.due_on).distinct()).all()
        version = session.scalars(select(Catalogue.version)).one()
        revisions = session.scalars(select(func.count(Revision.id))).one()
        tasks = session.scalars(select(func.count(Task.id))).one()
    assert len(days) == 1
    assert (tasks, revisions) == (TASKS, TASKS * (version - 1))
    return str(days[0])


def test_a_killed_load_leaves_the_old_data_whole(
    database: Database, database_url: str, seed: dict[str, Any], clock: FixedClock, tmp_path: Path
) -> None:
    files = {day: write_notice(seed, day, tmp_path) for day in DAYS}
    with database.write() as session:
        load_document(session, parse_document("old", files[DAYS[0]].read_bytes()), clock.now())
    began = time.perf_counter()
    assert start_load(files[DAYS[1]], database_url).wait() == 0
    whole = time.perf_counter() - began
    killed = 0
    for moment in MOMENTS:
        before = day_of_all(database)
        other = DAYS[1 - DAYS.index(before)]
        process = start_load(files[other], database_url)
        time.sleep(whole * moment)
        process.send_signal(signal.SIGKILL)
        if process.wait() == -signal.SIGKILL:
            killed += 1
        assert day_of_all(database) in DAYS
    assert killed
    last = DAYS[1 - DAYS.index(day_of_all(database))]
    assert start_load(files[last], database_url).wait() == 0
    assert day_of_all(database) == last
