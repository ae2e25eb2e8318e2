"""The main job, end to end over HTTP on the first notice: the query, the calendars, the digest."""

import re
from datetime import date
from pathlib import Path

import icalendar
import pytest
from fastapi.testclient import TestClient

from app.provinces import PROVINCES
from app.routes.context import House
from app.settings import Settings


def roles(client: TestClient, slug: str) -> list[str]:
    answer = client.get(f"/feeds/{slug}.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    return sorted(re.sub(r".*-(window|due)@qixian", r"\1", str(event["uid"])) for event in events)


def test_due_before_lists_three_deadlines_and_counts_the_undated(client: TestClient) -> None:
    answer = client.get("/tasks?due_before=2022-09-01").json()
    assert [task["due_on"] for task in answer["items"]] == ["2022-07-31", "2022-08-25", "2022-08-30"]
    assert answer["meta"]["total"] == 3
    assert answer["meta"]["undated_count"] == 5
    assert answer["meta"]["as_of"] == "2022-08-22"
    assert answer["meta"]["resolved"] == {"due_before": "2022-09-01"}


@pytest.mark.parametrize(("slug", "due"), [("guangdong", 10), ("shenzhen", 5), ("xpcc", 10), ("all", 10)])
def test_a_calendar_holds_its_deadlines_and_two_windows(client: TestClient, slug: str, due: int) -> None:
    assert roles(client, slug) == ["due"] * due + ["window"] * 2


@pytest.mark.parametrize("slug", [province.slug for province in PROVINCES])
def test_every_province_has_a_calendar(client: TestClient, slug: str) -> None:
    assert roles(client, slug).count("window") == 2


def test_a_window_covers_both_of_its_days(client: TestClient) -> None:
    calendar = icalendar.Calendar.from_ical(client.get("/feeds/guangdong.ics").content)
    bar = next(e for e in calendar.walk("VEVENT") if str(e["uid"]) == "moe-zcs-2022-8-07-window@qixian")
    assert (bar.decoded("dtstart"), bar.decoded("dtend")) == (date(2022, 9, 12), date(2022, 10, 1))


def test_a_task_tells_everything_and_its_history(client: TestClient) -> None:
    task = client.get("/tasks/moe-zcs-2022-8-08").json()
    assert (task["opens_on"], task["due_on"], task["safe_on"]) == ("2022-10-10", "2022-10-30", "2022-10-28")
    assert task["due_is_workday"] is False
    assert task["notice"] == "教职成司函〔2022〕8号"
    assert task["revisions"] == []


def test_the_digest_can_be_looked_at_before_it_is_sent(client: TestClient) -> None:
    page = client.get("/digests/guangdong?as_of=2022-08-22")
    assert page.status_code == 200
    assert "8月25日（周四）" in page.text
    assert "8月30日（周二）" in page.text


def test_provinces_and_notices_are_listed(client: TestClient) -> None:
    assert len(client.get("/provinces").json()) == 37
    assert client.get("/provinces/广东省").json()["slug"] == "guangdong"
    (notice,) = client.get("/notices").json()
    assert (notice["task_count"], notice["undated_count"]) == (15, 5)
    assert client.get("/notices/moe-zcs-2022-8").json()["id"] == notice["id"]


PROBLEMS = {
    "/tasks?due_before=2022-13-01": (422, "2022-13-01 does not exist"),
    "/tasks?due_before=0": (422, "'0' is not a day"),
    "/tasks?due_befor=2022-09-01": (422, "Did you mean due_before?"),
    "/tasks?limit=0": (422, "limit"),
    "/tasks?cursor=x": (422, "next_cursor"),
    "/tasks/none": (404, "'none'"),
    "/notices/none": (404, "'none'"),
    "/feeds/guangdonk.ics": (404, "Did you mean guangdong?"),
    "/digests/guangdong?as_of=2022-02-30": (422, "2022-02-30 does not exist"),
    "/nowhere": (404, "Not Found"),
}


@pytest.mark.parametrize(("path", "expected"), PROBLEMS.items(), ids=PROBLEMS)
def test_errors_are_problem_documents_that_name_the_value(
    client: TestClient, path: str, expected: tuple[int, str]
) -> None:
    answer = client.get(path)
    assert answer.status_code == expected[0]
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == expected[0]
    assert expected[1] in answer.json()["detail"]


@pytest.mark.parametrize(
    "path", ["/tasks", "/tasks/moe-zcs-2022-8-08", "/provinces", "/notices", "/feeds/all.ics", "/"]
)
def test_head_answers_like_get_without_a_body(client: TestClient, path: str) -> None:
    head, get = client.head(path), client.get(path)
    assert head.status_code == get.status_code == 200
    assert head.content == b""
    assert head.headers["content-type"] == get.headers["content-type"]


@pytest.mark.parametrize("path", ["/tasks", "/tasks/moe-zcs-2022-8-08", "/notices", "/digests/guangdong", "/readyz"])
def test_a_database_that_dies_is_a_503_that_asks_to_come_back(
    client: TestClient, settings: Settings, path: str
) -> None:
    house: House = client.app.state.house  # ty: ignore[missing-attribute] - the app is a FastAPI
    house.database.close()
    for file in Path(settings.database.removeprefix("sqlite:///")).parent.glob("qixian.db*"):
        file.write_bytes(b"no longer a database" * 300)
    answer = client.get(path)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert answer.json()["title"] == "Not available right now"
