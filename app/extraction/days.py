"""Reads a day, a window, a list of days or an hour where the text names one, with the word that bounds it."""

import re
from dataclasses import replace

from app.extraction.grammar import AFTER, ALSO, CLOCK, CLOSES, MONTHS, OPENS, UNTIL
from app.extraction.phrases import Phrase, Point, Shape
from app.extraction.pointing import clock_of, dotted_at, point_at

_LONGEST_LIST = 6
_LENGTH = re.compile(r"(?:少于|超过|多于|至少|为期|连续|达到?|[满共近约每前])$")
# 「4月5日（放假期间照常受理）前」
_ASIDE = re.compile(r"\([^()\n\d]{1,20}\)(?=之前|以前|前(?![往来期言述款三十置沿提]))")
# 「9月18日至27日（9月23日除外）」
_LEFT_OUT = re.compile(r"\([^()\n]{2,16}除外\)")
_LABELLED = re.compile(r"(?:时间|日期|截止|期限)[:为]?$")
_TAIL_DAY = re.compile(r"(\d{1,2})(?![\d.:/]|[月年%])日?")
# 「8:30--11:30,下午14:30--」17:30
_HOURS_ON = re.compile(r"[,、;]?(?:和|及)?(?:下午|晚上)?\d{1,2}[:点时]\d{0,2}[-~至到]{1,2}(?=\d)")


def months_at(text: str, at: int) -> list[Phrase]:
    """「9-10月」 at `at`, as one window of months; nothing where none stands."""
    match = MONTHS.match(text, at)
    if not match or not 1 <= int(match["from"]) <= 12 or not 1 <= int(match["month"]) <= 12:
        return []
    year = int(match["year"]) if match["year"] and match["year"].isdigit() else None
    first = Point(year=year, year_word=match["year_word"] or "", month=int(match["from"]))
    last = Point(month=int(match["month"]), part=match["part"] or "")
    return [bounded(text, Phrase(at, match.end(), Shape.SPAN, first, last))]


def day_at(text: str, at: int) -> list[Phrase]:
    """The day, the window or the list of days at `at`, each day of a list its own phrase; nothing where none stands."""
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
            point, end = without_hours(text, *last, is_span=True)
            return [bounded(text, Phrase(at, end, Shape.SPAN, first, point))]
    first, end = without_hours(text, first, end, is_span=False)
    phrase = bounded(text, Phrase(at, end, Shape.YEAR if first.is_year_only else Shape.POINT, last=first))
    if dotted and not phrase.closes and not phrase.opens and not _LABELLED.search(text, max(0, at - 8), at):
        return [replace(phrase, shape=Shape.NUMBER)]
    return _list(text, phrase) if first.day else [phrase]


def _is_length(text: str, at: int, point: Point) -> bool:
    """「公示不少于5日」: so many days, and no day of the month."""
    bare = point.day and not (point.month or point.month_word or point.clock or point.weekday is not None)
    return bool(bare) and _LENGTH.search(text, max(0, at - 4), at) is not None


def _dot_tail(text: str, at: int, first: Point) -> tuple[Point, int] | None:
    """The 20 of 「6.18-20」 and the 31 of 「2024.3.25-31」."""
    match = _TAIL_DAY.match(text, at) if first.day else None
    return (Point(day=int(match[1])), match.end()) if match and 1 <= int(match[1]) <= 31 else None


def _list(text: str, phrase: Phrase) -> list[Phrase]:
    """「10月8、20日」: each day its own phrase, the bound of the last one valid for all."""
    phrases = [phrase]
    while phrase.last and (match := ALSO.match(text, phrases[-1].end)):
        day = replace(phrase.last, day=int(match["day"]), weekday=None)
        phrases.append(bounded(text, Phrase(match.start("day"), match.end(), Shape.POINT, last=day)))
    bound = _shared_bound(text, phrases[-1])
    if window := _days_on_end(phrases):
        return [replace(window, opens=bound.opens, closes=bound.closes)]
    return [replace(each, opens=bound.opens, closes=bound.closes) for each in phrases]


def _days_on_end(phrases: list[Phrase]) -> Phrase | None:
    """「7月15、16日领取」: days that follow each other are one window."""
    days = [phrase.last.day or 0 for phrase in phrases if phrase.last]
    if len(days) < 2 or days != list(range(days[0], days[0] + len(days))):
        return None
    first, last = phrases[0], phrases[-1]
    return replace(last, start=first.start, shape=Shape.SPAN, first=first.last, last=Point(day=days[-1]))


def _shared_bound(text: str, phrase: Phrase) -> Phrase:
    """「3月5日、6月20日、12月20日前」: the bound behind the last day holds for all."""
    following = phrase
    for _ in range(_LONGEST_LIST):
        if following.closes or following.opens or text[following.end : following.end + 1] not in {"、", "和", "及"}:
            break
        read = point_at(text, following.end + 1)
        if not read or not read[0].day:
            break
        following = bounded(text, Phrase(following.end + 1, read[1], Shape.POINT, last=read[0]))
    return replace(phrase, closes=following.closes)


def hour_at(text: str, at: int) -> list[Phrase]:
    """「17:00」 or the hours 「8:30-11:30」 at `at`, without a day; nothing where none stands."""
    match = CLOCK.match(text, at)
    if not match or clock_of(match) is None:
        return []
    until = UNTIL.match(text, match.end())
    last = (until and CLOCK.match(text, until.end())) or match
    return [bounded(text, Phrase(at, last.end(), Shape.CLOCK, last=Point(clock=clock_of(last))))]


def without_hours(text: str, point: Point, end: int, *, is_span: bool) -> tuple[Point, int]:
    """「上午9:00—11:30」 behind a date: daily hours for a window, the end of them for a single day."""
    until = UNTIL.match(text, end) if point.clock else None
    second = CLOCK.match(text, until.end()) if until else None
    if not second:
        return point, end
    if (more := _HOURS_ON.match(text, second.end())) and (last := CLOCK.match(text, more.end())):
        second = last
    return replace(point, clock=None if is_span else clock_of(second)), second.end()


def bounded(text: str, phrase: Phrase) -> Phrase:
    """The phrase with the word that says which side counts: 前, 止, 起, 后; also in 「15周（12月13日）之前」."""
    if aside := _ASIDE.match(text, phrase.end):
        phrase = replace(phrase, end=aside.end())
    bracketed = text[phrase.end : phrase.end + 1] == ")" and text[phrase.start - 1 : phrase.start] == "("
    if left_out := _LEFT_OUT.match(text, phrase.end):
        phrase = replace(phrase, end=left_out.end())
    for pattern, side in ((CLOSES, "closes"), (OPENS, "opens"), (AFTER, "after")):
        if match := pattern.match(text, phrase.end + bracketed):
            return replace(phrase, end=match.end(), **{side: True})
    return phrase
