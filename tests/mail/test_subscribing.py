"""Asking for mail over HTTP: double opt-in, limits, mistakes."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.clock import FixedClock
from app.delivery.run import DigestRun
from app.settings import Settings
from tests.mail.post import WISH, confirm_link, letters, state

PAGE = {"Accept": "text/html,application/xhtml+xml"}


def test_nothing_is_sent_but_one_question_before_the_owner_says_yes(
    client: TestClient, sink: Path, settings: Settings, clock: FixedClock
) -> None:
    answer = client.post("/subscriptions", json=WISH)
    assert answer.status_code == 202
    (question,) = letters(sink)
    assert "广东省、深圳市" in question
    assert "每周周报和截止提醒" in question
    run: DigestRun = client.app.state.mail  # ty: ignore[missing-attribute]
    run.if_due()
    assert len(letters(sink)) == 1
    link = confirm_link(sink)
    assert "确认订阅" in client.get(link).text
    run.if_due()
    assert len(letters(sink)) == 1
    assert "订阅成功" in client.post(link).text
    run.if_due()
    assert len(letters(sink)) > 2


def test_a_form_without_script_does_the_same(client: TestClient, sink: Path) -> None:
    page = client.get("/subscriptions?province=guangdong").text
    assert '<input type="checkbox" name="provinces" value="guangdong" checked>' in page
    fields = {"email": "a@example.org", "provinces": ["guangdong", "shenzhen"], "cadence": "weekly", "calendar": "yes"}
    answer = client.post("/subscriptions", data=fields, headers=PAGE)
    assert (answer.status_code, "请查收确认邮件" in answer.text) == (200, True)
    assert client.post(confirm_link(sink)).status_code == 200


def test_the_answer_does_not_tell_whether_an_address_is_known(subscribed: TestClient, sink: Path) -> None:
    known = subscribed.post("/subscriptions", json=WISH)
    unknown = subscribed.post("/subscriptions", json=WISH | {"email": "new@example.org"})
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    assert len(letters(sink)) == 3  # the first question, and one for each now


def test_a_second_request_changes_nothing_before_it_is_confirmed(subscribed: TestClient, sink: Path) -> None:
    before = state(subscribed)["subscriptions"]
    subscribed.post("/subscriptions", json=WISH | {"cadence": "changes"})
    assert state(subscribed)["subscriptions"] == before
    subscribed.post(confirm_link(sink))
    assert all("'changes'" in str(row) for row in state(subscribed)["subscriptions"])


def test_a_question_expires(client: TestClient, sink: Path, clock: FixedClock) -> None:
    client.post("/subscriptions", json=WISH)
    link = confirm_link(sink)
    clock.advance(hours=49)
    assert client.post(link).status_code == 404
    assert "确认链接已过期" in client.get(link).json()["detail"]


def test_an_address_is_asked_three_times_an_hour_and_the_client_is_not_told(
    client: TestClient, sink: Path, clock: FixedClock
) -> None:
    spellings = ["office@example.org", "Office@example.org", "OFFICE@Example.org"] * 2
    answers = {client.post("/subscriptions", json=WISH | {"email": email}).content for email in spellings}
    assert (len(answers), len(letters(sink))) == (1, 3)
    clock.advance(hours=1, seconds=1)
    client.post("/subscriptions", json=WISH)
    assert len(letters(sink)) == 4


def test_a_client_that_asks_without_end_is_told_to_wait(client: TestClient) -> None:
    codes = [client.post("/subscriptions", json=WISH | {"email": f"a{n}@example.org"}).status_code for n in range(21)]
    assert codes == [202] * 20 + [429]
    assert client.post("/subscriptions", json=WISH).headers["retry-after"]


def test_what_was_never_confirmed_is_forgotten(client: TestClient, sink: Path, clock: FixedClock) -> None:
    client.post("/subscriptions", json=WISH)
    clock.advance(days=15)
    client.app.state.mail.if_due()  # ty: ignore[missing-attribute]
    rows = state(client)
    assert (rows["subscriptions"], rows["confirmations"], rows["deliveries"]) == ([], [], [])


MISTAKES = {
    "no address": ({"email": "nobody"}, "'nobody' is not an e-mail address"),
    "a header in the address": ({"email": "a@b.org\r\nBcc: c@d.org"}, "is not an e-mail address"),
    "no province": ({"provinces": []}, "provinces"),
    "unknown province": ({"provinces": ["guangdon"]}, "Did you mean guangdong?"),
    "unknown cadence": ({"cadence": "hourly"}, "'hourly' is not one of weekly, reminders, both, changes"),
    "unknown language": ({"language": "fr"}, "'fr' is not one of zh, en"),
    "unknown field": ({"admin": True}, "admin"),
    "a robot": ({"email": "https://oapi.dingtalk.com/robot/send?access_token=x"}, "is not an e-mail address"),
}


@pytest.mark.parametrize(("wrong", "detail"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_and_asks_nobody(
    client: TestClient, sink: Path, wrong: dict[str, object], detail: str
) -> None:
    answer = client.post("/subscriptions", json=WISH | wrong)
    assert answer.status_code in (404, 422)
    assert detail in answer.json()["detail"]
    assert letters(sink) == []


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[]", b'{"email":' + b"[" * 5000, b"x" * 30_000, b"email=%ff"])
@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded", "text/plain"])
def test_a_broken_body_is_refused_clearly(client: TestClient, body: bytes, kind: str) -> None:
    answer = client.post("/subscriptions", content=body, headers={"Content-Type": kind})
    assert answer.status_code == 422
    assert answer.json()["detail"]


def test_a_mistake_in_the_form_is_shown_in_the_form(client: TestClient) -> None:
    fields = {"email": 'x"><script>', "provinces": "guangdong"}
    answer = client.post("/subscriptions", data=fields, headers=PAGE)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "<script>" not in answer.text
