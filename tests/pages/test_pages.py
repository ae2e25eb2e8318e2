"""What the pages say, and how they are served."""

import re
from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.clock import FixedClock
from app.errors import Unavailable
from app.intake import amend_task
from app.main import create_app
from app.settings import Settings
from tests.conftest import MONDAY
from tests.pages.conftest import BROWSER, Browse, load

NEWER = "教职成司函〔2022〕15号"
PAGES = [
    "/",
    "/provinces/guangdong",
    "/provinces/xpcc?month=2022-10",
    "/tasks/moe-zcs-2022-8-08",
    "/notices/moe-zcs-2022-8",
]


def words(html: str) -> str:
    """The text of a page, markup taken out, spaces collapsed."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


@pytest.mark.parametrize("address", [*PAGES, "/nowhere"])
def test_every_page_forbids_inline_code_and_framing(browse: Browse, address: str) -> None:
    answer = browse(address)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=", answer.text)


@pytest.mark.parametrize("address", PAGES)
def test_no_page_fetches_anything_from_another_host(browse: Browse, address: str) -> None:
    fetched = re.findall(r'<(?:link|script|img)[^>]* (?:src|href)="([^"]+)"', browse(address).text)
    assert fetched
    assert [link for link in fetched if not link.startswith("/") and ".ics" not in link] == []


def test_style_and_script_may_be_kept_for_ever_and_an_old_name_is_gone(client: TestClient, browse: Browse) -> None:
    for link in re.findall(r'"(/static/[^"]+)"', browse("/provinces/guangdong").text):
        answer = client.get(link)
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "public, max-age=31536000, immutable")
        assert answer.headers["content-encoding"] == "gzip"
        assert answer.content == client.get(link, headers={"Accept-Encoding": "identity"}).content
        assert client.get(link, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    assert client.get("/static/pages.0000000000.css").status_code == 404
    assert client.get("/static/..%2fmain.py").status_code == 404


def test_the_front_door_shows_what_is_due_next_and_every_province(browse: Browse) -> None:
    page = browse("/").text
    assert page.count("个工作日</span>") == 9
    assert len(set(re.findall(r'href="/provinces/(\w+)"', page))) == 37


@pytest.mark.parametrize("text", ["深圳", "shenzhen", "sz", "440300"])
def test_a_search_with_one_find_goes_there_and_keeps_the_day(browse: Browse, text: str) -> None:
    answer = browse(f"/?q={text}&as_of=2022-09-01&lang=en")
    assert (answer.status_code, answer.headers["location"]) == (303, "/provinces/shenzhen?as_of=2022-09-01&lang=en")


def test_a_search_without_a_find_says_so_and_shows_all(browse: Browse) -> None:
    page = browse("/?q=%3Cb%3E").text
    assert "没有叫“&lt;b&gt;”的报送单位" in page
    assert len(set(re.findall(r'href="/provinces/(\w+)"', page))) == 37


def test_a_province_page_says_lights_ways_and_the_last_working_day(browse: Browse) -> None:
    text = words(browse("/provinces/guangdong").text)
    for expected in (
        "还有 3 个工作日",
        "还有 6 个工作日",
        "须盖公章",
        "caeabgs@126.com",
        "010-66097867",
        "时间待通知 5 项",
    ):
        assert expected in text
    assert "截止日不是工作日，此前最后一个工作日是10月28日（周五）" in text


def test_a_separately_planned_city_sees_only_its_own(browse: Browse) -> None:
    page = browse("/provinces/shenzhen").text
    assert len(set(re.findall(r'<li id="(moe-[\w-]+)"', page))) == 9


def test_every_name_of_a_province_leads_to_its_page(browse: Browse) -> None:
    assert all(
        "<h1>广东省</h1>" in browse(f"/provinces/{name}").text for name in ("guangdong", "440000", "广东", "广东省")
    )


def test_the_mail_form_sends_what_the_address_takes(browse: Browse) -> None:
    form = re.search(
        r'<form class="stack" method="post" action="/subscriptions">.*?</form>', browse("/provinces/xpcc").text, re.S
    )
    assert form is not None
    assert '<input type="hidden" name="provinces" value="xpcc">' in form[0]
    assert set(re.findall(r'name="(\w+)"', form[0])) == {"email", "provinces", "cadence", "language"}


def test_another_day_is_shown_with_a_banner_and_kept_in_every_link(browse: Browse) -> None:
    page = browse("/provinces/guangdong?as_of=2022-10-29").text
    assert "本页按2022年10月29日（周六）显示，不是今天" in words(page)
    assert "截止前已没有工作日" in page
    links = re.findall(r'href="(/(?:tasks|provinces|notices)/[^"]*)"', page)
    assert links
    assert all("as_of=2022-10-29" in link or link == "/provinces/guangdong" for link in links)


def test_today_has_no_banner(browse: Browse) -> None:
    assert "不是今天" not in browse("/provinces/guangdong").text


@pytest.mark.parametrize("address", ["/", "/provinces/guangdong", "/notices/moe-zcs-2022-8"])
def test_years_later_the_pages_are_a_record_that_offers_a_rehearsal(
    browse: Browse, clock: FixedClock, address: str
) -> None:
    clock.moment = MONDAY.replace(year=2026, month=11, day=24)
    page = browse(address).text
    assert "这里的期限都已过去" in page
    assert f'href="{address}?as_of=2022-08-22"' in page
    assert "light red" not in page
    assert "light past" in page


def test_a_month_shows_holidays_and_leads_to_its_neighbours(browse: Browse) -> None:
    page = browse("/provinces/guangdong?month=2022-10").text
    assert page.count("<i>休</i>") == 7
    assert page.count("<i>班</i>") == 2
    assert "month=2022-09" in page
    assert "month=2022-11" in page


def test_an_earlier_month_shows_what_was_due_then(browse: Browse) -> None:
    page = browse("/provinces/guangdong?as_of=2023-03-01&month=2022-08").text
    assert "职业院校德育与思想政治教育工作队伍配备情况" in page


def test_a_task_page_explains_the_date_and_the_ways(browse: Browse) -> None:
    page = browse("/tasks/moe-zcs-2022-8-09a?province=shenzhen").text
    text = words(page)
    assert "“推介工作请于2022年8月25日前完成”" in text
    assert "含当日：当天报送仍然有效" in text
    assert "深圳市在报送范围内" in text
    assert "北京市西城区德胜门外大街4号综技楼112室" in text
    assert 'href="mailto:caeabgs@126.com?subject=%E6%B7%B1%E5%9C%B3' in page


def test_a_task_page_says_so_when_a_province_is_not_addressed(browse: Browse) -> None:
    assert "深圳市不在报送范围内" in words(browse("/tasks/moe-zcs-2022-8-01?province=shenzhen").text)


def test_a_moved_deadline_shows_on_task_and_province(
    client: TestClient, seed: dict[str, Any], clock: FixedClock
) -> None:
    next(task for task in seed["tasks"] if task["id"].endswith("-08"))["due_on"] = "2022-11-15"
    seed["amendment"] = {"reason": "填报时间延长", "notice": "教职成司函〔2022〕12号"}
    load(client, seed, clock)
    for address in ("/tasks/moe-zcs-2022-8-08", "/provinces/guangdong"):
        text = words(client.get(address, headers=BROWSER).text)
        assert "截止日 2022-10-30 → 2022-11-15" in text
        assert "填报时间延长 · 教职成司函〔2022〕12号" in text


def test_a_date_of_a_later_notice_names_it_on_the_task_and_marks_the_words_of_before(
    client: TestClient, browse: Browse, clock: FixedClock
) -> None:
    moved = {"due_on": date(2022, 11, 15), "wording": "延长至2022年11月15日"}
    why: dict[str, Any] = {"reason": "调整", "source": NEWER, "issued_on": date(2022, 9, 8), "now": clock.now()}
    with client.app.state.house.database.write() as session:  # ty: ignore[missing-attribute]
        amend_task(session, "moe-zcs-2022-8-08", moved, **why)
    said = words(browse("/tasks/moe-zcs-2022-8-08").text)
    assert f"以上是原通知的内容，其中的日期以后续通知为准： {NEWER}" in said
    assert f"日期依据 {NEWER} 2022年9月8日（周四）印发 原通知 教职成司函〔2022〕8号 一（八）" in said
    assert f"“延长至2022年11月15日” {NEWER}" in said
    with client.app.state.house.database.write() as session:  # ty: ignore[missing-attribute]
        amend_task(session, "moe-zcs-2022-8-08", {"summary": "总结报送至11月15日。"}, **why)
    assert "以上是原通知的内容" not in browse("/tasks/moe-zcs-2022-8-08").text


def test_a_withdrawn_task_says_so_and_leaves_the_lists(
    client: TestClient, seed: dict[str, Any], clock: FixedClock
) -> None:
    seed["tasks"] = [task for task in seed["tasks"] if not task["id"].endswith("-08")]
    load(client, seed, clock)
    assert "本事项已撤回" in client.get("/tasks/moe-zcs-2022-8-08", headers=BROWSER).text
    assert '<li id="moe-zcs-2022-8-08"' not in client.get("/provinces/guangdong", headers=BROWSER).text


def test_markup_in_a_document_is_shown_not_run(client: TestClient, seed: dict[str, Any], clock: FixedClock) -> None:
    evil = "<script>alert(1)</script>\"'&"
    seed["tasks"][0] |= {"title": evil, "summary": evil, "wording": evil, "limits": evil, "applies_because": evil}
    seed["tasks"][0]["contacts"] = [{"name": evil, "phones": [evil]}]
    seed["tasks"][0]["channels"] = [{"type": "post", "address": evil}, {"type": "platform", "name": evil}]
    load(client, seed, clock)
    for address in ("/", "/provinces/guangdong", "/tasks/moe-zcs-2022-8-01", "/notices/moe-zcs-2022-8"):
        page = client.get(address, headers=BROWSER).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_before_anything_is_loaded_the_pages_say_what_to_do(settings: Settings, clock: FixedClock) -> None:
    with TestClient(create_app(settings, clock), headers=BROWSER) as client:
        assert "还没有载入任何通知" in client.get("/").text
        assert "暂无与本单位有关的事项" in client.get("/provinces/guangdong").text


FAULTS = {
    "/provinces/guangdon": (404, "没有叫“guangdon”的报送单位"),
    "/tasks/x": (404, "没有编号为“x”的事项"),
    "/notices/x": (404, "没有编号为“x”的通知"),
    "/nowhere": (404, "没有这个页面"),
    "/?as_of=2022-13-01": (422, "地址里的“2022-13-01”不能用"),
    "/provinces/guangdong?month=9": (422, "月份请写成 年-月，例如 2022-09"),
    f"/?q={'x' * 101}": (422, "要找的名称请缩短到 100 个字以内"),
    "/tasks/a%00b": (404, "没有这个页面"),
    "/?lang=fr": (422, "语言只有 zh 和 en 两种"),
    "/tasks/moe-zcs-2022-8-08?province=atlantis": (404, "没有叫“atlantis”的报送单位"),
}


@pytest.mark.parametrize(("address", "answer"), FAULTS.items(), ids=FAULTS)
def test_a_fault_names_the_value_and_the_remedy(browse: Browse, address: str, answer: tuple[int, str]) -> None:
    page = browse(address)
    assert page.status_code == answer[0]
    assert answer[1] in words(page.text)
    assert 'href="/"' in page.text


def test_a_database_that_does_not_answer_is_a_page_that_asks_to_wait(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_session: object) -> None:
        raise Unavailable("The database does not answer")

    monkeypatch.setattr("app.routes.home.find_notices", fail)
    answer = client.get("/", headers=BROWSER)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert "已订阅的日历不受影响" in answer.text


def test_a_fault_of_ours_is_a_page_that_tells_nothing_of_the_inside(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.routes.home.find_notices", lambda _session: 1 / 0)
    answer = client.get("/", headers=BROWSER)
    assert answer.status_code == 500
    assert "这里出了差错" in answer.text
    assert "ZeroDivision" not in answer.text
