"""Pages and cursors: every task once, in order, whatever the page's size; a cursor of another query is refused."""

import base64
import json
from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.database import Database
from app.errors import InvalidInput
from app.provinces import get_province
from app.queries import Sort, TaskFilter, Undated, each_task, find_tasks, searches
from tests.tasks.conftest import Get, ids


@pytest.fixture
def session(loaded: Database) -> Any:
    with loaded.read() as opened:
        yield opened


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(limit=st.integers(1, 16), sort=st.sampled_from(Sort), province=st.sampled_from(["guangdong", "dalian"]))
def test_the_pages_together_are_the_whole_list(session: Session, limit: int, sort: Sort, province: str) -> None:
    undated = Undated.EXCLUDE if sort is Sort.DUE_ON_LAST_FIRST else None
    wanted = TaskFilter(province=get_province(province), undated=undated)
    whole = [row.id for row in each_task(session, wanted, sort)]
    pages: list[str] = []
    cursor = None
    while True:
        page = find_tasks(session, wanted, limit=limit, cursor=cursor, sort=sort)
        assert page.total == len(whole)
        pages += page.ids
        cursor = page.next_cursor
        if cursor is None:
            break
    assert pages == whole


def test_the_order_is_the_deadlines_then_the_ids_and_undated_last(get: Get) -> None:
    assert ids(get()) == ["06a", "09a", "02", "09b", "07", "08", "01", "04", "05", "06b", "03", "10", "11", "12", "13"]
    assert ids(get(sort="-due_on")) == ["06b", "05", "04", "01", "08", "07", "09b", "02", "09a", "06a"]


def test_from_the_last_deadline_backwards_undated_tasks_have_no_place(client: TestClient) -> None:
    answer = client.get("/tasks?sort=-due_on&undated=include")
    assert (answer.status_code, answer.json()["param"]) == (422, "sort")


def test_the_next_page_is_linked_and_the_last_one_links_to_none(client: TestClient) -> None:
    first = client.get("/tasks", params={"limit": "6", "province": "广东", "due_before": "today+365d"})
    address = first.links["next"]["url"]
    second = client.get(address)
    assert len(first.json()["items"]) + len(second.json()["items"]) == first.json()["meta"]["total"]
    assert "next" not in second.links
    assert "as_of=2022-08-22" in address


def forged(cursor: str, **changes: Any) -> str:
    parts = json.loads(base64.urlsafe_b64decode(cursor + "=="))
    for place, value in changes.items():
        parts[int(place[1:])] = value
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def test_a_cursor_of_another_query_is_refused(client: TestClient, get: Get) -> None:
    cursor = get(limit="3")["meta"]["next_cursor"]
    assert client.get("/tasks", params={"cursor": cursor, "limit": "5"}).status_code == 200
    for params in ({"province": "dalian"}, {"sort": "-updated_at"}, {"q": "报"}):
        assert client.get("/tasks", params={"cursor": cursor} | params).status_code == 422


@pytest.mark.parametrize("changes", [{"_1": "9999"}, {"_1": 5}, {"_2": None}, {"_2": "a\0b"}, {"_2": "x" * 100}])
def test_a_forged_cursor_is_refused(client: TestClient, get: Get, changes: dict[str, Any]) -> None:
    cursor = get(limit="3")["meta"]["next_cursor"]
    answer = client.get("/tasks", params={"cursor": forged(cursor, **changes)})
    assert (answer.status_code, answer.json()["param"]) == (422, "cursor")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cursor=st.text(max_size=80) | st.binary(max_size=60).map(lambda raw: base64.urlsafe_b64encode(raw).decode()))
def test_no_word_is_taken_for_a_cursor(session: Session, cursor: str) -> None:
    with pytest.raises(InvalidInput, match="does not belong to this query"):
        find_tasks(session, TaskFilter(), limit=5, cursor=cursor)


def test_facets_count_what_the_filter_finds(get: Get) -> None:
    facets = get(facets="month,province,kind", due_from="2022-11-01")["meta"]["facets"]
    assert facets["month"] == {"2022-11": 2, "2022-12": 2}
    assert facets["kind"] == {"collection": 1, "data": 1, "report": 2}
    assert facets["province"]["guangdong"] == 4
    assert "dalian" not in facets["province"]
    assert get(facets="month", undated="only")["meta"]["facets"] == {"month": {"undated": 5}}


def test_fields_leave_only_what_was_asked_for(get: Get) -> None:
    assert set(get(fields="id,due_on")["items"][0]) == {"id", "due_on"}


@pytest.mark.parametrize(
    ("address", "param", "hint"),
    [
        ("/tasks?fields=id,du_on", "fields", "Did you mean due_on?"),
        ("/tasks?facets=week", "facets", "There are: month, province, kind."),
        ("/tasks?limit=201", "limit", "less than or equal to 200"),
        ("/tasks?limit=0", "limit", "greater than or equal to 1"),
        ("/tasks?sort=title", "sort", "Input should be"),
        ("/tasks?due_befor=2022-10-01", "due_befor", "Did you mean due_before?"),
        ("/tasks.csv?limit=5", "limit", "is not a parameter of this address"),
        ("/tasks.ics?field=id", "field", "is not a parameter"),
        ("/notices?page=2", "page", "It has none."),
        ("/tasks/moe-zcs-2022-8-01?as_of=2022-01-01", "as_of", "is not a parameter"),
        ("/tasks/moe-zcs-2022-8-01?as_know_on=2022-01-01", "as_know_on", "Did you mean as_known_on?"),
        ("/tasks?due_by=eom&due_by=eow", "due_by", "is given 2 times"),
        ("/tasks?q=a%00b", "q", "NUL"),
        ("/tasks?q=" + "x" * 10_000, "q", "10,000 characters"),
        ("/tasks?province=guangdon", "province", "Did you mean guangdong?"),
        ("/tasks?notice=教职成司函〔2022〕9号", "notice", "Did you mean 教职成司函〔2022〕8号?"),
        ("/tasks?needs_seal=perhaps", "needs_seal", "valid boolean"),
        ("/tasks?channel=fax", "channel", "'email', 'platform' or 'post'"),
        ("/tasks?as_of=today", "as_of", "is not a day"),
        ("/tasks?due_before=", "due_before", "'' is not a day"),
    ],
)
def test_a_value_that_cannot_be_meant_is_named(client: TestClient, address: str, param: str, hint: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["param"] == param
    assert hint in answer.json()["detail"]


@pytest.mark.parametrize(
    "path", ["/tasks/%00", "/notices/a%00b", "/provinces/%00", "/tasks/%FF", "/tasks/%00/revisions"]
)
def test_a_path_nothing_can_be_called_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("name", ["guangdong", "440000", "广东", "广东省", "广东省教育厅", "GUANGDONG"])
def test_a_province_is_known_by_every_spelling(get: Get, name: str) -> None:
    assert get(province=name)["meta"]["total"] == 15
    assert get(province="深圳")["meta"]["total"] == 9


@pytest.mark.parametrize("name", ["moe-zcs-2022-8", "教职成司函〔2022〕8号"])
def test_a_notice_is_known_by_its_id_and_its_number(get: Get, name: str) -> None:
    assert get(notice=name)["meta"]["total"] == 15


def test_a_day_off_is_told_with_the_last_working_day_before(get: Get) -> None:
    by_id = {item["id"][-3:].lstrip("-"): item for item in get()["items"]}
    # Sunday 30 October 2022; the safe day is Friday the 28th.
    assert (by_id["08"]["safe_on"], by_id["08"]["due_is_workday"]) == ("2022-10-28", False)
    assert (by_id["07"]["safe_on"], by_id["07"]["due_is_workday"]) == ("2022-09-30", True)
    assert by_id["03"]["safe_on"] is None


def test_relative_days_follow_the_day_replayed_and_are_told(get: Get) -> None:
    meta = get(due_by="today+5wd", as_of="2022-09-28")["meta"]
    assert (meta["resolved"], meta["as_of"]) == ({"due_by": "2022-10-10"}, "2022-09-28")
    assert meta["workdays_provisional"] is False
    assert get(due_by="today+5wd", as_of="2150-03-02")["meta"]["workdays_provisional"] is True


def test_a_count_ends_at_the_limit_that_is_told(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searches, "COUNT_LIMIT", 4)
    searches._page.cache_clear()
    page = find_tasks(session, TaskFilter(due_before=date(2022, 11, 30)), limit=2)
    searches._page.cache_clear()
    assert (page.total, page.undated_count, page.boundary_count, page.count_limit) == (4, 4, 2, 4)
