"""The review in a browser without scripts: sign in, settle a draft form by form, publish; nothing unescaped."""

import re
from html import unescape
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from selectolax.lexbor import LexborHTMLParser, LexborNode

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


def first(page: httpx2.Response, selector: str) -> LexborNode:
    """The first element of a page that a selector finds."""
    return LexborHTMLParser(page.text).css(selector)[0]


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
    cookies = dict(browser.cookies)
    browser.post("/logout", data={"csrf": word})
    assert browser.get("/review", follow_redirects=False).status_code == 303
    browser.cookies.update(cookies)
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


def test_a_published_draft_says_what_was_withdrawn_and_what_was_not(
    browser: TestClient, notice: NoticeDocument, clock: FixedClock
) -> None:
    with database_of(browser).write() as session:
        load_document(session, notice, clock.now())
    page = submit(browser, send(browser, FOLLOW_UP), act="choose", task="0", replaces="moe-zcs-2022-8-08")
    page = submit(browser, page, act="choose", task="1", replaces="moe-zcs-2022-8-03")
    page = submit(browser, page, act="withdraw", task_id="moe-zcs-2022-8-12", agreed="true")
    published = submit(browser, page, act="accept")
    assert published.status_code == 200
    assert "已选：撤销原事项" in first(published, "#withdraw-moe-zcs-2022-8-12").text()
    link = first(published, "#withdraw-moe-zcs-2022-8-12 a")
    assert link.attributes["href"] == "/tasks/moe-zcs-2022-8-12"


def test_the_selected_place_is_kept_over_an_error(browser: TestClient) -> None:
    text = NOTICE.replace("联系人：张明", "预备会2026年12月19日，总结会2026年12月19日。\n\n联系人：张明")
    start = text.rindex("2026年12月19日")
    selected = {"act": "add", "words": "2026年12月19日", "start": str(start), "end": str(start + 11)}
    refused = submit(browser, send(browser, text), **selected)
    assert (refused.status_code, "新事项要有名称" in refused.text) == (422, True)
    fields = LexborHTMLParser(refused.text).css("#add input[type=hidden]")
    kept = {str(field.attributes["name"]): str(field.attributes["value"]) for field in fields}
    assert (kept["start"], kept["end"]) == (str(start), str(start + 11))
    added = submit(browser, refused, **{**selected, **kept, "title": "总结会", "status": "dated", "due_on": ""})
    assert "2026年12月19日（周六）" in LexborHTMLParser(added.text).css("article")[-1].text()


def test_the_form_for_a_new_task_starts_from_those_the_notice_addresses(browser: TestClient) -> None:
    salutation = "各省、自治区、直辖市教育厅（教委），新疆生产建设兵团教育局："
    page = send(
        browser,
        NOTICE.replace("各省、自治区、直辖市教育厅（教委），各计划单列市教育局，新疆生产建设兵团教育局：", salutation),
    )
    assert first(page, "#add-provinces").attributes["value"] == "各省、兵团"


def test_the_forms_of_a_task_are_shown_and_corrected(browser: TestClient) -> None:
    page = submit(browser, send(browser, NOTICE), act="correct", task="0", forms="附件1 推荐汇总表\n附件2 申报书")
    assert "附件2 申报书" in first(page, "#task-0 p.lines + p.lines").text()
    refused = submit(browser, page, act="correct", task="0", forms="附件1")
    assert "表格：「附件1」要先写附件的编号" in words_of(refused)


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
