"""Reads one day, with its weekday and hour, at a place of the normalised text."""

import re
from dataclasses import replace
from datetime import time

from app.extraction.grammar import (
    BARE_PART,
    CHINESE,
    CLOCK,
    COMPACT,
    DAY_FIRST,
    DAY_ONLY,
    HALF_DAY,
    INCLUDED,
    MONTH_DOT_DAY,
    NUMERIC,
    SHORT_NUMERIC,
    WEEKDAY,
)
from app.extraction.numerals import number
from app.extraction.phrases import Clock, Point

_WEEKDAYS = {char: value for value, char in enumerate("一二三四五六日")} | {"天": 6}
_AFTERNOON = {"下午", "晚上", "晚间", "晚"}


def point_at(text: str, start: int) -> tuple[Point, int] | None:
    """The day written at `start` and where it ends, with weekday and hour; None when there is none."""
    for pattern in (NUMERIC, COMPACT, DAY_FIRST, CHINESE, DAY_ONLY, BARE_PART):
        match = pattern.match(text, start)
        if match and match.end() > start and (point := _point(match)):
            return with_tail(text, point, match.end())
    return None


def dotted_at(text: str, start: int) -> tuple[Point, int] | None:
    """「6.18」 at `start`; only a caller that knows a time is meant may ask."""
    match = SHORT_NUMERIC.match(text, start) or MONTH_DOT_DAY.match(text, start)
    point = match and _point(match)
    return with_tail(text, point, match.end()) if match and point else None


def _point(match: re.Match[str]) -> Point | None:
    named = {key: value for key, value in match.groupdict().items() if value}
    part = named.get("part", "")
    if set(named) == {"part"} and match.re is CHINESE and len(part) < 2:
        return None
    try:
        point = Point(
            year=_year(named),
            year_word=named.get("year_word", ""),
            month=number(named["month"]) if "month" in named else None,
            month_word=named.get("month_word", ""),
            day=number(named["day"]) if "day" in named else None,
            part=part,
            fiscal="fiscal" in named,
        )
    except ValueError:
        return None
    return None if "sep" in named and not 1 <= (point.month or 0) <= 12 else point


def _year(named: dict[str, str]) -> int | None:
    if "short_year" in named:
        return 2000 + int(named["short_year"])
    return number(named["year"]) if "year" in named else None


def with_tail(text: str, point: Point, end: int) -> tuple[Point, int]:
    """The day with what follows it: 「（含）」「（星期五）」「下午5点」, in any order."""
    for _ in range(4):
        if match := INCLUDED.match(text, end):
            point = replace(point, excluded=point.excluded or bool(match["excluded"]))
        elif match := WEEKDAY.match(text, end):
            point = replace(point, weekday=_WEEKDAYS[match["weekday"]])
        elif point.clock is None and (match := CLOCK.match(text, end + (text[end : end + 1] in {" ", "("}))):
            if (clock := clock_of(match)) is None:
                return point, end
            point = replace(point, clock=clock)
        elif not (match := HALF_DAY.match(text, end)):
            return point, end
        end = match.end() + (text[match.end() : match.end() + 1] == ")" and _is_open(text, match.end()))
    return point, end


def _is_open(text: str, at: int) -> bool:
    """Whether the bracket that closes at `at` was opened just before, inside the phrase."""
    return text.rfind("(", max(0, at - 16), at) > text.rfind(")", max(0, at - 16), at)


def clock_of(match: re.Match[str]) -> Clock | None:
    """The hour a CLOCK match writes; None when no such hour exists."""
    if match["word"]:
        return Clock(None, whole_day=True) if match["word"] == "下班" else Clock(time(0, 0))
    hour = int(match["hour"]) if match["hour"] else number(match["oclock"])
    minute = int(match["minute"] or match["past"] or (30 if match["half_past"] else 0))
    if match["half"] in _AFTERNOON and hour < 12:
        hour += 12
    if (hour, minute) == (24, 0):
        return Clock(None, whole_day=True)
    return Clock(time(hour, minute)) if hour < 24 and minute < 60 else None
