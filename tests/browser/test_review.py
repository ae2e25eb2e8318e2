"""A notice from its text to published tasks, as a reviewer does it: with a mouse, and without scripts."""

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.access.tokens import create_token
from app.clock import FixedClock
from app.drafts.store import save_draft
from app.extraction import read_text
from tests.browser.conftest import NewPage, Site, serving, violations
from tests.browser.test_screenshots import keep_picture
from tests.drafts.conftest import FOLLOW_UP, NOTICE

if TYPE_CHECKING:
    from playwright.sync_api import Page

WORDS = "现将2023年职业教育有关材料报送工作"
UNREAD = NOTICE.replace("请于2023年5月20日前", "请在放假前检查，于2023年520日前")
PAGES = {"signing in": "/login", "the list": "/review", "a draft": "/review/1", "a follow-up": "/review/2"}
every_page = pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)


@pytest.fixture
def site(tmp_path: Path) -> Generator[Site]:
    """A service of each test's own, because what is published here would show on every page."""
    with serving(tmp_path) as running:
        yield running


@pytest.fixture
def drafts(site: Site) -> None:
    """A notice with something open as draft 1, a follow-up as draft 2."""
    for name, text in (("材料报送通知", UNREAD), ("调整安排通知", FOLLOW_UP)):
        draft = read_text(text, workdays=site.house.workdays)
        with site.house.database.write() as session:
            save_draft(session, name, draft, who="test", now=site.house.clock.now())


@pytest.fixture
def token(site: Site) -> str:
    """李审核's token."""
    with site.house.database.write() as session:
        return create_token(session, "李审核", who="test", now=site.house.clock.now())


def sign_in(page: "Page", token: str) -> None:
    page.goto("/review")
    page.get_by_label("管理员令牌").fill(token)
    page.get_by_role("button", name="登录").click()


def send(page: "Page", text: str) -> None:
    page.get_by_label("或者粘贴通知全文").fill(text)
    page.get_by_role("button", name="读取").click()
    page.wait_for_url("**/review/*")


def said_by(page: "Page") -> list[str]:
    """Everything the page will say to the console."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def select(page: "Page", words: str) -> None:
    """Select these words of the notice as a mouse would, across the marks of its dates."""
    page.evaluate(
        """words => {
          const paper = document.getElementById("paper"), range = document.createRange();
          const walker = document.createTreeWalker(paper, NodeFilter.SHOW_TEXT);
          const at = paper.textContent.lastIndexOf(words);
          for (let node, passed = 0; (node = walker.nextNode()); passed += node.length) {
            const start = at - passed, end = at + words.length - passed;
            if (start >= 0 && start < node.length) range.setStart(node, start);
            if (end > 0 && end <= node.length) { range.setEnd(node, end); break; }
          }
          document.getSelection().removeAllRanges();
          document.getSelection().addRange(range);
        }""",
        words,
    )
    page.wait_for_function("words => document.querySelector('#add [name=words]').value === words", arg=words)


def test_a_notice_goes_from_its_text_to_published_tasks(new_page: NewPage, token: str) -> None:
    page = new_page(viewport={"width": 1366, "height": 900})
    said = said_by(page)
    sign_in(page, token)
    send(page, UNREAD)
    for light in ("used", "dismissed", "open"):
        assert page.locator(f"mark.{light}").first.is_visible()
    assert page.get_by_role("heading", name="还有 3 处要处理").is_visible()
    assert page.get_by_role("button", name="发布", exact=True).count() == 0

    row = page.locator(".proof tr").filter(has_text="放假前")
    row.get_by_label("不是期限，原因").fill("只是提醒")
    row.get_by_role("button", name="不是期限").click()
    assert page.locator("mark.dismissed", has_text="放假前").get_attribute("title") == "只是提醒"

    damaged = page.locator("#task-0")
    damaged.get_by_label("截止日（含当天）").fill("2023-05-20")
    damaged.get_by_label("日期状态").select_option("有截止日")
    damaged.get_by_role("button", name="保存更正").click()
    assert page.locator("#task-0").get_by_text("2023年5月20日（周六）").is_visible()

    select(page, WORDS)
    adding = page.locator("#add")
    adding.get_by_label("新事项的名称").fill("成立工作组")
    adding.get_by_label("截止日（含当天）").fill("2023-04-30")
    adding.get_by_role("button", name="添加").click()
    assert page.locator("mark[title='事项 4']", has_text="2023年").is_visible()
    assert page.locator("#task-3").get_by_text(f"「{WORDS}」").is_visible()

    page.locator("#task-2").get_by_role("button", name="确认：暂无日期").click()
    page.get_by_role("button", name="发布", exact=True).click()
    page.get_by_role("link", name="查看发布的通知").wait_for()
    published = page.request.get("/tasks?q=成立工作组").json()["items"]
    assert [(task["title"], task["due_on"]) for task in published] == [("成立工作组", "2023-04-30")]
    assert said == []


def test_without_scripts_a_notice_is_reviewed_too(new_page: NewPage, token: str) -> None:
    page = new_page(java_script_enabled=False)
    sign_in(page, token)
    send(page, UNREAD)
    adding = page.locator("#add")
    adding.get_by_label("原文").fill("放假前检查")
    adding.get_by_label("新事项的名称").fill("安全检查")
    adding.get_by_label("截止日（含当天）").fill("2023-04-28")
    adding.get_by_role("button", name="添加").click()
    assert page.locator("#task-3").get_by_text("2023年4月28日（周五）").is_visible()
    page.locator("#task-0").get_by_label("截止日（含当天）").fill("2023-05-20")
    page.locator("#task-0").get_by_label("日期状态").select_option("有截止日")
    page.locator("#task-0").get_by_role("button", name="保存更正").click()
    page.locator("#task-2").get_by_role("button", name="确认：暂无日期").click()
    page.get_by_role("button", name="发布", exact=True).click()
    assert page.get_by_role("link", name="查看发布的通知").is_visible()


def test_the_second_of_two_places_in_a_later_part_stays_selected_over_an_error(new_page: NewPage, token: str) -> None:
    page = new_page()
    sign_in(page, token)
    last = "甲会于2026年12月19日召开。乙会于2026年12月19日召开。"
    send(page, NOTICE + "\n其他内容，供查阅。" * 2500 + f"\n{last}\n")
    page.get_by_role("navigation", name="原文的各部分").first.get_by_role("link", name="2").click()
    select(page, "2026年12月19日")
    page.locator("#add").get_by_role("button", name="添加").click()
    assert page.get_by_text("新事项要有名称").is_visible()
    page.locator("#add").get_by_label("新事项的名称").fill("乙会")
    page.locator("#add").get_by_role("button", name="添加").click()
    added = page.locator("article", has=page.get_by_role("heading", name="乙会"))
    assert added.get_by_text("2026年12月19日（周六）").first.is_visible()
    added.get_by_text("更正", exact=True).click()
    assert added.get_by_label("摘要").input_value() == "乙会于2026年12月19日召开"


def test_a_follow_up_lies_beside_what_it_may_replace(new_page: NewPage, token: str) -> None:
    page = new_page()
    sign_in(page, token)
    send(page, FOLLOW_UP)
    moved = page.locator("#task-0 form", has=page.get_by_role("button", name="替代原事项"))
    moved.get_by_label("联系人").check()
    moved.get_by_role("button", name="替代原事项").click()
    chosen = page.locator("#task-0 form", has_text="已选：替代原事项")
    assert chosen.get_by_label("联系人").is_checked()
    assert not chosen.get_by_label("名称").is_checked()


@every_page
@pytest.mark.usefixtures("drafts")
def test_it_fits_without_sideways_scrolling(new_page: NewPage, token: str, address: str) -> None:
    page = new_page()
    sign_in(page, token)
    for width in (375, 768, 1366):
        page.set_viewport_size({"width": width, "height": 768})
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") == width


@every_page
@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(new_page: NewPage, token: str, address: str, scheme: str) -> None:
    page = new_page(color_scheme=scheme, viewport={"width": 1366, "height": 768}, bypass_csp=True)
    said = said_by(page)
    sign_in(page, token)
    page.goto(address)
    page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
    assert violations(page) == []
    assert said == []


PICTURES = {"login": "/login", "review-list": "/review", "review": "/review/1", "review-follow-up": "/review/2#task-0"}


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.usefixtures("drafts")
def test_a_page_of_the_review_has_its_picture(new_page: NewPage, token: str, name: str) -> None:
    """QIXIAN_RENEW_GOLDEN=1 in the environment takes them anew."""
    page = new_page(viewport={"width": 1366, "height": 1200 if name.startswith("review") else 600})
    sign_in(page, token)
    page.goto(PICTURES[name])
    keep_picture(page, name)


def test_a_long_correction_survives_the_end_of_the_session(new_page: NewPage, site: Site, token: str) -> None:
    page = new_page()
    sign_in(page, token)
    send(page, UNREAD)
    page.locator("#facts summary").click()
    page.locator("#facts").get_by_label("主送机关").fill("各市、县教育局，各直属学校")
    assert isinstance(site.house.clock, FixedClock)
    site.house.clock.advance(hours=9)
    page.locator("#facts").get_by_role("button", name="保存更正").click()
    assert page.get_by_text("您填写的内容还在").is_visible()
    page.get_by_label("管理员令牌").fill(token)
    page.get_by_role("button", name="登录").click()
    assert page.get_by_text("各市、县教育局，各直属学校").is_visible()
    page.get_by_role("button", name="接着提交").click()
    page.wait_for_url("**/review/1#facts")
    assert page.locator("#facts").get_by_text("各市、县教育局，各直属学校").first.is_visible()
