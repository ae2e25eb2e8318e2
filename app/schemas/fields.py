"""The smallest pieces of JSON in and out: days, lines, slugs, addresses."""

import re
from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, StringConstraints

# The categories Cc (but for newline and tab), Cs, Zl and Zp of Unicode.
_UNREADABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIRST_YEAR, _LAST_YEAR = 1949, 2199


def parse_day(value: object) -> date:
    """A day written YYYY-MM-DD, and nothing else: numbers, times and other ISO forms are refused with ValueError."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not _ISO_DATE.fullmatch(value):
        raise ValueError(f"{str(value)[:40]!r} is not a day; write YYYY-MM-DD, as in 2022-09-30")
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value} does not exist in the calendar") from None
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError(f"{value} is outside {_FIRST_YEAR}–{_LAST_YEAR}")
    return day


def clean(text: str) -> str:
    """Text without control characters, line separators, surrogates or byte-order marks; newlines and tabs stay."""
    return _UNREADABLE.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")).strip()


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())


Day = Annotated[date, BeforeValidator(parse_day)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(_one_line)]
Text = Annotated[str, StringConstraints(max_length=10_000), AfterValidator(clean)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Email = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$", max_length=254),
]
WebUrl = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"']+$", max_length=2000)]
