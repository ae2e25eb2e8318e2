"""What must hold on the pages of a subscription, which only its owner has the links to."""

import pytest

from app.delivery import optin
from app.delivery.optin import Wish
from app.delivery.subscriptions import Choices, end, subscribe
from app.delivery.tokens import CONFIRM, MANAGE, UNSUBSCRIBE, make_token
from app.keys import secret_key
from app.models import Confirmation
from app.provinces import get_province
from tests.browser.conftest import NewPage, Site, violations

PAGES = ["confirming", "managing", "a task handed in", "leaving", "left", "a link that ended"]
every_page = pytest.mark.parametrize("name", PAGES)


@pytest.fixture(scope="module")
def addresses(site: Site) -> dict[str, str]:
    """The private addresses of somebody with three provinces, one of them left."""
    house, now = site.house, site.house.clock.now()
    provinces = [get_province(name) for name in ("guangdong", "neimenggu", "shenzhen")]
    with house.database.write() as session:
        first, _, left = [subscribe(session, "owner@example.org", province, now)[0] for province in provinces]
        end(session, left, now)
        optin.ask(session, Wish("owner@example.org", tuple(provinces), Choices()), None, now)
        asked = session.query(Confirmation).order_by(Confirmation.id.desc()).limit(1).one()
        numbers = (asked.id, first.id, left.id)
    key = secret_key(house.settings)
    manage = f"/subscriptions/manage/{make_token(key, MANAGE, numbers[1])}"
    return {
        "confirming": f"/subscriptions/confirm/{make_token(key, CONFIRM, numbers[0])}",
        "managing": manage,
        "a task handed in": f"{manage}/tasks/moe-zcs-2022-8-08",
        "leaving": f"/u/{make_token(key, UNSUBSCRIBE, numbers[1])}",
        "left": f"/u/{make_token(key, UNSUBSCRIBE, numbers[2])}",
        "a link that ended": "/subscriptions/manage/x",
    }


@every_page
@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_fits_without_sideways_scrolling(
    new_page: NewPage, addresses: dict[str, str], name: str, language: str
) -> None:
    page = new_page()
    for width in (375, 768, 1366):
        page.set_viewport_size({"width": width, "height": 768})
        page.goto(f"{addresses[name]}?lang={language}")
        assert page.evaluate("document.documentElement.scrollWidth") == width


@every_page
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(new_page: NewPage, addresses: dict[str, str], name: str, scheme: str) -> None:
    page = new_page(color_scheme=scheme, viewport={"width": 1366, "height": 768}, bypass_csp=True)
    page.goto(addresses[name])
    assert page.get_by_role("heading", level=1).is_visible()
    assert violations(page) == []
