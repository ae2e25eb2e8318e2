"""`as_known_on=`: tasks, tables, calendars and a task's page as they stood at the end of an earlier day."""

import threading
from collections.abc import Callable
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.clock import FixedClock
from app.database import Database
from app.errors import InvalidInput, TooMany
from app.intake import amend_task
from app.models import Task
from app.queries import Facet, Pasts, TaskFilter, count_facets, find_all, find_tasks, get_rows, past
from app.routes.context import House
from tests.tasks.conftest import Get, Load, ids, load_into

TASK = "moe-zcs-2022-8-08"
WITHDRAWN = "moe-zcs-2022-8-09b"
FIRST_DAY, LAST_DAY = "2022-08-22", "2022-09-08"
PAST = f"as_known_on={FIRST_DAY}"
Change = Callable[[], None]


def amended(seed: dict[str, Any]) -> dict[str, Any]:
    """A document in which one task moved, left 广东 and was retitled, one is gone and one is new."""
    document = deepcopy(seed)
    for task in document["tasks"]:
        if task["id"] == TASK:
            task |= {"due_on": "2022-12-15", "title": "改后的名称", "provinces": ["上海"], "needs_seal": True}
            task["channels"] = [{"type": "post", "address": "北京市西单大木仓胡同37号"}]
    document["tasks"] = [task for task in document["tasks"] if task["id"] != WITHDRAWN]
    document["tasks"].append(document["tasks"][0] | {"id": "moe-zcs-2022-8-99", "title": "后来的事项"})
    document["amendment"] = {"reason": "调整", "notice": "教职成司函〔2022〕15号"}
    return document


@pytest.fixture
def change(load: Load, seed: dict[str, Any], clock: FixedClock) -> Change:
    """Amend the notice on 2022-09-08, then go on to 2022-09-20."""

    def act() -> None:
        clock.advance(days=17)
        load(amended(seed))
        clock.advance(days=12)

    return act


QUESTIONS = [
    "/tasks?as_of=2022-08-22",
    "/tasks?as_of=2022-08-22&province=广东&limit=4",
    "/tasks?as_of=2022-08-22&q=社区教育&facets=month,province,kind",
    "/tasks?as_of=2022-08-22&due_before=2022-11-15&sort=-due_on",
    "/tasks?as_of=2022-08-22&channel=platform&needs_seal=false",
    "/tasks?as_of=2022-08-22&notice=moe-zcs-2022-8&open_on=2022-10-30",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_is_answered_as_it_was_that_day(client: TestClient, change: Change, question: str) -> None:
    then = client.get(question)
    change()
    again = client.get(f"{question}&{PAST}")
    assert (then.status_code, again.status_code) == (200, 200)
    assert again.json()["items"] == then.json()["items"]
    assert again.json()["meta"] == then.json()["meta"] | {
        "as_known_on": FIRST_DAY,
        "next_cursor": again.json()["meta"]["next_cursor"],
    }
    assert client.get(question).json()["items"] != then.json()["items"]


def test_the_pages_of_an_answer_lead_on_in_the_same_day(client: TestClient, get: Get, change: Change) -> None:
    then = ids(get(limit="200"))
    change()
    found, address = [], f"/tasks?limit=4&{PAST}"
    while address:
        answer = client.get(address)
        found += ids(answer.json())
        address = answer.links.get("next", {}).get("url", "")
    assert found == then


@pytest.mark.parametrize("path", ["/tasks.csv", "/tasks.xlsx"])
def test_a_table_holds_what_was_known(client: TestClient, change: Change, path: str) -> None:
    then = client.get(f"{path}?as_of=2022-08-22").content
    change()
    assert client.get(f"{path}?as_of=2022-08-22&{PAST}").content == then
    assert client.get(f"{path}?as_of=2022-08-22").content != then


def entries_of(content: str) -> str:
    return content.split("BEGIN:V", 2)[2]


@pytest.mark.parametrize(
    "path",
    [
        "/tasks.ics?",
        "/feeds/guangdong.ics?",
        "/feeds/guangdong.ics?kind=report&remind=5wd&",
        "/feeds/all/todo.ics?",
        f"/tasks/{TASK}.ics?",
        f"/tasks/{WITHDRAWN}.ics?alarm=1d&",
    ],
)
def test_a_calendar_shows_what_was_known(client: TestClient, house: House, change: Change, path: str) -> None:
    house.feeds.refresh()
    then = client.get(path)
    change()
    house.feeds.refresh()
    again, now = client.get(f"{path}{PAST}"), client.get(path)
    assert again.headers["content-type"] == then.headers["content-type"]
    assert entries_of(again.text) == entries_of(then.text)
    assert entries_of(now.text) != entries_of(then.text)


def test_a_feed_of_the_past_says_so_and_is_not_published(client: TestClient, house: House, change: Change) -> None:
    house.feeds.refresh()
    change()
    for _ in range(2):
        answer = client.get(f"/feeds/guangdong.ics?{PAST}")
        assert f"X-WR-CALNAME:报送期限 · 广东（截至{FIRST_DAY}）" in answer.text
        assert answer.headers["last-modified"] == "Mon, 22 Aug 2022 02:00:00 GMT"
        assert house.feeds.lookup("/feeds/guangdong.ics", PAST.encode()) is None
    known = client.get(f"/feeds/guangdong.ics?{PAST}", headers={"If-None-Match": answer.headers["etag"]})
    assert known.status_code == 304


def test_a_feed_asked_for_with_today_changes_when_the_catalogue_does(
    client: TestClient, house: House, load: Load, seed: dict[str, Any]
) -> None:
    before = client.get(f"/feeds/guangdong.ics?{PAST}").text
    load(amended(seed))
    house.feeds.refresh()
    assert client.get(f"/feeds/guangdong.ics?{PAST}").text != before


def test_before_the_first_notice_nothing_was_known(client: TestClient, get: Get) -> None:
    answer = get(as_known_on="2022-08-21")
    assert (answer["items"], answer["meta"]["total"]) == ([], 0)
    assert "暂无事项" in client.get("/feeds/guangdong.ics?as_known_on=2022-08-21").text


@pytest.mark.parametrize("day", [LAST_DAY, "2022-09-20", "2199-12-31"])
def test_from_the_last_change_on_the_present_is_known(get: Get, change: Change, day: str) -> None:
    change()
    assert get(as_known_on=day)["items"] == get()["items"]


def test_a_copy_of_the_past_is_brought_up_to_date(get: Get, change: Change) -> None:
    change()
    first = get(as_known_on=FIRST_DAY, limit="200")
    copy = {item["id"]: item for item in first["items"]}
    changes = get(changed_since=first["meta"]["sync_token"], limit="200")
    for item in changes["items"]:
        copy.pop(item["id"], None)
        copy |= {} if item["gone"] else {item["id"]: item}
    assert sorted(copy) == sorted(item["id"] for item in get(limit="200")["items"])
    assert {item["id"]: item for item in get(limit="200")["items"]} == copy
    assert len(changes["items"]) == 3


def test_a_task_has_a_page_and_a_file_of_the_past(client: TestClient, change: Change) -> None:
    change()
    browser = {"Accept": "text/html"}
    page = client.get(f"/tasks/{TASK}?{PAST}&province=guangdong", headers=browser).text
    assert "本页是截至2022年8月22日（周一）的情况" in page
    assert "2022年10月30日" in page
    assert "改后的名称" not in page
    assert f"/tasks/{TASK}.ics?{PAST}" in page
    assert f'href="/tasks/{TASK}?province=guangdong"' in page  # back to the present
    assert f"/tasks/{TASK}?province=guangdong&amp;as_known_on={FIRST_DAY}&amp;lang=en" in page
    missing = client.get(f"/tasks/{TASK}?as_known_on=2022-08-21", headers=browser)
    assert (missing.status_code, "2022-08-21那天还没有这个事项" in missing.text) == (404, True)
    assert client.get(f"/tasks/{TASK}.ics?as_known_on=2022-08-21").status_code == 404


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
@pytest.mark.parametrize("path", ["/provinces/guangdong", "/notices/moe-zcs-2022-8", "/digests/guangdong"])
def test_an_address_that_knows_the_present_alone_refuses_and_says_where_to_ask(
    client: TestClient, path: str, accept: str
) -> None:
    answer = client.get(f"{path}?{PAST}", headers={"Accept": accept})
    assert answer.status_code == 422
    assert "as_known_on" in answer.text
    if accept == "application/json":
        assert answer.json()["param"] == "as_known_on"
        assert "/feeds/{province}.ics" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["/provinces", "/notices", f"/tasks/{TASK}/revisions"])
def test_a_list_that_keeps_no_history_refuses_too(client: TestClient, path: str) -> None:
    detail = client.get(f"{path}?{PAST}").json()["detail"]
    assert "'as_known_on' is not a parameter of this address. /tasks, " in detail


def test_the_front_door_refuses_too(client: TestClient) -> None:
    assert client.get(f"/?{PAST}", headers={"Accept": "text/html"}).status_code == 422


@pytest.mark.parametrize(
    "address",
    ["/tasks?", "/tasks.csv?", f"/tasks/{TASK}?", f"/tasks/{TASK}.ics?", "/feeds/all.ics?", "/feeds/all/todo.ics?"],
)
@pytest.mark.parametrize("day", ["yesterday", "2022-02-30", ""])
def test_what_is_no_day_is_refused(client: TestClient, address: str, day: str) -> None:
    answer = client.get(f"{address}as_known_on={day}")
    assert (answer.status_code, answer.json()["param"]) == (422, "as_known_on")


def test_a_sync_token_does_not_go_with_the_past(client: TestClient) -> None:
    answer = client.get(f"/tasks?changed_since=start&{PAST}")
    assert (answer.status_code, answer.json()["param"]) == (422, "as_known_on")


def test_each_database_is_worked_back_alike(loaded: Database, seed: dict[str, Any], clock: FixedClock) -> None:
    with loaded.read() as session:
        then = [columns(task) for task in find_all(session, TaskFilter())]
        months = count_facets(session, TaskFilter(), [Facet.MONTH])
    clock.advance(days=17)
    load_into(loaded, amended(seed), clock)
    then_again = Pasts(loaded).on(date(2022, 8, 22))
    assert then_again
    with then_again.read() as session:
        assert [columns(task) for task in find_all(session, TaskFilter())] == then
        assert count_facets(session, TaskFilter(), [Facet.MONTH]) == months
        page = find_tasks(session, TaskFilter(words=("社区教育",)), limit=50)
        assert TASK in [row.id for row in get_rows(session, page.ids)]


def columns(task: Task) -> dict[str, Any]:
    """All but its place in the notice, which keeps no history."""
    return {column.name: getattr(task, column.name) for column in Task.__table__.columns if column.name != "position"}


def test_a_state_is_made_once_for_all_its_days_and_anew_after_a_change(loaded: Database, clock: FixedClock) -> None:
    pasts = Pasts(loaded)
    assert pasts.on(date(2022, 8, 22)) is None
    clock.advance(days=17)
    move(loaded, clock, date(2022, 11, 15))
    first = pasts.on(date(2022, 8, 22))
    assert first is not None
    assert pasts.on(date(2022, 9, 7)) is first
    clock.advance(days=1)
    move(loaded, clock, date(2022, 11, 20))
    assert pasts.on(date(2022, 9, 7)) is not first


def test_a_catalogue_too_large_to_work_back_is_refused(loaded: Database, clock: FixedClock) -> None:
    day = clock.now().date()
    clock.advance(days=17)
    move(loaded, clock, date(2022, 11, 15))
    with pytest.raises(InvalidInput, match="15 tasks were known on 2022-08-22, and at most 14"):
        Pasts(loaded, most_tasks=14).on(day)
    assert Pasts(loaded, most_tasks=14).on(day - timedelta(days=1)) is not None


def test_of_many_who_ask_at_once_a_few_wait_and_the_others_are_told_to(
    loaded: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.advance(days=17)
    move(loaded, clock, date(2022, 11, 15))
    pasts, asked, told = Pasts(loaded), threading.Barrier(9), []
    build, may_build = past._build, threading.Event()
    monkeypatch.setattr(past, "_build", lambda *given: may_build.wait(30) and build(*given))

    def ask() -> None:
        asked.wait()
        try:
            told.append(pasts.on(date(2022, 8, 22)))
        except TooMany:
            told.append(None)
        if told.count(None) == 4:
            may_build.set()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    asked.wait()
    for thread in threads:
        thread.join()
    assert told.count(None) == 4
    assert len({id(each) for each in told if each}) == 1


def move(database: Database, clock: FixedClock, due_on: date) -> None:
    with database.write() as session:
        amend_task(session, TASK, {"due_on": due_on}, reason="调整", source="〔2022〕15号", now=clock.now())
