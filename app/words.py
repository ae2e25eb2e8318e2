"""How Qixian says things in Chinese, wherever it says them: calendars, mails and pages."""

from collections.abc import Mapping
from datetime import date
from typing import Any

_WEEKDAYS = "一二三四五六日"

KINDS: Mapping[str, str] = {
    "report": "总结报告",
    "data": "数据填报",
    "application": "项目申报",
    "collection": "征集推介",
    "meeting": "会议",
    "training": "培训",
}


def say_day(day: date) -> str:
    """8月30日（周二）."""
    return f"{day.month}月{day.day}日（周{_WEEKDAYS[day.weekday()]}）"


def say_full_day(day: date) -> str:
    """2022年8月30日（周二）."""
    return f"{day.year}年{say_day(day)}"


def say_channel(channel: Mapping[str, Any]) -> str:
    """One way to hand in, in a line: 「电子邮箱：zcsdyc@moe.edu.cn（附件1加盖公章后的扫描版）」."""
    note = f"（{channel['note']}）" if channel.get("note") else ""
    match channel["type"]:
        case "email":
            return f"电子邮箱：{channel['address']}{note}"
        case "platform":
            address = f" {channel['url']}" if channel.get("url") else ""
            return f"平台：{channel['name']}{address}{note}"
        case _:
            return f"邮寄：{channel['address']}{note}"


def say_contact(contact: Mapping[str, Any]) -> str:
    """One person to ask, in a line: 「联系人：李恒 010-66097867」."""
    reach = "，".join([*contact.get("phones", []), *contact.get("emails", [])])
    return f"联系人：{contact['name']}{' ' + reach if reach else ''}"
