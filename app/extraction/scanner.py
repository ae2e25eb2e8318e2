"""Finds the phrases of a normalised text that name time, and the numbers that only look as if they did."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from app.extraction.days import bounded, day_at, hour_at, months_at, without_hours
from app.extraction.grammar import (
    ANCHOR,
    CLOCK,
    DAMAGED,
    EVERY,
    FROM_NOW,
    RELATIVE,
    SCHOOL_WEEK,
    UNSAID,
    WEEK,
)
from app.extraction.numerals import number
from app.extraction.phrases import Phrase, Point, Shape
from app.extraction.pointing import dotted_at, point_at, with_tail

_TRIGGER = re.compile(
    r"(?<!\d)\d|[一二三四五六七八九十两元今本明次来去当同上下年月季第每逢单双这即自从另再时日发印公通本该]"
)
# 文号, web and mail addresses, telephone numbers: no date is looked for in them.
MASKED = re.compile(
    r"(?P<number>[〔\[【(](?:19|20)\d{2}[〕\]】)]第?[A-Z]{0,2}\d{1,5}(?:-\d{1,3})?号)"
    r"|(?P<address>(?:https?://|www\.)[\x21-\x7e]{3,200}|(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{3,80})"
    r"|(?P<phone>(?<!\d)(?:\(0\d{2,3}\)-?|0\d{2,3}-{1,2})\d{7,8}(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)400-?\d{3,4}-?\d{3,4}(?!\d))"
)


def scan(text: str) -> list[Phrase]:
    """Every phrase of `text`, in order, none overlapping another."""
    found: list[Phrase] = []
    masks = [*MASKED.finditer(text), None]
    start = 0
    for mask in masks:
        found += _between(text, start, mask.start() if mask else len(text))
        if mask and mask["number"]:
            found.append(Phrase(mask.start(), mask.end(), Shape.NUMBER))
        start = mask.end() if mask else len(text)
    return [replace(phrase, words=text[phrase.start : phrase.end]) for phrase in found]


def _between(text: str, start: int, stop: int) -> Iterator[Phrase]:
    while trigger := _TRIGGER.search(text, start, stop):
        start = trigger.start() + 1
        for reader in _BY_FIRST.get(trigger.group(), ()):
            if phrases := reader(text, trigger.start()):
                yield from phrases
                start = max(start, phrases[-1].end)
                break


def _unsaid(text: str, at: int) -> list[Phrase]:
    match = UNSAID.match(text, at)
    return [Phrase(at, match.end(), Shape.UNSAID)] if match else []


def _from_now(text: str, at: int) -> list[Phrase]:
    match = FROM_NOW.match(text, at)
    point = match and (point_at(text, match.end()) or dotted_at(text, match.end()))
    if not match or not point:
        return []
    last, end = without_hours(text, *point, is_span=True)
    return [bounded(text, Phrase(at, end, Shape.FROM_NOW, last=last))]


def _every(text: str, at: int) -> list[Phrase]:
    match = EVERY.match(text, at)
    if not match:
        return []
    point = point_at(text, match.end())
    _, end = point or with_tail(text, Point(), match.end())
    relative = RELATIVE.match(text, end)
    phrase = Phrase(at, relative.end() if relative else end, Shape.RECURRING, unit=match["unit"])
    first = bounded(text, replace(phrase, last=point[0] if point else None))
    if not point or first.closes or text[first.end : first.end + 1] not in {"、", "和", "及"}:
        return [first]
    second = point_at(text, first.end + 1)
    if not second or not (second[0].month or second[0].day) or second[0].year:
        return [first]
    also = bounded(text, replace(first, start=first.end + 1, end=second[1], last=second[0]))
    return [replace(first, closes=also.closes), also]


def _relative(text: str, at: int) -> list[Phrase]:
    match = RELATIVE.match(text, at)
    if not match or (
        match["unit"] in {"日", "天", "年", "月"} and match.group().endswith("前") and "个" not in match.group()
    ):
        return []
    anchor = ANCHOR.search(text[max(0, at - 40) : at])
    start = at - len(anchor.group()) + max(0, anchor.group().rfind("自")) if anchor else at
    return [Phrase(start, match.end(), Shape.RELATIVE, count=number(match["count"]), unit=match["unit"], closes=True)]


def _week(text: str, at: int) -> list[Phrase]:
    """「本周五前」: a day counted from the day of issue, read only as a limit."""
    match = WEEK.match(text, at)
    if not match:
        return []
    clock = CLOCK.match(text, match.end())
    phrase = bounded(text, Phrase(at, clock.end() if clock else match.end(), Shape.RELATIVE))
    if not phrase.closes and text[phrase.end : phrase.end + 1] != "内":
        return []
    weekday = "一二三四五六日".find((match["weekday"] or "日").translate({ord("天"): "日", ord("末"): "日"}))
    return [replace(phrase, count=weekday + 7 * (match["week"] == "下"), unit="本周", closes=True)]


def _school_week(text: str, at: int) -> list[Phrase]:
    """「第八周前」: no day without the school's calendar, read only as a limit."""
    match = SCHOOL_WEEK.match(text, at)
    phrase = match and bounded(text, Phrase(at, match.end(), Shape.RELATIVE, unit="教学周"))
    return [phrase] if phrase and (phrase.closes or text[phrase.end : phrase.end + 1] == "内") else []


def _damaged(text: str, at: int) -> list[Phrase]:
    match = DAMAGED.match(text, at)
    return [bounded(text, Phrase(at, match.end(), Shape.DAMAGED))] if match else []


_DIGITS = "0123456789"
_NUMERALS = "一二三四五六七八九十"
_YEAR_WORDS = "今本明次来去当同"
# Each reader with the characters that what it reads may begin with.
_READERS: tuple[tuple[Callable[[str, int], list[Phrase]], str], ...] = (
    (_unsaid, "另再时日"),
    (_from_now, "自从即本该通公发印下今"),
    (_every, "每逢单双"),
    (_week, "本这下"),
    (_school_week, "第"),
    (_damaged, _DIGITS + "一二月"),
    (_relative, _DIGITS + _NUMERALS + "两"),
    (months_at, _DIGITS + "一二" + _YEAR_WORDS),
    (day_at, _DIGITS + _NUMERALS + _YEAR_WORDS + "元上下年月季第"),
    (hour_at, _DIGITS + _NUMERALS + "上下当"),
)
_BY_FIRST = {
    first: tuple(reader for reader, starts in _READERS if first in starts)
    for first in {char for _, starts in _READERS for char in starts}
}
