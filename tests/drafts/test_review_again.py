"""What is sent late, twice or from an ended session: nothing typed is lost, nothing done twice or for another site."""

import re

import httpx2
import pytest
from fastapi.testclient import TestClient
from selectolax.lexbor import LexborHTMLParser

from app.clock import FixedClock
from tests.drafts.conftest import NOTICE, form_word, make_token
from tests.drafts.test_review_pages import send, submit, words_of


def sent_again(browser: TestClient, page: httpx2.Response) -> dict[str, str]:
    """The fields of the form that carries on what was kept."""
    form = next(form for form in LexborHTMLParser(page.text).css("form") if form.css("dl.kept"))
    assert form.attributes["action"] == "/review/1"
    return {str(field.attributes["name"]): str(field.attributes["value"]) for field in form.css("input")}


OWN = {"Origin": "http://testserver"}
TYPED = {"act": "correct", "task": "0", "title": "改了很久的名称", "contacts": "张明 025-51112222\n李华"}


def test_what_was_typed_when_the_session_ended_is_kept_through_signing_in(browser: TestClient, token: str) -> None:
    page = send(browser, NOTICE)
    browser.cookies.clear()
    form = {"csrf": form_word(page.text), "revision": "1", **TYPED}
    asked = browser.post("/review/1", data=form, headers=OWN)
    assert asked.status_code == 401
    assert "您填写的内容还在" in asked.text
    login = LexborHTMLParser(asked.text).css("form input[type=hidden]")
    kept = {str(field.attributes["name"]): str(field.attributes["value"]) for field in login}
    wrong = browser.post("/login", data={**kept, "token": "wrong"})
    assert (wrong.status_code, "改了很久的名称" in wrong.text) == (401, True)
    inside = browser.post("/login", data={**kept, "token": token})
    assert "改了很久的名称" in words_of(inside)
    assert "改了很久的名称" not in browser.get("/review/1").text
    done = browser.post("/review/1", data=sent_again(browser, inside))
    assert done.status_code == 200
    assert "李华" in words_of(done)
    assert "改了很久的名称" in words_of(done)


def test_what_was_typed_under_an_earlier_sign_in_is_kept_too(browser: TestClient, token: str) -> None:
    page = send(browser, NOTICE)
    browser.post("/login", data={"token": token})
    form = {"csrf": form_word(page.text), "revision": "1", **TYPED}
    kept = browser.post("/review/1", data=form, headers=OWN)
    assert "还没有执行" in kept.text
    (shown,) = (each.text() for each in LexborHTMLParser(kept.text).css("dl.kept"))
    assert shown == "操作更正事项1名称改了很久的名称联系人张明 025-51112222\n李华"
    done = browser.post("/review/1", data=sent_again(browser, kept))
    assert "改了很久的名称" in words_of(done)


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "", "http://["])
def test_a_form_of_another_site_is_not_carried_through_the_sign_in(browser: TestClient, origin: str) -> None:
    page = send(browser, NOTICE)
    form = {"csrf": "0" * 64, "revision": "1", **TYPED}
    assert browser.post("/review/1", data=form, headers={"Origin": origin}).status_code == 403
    browser.cookies.clear()
    asked = browser.post(page.url.path, data=form, headers={"Origin": origin})
    assert (asked.url.path, "改了很久的名称" in asked.text) == ("/login", False)


@pytest.mark.parametrize(
    ("act", "place"),
    [
        ({"act": "correct", "task": "0", "title": "新名称"}, "task-0"),
        ({"act": "dismiss", "phrase": "1", "reason": "只是名称"}, "proof-1"),
        ({"act": "remove", "task": "0", "reason": "不用报"}, "tasks-title"),
        ({"act": "facts", "number": "江教职函〔2023〕9号"}, "facts"),
        ({"act": "add", "words": "具体安排", "title": "另一项", "status": "planned"}, "task-3"),
    ],
)
def test_a_form_sent_twice_is_done_once_and_leads_to_what_it_changed(
    browser: TestClient, act: dict[str, str], place: str
) -> None:
    page = send(browser, NOTICE)
    first, second = submit(browser, page, **act), submit(browser, page, **act)
    assert (first.status_code, second.status_code) == (200, 200)
    assert (first.url.fragment, second.url.fragment) == (place, place)
    assert f'id="{place}"' in second.text
    assert "第 2 版" in words_of(second)


def test_publishing_pressed_twice_publishes_once_and_tells_no_error(browser: TestClient) -> None:
    page = submit(browser, send(browser, NOTICE), act="confirm", task="2")
    first, second = submit(browser, page, act="accept"), submit(browser, page, act="accept")
    assert (first.status_code, second.status_code) == (200, 200)
    assert 'role="alert"' not in second.text


def test_another_reviewers_same_act_is_told_and_the_reason_typed_comes_back(
    browser: TestClient, clock: FixedClock
) -> None:
    page = send(browser, NOTICE)
    submit(browser, page, act="dismiss", phrase="1", reason="只是名称")
    browser.post("/login", data={"token": make_token(browser, clock, "李四")})
    (phrase, *_) = re.findall(r'name="phrase" value="(\d+)"', page.text)
    word = form_word(browser.get("/review/1").text)
    form = {"csrf": word, "revision": "1", "act": "dismiss", "phrase": phrase, "reason": "想了很久的原因"}
    late = browser.post("/review/1", data=form)
    assert late.status_code == 409
    assert "您的修改没有保存" in late.text
    assert 'value="想了很久的原因"' in late.text
    same = browser.post("/review/1", data=form | {"phrase": "1", "reason": "只是名称"})
    assert same.status_code == 409


def test_a_forwarded_copy_leads_to_the_notice_and_asks_for_no_choice(browser: TestClient) -> None:
    submit(browser, submit(browser, send(browser, NOTICE), act="confirm", task="2"), act="accept")
    copy = send(browser, "转发：\n" + NOTICE)
    shown = words_of(copy)
    assert "这份通知不必再发布" in shown
    assert "替代原事项" not in shown
    (notice,) = browser.get("/notices", headers={"Accept": "application/json"}).json()
    assert f'href="/notices/{notice["id"]}"' in copy.text
    assert 'id="reject"' in copy.text
