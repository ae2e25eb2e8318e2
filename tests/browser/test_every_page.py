"""What must hold on every page: it fits, it is accessible in light and dark, it keeps quiet, it prints."""

from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import NewPage, Site, violations

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGES = {
    "home": "/",
    "home as a record": "/?as_of=2026-11-24",
    "home in English": "/?lang=en",
    "province": "/provinces/guangdong",
    "province by month": "/provinces/guangdong?month=2022-10",
    "province as a record": "/provinces/xpcc?as_of=2026-11-24",
    "province in English": "/provinces/neimenggu?lang=en&as_of=2022-10-29",
    "task": "/tasks/moe-zcs-2022-8-09a?province=shenzhen",
    "task with forms": "/tasks/moe-zcs-2022-8-07",
    "task without a date": "/tasks/moe-zcs-2022-8-10",
    "task in English": "/tasks/moe-zcs-2022-8-07?lang=en&province=shenzhen",
    "notice": "/notices/moe-zcs-2022-8",
    "notice in English": "/notices/moe-zcs-2022-8?lang=en",
    "subscribing by mail": "/subscriptions?province=shenzhen",
    "subscribing by mail in English": "/subscriptions?lang=en",
    "fault": "/provinces/guangdon",
}
every_page = pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)


@every_page
def test_it_fits_without_sideways_scrolling(new_page: NewPage, address: str) -> None:
    page = new_page()
    for width in (375, 768, 1366):
        page.set_viewport_size({"width": width, "height": 768})
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") == width


@every_page
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(new_page: NewPage, address: str, scheme: str) -> None:
    page = new_page(color_scheme=scheme, viewport={"width": 1366, "height": 768}, bypass_csp=True)
    page.goto(address)
    assert violations(page) == []


def test_axe_does_find_what_is_wrong(new_page: NewPage) -> None:
    page = new_page(bypass_csp=True)
    page.goto("/")
    page.evaluate("document.querySelector('label[for=q]').remove(); document.querySelector('#q').placeholder = ''")
    assert "label" in [name for name, _ in violations(page)]


@every_page
def test_it_keeps_quiet_and_asks_no_other_host(new_page: NewPage, site: Site, address: str) -> None:
    page = new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    answer = page.goto(address, wait_until="networkidle")
    assert answer is not None
    assert [url for url in asked if not url.startswith(f"{site.address}/")] == []
    # The browser itself reports the status of a page that is an error.
    assert said == [] if answer.ok else all("404" in line for line in said)


def test_the_notice_prints_on_one_page(new_page: NewPage) -> None:
    for address in (PAGES["notice"], f"{PAGES['notice']}?as_of=2026-11-24", f"{PAGES['notice']}?lang=en"):
        assert printed_pages(new_page(), address) == 1


def test_a_task_prints_its_label(new_page: NewPage) -> None:
    page = new_page()
    page.goto(PAGES["task"])
    page.emulate_media(media="print")
    assert page.locator(".label").is_visible()
    assert not page.get_by_role("link", name="写邮件").is_visible()


def printed_pages(page: "Page", address: str) -> int:
    pypdf = pytest.importorskip("pypdf", reason="needs the extra `browser`")
    page.goto(address)
    return len(pypdf.PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages)
