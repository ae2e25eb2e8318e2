"""What a hostile or a clumsy client sends: nothing is overwritten, nothing reaches a format unescaped, no 500."""

import csv
import io
from typing import Any

import icalendar
import pytest
from fastapi.testclient import TestClient

from app.clock import FixedClock
from app.intake import load_document
from app.schemas.document import NoticeDocument
from tests.drafts.conftest import CONFIRMED, NOTICE, database_of, form_word
from tests.drafts.test_api import send


def patch(api: TestClient, revision: Any, **act: Any) -> Any:
    return api.patch("/drafts/1", json={"revision": revision, "act": act})


WRITING = [("PATCH", "/drafts/1"), ("POST", "/drafts/1/accept"), ("POST", "/drafts/1/reject"), ("POST", "/drafts")]


@pytest.mark.parametrize(("method", "address"), WRITING)
def test_a_body_is_read_no_further_than_a_notice_is_long(api: TestClient, method: str, address: str) -> None:
    answer = api.request(method, address, content=b"x" * 20_000_000, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")


@pytest.mark.parametrize("address", ["/login", "/review", "/review/1"])
def test_a_form_is_read_no_further_either(browser: TestClient, address: str) -> None:
    assert browser.post(address, data={"token": "x" * 20_000_000}).status_code == 413


@pytest.mark.parametrize("revision", [10**30, -1, 0, 2**31])
def test_a_revision_that_no_draft_can_have_is_refused(api: TestClient, revision: int) -> None:
    send(api)
    assert patch(api, revision, act="choose", task=0).status_code == 422
    assert api.post("/drafts/1/accept", json={"revision": revision}).status_code == 422


def test_a_state_that_no_draft_can_have_is_refused(api: TestClient) -> None:
    assert api.get("/drafts?status=open%00").status_code == 422
    assert api.get("/drafts?status=accepted").json() == []


def test_the_id_of_a_published_notice_is_not_taken_from_it(
    api: TestClient, notice: NoticeDocument, clock: FixedClock
) -> None:
    with database_of(api).write() as session:
        load_document(session, notice, clock.now())
    send(api)
    patch(api, 1, act="facts", notice_id="moe-zcs-2022-8")
    (point,) = patch(api, 2, **CONFIRMED).json()["open"]
    assert point == {
        "anchor": "facts",
        "message": "编号「moe-zcs-2022-8」已经是另一份已发布的通知，请换一个或留空。",
    }
    assert api.post("/drafts/1/accept", json={"revision": 3}).status_code == 409
    assert len(api.get("/tasks").json()["items"]) == 15


FORMULA, TAG, BREAK = "=HYPERLINK(1)", "<script>alert(1)</script>", "第一行\r\nATTENDEE:mailto:x@example.org"


@pytest.fixture
def published(api: TestClient) -> TestClient:
    """The service after a reviewer published a formula, a tag and a line break in every field that takes words."""
    send(api)
    contacts = [{"name": f"{name} 张", "phones": [BREAK], "emails": []} for name in (FORMULA, TAG)]
    words = {"title": FORMULA, "limits": TAG, "applies_because": BREAK}
    assert patch(api, 1, act="correct", task=0, contacts=contacts, summary=BREAK, **words).status_code == 200
    assert patch(api, 2, act="correct", task=1, title=TAG).status_code == 200
    patch(api, 3, **CONFIRMED)
    assert api.post("/drafts/1/accept", json={"revision": 4}).status_code == 200
    api.app.state.house.feeds.refresh()  # ty: ignore[missing-attribute]
    return api


def test_a_calendar_has_no_line_that_a_document_made(published: TestClient) -> None:
    calendar = icalendar.Calendar.from_ical(published.get("/feeds/all.ics").content)
    assert not any("ATTENDEE" in event for event in calendar.walk())
    assert any(FORMULA in str(event["summary"]) for event in calendar.events)


def test_a_table_has_no_formula_that_a_document_made(published: TestClient) -> None:
    text = published.get("/tasks.csv").content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert any(FORMULA in cell for cell in cells)
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_a_page_has_no_tag_that_a_document_made(published: TestClient) -> None:
    published.headers["Accept"] = "text/html"
    tasks = published.get("/tasks", headers={"Accept": "application/json"}).json()["items"]
    for address in ("/", f"/notices/{tasks[0]['notice_id']}", *(f"/tasks/{task['id']}" for task in tasks)):
        assert TAG not in published.get(address).text


BYTES: dict[str, dict[str, Any]] = {
    "an unknown charset": {
        "content": b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nhi\xff\r\n--x--\r\n',
        "headers": {"Content-Type": "multipart/form-data; boundary=x; charset=nonsense"},
    },
    "no boundary": {"content": b"abc", "headers": {"Content-Type": "multipart/form-data"}},
    "another boundary": {"content": b"abc", "headers": {"Content-Type": "multipart/form-data; boundary=y"}},
    "no UTF-8": {"content": b"text=%ff%fe&name=%00", "headers": {"Content-Type": "application/x-www-form-urlencoded"}},
    "no JSON": {"content": b"\xff\xfe{}", "headers": {"Content-Type": "application/json"}},
    "deep JSON": {"content": b"[" * 100_000, "headers": {"Content-Type": "application/json"}},
    "half a character": {"content": b'{"text":"a\\ud800"}', "headers": {"Content-Type": "application/json"}},
    "two files": {"files": [("file", ("a.txt", b"abc")), ("other", ("b.txt", b"abc"))]},
    "a hundred fields": {"data": {f"f{number}": "x" for number in range(100)}},
    "a name with a path": {"files": {"file": ("../../x\r\n<script>.txt", b"abc")}},
}


@pytest.mark.parametrize("body", BYTES.values(), ids=BYTES)
def test_bytes_that_are_no_request_are_no_bug_of_ours(api: TestClient, body: dict[str, Any]) -> None:
    assert api.post("/drafts", **body).status_code in {200, 201, 400, 422}
    assert api.patch("/drafts/1", **body).status_code in {400, 422}


def test_a_form_of_another_site_signs_nobody_in(service: TestClient, token: str) -> None:
    answer = service.post("/login", data={"token": token}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert "qixian_session" not in service.cookies


def test_a_token_in_the_header_opens_no_page_and_a_cookie_no_program(browser: TestClient, token: str) -> None:
    assert browser.get("/drafts").status_code == 401
    word = form_word(browser.get("/review").text)
    browser.cookies.clear()
    bearer = {"Authorization": f"Bearer {token}"}
    answer = browser.post("/review", data={"csrf": word, "text": NOTICE}, headers=bearer, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=/review")
