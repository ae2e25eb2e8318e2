"""Keeping a copy in step: whatever happens, a copy that follows the tokens is what a fresh query answers."""

import base64
import copy
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.clock import FixedClock
from app.database import Database
from app.errors import Gone, InvalidInput
from app.provinces import get_province
from app.queries import TaskFilter, each_task, find_changes, renew_tokens
from tests.tasks.conftest import Get, Load, ids, load_into

WANTED = TaskFilter(province=get_province("大连"), kind="report")


def follow(database: Database, mine: dict[str, str], token: str, limit: int) -> str:
    """Bring the copy `mine` (id → title) up to date as a client would; the token to go on from."""
    while True:
        with database.read() as session:
            changes = find_changes(session, WANTED, token, limit=limit)
        for task in changes.tasks:
            if task.gone:
                mine.pop(task.id, None)
            else:
                mine[task.id] = task.title
        token = changes.token.encode()
        if not changes.has_more:
            return token


CHANGES = st.sampled_from(
    [
        {"title": "改了名"},
        {"title": "又改了名"},
        {"kind": "report"},
        {"kind": "data"},
        {"provinces": "all"},
        {"provinces": ["guangdong"]},
        None,
    ]
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.dictionaries(st.integers(0, 14), CHANGES, max_size=4), max_size=5), limit=st.integers(1, 20))
def test_a_copy_that_follows_is_what_a_fresh_query_answers(
    loaded: Database, seed: dict[str, Any], clock: FixedClock, steps: list[dict[int, Any]], limit: int
) -> None:
    mine: dict[str, str] = {}
    token = "start"
    for step in [{}, *steps]:
        document = copy.deepcopy(seed)
        for place, change in sorted(step.items(), reverse=True):
            if change is None:
                del document["tasks"][place]
            else:
                document["tasks"][place] |= change
        load_into(loaded, document, clock)
        token = follow(loaded, mine, token, limit)
        with loaded.read() as session:
            assert mine == {row.id: row.title for row in each_task(session, WANTED)}


def test_nothing_new_is_an_empty_answer_with_a_token(get: Get) -> None:
    token = get(limit="1")["meta"]["sync_token"]
    again = get(changed_since=token)
    assert (again["items"], again["meta"]["sync_token"]) == ([], token)


def test_it_tells_amended_and_withdrawn_tasks(get: Get, load: Load, seed: dict[str, Any], clock: FixedClock) -> None:
    token = get()["meta"]["sync_token"]
    clock.advance(days=1)
    seed["tasks"][8]["due_on"] = "2022-11-15"
    del seed["tasks"][13]
    load(seed)
    answer = get(changed_since=token)
    assert ids(answer) == ["08", "12"]
    assert [(item["gone"], item["sequence"]) for item in answer["items"]] == [(False, 1), (True, 1)]
    assert answer["items"][1]["withdrawn_at"] == "2022-08-23T10:00:00+08:00"
    assert "12" not in ids(get())


def test_a_task_that_leaves_the_selection_is_told_too(get: Get, load: Load, seed: dict[str, Any]) -> None:
    token = get(province="深圳")["meta"]["sync_token"]
    seed["tasks"][8]["provinces"] = ["guangdong"]
    load(seed)
    assert [(item["id"][-2:], item["gone"]) for item in get(province="深圳", changed_since=token)["items"]] == [
        ("08", True)
    ]


def test_a_long_list_of_changes_is_linked_page_by_page(client: TestClient) -> None:
    seen: list[str] = []
    address = "/tasks?changed_since=start&limit=4"
    while address:
        answer = client.get(address)
        seen += ids(answer.json())
        address = answer.links.get("next", {}).get("url", "")
    assert len(seen) == len(set(seen)) == 15


def test_a_token_of_another_history_is_gone(loaded: Database) -> None:
    with loaded.read() as session:
        token = find_changes(session, WANTED, "start", limit=50).token.encode()
    with loaded.write() as session:
        renew_tokens(session)
    with loaded.read() as session, pytest.raises(Gone, match="begin again with changed_since=start"):
        find_changes(session, WANTED, token, limit=50)


def test_a_token_from_before_the_database_was_restored_is_gone(client: TestClient, get: Get) -> None:
    key, version, end = base64.urlsafe_b64decode(get()["meta"]["sync_token"] + "==").decode().split(".")
    ahead = base64.urlsafe_b64encode(f"{key}.{int(version) + 1}.{end}".encode()).decode()
    answer = client.get("/tasks", params={"changed_since": ahead})
    assert (answer.status_code, answer.json()["title"]) == (410, "No longer kept")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(word=st.text(max_size=60) | st.binary(max_size=60).map(lambda raw: base64.urlsafe_b64encode(raw).decode()))
def test_no_word_is_taken_for_a_token(loaded: Database, word: str) -> None:
    with loaded.read() as session, pytest.raises((InvalidInput, Gone)):
        find_changes(session, WANTED, word, limit=5)


@pytest.mark.parametrize(
    "params", [{"due_by": "today+30d"}, {"cursor": "x"}, {"facets": "kind"}, {"sort": "updated_at"}]
)
def test_what_would_let_a_copy_drift_is_refused(client: TestClient, params: dict[str, str]) -> None:
    assert client.get("/tasks", params={"changed_since": "start"} | params).status_code == 422
