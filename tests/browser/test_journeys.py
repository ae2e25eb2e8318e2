"""What people come for, done as they do it: with a mouse, with the keyboard alone, without scripts."""

import re
from typing import TYPE_CHECKING
from urllib.request import urlopen

from icalendar import Calendar

from tests.browser.conftest import NewPage, Site

if TYPE_CHECKING:
    from playwright.sync_api import Page

CLIPBOARD = ["clipboard-read", "clipboard-write"]


def clipboard(page: "Page") -> str:
    return page.evaluate("navigator.clipboard.readText()")


def entries(address: str) -> list[str]:
    """The titles in the calendar at `address`, as a calendar client would read it."""
    with urlopen(address) as answer:
        return [str(event["summary"]) for event in Calendar.from_ical(answer.read()).walk("VEVENT")]


def test_a_newcomer_finds_shenzhen_and_what_they_copy_is_a_feed(new_page: NewPage, site: Site) -> None:
    page = new_page(permissions=CLIPBOARD)
    page.goto("/")
    page.get_by_role("link", name="深圳", exact=True).click()
    page.get_by_role("button", name="复制地址").click()
    page.get_by_text("已复制").wait_for()
    assert clipboard(page) == f"{site.address}/feeds/shenzhen.ics"
    assert len([title for title in entries(clipboard(page)) if "截止" in title]) == 5


def test_the_keyboard_alone_is_enough(new_page: NewPage, site: Site) -> None:
    page = new_page(permissions=CLIPBOARD)
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("sz")
    page.keyboard.press("Enter")
    page.wait_for_url("**/provinces/shenzhen")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.copies") == "address":
            break
    page.keyboard.press("Enter")
    page.get_by_text("已复制").wait_for()
    assert clipboard(page) == f"{site.address}/feeds/shenzhen.ics"


def test_everything_focused_shows_that_it_is(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/provinces/shenzhen")
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_without_scripts_nothing_is_missing(new_page: NewPage, site: Site) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/")
    page.get_by_role("textbox").first.fill("shenzhen")
    page.get_by_role("button", name="查找").click()
    assert page.url == f"{site.address}/provinces/shenzhen"
    assert page.get_by_role("button", name="复制地址").count() == 0
    assert page.get_by_label("订阅地址").input_value() == f"{site.address}/feeds/shenzhen.ics"
    page.get_by_role("link", name="月历").click()
    page.get_by_role("link", name=re.compile("下个月")).click()
    assert "month=2022-09" in page.url
    page.get_by_label("按某一天演练").fill("2022-09-30")
    page.get_by_role("button", name="查看").click()
    assert page.get_by_text("今天截止").first.is_visible()
    assert "month=2022-09" in page.url


def test_without_a_clipboard_the_copy_button_still_copies(new_page: NewPage, site: Site) -> None:
    page = new_page(permissions=CLIPBOARD)
    page.add_init_script("delete Navigator.prototype.clipboard")
    page.goto("/provinces/shenzhen")
    page.get_by_role("button", name="复制地址").click()
    page.get_by_text("已复制").wait_for()
    other = page.context.new_page()
    other.goto("/healthz")
    page.get_by_label("收件邮箱").press("Control+V")
    assert page.get_by_label("收件邮箱").input_value() == f"{site.address}/feeds/shenzhen.ics"


def test_a_timeline_row_leads_to_its_task(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/provinces/guangdong")
    page.locator(".timeline").get_by_role("link", name="社区教育工作总结和数据填报").click()
    page.locator("li:target").get_by_role("link", name="社区教育工作总结和数据填报").click()
    assert page.get_by_role("heading", level=1).inner_text() == "社区教育工作总结和数据填报"
    assert page.get_by_text("为什么与我有关").is_visible()
