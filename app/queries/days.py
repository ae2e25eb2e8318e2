"""A day as a caller may write it: 2022-09-30, today, today+30d, today+5wd, eow, eom, 2022-Q4."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from app.schemas.fields import parse_day
from app.workdays import Workdays

MAX_DAYS, MAX_WORKDAYS = 3660, 500
# A plus sign in an address that nobody escaped arrives as a space.
_STEP = re.compile(r"today([+ -])([0-9]{1,4})(d|wd)")
_QUARTER = re.compile(r"([0-9]{4})-[Qq]([1-4])")
GRAMMAR = r"^([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[Qq][1-4]|today([+ -][0-9]{1,4}w?d)?|eow|eom)$"


@dataclass(frozen=True, slots=True)
class Span:
    """The days a word stands for, both included; most words stand for one.

    `is_relative`: it moves with today. `is_provisional`: it counted working days in a year not announced yet.
    """

    first: date
    last: date
    is_relative: bool = False
    is_provisional: bool = False


def read_span(text: str, today: date, workdays: Workdays) -> Span:
    """What `text` means on `today` in Asia/Shanghai. Raises ValueError that names the text and the remedy."""
    if quarter := _QUARTER.fullmatch(text):
        return _quarter(int(quarter[1]), int(quarter[2]))
    if step := _STEP.fullmatch(text):
        return _checked(text, _step(today, int(step[2]) * (-1 if step[1] == "-" else 1), step[3], workdays))
    if text in _WORDS:
        day = _WORDS[text](today)
        return Span(day, day, is_relative=True)
    if text[:1].isdigit():
        day = parse_day(text)
        return Span(day, day)
    raise ValueError(f"{text[:40]!r} is not a day; write 2022-09-30, today, today+30d, today+5wd, eow, eom or 2022-Q4")


def _quarter(year: int, number: int) -> Span:
    first = parse_day(f"{year:04}-{number * 3 - 2:02}-01")
    return Span(first, end_of_month(date(year, number * 3, 1)))


def _step(today: date, count: int, unit: str, workdays: Workdays) -> Span:
    most = MAX_DAYS if unit == "d" else MAX_WORKDAYS
    if abs(count) > most:
        raise ValueError(f"{abs(count)}{unit} is too far; at most {most}{unit}")
    if unit == "d":
        day = today + timedelta(days=count)
        return Span(day, day, is_relative=True)
    day = workdays.add(today, count)
    years = range(min(day, today).year, max(day, today).year + 1)
    provisional = any(workdays.is_provisional(date(year, 1, 1)) for year in years)
    return Span(day, day, is_relative=True, is_provisional=provisional)


def _checked(text: str, span: Span) -> Span:
    try:
        parse_day(span.first.isoformat())
    except ValueError as error:
        raise ValueError(f"{text} leads too far: {error}") from None
    return span


def end_of_week(day: date) -> date:
    """The Sunday of `day`'s ISO week."""
    return day + timedelta(days=6 - day.weekday())


def end_of_month(day: date) -> date:
    """The last day of `day`'s month."""
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


_WORDS: dict[str, Callable[[date], date]] = {
    "today": lambda today: today,
    "eow": end_of_week,
    "eom": end_of_month,
}
