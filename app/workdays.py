"""China's working calendar: public holidays, 补班 (make-up working days), weekends, and own days. Pure."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache
from importlib.metadata import version

import chinese_calendar

_DAY = timedelta(days=1)
# No run of days off has been longer than nine; a year's override could make one, never three months.
_LONGEST_SEARCH = 92


class DayKind(StrEnum):
    """What a day is in the working calendar, for shading."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKEUP = "makeup"


@dataclass(frozen=True, eq=False)
class Workdays:
    """Working days as the State Council announces them; `overrides` (day → is a working day) win.

    A year not yet announced is answered by weekends alone, and `is_provisional` says so.
    """

    overrides: Mapping[date, bool] = field(default_factory=dict)

    @cached_property
    def edition(self) -> str:
        """A word that is another whenever answers may be others: own days were changed, or a year was announced."""
        own = sorted((day.isoformat(), works) for day, works in self.overrides.items())
        return hashlib.sha256(repr((version("chinesecalendar"), own)).encode()).hexdigest()[:16]

    def is_workday(self, day: date) -> bool:
        """Whether offices work on `day`."""
        if day in self.overrides:
            return self.overrides[day]
        announced = _announced(day)
        return day.weekday() < 5 if announced is None else announced

    def kind_of(self, day: date) -> DayKind:
        """Whether `day` is an ordinary working day or weekend, a holiday (its weekend days too), or 补班."""
        is_weekend = day.weekday() >= 5
        if self.is_workday(day):
            return DayKind.MAKEUP if is_weekend else DayKind.WORKDAY
        return DayKind.WEEKEND if is_weekend and not _is_holiday(day) else DayKind.HOLIDAY

    def is_provisional(self, day: date) -> bool:
        """Whether the holidays of `day`'s year are not known yet."""
        return _announced(day) is None and not any(known.year == day.year for known in self.overrides)

    def last_on_or_before(self, day: date) -> date:
        """The last working day that is not after `day`: the safe day for a deadline on a day off."""
        return self._search(day, -_DAY)

    def first_on_or_after(self, day: date) -> date:
        """The first working day that is not before `day`."""
        return self._search(day, _DAY)

    def first_of_week(self, day: date) -> date:
        """The first working day of `day`'s ISO week; its Monday when the whole week is off."""
        monday = day - timedelta(days=day.weekday())
        return next((d for d in _days(monday, 7) if self.is_workday(d)), monday)

    def add(self, day: date, count: int) -> date:
        """The day `count` working days after `day` (before it when negative); 0 is `day` itself.

        Working days are counted from the next day on, as 「10个工作日内」 is counted.
        """
        step = _DAY if count > 0 else -_DAY
        for _ in range(abs(count)):
            day = self._search(day + step, step)
        return day

    def between(self, start: date, end: date) -> int:
        """How many working days lie in (start, end]: what is left after today until a deadline. Negative when past."""
        if end < start:
            return -self.between(end, start)
        return sum(self.is_workday(day) for day in _days(start + _DAY, (end - start).days))

    def _search(self, day: date, step: timedelta) -> date:
        for _ in range(_LONGEST_SEARCH):
            if self.is_workday(day):
                return day
            day += step
        raise ValueError(f"no working day within {_LONGEST_SEARCH} days of {day}: check the overrides")


@lru_cache(maxsize=8192)
def _announced(day: date) -> bool | None:
    """Whether `day` was announced as a working day; None while its year is not announced."""
    try:
        return chinese_calendar.is_workday(day)
    except NotImplementedError:
        return None


@lru_cache(maxsize=8192)
def _is_holiday(day: date) -> bool:
    """Whether `day` off belongs to an announced holiday."""
    return _announced(day) is False and chinese_calendar.get_holiday_detail(day)[1] is not None


def _days(start: date, count: int) -> list[date]:
    return [start + timedelta(days=n) for n in range(count)]


def iso_week(day: date) -> str:
    """The ISO 8601 week of `day`, as 2022-W34: the logical period a digest belongs to."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"
