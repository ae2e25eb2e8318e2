"""Each documented filter is answered through an index, on both databases, at some volume."""

from collections.abc import Generator
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Select, select, text
from sqlalchemy.orm import Session

from app.database import Database
from app.models import Task, TaskText
from app.provinces import get_province
from app.queries import Channel, Sort, TaskFilter, Undated, current_token, each_task
from app.queries.changes import changes_statement
from app.queries.cursors import Place
from app.queries.search import holds_few
from app.queries.searches import Search
from bench.tasks_data import fill

FILTERS: dict[str, TaskFilter] = {
    "due_before": TaskFilter(due_before=date(2022, 10, 1)),
    "due_by": TaskFilter(due_by=date(2022, 10, 1)),
    "due_after": TaskFilter(due_after=date(2022, 10, 1)),
    "due_from": TaskFilter(due_from=date(2022, 10, 1)),
    "open_on": TaskFilter(open_on=date(2022, 10, 1)),
    "overlaps": TaskFilter(overlaps=(date(2022, 10, 1), date(2022, 10, 31))),
    "undated": TaskFilter(undated=Undated.ONLY),
    "province": TaskFilter(province=get_province("guangdong")),
    "notice": TaskFilter(notice_id="n-7"),
    "item": TaskFilter(item="一（八）"),
    "kind": TaskFilter(kind="training"),
    "channel": TaskFilter(channel=Channel.POST),
    "needs_seal": TaskFilter(needs_seal=True),
    "has_window": TaskFilter(has_window=True),
}
INDEXES = {"notice": "ix_tasks_notice", "item": "ix_tasks_item"}


@pytest.fixture(scope="module")
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Generator[dict[str, Database]]:
    """A database of each kind with 5,000 tasks and its statistics."""
    file = tmp_path_factory.mktemp("plans") / "qixian.db"
    with request.getfixturevalue("postgres").clone() as url:
        databases = {"sqlite": Database(f"sqlite:///{file}"), "postgresql": Database(url)}
        for database in databases.values():
            database.migrate()
            fill(database, 5_000)
        yield databases
        for database in databases.values():
            database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def session(request: pytest.FixtureRequest, filled: dict[str, Database]) -> Generator[Session]:
    with filled[request.param].read() as opened:
        yield opened


def plan(session: Session, statement: Select[Any]) -> str:
    engine = session.get_bind()
    sql = str(statement.compile(engine, compile_kwargs={"literal_binds": True})).replace(":", r"\:")
    explain = "EXPLAIN QUERY PLAN" if engine.dialect.name == "sqlite" else "EXPLAIN"
    return "\n".join(str(row[-1]) for row in session.execute(text(f"{explain} {sql}")))


def scans_tasks(shown: str) -> bool:
    return "SCAN tasks\n" in f"{shown}\n" or "Seq Scan on tasks" in shown


@pytest.mark.parametrize("name", FILTERS)
def test_each_filter_goes_through_an_index(session: Session, name: str) -> None:
    shown = plan(session, Search.prepare(session, FILTERS[name], Sort.DUE_ON).build_page())
    assert INDEXES.get(name, "ix_tasks_due") in shown or "ix_tasks_due" in shown
    assert not scans_tasks(shown), shown


@pytest.mark.parametrize("sort", Sort)
def test_each_order_and_its_cursor_walk_an_index_without_sorting_the_table(session: Session, sort: Sort) -> None:
    wanted = TaskFilter(undated=Undated.EXCLUDE if sort is Sort.DUE_ON_LAST_FIRST else None)
    key = date(2022, 10, 1) if sort.endswith("due_on") else current_moment(session)
    shown = plan(session, Search.prepare(session, wanted, sort, Place(key, "n-1")).build_page())
    assert "ix_tasks_due" in shown if sort.endswith("due_on") else "ix_tasks_updated" in shown
    assert not scans_tasks(shown), shown


def current_moment(session: Session) -> datetime:
    return session.scalars(select(Task.updated_at).limit(1)).one()


def test_changes_are_found_by_their_version(session: Session) -> None:
    start = current_token(session)
    shown = plan(session, changes_statement(session, TaskFilter(), start, 51))
    assert "ix_tasks_version" in shown
    assert not scans_tasks(shown), shown


def test_a_rare_word_is_found_by_its_grams(session: Session) -> None:
    dialect = session.get_bind().dialect.name
    shown = plan(session, select(Task.id).where(holds_few(dialect, ["第4321号"])))
    assert ("VIRTUAL TABLE INDEX" if dialect == "sqlite" else "ix_task_texts_grams") in shown
    assert not scans_tasks(shown), shown


@pytest.mark.parametrize("word", ["号", "教育", "第4321号"])
def test_a_common_and_a_rare_word_are_found_alike(session: Session, word: str) -> None:
    wanted = TaskFilter(words=(word,), undated=Undated.INCLUDE)
    held = {task for task, folded in session.execute(select(TaskText.task_id, TaskText.folded)) if word in folded}
    found = {row.id for row in each_task(session, wanted)}
    assert found <= held
    withdrawn = session.execute(text("SELECT id FROM tasks WHERE withdrawn_at IS NOT NULL")).scalars()
    assert held - found <= set(withdrawn)
