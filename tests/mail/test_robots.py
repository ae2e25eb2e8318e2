"""Group robots against stand-ins that answer 200 to everything: the body decides, bytes count, signatures hold."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from app.clock import FixedClock
from app.delivery.run import DigestRun
from app.delivery.subscriptions import check_address
from app.errors import InvalidInput
from app.mail import AddressRefused, Deferred, Parcel
from app.mail.robots import PER_MINUTE, Robots, cut
from tests.mail.conftest import Postbox, Readers


class Group:
    """A chat group's server: keeps what was said, and answers as told."""

    def __init__(self) -> None:
        self.said: list[tuple[str, dict[str, Any]]] = []
        self.answer: bytes = b'{"errcode": 0, "errmsg": "ok", "code": 0}'
        self.status = 200
        group = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                group.said.append((self.path, json.loads(body)))
                self.send_response(group.status)
                self.end_headers()
                self.wfile.write(group.answer)

            def log_message(self, format: str, *args: Any) -> None:
                """Tests are quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def group() -> Iterator[Group]:
    opened = Group()
    thread = threading.Thread(target=opened.server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield opened
    opened.server.shutdown()
    thread.join()
    opened.server.server_close()


WECOM, DINGTALK, FEISHU = "/cgi-bin/webhook/send?key=K", "/robot/send?access_token=T", "/open-apis/bot/v2/hook/H"


def say(group: Group, clock: FixedClock, path: str, words: str = "正文", robots: Robots | None = None) -> None:
    (robots or Robots(clock)).hand_over(Parcel("", group.url + path, b"", "标题", words))


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (WECOM, {"msgtype": "text", "text": {"content": "标题\n\n正文"}}),
        (DINGTALK, {"msgtype": "text", "text": {"content": "标题\n\n正文"}}),
        (FEISHU, {"msg_type": "text", "content": {"text": "标题\n\n正文"}}),
    ],
)
def test_each_robot_is_spoken_to_in_its_own_words(group: Group, clock: FixedClock, path: str, body: object) -> None:
    say(group, clock, path)
    assert group.said == [(path, body)]


REFUSALS = [
    (WECOM, {"errcode": 93000, "errmsg": "invalid webhook url"}, AddressRefused),
    (WECOM, {"errcode": 45009, "errmsg": "api freq out of limit"}, Deferred),
    (DINGTALK, {"errcode": 310000, "errmsg": "sign not match"}, AddressRefused),
    (DINGTALK, {"errcode": 130101, "errmsg": "send too fast"}, Deferred),
    (FEISHU, {"code": 19021, "msg": "sign match fail"}, AddressRefused),
    (FEISHU, {"code": 11232, "msg": "frequency limited"}, Deferred),
    (FEISHU, {"StatusMessage": "success"}, Deferred),
]


@pytest.mark.parametrize(("path", "answer", "meaning"), REFUSALS)
def test_a_refusal_with_status_200_is_a_refusal(
    group: Group, clock: FixedClock, path: str, answer: dict[str, Any], meaning: type[Exception]
) -> None:
    group.answer = json.dumps(answer).encode()
    with pytest.raises(meaning) as caught:
        say(group, clock, path)
    assert type(caught.value) is meaning
    assert "key=" not in str(caught.value)


@pytest.mark.parametrize(("status", "answer"), [(200, b"<html>"), (200, b"[]"), (502, b"bad gateway"), (404, b"{}")])
def test_an_answer_that_is_none_puts_the_message_off(
    group: Group, clock: FixedClock, status: int, answer: bytes
) -> None:
    group.status, group.answer = status, answer
    with pytest.raises(Deferred):
        say(group, clock, WECOM)


def test_dingtalk_and_feishu_are_signed_as_their_makers_say(group: Group, clock: FixedClock) -> None:
    say(group, clock, f"{DINGTALK}#SECx")
    say(group, clock, f"{FEISHU}#SECy")
    now = int(clock.now().timestamp())
    query = parse_qs(urlsplit(group.said[0][0]).query)
    wanted = hmac.new(b"SECx", f"{now * 1000}\nSECx".encode(), hashlib.sha256).digest()
    assert (query["timestamp"], query["sign"]) == ([str(now * 1000)], [base64.b64encode(wanted).decode()])
    body = group.said[1][1]
    wanted = hmac.new(f"{now}\nSECy".encode(), b"", hashlib.sha256).digest()
    assert (body["timestamp"], body["sign"]) == (str(now), base64.b64encode(wanted).decode())


@pytest.mark.parametrize("limit", [40, 41, 42, 2048])
def test_a_long_message_is_cut_by_bytes_and_says_so(limit: int) -> None:
    words = "\n".join(f"第{n}项：报送材料" for n in range(500))
    kept = cut(words, limit)
    assert len(kept.encode()) <= limit
    assert kept.endswith("\n……")
    assert words.startswith(kept.removesuffix("\n……"))


def test_a_robot_says_twenty_things_a_minute_and_waiting_is_no_failure(group: Group, clock: FixedClock) -> None:
    robots = Robots(clock)
    for _ in range(PER_MINUTE):
        say(group, clock, WECOM, robots=robots)
    with pytest.raises(Deferred) as caught:
        say(group, clock, WECOM, robots=robots)
    assert caught.value.wait is not None
    say(group, clock, DINGTALK, robots=robots)
    clock.advance(seconds=60)
    say(group, clock, WECOM, robots=robots)


def test_a_group_gets_its_digest_beside_the_mail_and_a_silent_one_stops_nobody(
    run: DigestRun, readers: Readers, postbox: Postbox, group: Group
) -> None:
    readers.add(group.url + WECOM)
    readers.add("http://127.0.0.1:1/robot/send?access_token=gone")
    readers.add("office@example.org")
    run.if_due()
    assert postbox.recipients() == ["office@example.org"]
    ((_, body),) = group.said
    words = body["text"]["content"]
    assert words.startswith("【期限周报】广东：本周截止 1 项")
    assert len(words.encode()) <= 2048
    assert "/u/" not in words
    assert "/manage/" not in words
    assert sorted(readers.states()) == ["planned", "sent", "sent"]


@pytest.mark.parametrize(
    "address", ["https://example.org/hook", "http://x/robot/send\r\nHost: y", "https://名/robot/send"]
)
def test_a_webhook_of_no_known_robot_is_refused(address: str) -> None:
    with pytest.raises(InvalidInput, match="is not a webhook"):
        check_address(address)
