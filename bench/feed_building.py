"""Building 38 feeds over ten thousand tasks, changing one task, and what the published copies weigh."""

import gc
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import NamedTuple

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


class Time(NamedTuple):
    """Seconds by the wall clock, and of CPU."""

    wall: float
    cpu: float


def report(folder: Path) -> None:
    """Print what building takes, and how icalendar alone would fare."""
    database = _database(folder / "many.db")
    load(database, ten_thousand())
    print(f"37 feeds and `all` over 10,000 tasks; medians of {_TIMES}, wall clock and CPU")
    cold = _median([_timed(lambda: _published(database, "off")) for _ in range(_TIMES)])
    _line("cold build, reading included", cold, "")
    _line("the same with gzip", _median([_timed(lambda: _published(database, "on")) for _ in range(_TIMES)]), "")
    _republishing(database)
    _icalendar(database, cold)
    database.close()
    _memory(folder / "small.db")


def _icalendar(database: Database, cold: Time) -> None:
    """Each feed rendered for itself: with the tasks it has room for, and with all there are."""
    chosen = _chosen(database)
    same = _timed(lambda: [_whole(tasks) for tasks in chosen])
    _line("icalendar, the same tasks", same, f"{same.cpu / cold.cpu:.1f} times the CPU of the cold build")
    everything = _everything(database)
    one = _timed(lambda: _whole(everything))
    _line("icalendar, all in one feed", one, f"38 of them: {38 * one.cpu / cold.cpu:,.0f} times the cold build")


def _republishing(database: Database) -> None:
    feeds = {zips: _published(database, zips) for zips in ("off", "on")}
    load(database, [one_more("one-more", ["guangdong"])])
    _line("one task more, 2 feeds anew", _timed(feeds["off"].refresh), "until both can be fetched")
    feeds["on"].refresh()
    load(database, [one_more("for-all", "all")])
    _line("one task more, 38 feeds anew", _timed(feeds["off"].refresh), "until the last can be fetched")
    _line("the same with gzip", _timed(feeds["on"].refresh), "until the last is compressed too")


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


def _published(database: Database, zips: str) -> Published:
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


def _timed(work: Callable[[], object]) -> Time:
    gc.collect()
    gc.freeze()  # as the service does when it has started
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Time(time.perf_counter() - wall, time.process_time() - cpu)


def _median(times: list[Time]) -> Time:
    return Time(median(it.wall for it in times), median(it.cpu for it in times))


def _line(what: str, taken: Time, more: str) -> None:
    print(f"  {what:30}{taken.wall * 1000:8,.0f} ms{taken.cpu * 1000:8,.0f} ms   {more}")
