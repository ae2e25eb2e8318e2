"""Who is given a page, and what stays JSON or a calendar whatever a browser asks for."""

import pytest
from fastapi.testclient import TestClient

from tests.pages.conftest import BROWSER, Browse

SHARED = ["/provinces/guangdong", "/tasks/moe-zcs-2022-8-08", "/notices/moe-zcs-2022-8"]
NO_PAGE = ["*/*", "application/json", "text/*", "text/html;q=0", "application/xhtml+xml", ""]


@pytest.mark.parametrize("address", SHARED)
def test_a_browser_is_given_a_page(browse: Browse, address: str) -> None:
    answer = browse(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")


@pytest.mark.parametrize("address", SHARED)
@pytest.mark.parametrize("accept", NO_PAGE)
def test_everyone_else_is_given_json(client: TestClient, address: str, accept: str) -> None:
    answer = client.get(address, headers={"Accept": accept})
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()


@pytest.mark.parametrize("address", SHARED)
def test_both_say_that_they_depend_on_accept(client: TestClient, address: str) -> None:
    for headers in (BROWSER, {"Accept": "application/json"}):
        assert "accept" in client.get(address, headers=headers).headers["vary"].lower()


@pytest.mark.parametrize("address", SHARED)
def test_head_is_answered_as_get(client: TestClient, address: str) -> None:
    got, head = client.get(address, headers=BROWSER), client.head(address, headers=BROWSER)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == got.headers["content-length"]


def test_tasks_and_feeds_never_become_html(browse: Browse) -> None:
    kinds = {"/tasks": "application/json", "/feeds/guangdong.ics": "text/calendar", "/provinces": "application/json"}
    for address, kind in kinds.items():
        assert browse(address).headers["content-type"].startswith(kind)


def test_a_fault_at_tasks_or_feeds_is_a_problem_even_for_a_browser(browse: Browse) -> None:
    for address in ("/tasks?due_before=soon", "/feeds/guangdon.ics"):
        assert browse(address).headers["content-type"] == "application/problem+json"


def test_a_fault_elsewhere_is_a_page_for_a_browser_and_a_problem_for_others(client: TestClient, browse: Browse) -> None:
    assert browse("/provinces/guangdon").headers["content-type"] == "text/html; charset=utf-8"
    assert client.get("/provinces/guangdon").headers["content-type"] == "application/problem+json"
