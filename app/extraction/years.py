"""Where the year of a date comes from; said with each date, and never guessed when nothing says it."""

import re
from dataclasses import dataclass
from datetime import date

from app.extraction.draft import YearBasis
from app.extraction.phrases import Point

# A date this many days before the issue date is still meant for that year; from the second on, for the next one.
# Between the two nobody can tell.
_JUST_PAST, _WELL_BEFORE = 31, 90
_TERM = re.compile(
    r"(?P<year>20\d{2})[-~/至](?:20)?\d{2}学年度?,?(?:第(?P<half>[一二12])学期|(?P<season>[春夏秋冬])季?学期)"
)
_SHIFT = {"今年": 0, "本年": 0, "本年度": 0, "当年": 0, "同年": 0, "明年": 1, "次年": 1, "来年": 1, "去年": -1}


_PASSED_ON = re.compile(r"[〔\[(](?P<year>(?:19|20)\d{2})[〕\])]第?\d{1,5}号\)?(?:文件?)?(?:转发|印发)")


@dataclass(frozen=True, slots=True)
class Term:
    """「2017-2018学年第二学期」: half of a school year, which is prepared some months before it begins."""

    year: int
    half: int

    def year_of(self, month: int) -> int:
        """The calendar year of a month that a notice of this term names."""
        first_months = 3 if self.half == 1 else 9
        return self.year + (month < first_months)


def term_of(text: str) -> Term | None:
    """The one term that a text is about; None when it names none or several."""
    terms = {
        Term(int(match["year"]), 1 if (match["half"] or match["season"]) in {"一", "1", "秋", "冬"} else 2)
        for match in _TERM.finditer(text)
    }
    return terms.pop() if len(terms) == 1 else None


def passed_on(text: str) -> int | None:
    """The year in 「现将《……》（粤科函〔2016〕1652号）转发给你们」."""
    match = _PASSED_ON.search(text)
    return int(match["year"]) if match else None


@dataclass(frozen=True, slots=True)
class Sources:
    """What a notice says about its own year. Never 「2023年度」; `mentioned` are the years its dates name.

    `passed_on` is the year of the 文号 of the notice that this one hands on.
    """

    issued_on: date | None = None
    number_year: int | None = None
    title_year: int | None = None
    mentioned: frozenset[int] = frozenset()
    term: Term | None = None
    passed_on: int | None = None

    @property
    def fallback(self) -> tuple[int | None, YearBasis]:
        """The year when there is no issue date: the 文号's, else the title's."""
        if self.number_year:
            return self.number_year, YearBasis.NUMBER
        return (self.title_year, YearBasis.TITLE) if self.title_year else (None, YearBasis.NONE)

    def by_weekday(self, month: int, day: int, weekday: int) -> int | None:
        """The one year the notice mentions, or the next to one, in which that day falls on this weekday."""
        for years in (self.mentioned, {year + shift for year in self.mentioned for shift in (-1, 0, 1)}):
            fitting = [year for year in years if _weekday(year, month, day) == weekday]
            if len(fitting) == 1:
                return fitting[0]
        return None


def _weekday(year: int, month: int, day: int) -> int | None:
    try:
        return date(year, month, day).weekday()
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Anchor:
    """A day already read in the same sentence, for the dates after it that leave out their year or month."""

    day: date
    basis: YearBasis


def stated_year(point: Point, sources: Sources, anchor: Anchor | None = None) -> tuple[int | None, YearBasis]:
    """The year the point itself names: 2024年, 明年 against the issue date, 次年 against the day read before it."""
    if point.year:
        return point.year, YearBasis.PHRASE
    if anchor and point.year_word in {"次年", "当年", "同年"}:
        return anchor.day.year + _SHIFT[point.year_word], YearBasis.SENTENCE
    if point.year_word in _SHIFT:
        base, basis = (sources.issued_on.year, YearBasis.ISSUE_DATE) if sources.issued_on else sources.fallback
        return (base + _SHIFT[point.year_word], basis) if base else (None, YearBasis.NONE)
    return None, YearBasis.NONE


def near(month: int, day: int, reference: date) -> int | None:
    """The year in which a day without one falls, seen from `reference`; None when it cannot be told.

    「于1月10日前」 in a notice of December is next year's; 「9月20日前」 in one of 25 September is this year's.
    """
    behind = (reference - date(reference.year, month, min(day, 28))).days
    if behind <= _JUST_PAST:
        return reference.year
    return reference.year + 1 if behind >= _WELL_BEFORE else None
