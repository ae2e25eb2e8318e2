"""Managing, leaving and coming back over HTTP; GET changes nothing, ever; nothing that grants anything is kept."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from string import ascii_letters, digits

import pytest
from fastapi.testclient import TestClient

from app.clock import FixedClock
from app.delivery.tokens import UNSUBSCRIBE, make_token, read_token
from app.errors import NotFound
from app.main import create_app
from app.settings import Settings
from tests.mail.post import letters, links, state


def mail_links(subscribed: TestClient, sink: Path) -> Iterator[str]:
    subscribed.app.state.mail.if_due()  # ty: ignore[missing-attribute]
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
        ({"do": "pause", "until": "2022-08-01"}, "“2022-08-01”不能用，请填写今天或以后的日期"),
        ({"do": "pause", "until": "soon"}, "“soon”不能用，请填写今天或以后的日期"),
        ({"do": "choose", "cadence": "hourly", "language": "zh"}, "没有“hourly”这一项"),
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


@pytest.mark.parametrize("number", [*range(1, 65), 2**32 - 1])
def test_one_link_has_one_spelling(number: int) -> None:
    token = make_token(b"key", UNSUBSCRIBE, number)
    spellings = [token[:-1] + last for last in f"{ascii_letters}{digits}-_=.é"]
    spellings += [f"{token[:9]}{foreign}{token[9:]}" for foreign in " .+\n="]
    assert [spelling for spelling in spellings if _opens(spelling)] == [token]


def _opens(token: str) -> bool:
    try:
        return bool(read_token(b"key", UNSUBSCRIBE, token))
    except NotFound:
        return False


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
    other = Settings.model_validate(settings.model_dump() | {"secret": "another secret of ours"})
    with TestClient(create_app(other, clock)) as elsewhere:
        assert elsewhere.get(link).status_code == 404
