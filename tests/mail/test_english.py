"""The private pages in English: asked for by the address, or because the subscription is."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.mail.post import WISH, confirm_link, letters, links
from tests.mail.test_subscribing import PAGE
from tests.pages.test_language import ChineseOutside


def chinese_in(page: str) -> list[str]:
    parser = ChineseOutside()
    parser.feed(page)
    return parser.found


def test_every_private_page_speaks_english_when_asked(subscribed: TestClient, sink: Path) -> None:
    subscribed.app.state.mail.if_due()  # ty: ignore[missing-attribute]
    found = {link for words in letters(sink) for link in links(words)}
    private = [link for link in found if link.startswith(("/subscriptions/", "/u/"))]
    assert {link.split("/")[2] for link in private} >= {"confirm", "manage"}
    for link in private:
        assert chinese_in(subscribed.get(f"{link}?lang=en").text) == [], link


def test_an_english_subscription_is_spoken_to_in_english_and_may_switch(client: TestClient, sink: Path) -> None:
    client.post("/subscriptions", json=WISH | {"language": "en"})
    link = confirm_link(sink)
    assert chinese_in(client.get(link).text) == []
    assert f'href="{link}?lang=zh"' in client.get(link).text
    assert "确认订阅" in client.get(f"{link}?lang=zh").text
    assert chinese_in(client.post(link).text) == []


def test_a_percent_sign_in_a_mistake_is_shown(subscribed: TestClient, sink: Path) -> None:
    page = subscribed.post(confirm_link(sink)).text
    link = next(part for part in page.split('"') if part.startswith("/subscriptions/manage/"))
    answer = subscribed.post(f"{link}?lang=en", data={"subscription": "50%d", "do": "%s"})
    assert (answer.status_code, chinese_in(answer.text)) == (422, [])


WRONG = {
    "no address": ({"email": "", "provinces": "guangdong"}, "Give an e-mail address"),
    "a bad address": ({"email": "a@@b", "provinces": "guangdong"}, "“a@@b” is not an e-mail address"),
    "no province": ({"email": "reader@example.org"}, "Choose at least one province"),
    "an unknown province": (
        {"email": "reader@example.org", "provinces": "atlantis"},
        "No province is called “atlantis”",
    ),
    "an unknown choice": (
        {"email": "reader@example.org", "provinces": "guangdong", "cadence": "hourly"},
        "There is no “hourly”",
    ),
}


@pytest.mark.parametrize(("typed", "remedy"), WRONG.values(), ids=WRONG)
def test_a_mistake_is_named_in_english_and_what_was_typed_stays(
    client: TestClient, typed: dict[str, str], remedy: str
) -> None:
    page = client.post("/subscriptions?lang=en", data=typed, headers=PAGE)
    assert page.status_code in (404, 422)
    assert remedy in page.text
    assert f'value="{typed["email"]}"' in page.text
    assert chinese_in(page.text) == []


def test_who_asks_too_often_is_told_in_english(client: TestClient) -> None:
    wish = {"email": "reader@example.org", "provinces": "guangdong"}
    for _ in range(20):
        client.post("/subscriptions?lang=en", data=wish, headers=PAGE)
    page = client.post("/subscriptions?lang=en", data=wish, headers=PAGE)
    assert (page.status_code, chinese_in(page.text)) == (429, [])
    assert "Too many requests; try again in an hour." in page.text


def test_a_link_that_no_longer_works_says_so_in_english(client: TestClient) -> None:
    for address in ("/subscriptions/confirm/x", "/subscriptions/manage/x", "/u/x"):
        page = client.get(f"{address}?lang=en", headers=PAGE)
        assert (page.status_code, chinese_in(page.text)) == (404, [])
        assert "This link no longer works" in page.text
