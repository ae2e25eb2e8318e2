"""The review in a browser without scripts: sign in, settle a draft form by form, publish; nothing unescaped."""

import re
from html import unescape
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from selectolax.lexbor import LexborHTMLParser

from app.clock import FixedClock
from app.intake import load_document
from app.main import create_app
from app.schemas.document import NoticeDocument
from app.settings import Settings
from tests.drafts.conftest import FOLLOW_UP, NOTICE, database_of, form_word, make_token

DAMAGED = NOTICE.replace("请于2023年5月20日前将案例", "请于2023年520日前将案例")


def send(browser: TestClient, text: str, **fields: Any) -> httpx2.Response:
    """Paste a text into the form of the list page."""
    word = form_word(browser.get("/review").text)
    return browser.post("/review", data={"csrf": word, "text": text, **fields})


def submit(browser: TestClient, page: httpx2.Response, **fields: Any) -> httpx2.Response:
    """Send one form of a draft's page."""
    revision = re.search(r'name="revision" value="(\d+)"', page.text)
    assert revision
    data = {"csrf": form_word(page.text), "revision": revision[1], **fields}
    return browser.post(page.url.path, data=data)


def words_of(page: httpx2.Response) -> str:
    return LexborHTMLParser(page.text).text()


def test_a_page_asks_to_sign_in_and_comes_back(service: TestClient, token: str) -> None:
    service.headers["Accept"] = "text/html"
    asked = service.get("/review/7", follow_redirects=False)
    assert (asked.status_code, asked.headers["location"]) == (303, "/login?next=/review/7")
    form = service.get("/login?next=/review/7").text
    assert 'value="/review/7"' in form
    signed = service.post("/login", data={"token": token, "next": "/review/7"}, follow_redirects=False)
    assert (signed.status_code, signed.headers["location"]) == (303, "/review/7")


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "/review/../tasks", "/review/7\nx"])
def test_nobody_is_sent_elsewhere_after_signing_in(service: TestClient, token: str, elsewhere: str) -> None:
    signed = service.post("/login", data={"token": token, "next": elsewhere}, follow_redirects=False)
    assert signed.headers["location"] == "/review"


def test_without_any_token_the_page_says_how_to_make_one(service: TestClient) -> None:
    for address in ("/login", "/review", "/review/1"):
        answer = service.get(address, headers={"Accept": "text/html"})
        assert answer.status_code == 403
        assert "qixian admin token create" in answer.text


def test_a_wrong_token_is_told_and_not_repeated(service: TestClient, token: str) -> None:
    answer = service.post("/login", data={"token": "qixian_secretly_wrong"}, headers={"Accept": "text/html"})
    assert answer.status_code == 401
    assert "令牌不对" in answer.text
    assert "secretly" not in answer.text
    foreign = service.post("/login", data={"token": token}, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403


@pytest.mark.parametrize(
    ("base_url", "is_secure"), [("http://127.0.0.1:8000", False), ("https://qixian.example", True)]
)
def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    settings: Settings, clock: FixedClock, base_url: str, is_secure: bool
) -> None:
    app = create_app(settings.model_copy(update={"base_url": base_url}), clock)
    with TestClient(app) as service:
        token = make_token(service, clock, "张三")
        answer = service.post("/login", data={"token": token}, follow_redirects=False)
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert ("Secure" in cookie) is is_secure
    assert token not in cookie


def test_signing_out_ends_the_session(browser: TestClient) -> None:
    word = form_word(browser.get("/review").text)
    browser.post("/logout", data={"csrf": word})
    assert browser.get("/review", follow_redirects=False).status_code == 303


@pytest.mark.parametrize("word", [None, "", "0" * 64])
def test_a_form_from_elsewhere_does_nothing(browser: TestClient, word: str | None) -> None:
    data = {"text": NOTICE} if word is None else {"text": NOTICE, "csrf": word}
    assert browser.post("/review", data=data).status_code == 403
    assert "还没有草稿" in browser.get("/review").text


def test_a_notice_is_published_once_its_undated_task_was_agreed_to(browser: TestClient) -> None:
    page = send(browser, NOTICE)
    assert page.url.path == "/review/1"
    assert "确认：暂无日期（计划中，日期待定）" in words_of(page)
    page = submit(browser, page, act="confirm", task="2")
    assert page.url.fragment == "task-2"
    assert "审核人已确认：暂无日期" in page.text
    assert "都处理完了，可以发布" in page.text
    done = submit(browser, page, act="accept")
    assert "已经发布" in done.text
    tasks = browser.get("/tasks", headers={"Accept": "application/json"}).json()["items"]
    assert [task["due_on"] for task in tasks] == ["2023-05-20", "2023-06-15", None]
    listed = browser.get("/review").text
    assert "已发布" in listed
    assert f"/notices/{tasks[0]['notice_id']}" in listed


def test_what_is_open_is_listed_and_keeps_from_publishing(browser: TestClient) -> None:
    page = submit(browser, send(browser, DAMAGED), act="confirm", task="2")
    assert "文字残缺" in page.text
    assert "发布</button>" not in page.text
    refused = submit(browser, page, act="accept")
    assert refused.status_code == 409
    assert "还有 1 处没有处理，没有发布" in words_of(refused)
    settled = submit(browser, page, act="correct", task="0", status="dated", due_on="2023-05-20", title="案例征集")
    assert settled.url.fragment == "task-0"
    assert "可以发布" in settled.text


def test_a_refused_correction_comes_back_with_what_was_typed(browser: TestClient) -> None:
    page = send(browser, NOTICE)
    refused = submit(
        browser, page, act="correct", task="1", title="改好的名称", opens_on="2023-07-01", due_on="2023-06-01"
    )
    assert refused.status_code == 422
    assert "开始日 2023-07-01 晚于截止日 2023-06-01" in words_of(refused)
    assert 'value="改好的名称"' in refused.text
    assert "第 1 版" in refused.text


def test_two_reviewers_never_overwrite_each_other(browser: TestClient) -> None:
    page = send(browser, NOTICE)
    submit(browser, page, act="correct", task="0", title="先改的名称")
    late = submit(browser, page, act="correct", task="0", title="后改的名称")
    assert late.status_code == 409
    assert "您的修改没有保存" in late.text
    assert "先改的名称" in words_of(browser.get("/review/1"))


def test_words_are_added_without_a_script_by_pasting_them(browser: TestClient) -> None:
    page = send(browser, NOTICE)
    fields = {"words": "具体安排另行通知", "start": "", "end": "", "task": "2", "status": "dated"}
    added = submit(browser, page, act="add", title="", opens_on="", due_on="2023-09-01", provinces="全部", **fields)
    assert added.status_code == 200
    assert "2023年9月1日（周五）" in words_of(added)


def test_the_same_text_again_leads_to_its_draft(browser: TestClient) -> None:
    send(browser, NOTICE)
    again = send(browser, NOTICE)
    assert (again.url.path, again.url.query) == ("/review/1", b"again=1")
    assert "以前读过" in again.text


def test_a_follow_up_shows_old_and_new_side_by_side(
    browser: TestClient, notice: NoticeDocument, clock: FixedClock
) -> None:
    with database_of(browser).write() as session:
        load_document(session, notice, clock.now())
    page = send(browser, FOLLOW_UP)
    shown = words_of(page)
    for words in (
        "替代原事项",
        "新事项",
        "2022年10月30日（周日）",
        "2022年11月15日（周二）",
        "（开始日不变）",
        "撤销原事项",
    ):
        assert words in shown
    wrong = submit(browser, page, act="choose", task="0", replaces="moe-zcs-2022-8-08", **{"take-id": "on"})
    assert wrong.status_code == 422
    assert "一并更新的内容：请从列表中选择" in words_of(wrong)
    chosen = {"replaces": "moe-zcs-2022-8-08", "take-contacts": "on"}
    moved = submit(browser, page, act="choose", task="0", **chosen)
    assert "已选：替代原事项" in moved.text
    ticked = LexborHTMLParser(moved.text).css("input[type=checkbox][checked]")
    assert [box.attributes["name"] for box in ticked] == ["take-contacts"]
    withdrawn = submit(browser, moved, act="withdraw", task_id="moe-zcs-2022-8-12", agreed="true")
    dated = submit(browser, withdrawn, act="choose", task="1", replaces="moe-zcs-2022-8-03")
    assert submit(browser, dated, act="accept").status_code == 200
    task = browser.get("/tasks/moe-zcs-2022-8-08", headers={"Accept": "application/json"}).json()
    assert (task["due_on"], task["sequence"]) == ("2022-11-15", 1)
    assert [contact["name"] for contact in task["contacts"]] == ["杜若", "李慧勤", "桂敏"]


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}",
    "=cmd|' /C calc'!A0",
    "\u202e文字倒排\u2066",
    "\x07\x1b[31m\x00",
    "javascript:alert(1)",
)


@pytest.mark.parametrize("attack", HOSTILE)
def test_nothing_of_a_document_reaches_a_page_unescaped(browser: TestClient, attack: str) -> None:
    text = (
        NOTICE.replace("校企合作典型案例征集", f"校企合作{attack}案例征集")
        .replace("张明", f"张{attack}")
        .replace("江海省教育厅", f"江海{attack}教育厅")
    )
    page = send(browser, text, name=f"名称{attack}")
    assert page.status_code == 200
    tree = LexborHTMLParser(page.text)
    assert [str(script.attributes.get("src"))[:15] for script in tree.css("script")] == ["/static/review."]
    assert tree.css("img[onerror]") == []
    assert not re.search(r"[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", unescape(page.text))
    assert all(str(link.attributes.get("href")).startswith(("/", "#")) for link in tree.css("a, link"))
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert page.headers["cache-control"] == "no-store"


def test_hostile_words_are_harmless_after_publishing_too(browser: TestClient) -> None:
    attack = "<script>alert</script>"
    page = send(browser, NOTICE.replace("校企合作典型案例征集", f"校企合作{attack}案例征集"))
    submit(browser, submit(browser, page, act="confirm", task="2"), act="accept")
    (notice,) = browser.get("/notices", headers={"Accept": "application/json"}).json()
    published = browser.get(f"/notices/{notice['id']}")
    assert published.headers["content-type"].startswith("text/html")
    assert attack not in published.text
    browser.app.state.house.feeds.refresh()  # ty: ignore[missing-attribute]
    feed = browser.get("/feeds/all.ics").text
    assert attack in feed.replace("\r\n ", "")


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
    assert "没有执行" in kept.text or "还没有执行" in kept.text
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
