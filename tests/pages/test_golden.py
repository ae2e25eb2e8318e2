"""The pages as files in git: a change of what people see shows in the difference."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.mail.post import WISH, confirm_link, letters, links
from tests.pages.conftest import BROWSER, Browse

GOLDEN = Path(__file__).parent / "golden"
PAGES = {
    "home": "/",
    "home-record": "/?as_of=2026-11-24",
    "home-en": "/?lang=en",
    "province": "/provinces/guangdong",
    "province-month": "/provinces/xpcc?month=2022-10",
    "province-record": "/provinces/shenzhen?as_of=2026-11-24",
    "task": "/tasks/moe-zcs-2022-8-02?province=guangdong",
    "task-undated": "/tasks/moe-zcs-2022-8-10",
    "notice": "/notices/moe-zcs-2022-8",
    "subscribing": "/subscriptions?province=shenzhen",
    "error-404": "/provinces/guangdon",
    "error-422": "/?as_of=2022-13-01",
    "error-link": "/subscriptions/manage/x",
}
PRIVATE = ["asked", "confirming", "confirmed", "managing", "managing-en", "leaving", "left"]


def compare(name: str, page: str) -> None:
    """QIXIAN_RENEW_GOLDEN=1 in the environment writes them anew; the difference is for a person to read."""
    page = re.sub(r"(/static/\w+)\.[0-9a-f]{10}\.", r"\1.", page)
    page = re.sub(r'(/(?:confirm|manage|u))/[\w.=-]+(?=["/?])', r"\1/TOKEN", page)
    file = GOLDEN / f"{name}.html"
    if os.environ.get("QIXIAN_RENEW_GOLDEN"):
        file.write_text(page, encoding="utf-8", newline="\n")
    assert page == file.read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "address"), PAGES.items(), ids=PAGES)
def test_a_page_is_the_one_in_git(browse: Browse, name: str, address: str) -> None:
    compare(name, browse(address).text)


@pytest.fixture
def private(client: TestClient, sink: Path) -> Mapping[str, str]:
    """The pages of one subscription from its asking to its end."""
    client.headers.update(BROWSER)
    asked = client.post("/subscriptions", data={**WISH, "provinces": ["guangdong", "shenzhen"]}).text
    link = confirm_link(sink)
    confirming, confirmed = client.get(link).text, client.post(link).text
    managed = re.search(r'href="(/subscriptions/manage/[^"]+)"', confirmed)
    assert managed
    client.app.state.mail.if_due()  # ty: ignore[missing-attribute]
    leave = next(found for letter in letters(sink) for found in links(letter) if found.startswith("/u/"))
    return {
        "asked": asked,
        "confirming": confirming,
        "confirmed": confirmed,
        "managing": client.get(managed[1]).text,
        "managing-en": client.get(f"{managed[1]}?lang=en").text,
        "leaving": client.get(leave).text,
        "left": client.post(leave).text,
    }


def test_the_private_pages_are_those_in_git(private: Mapping[str, str]) -> None:
    for name in PRIVATE:
        compare(f"private-{name}", private[name])
