"""A month as the calendar on the wall: weeks from Monday, days off and 补班 marked, what opens and what ends. Pure."""

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.pages.rows import Row
from app.workdays import DayKind, Workdays


@dataclass(frozen=True, slots=True)
class Day:
    """One square: what ends on it, what opens on it, and whether a window runs through it."""

    date: date
    is_in_month: bool
    is_today: bool
    kind: DayKind
    due: tuple[Row, ...]
    opening: tuple[Row, ...]
    is_in_window: bool


@dataclass(frozen=True, slots=True)
class Month:
    """A month's weeks and its neighbours."""

    first: date
    weeks: tuple[tuple[Day, ...], ...]

    @property
    def previous(self) -> str:
        """The month before, as `?month=` takes it."""
        return f"{self.first - timedelta(days=1):%Y-%m}"

    @property
    def next(self) -> str:
        """The month after, as `?month=` takes it."""
        return f"{self.first + timedelta(days=31):%Y-%m}"


def parse_month(text: str) -> date:
    """The first day of a month written YYYY-MM. Raises ValueError."""
    try:
        year, month = text.split("-")
        first = date(int(year), int(month), 1)
    except ValueError:
        first = date.min
    if f"{first:%Y-%m}" != text or not 1949 <= first.year <= 2199:
        raise ValueError(f"{text[:20]!r} is not a month; write YYYY-MM, as in 2022-09")
    return first


def build_month(first: date, rows: Sequence[Row], today: date, workdays: Workdays) -> Month:
    """The month that begins on `first`."""
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    return Month(first, tuple(tuple(_day(day, first, rows, today, workdays) for day in week) for week in weeks))


def _day(day: date, first: date, rows: Sequence[Row], today: date, workdays: Workdays) -> Day:
    return Day(
        date=day,
        is_in_month=day.month == first.month,
        is_today=day == today,
        kind=workdays.kind_of(day),
        due=tuple(row for row in rows if row.task.due_on == day),
        opening=tuple(row for row in rows if row.task.opens_on == day),
        is_in_window=any(_is_open(row, day) for row in rows),
    )


def _is_open(row: Row, day: date) -> bool:
    opens, due = row.task.opens_on, row.task.due_on
    return opens is not None and due is not None and opens <= day <= due
