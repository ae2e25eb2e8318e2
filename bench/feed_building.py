"""Building 38 feeds over ten thousand tasks, changing one task, and what the published copies weigh."""

import gc
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Literal

from app.database import Database
from app.feeds import Options, Style
from app.models import Task
from app.publishing import Published
from app.publishing.address import DEFAULTS
from app.queries import find_tasks_by_id
from app.settings import Settings
from app.workdays import Workdays
from bench.catalogues import first_notice, load, one_more, ten_thousand
from bench.feed_contenders import render_whole

_TIMES = 3


def report(folder: Path) -> None:
    """Print what building takes, and how icalendar alone would fare."""
    database = _database(folder / "many.db")
    load(database, ten_thousand())
    print(f"37 feeds and `all` over 10,000 tasks; medians of {_TIMES}")
    cold = median(_seconds(lambda: _published(database, "off")) for _ in range(_TIMES))
    zipped = median(_seconds(lambda: _published(database, "on")) for _ in range(_TIMES))
    _line("cold build, reading included", cold, f"with gzip {zipped * 1000:,.0f} ms")
    chosen = _chosen(database)
    entries = sum(len(tasks) for tasks in chosen)
    same = _seconds(lambda: [_whole(tasks) for tasks in chosen])
    _line("icalendar, same tasks", same, f"{same / cold:.1f} times as long; {entries:,} tasks, no reading")
    everything = _everything(database)
    unlimited = _seconds(lambda: _whole(everything))
    _line("icalendar, all in one feed", unlimited, f"× 38 would be {38 * unlimited / cold:,.0f} times as long")
    _republishing(database)
    database.close()
    _memory(folder / "small.db")


def _republishing(database: Database) -> None:
    feeds = {zips: _published(database, zips) for zips in ("off", "on")}
    load(database, [one_more()])
    started = time.process_time()
    wall = _seconds(feeds["off"].refresh)
    cpu = time.process_time() - started
    _line("one task more, all 38 feeds", wall, f"until the last can be fetched; {cpu * 1000:,.0f} ms of CPU")
    _line("the same with gzip", _seconds(feeds["on"].refresh), "until the last is compressed too")


def _memory(file: Path) -> None:
    database = _database(file)
    load(database, [first_notice()])
    _published(database, "on")  # what is imported and compiled at first use is not the feeds'
    gc.collect()
    tracemalloc.start()
    feeds = _published(database, "on")
    gc.collect()
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    copies = sum(feeds.get(address).copy.size for address in DEFAULTS)
    print(f"memory of 38 feeds of the seed: {held / 1e6:.1f} MB, {copies / 1e6:.1f} MB of them calendars")
    database.close()


def _published(database: Database, zips: Literal["on", "off"] | str) -> Published:
    settings = Settings.model_validate({"base_url": "https://qixian.example", "feed_gzip": zips})
    feeds = Published(database, settings, Workdays())
    feeds.refresh()
    return feeds


def _chosen(database: Database) -> list[list[Task]]:
    """The tasks each of the 38 feeds has room for."""
    feeds = _published(database, "off")
    found: list[list[Task]] = []
    for address in DEFAULTS:
        body = feeds.get(address).copy.plain.whole.body
        ids = [part.partition(b"-due@")[0].decode() for part in body.split(b"\r\nUID:")[1:] if b"-due@" in part[:40]]
        with database.read() as session:
            found.append(sorted(find_tasks_by_id(session, ids), key=lambda task: (task.sort_on, task.id)))
    return found


def _everything(database: Database) -> list[Task]:
    with database.read() as session:
        return [task for start in range(0, 10_000, 500) for task in find_tasks_by_id(session, _ids(start))]


def _ids(start: int) -> list[str]:
    return [f"task-{number:05}" for number in range(start, start + 500)]


def _whole(tasks: list[Task]) -> bytes:
    return render_whole(tasks, Style("https://qixian.example", Workdays(), Options()))


def _database(file: Path) -> Database:
    database = Database(f"sqlite:///{file}")
    database.migrate()
    return database


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _line(what: str, seconds: float, more: str) -> None:
    print(f"  {what:30}{seconds * 1000:10,.0f} ms   {more}")
