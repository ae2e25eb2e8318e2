"""What a date-like phrase of a text says: its shape, its days as written, and nothing guessed yet."""

from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum


class Shape(StrEnum):
    """How a phrase names time."""

    POINT = "point"  # 9月30日、11月底
    SPAN = "span"  # 9月12日至30日
    FROM_NOW = "from_now"  # 即日起至5月31日
    RELATIVE = "relative"  # 10个工作日内
    RECURRING = "recurring"  # 每月5日前
    UNSAID = "unsaid"  # 另行通知
    DAMAGED = "damaged"  # 1230日前
    YEAR = "year"  # 2022年、2021—2022学年
    CLOCK = "clock"  # 8:30—12:00
    NUMBER = "number"  # 文号、编号, a number that is no date


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour as written; `at` is None for 「24:00」, 「下班前」 and other ends of the day."""

    at: time | None
    whole_day: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """A day, or a coarser piece of the calendar, as the text writes it; None and '' where it says nothing."""

    year: int | None = None
    year_word: str = ""
    month: int | None = None
    month_word: str = ""
    day: int | None = None
    part: str = ""
    weekday: int | None = None
    clock: Clock | None = None
    excluded: bool = False
    fiscal: bool = False

    @property
    def is_year_only(self) -> bool:
        """「2022年」 names a year, no day in it."""
        return bool(self.year or self.year_word) and not (self.month or self.month_word or self.day or self.part)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A date-like piece of the normalised text, `text[start:end]`."""

    start: int
    end: int
    shape: Shape
    first: Point | None = None
    last: Point | None = None
    opens: bool = False
    closes: bool = False
    after: bool = False
    count: int = 0
    unit: str = ""
    words: str = field(default="", compare=False)
