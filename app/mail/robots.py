"""Chat groups as readers: the robots of 企业微信, 钉钉 and 飞书. Each answers 200 to a refusal too: the body decides.

A robot's address is its webhook, with the signing secret, if it has one, behind `#`:
https://oapi.dingtalk.com/robot/send?access_token=…#SEC…
"""

import base64
import hashlib
import hmac
import json
import threading
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote_plus, urlsplit

from app.clock import Clock
from app.mail.transport import AddressRefused, Deferred, Parcel

_TIMEOUT = 15.0
# 企业微信 and 钉钉 let a robot say 20 things a minute; 飞书 lets 100.
PER_MINUTE = 20
_MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Robot:
    """One make: where its webhooks live, how it is spoken to, how long a message may be, how it says no."""

    path: str
    max_bytes: int
    body: Callable[[str, str, int], dict[str, Any]]
    sign: Callable[[str, int], str]
    code: str
    # The codes that will be the same tomorrow: no such robot, a wrong signature or keyword.
    final: frozenset[int]


def _wecom(words: str, _secret: str, _now: int) -> dict[str, Any]:
    return {"msgtype": "text", "text": {"content": words}}


def _feishu(words: str, secret: str, now: int) -> dict[str, Any]:
    signed = {"timestamp": str(now), "sign": _hmac(f"{now}\n{secret}", "")} if secret else {}
    return {"msg_type": "text", "content": {"text": words}} | signed


def _dingtalk_query(secret: str, now: int) -> str:
    milliseconds = now * 1000
    return f"&timestamp={milliseconds}&sign={quote_plus(_hmac(secret, f'{milliseconds}{chr(10)}{secret}'))}"


def _hmac(key: str, text: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


# Told apart by the path of the webhook, so that a stand-in or a gateway may answer at another host.
ROBOTS: tuple[Robot, ...] = (
    Robot("/cgi-bin/webhook/send", 2048, _wecom, lambda *_: "", "errcode", frozenset({93000, 40058})),
    Robot("/robot/send", 18_000, _wecom, _dingtalk_query, "errcode", frozenset({300001, 300005, 310000})),
    Robot("/open-apis/bot/v2/hook/", 18_000, _feishu, lambda *_: "", "code", frozenset({19001, 19021, 19022, 19024})),
)


def is_robot(address: str) -> bool:
    """Whether a subscription's address is a webhook."""
    return address.startswith(("https://", "http://"))


def robot_at(address: str) -> Robot | None:
    """The make of a webhook; None for an address of another kind."""
    path = urlsplit(address).path
    return next((robot for robot in ROBOTS if path.startswith(robot.path)), None) if is_robot(address) else None


class Robots:
    """Says a parcel's words in a chat group, at most 20 times a minute."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._said: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def hand_over(self, parcel: Parcel) -> None:
        """Returns when the body of the answer says so. Raises AddressRefused or Deferred."""
        robot = robot_at(parcel.recipient)
        if robot is None:
            raise AddressRefused("this webhook belongs to no robot that is known here")
        self._take_turn(parcel.recipient)
        webhook, _, secret = parcel.recipient.partition("#")
        now = int(self._clock.now().timestamp())
        query = robot.sign(secret, now) if secret else ""
        words = cut(f"{parcel.title}\n\n{parcel.words}", robot.max_bytes)
        _judge(robot, _post(webhook + query, robot.body(words, secret, now)))

    def _take_turn(self, address: str) -> None:
        with self._lock:
            now = self._clock.monotonic()
            said = self._said.setdefault(address, deque())
            while said and said[0] <= now - _MINUTE:
                said.popleft()
            if len(said) >= PER_MINUTE:
                raise Deferred(f"{PER_MINUTE} messages a minute are all a robot may say", timedelta(seconds=_MINUTE))
            said.append(now)


def cut(words: str, max_bytes: int) -> str:
    """The words within `max_bytes` of UTF-8, whole lines where possible, and a sign that something is missing."""
    if len(words.encode()) <= max_bytes:
        return words
    end = "\n……"
    kept = words.encode()[: max_bytes - len(end.encode())].decode("utf-8", "ignore")
    return (kept.rpartition("\n")[0] or kept) + end


def _post(url: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """The JSON of the answer. The webhook is a secret, so no error repeats it."""
    request = urllib.request.Request(  # noqa: S310 - is_robot lets http and https through alone
        url, json.dumps(body, ensure_ascii=False).encode(), {"Content-Type": "application/json; charset=utf-8"}
    )
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT) as answer:  # noqa: S310
            said = json.loads(answer.read(65_536))
    except (OSError, ValueError) as error:
        status = f" {error.code}" if isinstance(error, urllib.error.HTTPError) else ""
        raise Deferred(f"the robot's server did not answer: {type(error).__name__}{status}") from None
    if not isinstance(said, dict):
        raise Deferred("the robot's server answered something else than an object")
    return said


def _judge(robot: Robot, said: Mapping[str, Any]) -> None:
    code = said.get(robot.code)
    if code == 0:
        return
    text = str(said.get("errmsg") or said.get("msg") or "")[:200]
    reason = f"{robot.code} {code}: {text}"
    raise AddressRefused(reason) if code in robot.final else Deferred(reason)
