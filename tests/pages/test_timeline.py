"""The half-year's drawing: every day in its place, days off shaded as the working calendar has them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pages.rows import build_rows
from app.pages.timeline import HalfYear, Shade, Timeline, build_timeline
from app.workdays import DayKind, Workdays
from tests.pages.conftest import make_task

WORKDAYS = Workdays()
HALF = HalfYear.of(date(2022, 8, 22))
DAYS_OF_HALF = 184


def draw(*spans: tuple[date | None, date], today: date = date(2022, 8, 22)) -> Timeline:
    tasks = [make_task(due, opens_on=opens) for opens, due in spans]
    return build_timeline(build_rows(tasks, today, WORKDAYS), HALF, today, WORKDAYS)


def percent(days: float) -> float:
    return round(days * 100 / DAYS_OF_HALF, 2)


@pytest.mark.parametrize(("day", "first", "last"), [("2022-06-30", 1, 6), ("2022-07-01", 7, 12)])
def test_a_half_year_turns_on_the_first_of_july(day: str, first: int, last: int) -> None:
    half = HalfYear.of(date.fromisoformat(day))
    assert (half.first.month, half.last.month) == (first, last)


def test_a_window_is_a_bar_over_both_its_days_and_a_dot_on_the_last() -> None:
    (bar,) = draw((date(2022, 7, 1), date(2022, 7, 10))).bars
    assert bar.window is not None
    assert (bar.window.x, bar.window.width) == (0, percent(10))
    assert bar.due_x == percent(9.5)


def test_a_window_that_began_before_is_cut_at_the_edge() -> None:
    (bar,) = draw((date(2022, 5, 1), date(2022, 7, 2))).bars
    assert bar.window is not None
    assert (bar.window.x, bar.window.width) == (0, percent(2))


def test_a_window_that_ends_after_has_no_dot() -> None:
    (bar,) = draw((date(2022, 12, 31), date(2023, 1, 5))).bars
    assert bar.due_x is None


def test_tasks_outside_are_left_out() -> None:
    assert draw((None, date(2022, 6, 30)), (None, date(2023, 1, 1))).bars == ()


def test_today_is_marked_only_when_it_is_inside() -> None:
    assert draw(today=date(2022, 7, 1)).today_x == percent(0.5)
    assert draw(today=date(2026, 11, 24)).today_x is None


def test_the_national_holiday_and_its_make_up_weekend_are_shaded_apart() -> None:
    runs = {shade.kind: shade.runs for shade in draw().shades}
    october = (date(2022, 10, 1) - HALF.first).days
    assert (october, 7) in runs[DayKind.HOLIDAY]
    assert (october + 7, 2) in runs[DayKind.MAKEUP]


def test_every_day_that_is_no_ordinary_working_day_is_shaded_once() -> None:
    shaded = {(start + n, shade.kind) for shade in draw().shades for start, days in shade.runs for n in range(days)}
    kinds = [WORKDAYS.kind_of(date.fromordinal(HALF.first.toordinal() + n)) for n in range(DAYS_OF_HALF)]
    assert shaded == {(n, kind) for n, kind in enumerate(kinds) if kind is not DayKind.WORKDAY}


def test_a_shade_is_drawn_as_one_path() -> None:
    assert Shade(DayKind.WEEKEND, ((1, 2), (8, 2))).path == "M1 0h2v1h-2zM8 0h2v1h-2z"


@given(due=st.dates(date(2022, 1, 1), date(2023, 6, 30)), days=st.integers(0, 400))
def test_nothing_is_drawn_outside_the_drawing(due: date, days: int) -> None:
    opens = date.fromordinal(due.toordinal() - days)
    for bar in draw((opens, due)).bars:
        assert bar.due_x is None or 0 <= bar.due_x <= 100
        assert bar.window is not None
        assert bar.window.x >= 0
        assert bar.window.width > 0
        assert bar.window.x + bar.window.width <= 100.01
