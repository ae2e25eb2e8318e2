"""The review in English: its own words are, the notice's stay Chinese and say so."""

import re

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.drafts.conftest import FOLLOW_UP, NOTICE, form_word
from tests.drafts.test_review_pages import DAMAGED
from tests.pages.test_language import ChineseOutside

# What a form takes is written in Chinese, and a reviewer has to know those words.
TO_BE_WRITTEN = re.compile("全部|各省|计划单列市|兵团|邮箱|平台|邮寄|无")


def chinese_in(page: Response) -> list[str]:
    parser = ChineseOutside()
    parser.feed(page.text)
    assert '<html lang="en">' in page.text
    return [text for text in parser.found if ChineseOutside.holds_chinese(TO_BE_WRITTEN.sub("", text))]


def send(browser: TestClient, text: str) -> Response:
    word = form_word(browser.get("/review").text)
    return browser.post("/review?lang=en", data={"csrf": word, "text": text})


def submit(browser: TestClient, page: Response, **fields: str) -> Response:
    revision = re.search(r'name="revision" value="(\d+)"', page.text)
    assert revision
    return browser.post(
        f"{page.url.path}?lang=en", data={"csrf": form_word(page.text), "revision": revision[1], **fields}
    )


def test_signing_in_is_in_english_and_stays_so(service: TestClient, token: str) -> None:
    service.headers["Accept"] = "text/html"
    asked = service.get("/review?lang=en", follow_redirects=False)
    assert asked.headers["location"] == "/login?next=/review&lang=en"
    form = service.get(asked.headers["location"])
    refused = service.post("/login?lang=en", data={"token": "wrong"})
    assert (chinese_in(form), chinese_in(refused), refused.status_code) == ([], [], 401)
    inside = service.post("/login?lang=en", data={"token": token, "next": "/review"})
    assert (chinese_in(inside), inside.url.path) == ([], "/review")
    assert 'href="/login?next=%2Freview%2F7"' in service.get("/login?next=/review/7&lang=en").text


@pytest.mark.parametrize("text", [NOTICE, DAMAGED, FOLLOW_UP])
def test_a_draft_is_settled_in_english(browser: TestClient, text: str) -> None:
    page = send(browser, text)
    assert page.url.path == "/review/1"
    assert chinese_in(page) == []
    assert chinese_in(browser.get("/review?lang=en")) == []
    refused = submit(browser, page, act="correct", task="0", status="dated", due_on="")
    assert (refused.status_code, chinese_in(refused)) == (422, [])
    assert chinese_in(send(browser, text)) == []
    assert chinese_in(submit(browser, page, act="reject", reason="x")) == []


def test_a_draft_is_published_in_english(browser: TestClient) -> None:
    page = submit(browser, send(browser, NOTICE), act="confirm", task="2")
    assert "All settled: ready to publish" in page.text
    done = submit(browser, page, act="accept")
    assert "This draft was published" in done.text
    assert chinese_in(done) == []
    assert "/notices/" in done.text


def test_while_writing_is_off_a_page_says_so_in_english(service: TestClient) -> None:
    answer = service.get("/review?lang=en", headers={"Accept": "text/html"})
    assert (answer.status_code, chinese_in(answer)) == (403, [])
    assert "there is no administrator token yet" in answer.text
