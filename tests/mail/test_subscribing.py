"""Subscribing over HTTP: double opt-in, managing, leaving and coming back; GET changes nothing, ever."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import inspect, text

from app.clock import FixedClock
from app.delivery.run import DigestRun
from app.main import create_app
from app.models import Base
from app.settings import Settings
from tests.mail.conftest import read, words_of

WISH = {"email": "office@example.org", "provinces": ["guangdong", "深圳"], "cadence": "both"}
PAGE = {"Accept": "text/html,application/xhtml+xml"}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"mail_rate": 0})


def letters(folder: Path) -> list[str]:
    """The texts of all mails so far, the oldest first."""
    files = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime_ns) if folder.exists() else []
    return [words_of(read(file.read_bytes())) for file in files]


def links(words: str) -> list[str]:
    return [unescape(link) for link in re.findall(r"http://127\.0\.0\.1:8000(/\S+)", words)]


def confirm_link(folder: Path) -> str:
    return next(link for link in links(letters(folder)[-1]) if "/confirm/" in link)


def state(client: TestClient) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    engine = client.app.state.house.database.engine  # ty: ignore[unresolved-attribute]
    with engine.connect() as connection:
        names = inspect(connection).get_table_names()
        return {
            name: sorted(map(repr, connection.execute(text(f"SELECT * FROM {name}"))))  # ty: ignore[invalid-return-type]
            for name in names
            if name in Base.metadata.tables
        }


@pytest.fixture
def subscribed(client: TestClient, sink: Path) -> TestClient:
    client.post("/subscriptions", json=WISH)
    client.post(confirm_link(sink))
    return client


def test_nothing_is_sent_but_one_question_before_the_owner_says_yes(
    client: TestClient, sink: Path, settings: Settings, clock: FixedClock
) -> None:
    answer = client.post("/subscriptions", json=WISH)
    assert answer.status_code == 202
    (question,) = letters(sink)
    assert "广东省、深圳市" in question
    assert "每周周报和截止提醒" in question
    run: DigestRun = client.app.state.mail  # ty: ignore[unresolved-attribute]
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
    assert '<option value="guangdong" selected>' in page
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
    client.app.state.mail.if_due()  # ty: ignore[unresolved-attribute]
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


def mail_links(subscribed: TestClient, sink: Path) -> Iterator[str]:
    subscribed.app.state.mail.if_due()  # ty: ignore[unresolved-attribute]
    for words in letters(sink):
        yield from links(words)


def test_link_scanners_that_open_every_link_change_nothing(subscribed: TestClient, sink: Path) -> None:
    found = sorted(set(mail_links(subscribed, sink)))
    assert {kind for kind in ("/confirm/", "/manage/", "/u/") if any(kind in link for link in found)} == {
        "/confirm/", "/manage/", "/u/",
    }  # fmt: skip
    before = state(subscribed)
    for link in found:
        assert subscribed.get(link).status_code == 200, link
        subscribed.head(link)
        subscribed.options(link)
    assert state(subscribed) == before


def leave_link(subscribed: TestClient, sink: Path) -> str:
    return next(link for link in mail_links(subscribed, sink) if link.startswith("/u/"))


def test_one_click_leaves_tells_the_owner_and_can_be_undone(subscribed: TestClient, sink: Path) -> None:
    link = leave_link(subscribed, sink)
    assert "将停止发送：广东省" in subscribed.get(link).text or "深圳市" in subscribed.get(link).text
    count = len(letters(sink))
    one_click = {"List-Unsubscribe": "One-Click"}
    for _ in range(3):
        answer = subscribed.post(link, data=one_click)
        assert (answer.status_code, "已退订" in answer.text) == (200, True)
    told = letters(sink)[count:]
    assert len(told) == 1
    assert "已按要求停止发送" in told[0]
    assert "撤销退订" in subscribed.get(link).text
    for _ in range(2):
        assert "已恢复订阅" in subscribed.post(f"{link}/undo").text
    assert "将停止发送" in subscribed.get(link).text


def test_one_click_as_a_multipart_form_works_too(subscribed: TestClient, sink: Path) -> None:
    answer = subscribed.post(leave_link(subscribed, sink), files={"List-Unsubscribe": (None, "One-Click")})
    assert (answer.status_code, "已退订" in answer.text) == (200, True)


def manage_link(subscribed: TestClient, sink: Path) -> str:
    return next(link for link in mail_links(subscribed, sink) if re.fullmatch(r"/subscriptions/manage/[\w-]{27}", link))


def numbers(page: str) -> list[str]:
    return sorted(set(re.findall(r'name="subscription" value="(\d+)"', page)))


def test_everything_can_be_managed_from_the_private_link(subscribed: TestClient, sink: Path) -> None:
    link = manage_link(subscribed, sink)
    page = subscribed.get(link)
    assert "office@example.org" in page.text
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    first, second = numbers(page.text)

    def do(what: str, number: str = first, **fields: str) -> str:
        return subscribed.post(link, data={"subscription": number, "do": what, **fields}).text

    assert "已保存。" in do("choose", cadence="changes", language="en")
    assert "已暂停。" in do("pause", until="2022-10-08")
    assert "2022年10月8日（周六）之后恢复发送" in subscribed.get(link).text
    assert "已恢复发送。" in do("unpause")
    assert "已退订。" in do("end", second)
    assert "已恢复订阅。" in do("resume", second)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"do": "pause", "until": "2022-08-01"}, "已经过去"),
        ({"do": "pause", "until": "soon"}, "is not a day"),
        ({"do": "choose", "cadence": "hourly", "language": "zh"}, "is not one of"),
        ({"do": "explode"}, "不认识的操作"),
        ({"subscription": "999", "do": "end"}, "不属于此链接"),
    ],
)
def test_a_mistake_while_managing_is_said_on_the_page(
    subscribed: TestClient, sink: Path, fields: dict[str, str], problem: str
) -> None:
    link = manage_link(subscribed, sink)
    number = numbers(subscribed.get(link).text)[0]
    before = state(subscribed)
    answer = subscribed.post(link, data={"subscription": number} | fields)
    assert (answer.status_code, problem in unescape(answer.text)) == (422, True)
    assert state(subscribed) == before


def test_a_task_can_be_marked_as_handed_in(subscribed: TestClient, sink: Path) -> None:
    link = f"{manage_link(subscribed, sink)}/tasks/moe-zcs-2022-8-02"
    assert "已经报送：职业院校德育" in subscribed.get(link).text
    for _ in range(2):
        assert "不再提醒" in subscribed.post(link).text
    assert len(state(subscribed)["submissions"]) == 1
    assert subscribed.post(link.replace("8-02", "8-99")).status_code == 404


def test_a_token_altered_anywhere_or_meant_for_something_else_opens_nothing(subscribed: TestClient, sink: Path) -> None:
    link = leave_link(subscribed, sink)
    token = link.removeprefix("/u/")
    others = [token[:n] + ("A" if token[n] != "A" else "B") + token[n + 1 :] for n in range(27)]
    for other in [*others, token[:-1], f"{token}=", f"{token}A", "名", "%00"]:
        assert subscribed.post(f"/u/{other}").status_code == 404, other
    assert subscribed.get(f"/subscriptions/manage/{token}").status_code == 404
    assert subscribed.get(f"/subscriptions/confirm/{token}").status_code == 404


def test_nothing_that_grants_anything_is_stored_or_logged(
    subscribed: TestClient, sink: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    tokens = {link.split("/")[-1] for link in mail_links(subscribed, sink) if re.search(r"/[\w-]{27}$", link)}
    for token in tokens:
        subscribed.get(f"/u/{token}")
    kept = repr(state(subscribed)) + caplog.text.replace("HTTP Request", "")
    assert len(tokens) >= 4
    assert not [token for token in tokens if token in repr(state(subscribed))]
    assert not [line for line in kept.splitlines() for token in tokens if token in line and "httpx" not in line]


def test_links_hold_over_a_restart_and_fall_with_another_secret(
    subscribed: TestClient, sink: Path, settings: Settings, clock: FixedClock
) -> None:
    link = leave_link(subscribed, sink)
    assert (settings.data_dir / "secret").stat().st_mode & 0o077 == 0
    with TestClient(create_app(settings, clock)) as again:
        assert again.get(link).status_code == 200
    other = Settings(**settings.model_dump() | {"secret": "another secret of ours"})
    with TestClient(create_app(other, clock)) as elsewhere:
        assert elsewhere.get(link).status_code == 404
