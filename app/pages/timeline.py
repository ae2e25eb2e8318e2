"""The half-year as a drawing: windows as bars, deadlines as dots, days off shaded. Pure; places are percent."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby

from app.pages.rows import Row
from app.workdays import DayKind, Workdays

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class HalfYear:
    """January to June, or July to December."""

    first: date
    last: date

    @classmethod
    def of(cls, day: date) -> "HalfYear":
        """The one that holds `day`."""
        if day.month <= 6:
            return cls(date(day.year, 1, 1), date(day.year, 6, 30))
        return cls(date(day.year, 7, 1), date(day.year, 12, 31))


def deadline_near(deadlines: Sequence[date], today: date) -> date:
    """The next of these, in their order, on or after `today`; failing that the last; failing that `today` itself."""
    ahead = bisect_left(deadlines, today)
    return deadlines[min(ahead, len(deadlines) - 1)] if deadlines else today


@dataclass(frozen=True, slots=True)
class Span:
    """From the start of one day to the end of another."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Shade:
    """All days of one kind that is not the ordinary working day, as (first day from 0, how many) runs."""

    kind: DayKind
    runs: tuple[tuple[int, int], ...]

    @property
    def path(self) -> str:
        """The runs as SVG path data in a box as wide as the half-year has days and 1 high."""
        return "".join(f"M{start} 0h{days}v1h-{days}z" for start, days in self.runs)


@dataclass(frozen=True, slots=True)
class Month:
    """Where a month begins, for the heading."""

    first: date
    x: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One task's line: its window, if it has one, and the middle of its last day, if that is in the half-year."""

    row: Row
    window: Span | None
    due_x: float | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """All that the drawing needs; `today_x` is None when today is outside."""

    half: HalfYear
    days: int
    months: tuple[Month, ...]
    shades: tuple[Shade, ...]
    bars: tuple[Bar, ...]
    today_x: float | None


def build_timeline(rows: Iterable[Row], half: HalfYear, today: date, workdays: Workdays) -> Timeline:
    """The drawing of `rows` over `half`; tasks that do not touch it are left out."""
    scale = _scale(half)
    return Timeline(
        half=half,
        days=len(scale.days),
        months=tuple(Month(day, scale.start(day)) for day in scale.days if day.day == 1),
        shades=_shades(half, workdays),
        bars=tuple(bar for row in rows if (bar := _bar(row, scale)) is not None),
        today_x=scale.middle(today) if half.first <= today <= half.last else None,
    )


@lru_cache(maxsize=64)
def _scale(half: HalfYear) -> "_Scale":
    return _Scale(half)


class _Scale:
    """Days to percent."""

    def __init__(self, half: HalfYear) -> None:
        self.half = half
        self.days = [half.first + n * _DAY for n in range((half.last - half.first).days + 1)]

    def start(self, day: date) -> float:
        return self._percent((day - self.half.first).days)

    def middle(self, day: date) -> float:
        return self._percent((day - self.half.first).days + 0.5)

    def span(self, first: date, last: date) -> Span:
        return Span(self.start(first), self._percent((last - first).days + 1))

    def _percent(self, days: float) -> float:
        return round(days * 100 / len(self.days), 2)


@lru_cache(maxsize=64)
def _shades(half: HalfYear, workdays: Workdays) -> tuple[Shade, ...]:
    runs: dict[DayKind, list[tuple[int, int]]] = {}
    for kind, run in groupby(enumerate(_scale(half).days), key=lambda place: workdays.kind_of(place[1])):
        places = [place for place, _ in run]
        runs.setdefault(kind, []).append((places[0], len(places)))
    return tuple(Shade(kind, tuple(found)) for kind, found in sorted(runs.items()) if kind is not DayKind.WORKDAY)


def _bar(row: Row, scale: _Scale) -> Bar | None:
    half, due = scale.half, row.task.due_on
    if due is None or due < half.first or (row.task.opens_on or due) > half.last:
        return None
    window = scale.span(max(row.task.opens_on, half.first), min(due, half.last)) if row.task.opens_on else None
    return Bar(row, window, scale.middle(due) if due <= half.last else None)
