"""Subscribing by mail, as a newcomer does it: ask on a page, confirm from the mail, leave, come back."""

import re
import time
from email import message_from_bytes, policy
from pathlib import Path

from tests.browser.conftest import NewPage, Site, violations


def link_in_mail(maildir: Path, address: str) -> str:
    """The first link in the newest mail to `address`; waits for it up to 10 seconds."""
    for _ in range(100):
        for file in sorted((maildir / "new").glob("*"), key=lambda found: found.stat().st_mtime, reverse=True):
            message = message_from_bytes(file.read_bytes(), policy=policy.default)
            body = message.get_body(("plain",))
            if message["To"] and address in message["To"] and body is not None:
                links = re.findall(r"https?://\S+", body.get_content())
                return links[0]
        time.sleep(0.1)
    raise AssertionError(f"no mail to {address} within 10 seconds")


def test_a_newcomer_subscribes_confirms_leaves_and_comes_back(new_page: NewPage, site: Site) -> None:
    page = new_page(bypass_csp=True)
    page.goto("/provinces/shenzhen")
    page.get_by_label("收件邮箱").fill("reader@example.org")
    page.get_by_label("发送内容").select_option("both")
    page.get_by_role("button", name="发送确认邮件").click()
    page.get_by_role("heading", name="请查收确认邮件").wait_for()
    assert violations(page) == []
    page.goto(link_in_mail(site.maildir, "reader@example.org"))
    assert page.get_by_text("深圳市").is_visible()
    assert violations(page) == []
    page.get_by_role("button", name="确认订阅").click()
    page.get_by_role("link", name="管理订阅").click()
    assert violations(page) == []
    page.get_by_role("button", name="退订").click()
    assert page.get_by_text("已退订，不再发送").is_visible()
    page.get_by_role("button", name="恢复订阅").click()
    assert page.get_by_role("button", name="退订").is_visible()


def test_a_wrong_address_is_named_and_nothing_typed_is_lost(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/subscriptions?province=shenzhen")
    page.get_by_label("邮箱").fill("rea!der@example.org")
    page.get_by_role("button", name="发送确认邮件").click()
    assert page.get_by_role("alert").is_visible()
    assert page.get_by_label("邮箱").input_value() == "rea!der@example.org"
    assert page.get_by_label("深圳").is_checked()
