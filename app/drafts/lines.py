"""Contacts, channels and addressees as lines of a form, both ways: what a person types is what they are shown."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from app.errors import NotFound
from app.provinces import GROUPS, get_province
from app.schemas.document import Channel, Contact, EmailChannel, Form, PlatformChannel, PostChannel
from app.schemas.fields import parse_day

_GROUPS = {"各省": "provinces", "计划单列市": "separate-cities", "兵团": "xpcc"}
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_BLANKS = re.compile(r"[\s,，、;；]+")


def read_day(value: object) -> date:
    """A day written YYYY-MM-DD. Raises ValueError in a reviewer's words."""
    try:
        return parse_day(value)
    except ValueError:
        raise ValueError(
            f"「{str(value)[:40]}」不是可用的日期，要写成 2022-09-30 这样，在 1949 年至 2199 年之间"
        ) from None


def read_provinces(value: object) -> object:
    """「全部」, else names parted by blanks or commas: 「各省、兵团」; what is neither text nor a list is left alone.

    Raises ValueError for a name that nobody has.
    """
    names = [name for name in _BLANKS.split(value) if name] if isinstance(value, str) else value
    if not isinstance(names, list):
        return value
    if names in (["all"], ["全部"]):
        return "all"
    return [_addressee(name) if isinstance(name, str) else name for name in names]


def _addressee(name: str) -> str:
    if name in _GROUPS or name in GROUPS:
        return _GROUPS.get(name, name)
    try:
        get_province(name)
    except NotFound:
        raise ValueError(
            f"没有叫「{name[:40]}」的报送单位，可以写 全部（all）、各省（provinces）、计划单列市（separate-cities）、"
            "兵团（xpcc），或者各单位的名称，如 广东、深圳"
        ) from None
    return name


def write_provinces(value: str | Iterable[str]) -> str:
    """The opposite of `read_provinces`."""
    if isinstance(value, str):
        return "全部" if value == "all" else value
    said = {slug: name for name, slug in _GROUPS.items()}
    return "、".join(said.get(slug) or get_province(slug).short for slug in value)


def read_contacts(value: object) -> object:
    """A person a line: 「李恒 010-66097867 liheng@example.org」."""
    if value is None:
        return []
    if not isinstance(value, str):
        return value
    return [_contact(_BLANKS.split(line.strip())) for line in value.splitlines() if line.strip()]


def write_contacts(contacts: Iterable[Contact]) -> str:
    """The opposite of `read_contacts`."""
    return "\n".join(" ".join([contact.name, *contact.phones, *contact.emails]) for contact in contacts)


def read_channels(value: object) -> object:
    """A way a line: 「邮箱 a@b.cn」, 「平台 名称 https://…」, 「邮寄 地址」; after 「｜」 a note."""
    if value is None:
        return []
    if not isinstance(value, str):
        return value
    return [_channel(line.strip()) for line in value.splitlines() if line.strip()]


def write_channels(channels: Iterable[Channel]) -> str:
    """The opposite of `read_channels`."""
    return "\n".join(_line(channel) for channel in channels)


def read_forms(value: object) -> object:
    """A form a line: 「附件1 推荐汇总表」."""
    if value is None:
        return []
    if not isinstance(value, str):
        return value
    return [_form(line.strip()) for line in value.splitlines() if line.strip()]


def write_forms(forms: Iterable[Form]) -> str:
    """The opposite of `read_forms`."""
    return "\n".join(f"{form.label} {form.title}" for form in forms)


def _form(line: str) -> dict[str, str]:
    label, *title = line.split(maxsplit=1)
    if not title:
        raise ValueError(f"「{line[:40]}」要先写附件的编号，空一格，再写名称，如：附件1 推荐汇总表")
    return {"label": label, "title": title[0]}


def _contact(words: list[str]) -> dict[str, Any]:
    ways = [word for word in words[1:] if word]
    return {
        "name": words[0],
        "phones": [way for way in ways if "@" not in way],
        "emails": [way for way in ways if "@" in way],
    }


def _channel(line: str) -> dict[str, Any]:
    words, _, note = line.partition("｜")
    kind, _, rest = words.strip().partition(" ")
    more = {"note": note.strip()} if note.strip() else {}
    match kind:
        case "邮箱":
            return {"type": "email", "address": rest.strip(), **more}
        case "平台":
            name, _, last = rest.strip().rpartition(" ")
            has_url = last.startswith(("http://", "https://"))
            if _SCHEME.match(last) and not has_url:
                raise ValueError(f"「{last[:40]}」不是网址，平台的网址要以 http:// 或 https:// 开头")
            return {"type": "platform", "name": (name or last) if has_url else rest.strip(), **more} | (
                {"url": last} if has_url else {}
            )
        case "邮寄":
            return {"type": "post", "address": rest.strip(), **more}
        case _:
            raise ValueError(f"「{line[:40]}」要以 邮箱、平台 或 邮寄 开头，再空一格写地址")


def _line(channel: Channel) -> str:
    note = f" ｜{channel.note}" if channel.note else ""
    match channel:
        case EmailChannel():
            return f"邮箱 {channel.address}{note}"
        case PlatformChannel():
            return f"平台 {channel.name}{f' {channel.url}' if channel.url else ''}{note}"
        case PostChannel():
            return f"邮寄 {channel.address}{note}"
