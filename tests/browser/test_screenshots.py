"""The pictures in docs/screenshots: one of each page, in Chinese, small enough for a README."""

import os
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import NewPage
from tests.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOLDER = ROOT / "docs" / "screenshots"
SHOWN = "https://qixian.example.org/feeds/guangdong.ics"
DESK, PHONE = {"width": 1366, "height": 900}, {"width": 375, "height": 812}
SHOTS: dict[str, tuple[str, dict[str, Any]]] = {
    "home": ("/", {"viewport": DESK}),
    "home-record": ("/?as_of=2026-11-24", {"viewport": DESK}),
    "home-phone": ("/", {"viewport": PHONE}),
    "province": ("/provinces/guangdong", {"viewport": {"width": 1366, "height": 1400}}),
    "province-dark": ("/provinces/guangdong", {"viewport": DESK, "color_scheme": "dark"}),
    "province-month": ("/provinces/guangdong?month=2022-10", {"viewport": DESK}),
    "province-phone": ("/provinces/shenzhen", {"viewport": PHONE}),
    "task": ("/tasks/moe-zcs-2022-8-09a?province=shenzhen", {"viewport": {"width": 1366, "height": 1340}}),
    "notice": ("/notices/moe-zcs-2022-8", {"viewport": DESK}),
    "rehearsal": ("/provinces/guangdong?as_of=2022-10-29", {"viewport": DESK}),
    "subscribing": ("/subscriptions?province=shenzhen", {"viewport": DESK}),
    "error": ("/provinces/guangdon", {"viewport": DESK}),
}


@pytest.mark.parametrize("name", SHOTS)
def test_a_page_has_its_picture(new_page: NewPage, name: str) -> None:
    """QIXIAN_RENEW_GOLDEN=1 in the environment takes them anew; the pictures are for a person to look at."""
    address, options = SHOTS[name]
    page = new_page(**options)
    page.goto(address)
    page.locator("#address").evaluate_all(f"fields => fields.forEach(field => field.value = '{SHOWN}')")
    keep_picture(page, name)


def keep_picture(page: "Page", name: str) -> None:
    """Take the page's picture, keep it when pictures are renewed, and look that a small one is there."""
    taken, file = page.screenshot(), FOLDER / f"{name}.png"
    if os.environ.get("QIXIAN_RENEW_GOLDEN"):
        save_small(taken, file)
    assert file.read_bytes()[:4] == taken[:4] == b"\x89PNG"
    assert file.stat().st_size < 150_000


def save_small(png: bytes, file: Path) -> None:
    """Write a picture with 256 colours, which a page of text can spare, at a third of the size."""
    image = pytest.importorskip("PIL.Image", reason="needs the extra `browser`")
    image.open(BytesIO(png)).convert("RGB").quantize(256, dither=image.Dither.NONE).save(file, optimize=True)
