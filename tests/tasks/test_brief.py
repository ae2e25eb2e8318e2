"""A question answered in the event loop, from tasks that are JSON already, is answered as any other."""

from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event, text
from sqlalchemy.exc import ProgrammingError

from app.database import Database
from app.queries import TaskFilter, Token, WrittenTasks, find_tasks
from app.queries import written as module
from app.routes.context import House
from app.workdays import Workdays
from tests.tasks.conftest import Get, Load

QUESTIONS = ["/tasks", "/tasks?province=深圳&fields=id,due_on", "/tasks?limit=3", "/tasks?notice=moe-zcs-2022-8"]
URL = "http://127.0.0.1:8000"


@pytest.fixture
def small(house: House) -> House:
    house.feeds.refresh()
    assert house.is_small
    return house


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_event_loop_and_a_thread_answer_alike(
    client: TestClient, small: House, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = client.get(question)
    monkeypatch.setattr(House, "is_small", False)
    assert client.get(f"{question}{'&' if '?' in question else '?'}as_of=2022-08-22").content == at_once.content


@pytest.mark.parametrize("question", ["", "?limit=2&province=广东", "?due_by=eom&fields=id"])
def test_a_plain_question_is_answered_in_the_event_loop(
    client: TestClient, small: House, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(small.database, "look", lambda: pytest.fail("in a thread"))
    answer = client.get(f"/tasks{question}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert ("next" in answer.links) == ("limit" in question)


@pytest.mark.parametrize(
    "query", ["limit=0", "due_by=eom&due_by=eow", "item=a%00b", "provinze=广东", "due_by=2022-13-01"]
)
def test_what_is_refused_is_refused_the_long_way(client: TestClient, small: House, query: str) -> None:
    answer = client.get(f"/tasks?{query}")
    assert (answer.status_code, answer.json()["param"]) == (422, query.partition("=")[0])
    assert "ETag" not in answer.headers


def test_words_facets_and_changes_are_never_looked_for_in_the_event_loop(
    client: TestClient, small: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(small.database, "glance", lambda: pytest.fail("in the event loop"))
    for question in ("q=报", "facets=kind", "changed_since=start", "notice=moe-zcs-2022-8"):
        assert client.get(f"/tasks?{question}").status_code == 200


def test_a_load_is_seen_by_the_next_question(get: Get, load: Load, seed: dict[str, Any], small: House) -> None:
    before = get(item="一（八）")["items"][0]
    seed["tasks"][next(n for n, task in enumerate(seed["tasks"]) if task["id"] == before["id"])]["title"] = "改过的标题"
    load(seed)
    after = get(item="一（八）")["items"][0]
    assert (before["title"] != "改过的标题", after["title"], after["sequence"]) == (True, "改过的标题", 1)


def test_a_connection_that_broke_is_made_anew(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with database.glance() as connection:
        kept: Any = connection.connection.dbapi_connection
    kept.close()
    with pytest.raises(ProgrammingError), database.glance() as connection:
        connection.execute(text("SELECT 1"))
    with database.glance() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
    database.close()


def test_a_task_is_read_once_for_each_state_of_the_catalogue(loaded: Database) -> None:
    written = WrittenTasks(Workdays(), URL)
    statements: list[str] = []
    event.listen(loaded.engine, "before_cursor_execute", lambda *said: statements.append(said[2]))
    with loaded.read() as session:
        page = find_tasks(session, TaskFilter(), limit=50)
        first = written.of(session, page.ids, page.token, ())
        asked = len(statements)
        assert written.of(session, page.ids, page.token, ()) == first
        assert len(statements) == asked
        written.of(session, page.ids, replace(page.token, version=page.token.version + 1), ())
        written.of(session, page.ids, Token("another", page.token.version), ("id",))
    assert len(statements) == asked + 2


def test_what_is_kept_is_bounded(loaded: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST", 4)
    written = WrittenTasks(Workdays(), URL)
    with loaded.read() as session:
        page = find_tasks(session, TaskFilter(), limit=50)
        for task_id in page.ids:
            written.of(session, [task_id], page.token, ())
            assert len(written._shelf.tasks) <= 5
