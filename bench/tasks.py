"""How `/tasks` does on a million tasks against a thousand, on SQLite and PostgreSQL; and what an answer costs.

python -m bench.tasks [--tasks 1000000] [--databases sqlite,postgresql] [--rounds 100]
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.database import Database
from app.models import Task
from app.provinces import PROVINCES, Province
from app.queries import (
    Facet,
    Sort,
    TaskFilter,
    WrittenTasks,
    count_facets,
    count_tasks,
    current_token,
    find_changes,
    find_tasks,
)
from app.queries.cursors import Place, encode_cursor
from app.workdays import Workdays
from bench.tasks_cpu import measure_cpu, measure_exports
from bench.tasks_data import DAYS, FIRST_DAY, fill

SMALL = 1_000
PAGE = 50
WORKDAYS = Workdays()


@dataclass
class Questions:
    """What is asked, another day and another province each time, so that nothing is answered from memory."""

    pick: random.Random
    deep_cursor: str | None = None

    @property
    def day(self) -> date:
        return FIRST_DAY + timedelta(days=self.pick.randint(200, DAYS - 100))

    @property
    def province(self) -> Province:
        return self.pick.choice(PROVINCES)

    def cases(self) -> dict[str, Callable[[Session], object]]:
        return {
            "first page": lambda s: answer(s, TaskFilter()),
            "page 1,000": lambda s: answer(s, TaskFilter(), self.deep_cursor),
            "due_before + province": lambda s: answer(s, TaskFilter(due_before=self.day, province=self.province)),
            "province": lambda s: answer(s, TaskFilter(province=self.province)),
            "open_on": lambda s: answer(s, TaskFilter(open_on=self.day)),
            "kind (3 %)": lambda s: answer(s, TaskFilter(kind="training")),
            "q, rare": lambda s: answer(s, TaskFilter(words=(f"第{self.pick.randint(0, 999)}号",))),
            "q, common": lambda s: answer(s, TaskFilter(words=("教育",))),
            "q, one character": lambda s: answer(s, TaskFilter(words=("赵",))),
            "q, a phone number": lambda s: answer(s, TaskFilter(words=(f"010-6{self.pick.randint(0, 9999999):07}",))),
            "changed_since": changed,
            "total, exact": lambda s: count_tasks(s, TaskFilter(due_before=self.day), 10**9),
            "facets": lambda s: count_facets(s, TaskFilter(), list(Facet)),
        }


def answer(session: Session, wanted: TaskFilter, cursor: str | None = None) -> bytes:
    """What the address does but for HTTP when it has nothing of it in memory: the page, the counts, the JSON."""
    page = find_tasks(session, wanted, limit=PAGE, cursor=cursor)
    return b",".join(WrittenTasks(WORKDAYS, "http://127.0.0.1:8000").of(session, page.ids, page.token, ()))


def changed(session: Session) -> object:
    token = current_token(session)
    return find_changes(session, TaskFilter(), replace(token, version=token.version - 1).encode(), limit=PAGE)


def deep_cursor(session: Session, tasks: int) -> str:
    """The cursor of page 1,000, or of the last page of a smaller table."""
    place = min(1000 * PAGE, tasks * 4 // 5)
    statement = select(Task.sort_on, Task.id).where(Task.withdrawn_at.is_(None)).order_by(Task.sort_on, Task.id)
    sort_on, task_id = session.execute(statement.offset(place).limit(1)).one()
    return encode_cursor(Place(sort_on, task_id), (TaskFilter(), Sort.DUE_ON))


def measure(databases: dict[int, Database], rounds: int) -> dict[str, dict[int, list[float]]]:
    """Milliseconds by case and size. The sizes take turns, so that what else the machine does weighs on both alike."""
    cases = {}
    for tasks, database in databases.items():
        questions = Questions(random.Random(1))
        with database.read() as session:
            questions.deep_cursor = deep_cursor(session, tasks)
        cases[tasks] = questions.cases()
    taken: dict[str, dict[int, list[float]]] = {}
    for name in cases[SMALL]:
        times: dict[int, list[float]] = {tasks: [] for tasks in databases}
        while len(times[SMALL]) <= rounds and sum(map(sum, times.values())) < 30_000:
            for tasks, database in databases.items():
                times[tasks].append(_time(database, cases[tasks][name]))
        taken[name] = {tasks: several[1:] or several for tasks, several in times.items()}  # the first round warms up
    return taken


def _time(database: Database, ask: Callable[[Session], object]) -> float:
    start = time.perf_counter()
    with database.read() as session:
        ask(session)
    return (time.perf_counter() - start) * 1000


@contextmanager
def opened(kind: str, folder: Path, *sizes: int) -> Generator[dict[int, Database]]:
    """A database of this kind for each size, filled; gone afterwards."""
    with ExitStack() as stack:
        if kind == "sqlite":
            urls = [f"sqlite:///{folder / f'{tasks}.db'}" for tasks in sizes]
        else:
            from tests.servers import PostgresCluster  # a server of our own, only when asked for

            (folder / "postgres").mkdir()
            cluster = stack.enter_context(PostgresCluster(folder / "postgres"))
            urls = [stack.enter_context(cluster.clone()) for _ in sizes]
        databases = {tasks: Database(url) for tasks, url in zip(sizes, urls, strict=True)}
        for tasks, database in databases.items():
            stack.callback(database.close)
            database.migrate()
            fill(database, tasks)
        yield databases


def report(kind: str, taken: dict[str, dict[int, list[float]]], tasks: int) -> None:
    """A row a case: medians, the large table's 99th percentile, and how much more it costs there."""
    print(f"\n{kind}: milliseconds on {SMALL:,} and on {tasks:,} tasks, load {os.getloadavg()[0]:.1f}")
    print(f"{'':24}{'p50 small':>12}{'p50 large':>12}{'p99 large':>12}{'ratio':>8}")
    for name, times in taken.items():
        few, many = statistics.median(times[SMALL]), statistics.median(times[tasks])
        worst = statistics.quantiles(times[tasks], n=100)[98] if len(times[tasks]) > 1 else many
        print(f"{name:24}{few:12.2f}{many:12.2f}{worst:12.2f}{many / few:8.2f}")
    pages = statistics.median(taken["page 1,000"][tasks]) / statistics.median(taken["first page"][tasks])
    print(f"page 1,000 against page 1: {pages:.2f} (target 1.2)")


def main() -> int:
    """Run it all; 0 unless something broke. Whether targets were met is for the reader to see."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=1_000_000)
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--rounds", type=int, default=100)
    chosen = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(prefix="qixian-bench-") as name:
        for kind in chosen.databases.split(","):
            with opened(kind, Path(name), SMALL, chosen.tasks) as databases:
                report(kind, measure(databases, chosen.rounds), chosen.tasks)
                measure_exports(databases[chosen.tasks].engine.url.render_as_string(hide_password=False))
        measure_cpu(Path(name))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
