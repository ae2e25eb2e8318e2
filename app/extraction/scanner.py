"""Finds the phrases of a normalised text that name time, and the numbers that only look as if they did."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from app.extraction.grammar import (
    AFTER,
    ALSO,
    ANCHOR,
    CLOCK,
    CLOSES,
    DAMAGED,
    EVERY,
    FROM_NOW,
    MONTHS,
    OPENS,
    RELATIVE,
    UNSAID,
    UNTIL,
    WEEK,
)
from app.extraction.numerals import number
from app.extraction.phrases import Phrase, Point, Shape
from app.extraction.pointing import clock_of, dotted_at, point_at, with_tail

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
        for reader in _READERS:
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
    last, end = _without_hours(text, *point, is_span=True)
    return [_bounded(text, Phrase(at, end, Shape.FROM_NOW, last=last))]


def _every(text: str, at: int) -> list[Phrase]:
    match = EVERY.match(text, at)
    if not match:
        return []
    point = point_at(text, match.end())
    _, end = point or with_tail(text, Point(), match.end())
    relative = RELATIVE.match(text, end)
    phrase = Phrase(at, relative.end() if relative else end, Shape.RECURRING, unit=match["unit"])
    first = _bounded(text, replace(phrase, last=point[0] if point else None))
    if not point or first.closes or text[first.end : first.end + 1] not in {"、", "和", "及"}:
        return [first]
    second = point_at(text, first.end + 1)
    if not second or not (second[0].month or second[0].day) or second[0].year:
        return [first]
    also = _bounded(text, replace(first, start=first.end + 1, end=second[1], last=second[0]))
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
    phrase = _bounded(text, Phrase(at, clock.end() if clock else match.end(), Shape.RELATIVE))
    if not phrase.closes and text[phrase.end : phrase.end + 1] != "内":
        return []
    weekday = "一二三四五六日".find((match["weekday"] or "日").translate({ord("天"): "日", ord("末"): "日"}))
    return [replace(phrase, count=weekday + 7 * (match["week"] == "下"), unit="本周", closes=True)]


def _damaged(text: str, at: int) -> list[Phrase]:
    match = DAMAGED.match(text, at)
    return [_bounded(text, Phrase(at, match.end(), Shape.DAMAGED))] if match else []


def _months(text: str, at: int) -> list[Phrase]:
    match = MONTHS.match(text, at)
    if not match or not 1 <= int(match["from"]) <= 12 or not 1 <= int(match["month"]) <= 12:
        return []
    year = int(match["year"]) if match["year"] and match["year"].isdigit() else None
    first = Point(year=year, year_word=match["year_word"] or "", month=int(match["from"]))
    last = Point(month=int(match["month"]), part=match["part"] or "")
    return [_bounded(text, Phrase(at, match.end(), Shape.SPAN, first, last))]


def _day(text: str, at: int) -> list[Phrase]:
    read = point_at(text, at)
    if read and _is_length(text, at, read[0]):
        return [Phrase(at, read[1], Shape.NUMBER)]
    dotted = None if read else dotted_at(text, at)
    if not (read or dotted):
        return []
    first, end = read or dotted or (Point(), at)
    if until := UNTIL.match(text, end):
        last = point_at(text, until.end()) or _dot_tail(text, until.end(), first) or dotted_at(text, until.end())
        if last and not (first.is_year_only and last[0].is_year_only):
            point, end = _without_hours(text, *last, is_span=True)
            return [_bounded(text, Phrase(at, end, Shape.SPAN, first, point))]
    first, end = _without_hours(text, first, end, is_span=False)
    phrase = _bounded(text, Phrase(at, end, Shape.YEAR if first.is_year_only else Shape.POINT, last=first))
    if dotted and not phrase.closes and not phrase.opens and not _LABELLED.search(text, max(0, at - 8), at):
        return [replace(phrase, shape=Shape.NUMBER)]
    return _list(text, phrase) if first.day else [phrase]


_LONGEST_LIST = 6
_LENGTH = re.compile(r"(?:少于|超过|多于|至少|为期|连续|达到?|[满共近约每])$")


def _is_length(text: str, at: int, point: Point) -> bool:
    """「公示不少于5日」: so many days, and no day of the month."""
    bare = point.day and not (point.month or point.month_word or point.clock or point.weekday is not None)
    return bool(bare) and _LENGTH.search(text, max(0, at - 4), at) is not None


_LABELLED = re.compile(r"(?:时间|日期|截止|期限)[:为]?$")
_TAIL_DAY = re.compile(r"(\d{1,2})(?![\d.:]|[月年%])日?")


def _dot_tail(text: str, at: int, first: Point) -> tuple[Point, int] | None:
    """The 20 of 「6.18-20」 and the 31 of 「2024.3.25-31」."""
    match = _TAIL_DAY.match(text, at) if first.day else None
    return (Point(day=int(match[1])), match.end()) if match and 1 <= int(match[1]) <= 31 else None


def _list(text: str, phrase: Phrase) -> list[Phrase]:
    """「10月8、20日」: each day its own phrase, the bound of the last one valid for all."""
    phrases = [phrase]
    while phrase.last and (match := ALSO.match(text, phrases[-1].end)):
        day = replace(phrase.last, day=int(match["day"]), weekday=None)
        phrases.append(_bounded(text, Phrase(match.start("day"), match.end(), Shape.POINT, last=day)))
    bound = _shared_bound(text, phrases[-1])
    return [replace(each, opens=bound.opens, closes=bound.closes) for each in phrases]


def _shared_bound(text: str, phrase: Phrase) -> Phrase:
    """「3月5日、6月20日、12月20日前」: the bound behind the last day holds for all."""
    following = phrase
    for _ in range(_LONGEST_LIST):
        if following.closes or following.opens or text[following.end : following.end + 1] not in {"、", "和", "及"}:
            break
        read = point_at(text, following.end + 1)
        if not read or not read[0].day:
            break
        following = _bounded(text, Phrase(following.end + 1, read[1], Shape.POINT, last=read[0]))
    return replace(phrase, closes=following.closes)


def _hour(text: str, at: int) -> list[Phrase]:
    match = CLOCK.match(text, at)
    if not match or clock_of(match) is None:
        return []
    until = UNTIL.match(text, match.end())
    last = (until and CLOCK.match(text, until.end())) or match
    return [_bounded(text, Phrase(at, last.end(), Shape.CLOCK, last=Point(clock=clock_of(last))))]


# 「8:30--11:30,下午14:30--」17:30
_HOURS_ON = re.compile(r"[,、;]?(?:和|及)?(?:下午|晚上)?\d{1,2}[:点时]\d{0,2}[-~至到]{1,2}(?=\d)")


def _without_hours(text: str, point: Point, end: int, *, is_span: bool) -> tuple[Point, int]:
    """「上午9:00—11:30」 behind a date: daily hours for a window, the end of them for a single day."""
    until = UNTIL.match(text, end) if point.clock else None
    second = CLOCK.match(text, until.end()) if until else None
    if not second:
        return point, end
    if (more := _HOURS_ON.match(text, second.end())) and (last := CLOCK.match(text, more.end())):
        second = last
    return replace(point, clock=None if is_span else clock_of(second)), second.end()


def _bounded(text: str, phrase: Phrase) -> Phrase:
    """The phrase with the word that says which side counts: 前, 止, 起, 后; also in 「15周（12月13日）之前」."""
    bracketed = text[phrase.end : phrase.end + 1] == ")" and text[phrase.start - 1 : phrase.start] == "("
    for pattern, side in ((CLOSES, "closes"), (OPENS, "opens"), (AFTER, "after")):
        if match := pattern.match(text, phrase.end + bracketed):
            return replace(phrase, end=match.end(), **{side: True})
    return phrase


_READERS: tuple[Callable[[str, int], list[Phrase]], ...] = (
    _unsaid,
    _from_now,
    _every,
    _week,
    _damaged,
    _relative,
    _months,
    _day,
    _hour,
)
