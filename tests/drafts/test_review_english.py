"""The review in English: its own words are, the notice's stay Chinese and say so."""

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from app.drafts.say import say_basis
from app.pages import Language
from app.pages.sayings import say, say_summary
from tests.conftest import ROOT
from tests.drafts.conftest import FOLLOW_UP, NOTICE, Read, form_word
from tests.drafts.test_review_pages import DAMAGED
from tests.pages.test_language import ChineseOutside

CASES = sorted((ROOT / "tests" / "notices").glob("*.txt"))
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


def quoted_in(text: str) -> list[str]:
    """What stays Chinese when the English page says `text`."""
    return re.findall(r'<span lang="zh-CN">([^<]*)</span>', say(text, Language.ENGLISH))


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_all_that_the_reader_says_of_a_notice_is_english(read: Read, file: Path) -> None:
    draft = read(file.read_text(encoding="utf-8"))
    reasons = {phrase.reason for phrase in draft.phrases if phrase.reason}
    assert [reason for reason in reasons if quoted_in(reason)] == []
    deadlines = [deadline for task in draft.tasks for deadline in task.deadlines]
    for deadline in deadlines:
        examples = re.findall("“(.*?)”", say_basis(deadline).partition("”；")[0] + "”")
        assert set(quoted_in(say_basis(deadline))) <= {*examples, *re.findall("「(.*?)」", deadline.note)}
    assert not ChineseOutside.holds_chinese(say_summary(draft.summary, Language.ENGLISH))


def test_a_refusal_says_in_english_what_is_wrong_around_the_words_it_quotes() -> None:
    for refused, english in {
        "名称：太长，有 501 字，最多 500 字": "Title: is too long: 501 characters, at most 500",
        "3 号草稿已经作废，不能再改。": "Draft 3 was discarded and can no longer be changed.",
        "「<b>」里没有文字。": "There is no text in &lt;b&gt;.",
        "「通知」里没有文字。": 'There is no text in <span lang="zh-CN">通知</span>.',
        "没有发布：1\n缺标题，请补上。": '<span lang="zh-CN">没有发布：1</span>\nMissing: Title. Please fill it in.',
    }.items():
        assert say(refused, Language.ENGLISH) == english


def test_a_persons_own_words_stay_theirs() -> None:
    assert say("问过处里，不用报", Language.ENGLISH) == '<span lang="zh-CN">问过处里，不用报</span>'
    assert say("<i>100%(a)s</i>", Language.ENGLISH) == "&lt;i&gt;100%(a)s&lt;/i&gt;"


@pytest.mark.parametrize("words", ["」", "：", "（", "%(a)s", "事项 1「"])
def test_words_made_to_look_like_many_sentences_are_soon_given_up(words: str) -> None:
    assert ChineseOutside.holds_chinese(say("事项 1「" + words * 300 + "。", Language.ENGLISH))
