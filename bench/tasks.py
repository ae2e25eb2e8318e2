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
from contextlib import contextmanager
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
    count_facets,
    count_tasks,
    current_token,
    find_changes,
    find_tasks,
    task_out,
)
from app.queries.cursors import Place, encode_cursor
from app.schemas.answers import TaskPage
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


def answer(session: Session, wanted: TaskFilter, cursor: str | None = None) -> str:
    """What the address does but for HTTP: the token, the page, the counts, the JSON."""
    current_token(session)
    page = find_tasks(session, wanted, limit=PAGE, cursor=cursor)
    items = [task_out(task, WORKDAYS, "http://127.0.0.1:8000") for task in page.tasks]
    return TaskPage.model_construct(items=items).model_dump_json(include={"items"})


def changed(session: Session) -> object:
    token = current_token(session)
    return find_changes(session, TaskFilter(), replace(token, version=token.version - 1).encode(), limit=PAGE)


def deep_cursor(session: Session, tasks: int) -> str:
    """The cursor of page 1,000, or of the last page of a smaller table."""
    place = min(1000 * PAGE, tasks * 4 // 5)
    statement = select(Task.sort_on, Task.id).where(Task.withdrawn_at.is_(None)).order_by(Task.sort_on, Task.id)
    sort_on, task_id = session.execute(statement.offset(place).limit(1)).one()
    return encode_cursor(Place(sort_on, task_id), (TaskFilter(), Sort.DUE_ON))


def measure(database: Database, tasks: int, rounds: int) -> dict[str, list[float]]:
    """Milliseconds by case, the first round left out: it warms up."""
    questions = Questions(random.Random(1))
    with database.read() as session:
        questions.deep_cursor = deep_cursor(session, tasks)
    return {name: _time(database, ask, rounds) for name, ask in questions.cases().items()}


def _time(database: Database, ask: Callable[[Session], object], rounds: int) -> list[float]:
    taken: list[float] = []
    while len(taken) <= rounds and sum(taken) < 60_000:
        start = time.perf_counter()
        with database.read() as session:
            ask(session)
        taken.append((time.perf_counter() - start) * 1000)
    return taken[1:] or taken


@contextmanager
def opened(kind: str, folder: Path, tasks: int) -> Generator[Database]:
    """A database of this kind and size, filled; gone afterwards."""
    if kind == "sqlite":
        database = Database(f"sqlite:///{folder / f'{tasks}.db'}")
        database.migrate()
        fill(database, tasks)
        yield database
        database.close()
        return
    from tests.servers import PostgresCluster  # a server of our own, only when asked for

    with PostgresCluster(folder / f"postgres-{tasks}") as cluster, cluster.clone() as url:
        database = Database(url)
        fill(database, tasks)
        yield database
        database.close()


def report(kind: str, small: dict[str, list[float]], large: dict[str, list[float]], tasks: int) -> None:
    """A row a case: medians, the large table's 99th percentile, and how much more it costs there."""
    print(f"\n{kind}: milliseconds on {SMALL:,} and on {tasks:,} tasks")
    print(f"{'':24}{'p50 small':>12}{'p50 large':>12}{'p99 large':>12}{'ratio':>8}")
    for name, times in large.items():
        few, many = statistics.median(small[name]), statistics.median(times)
        worst = statistics.quantiles(times, n=100)[98] if len(times) > 1 else times[0]
        print(f"{name:24}{few:12.2f}{many:12.2f}{worst:12.2f}{many / few:8.2f}")
    pages = statistics.median(large["page 1,000"]) / statistics.median(large["first page"])
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
            with opened(kind, Path(name), SMALL) as database:
                small = measure(database, SMALL, chosen.rounds)
            with opened(kind, Path(name), chosen.tasks) as database:
                report(kind, small, measure(database, chosen.tasks, chosen.rounds), chosen.tasks)
                measure_exports(database.engine.url.render_as_string(hide_password=False), Path(name))
        measure_cpu(Path(name))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
