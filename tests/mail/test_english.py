"""The private pages in English: asked for by the address, or because the subscription is."""

from pathlib import Path

from fastapi.testclient import TestClient

from tests.mail.post import WISH, confirm_link, letters, links
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
