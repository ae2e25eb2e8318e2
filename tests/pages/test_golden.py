"""The pages as files in git: a change of what people see shows in the difference."""

import os
import re
from pathlib import Path

import pytest

from tests.pages.conftest import Browse

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
    "error-404": "/provinces/guangdon",
    "error-422": "/?as_of=2022-13-01",
}


@pytest.mark.parametrize(("name", "address"), PAGES.items(), ids=PAGES)
def test_a_page_is_the_one_in_git(browse: Browse, name: str, address: str) -> None:
    """QIXIAN_RENEW_GOLDEN=1 in the environment writes them anew; the difference is for a person to read."""
    page = re.sub(r"(/static/\w+)\.[0-9a-f]{10}\.", r"\1.", browse(address).text)
    file = GOLDEN / f"{name}.html"
    if os.environ.get("QIXIAN_RENEW_GOLDEN"):
        file.write_text(page, encoding="utf-8", newline="\n")
    assert page == file.read_text(encoding="utf-8")
