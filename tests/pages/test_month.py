"""The month on the wall."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pages.month import Day, Month, build_month, parse_month
from app.pages.rows import build_rows
from app.workdays import DayKind, Workdays
from tests.pages.conftest import make_task

WORKDAYS = Workdays()


def october(today: date = date(2022, 10, 8)) -> Month:
    tasks = [make_task(date(2022, 10, 30), opens_on=date(2022, 10, 10))]
    return build_month(date(2022, 10, 1), build_rows(tasks, today, WORKDAYS), today, WORKDAYS)


def day_of(month: Month, day: date) -> Day:
    return next(found for week in month.weeks for found in week if found.date == day)


def test_holidays_and_make_up_days_are_told_apart() -> None:
    kinds = [day_of(october(), date(2022, 10, day)).kind for day in (7, 8, 15, 17)]
    assert kinds == [DayKind.HOLIDAY, DayKind.MAKEUP, DayKind.WEEKEND, DayKind.WORKDAY]


def test_a_window_opens_ends_and_runs_through_the_days_between() -> None:
    month = october()
    first, middle, last, after = (day_of(month, date(2022, 10, day)) for day in (10, 20, 30, 31))
    assert (len(first.opening), len(first.due)) == (1, 0)
    assert (len(last.opening), len(last.due)) == (0, 1)
    assert [day.is_in_window for day in (first, middle, last, after)] == [True, True, True, False]


def test_today_is_one_day() -> None:
    assert [day.date for week in october().weeks for day in week if day.is_today] == [date(2022, 10, 8)]


def test_neighbours_turn_the_year() -> None:
    assert october().next == "2022-11"
    assert build_month(date(2022, 1, 1), (), date(2022, 1, 1), WORKDAYS).previous == "2021-12"


@given(st.dates(date(1949, 1, 1), date(2199, 12, 31)))
def test_every_month_is_whole_weeks_from_monday(day: date) -> None:
    first = parse_month(f"{day:%Y-%m}")
    month = build_month(first, (), day, WORKDAYS)
    assert all(len(week) == 7 and week[0].date.weekday() == 0 for week in month.weeks)
    assert day in [found.date for week in month.weeks for found in week if found.is_in_month]


@pytest.mark.parametrize(
    "text", ["2022-13", "2022-9", "2022-00", "1948-12", "2200-01", "2022", "2022-09-01", "", "二〇二二-09"]
)
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a month; write YYYY-MM, as in 2022-09"):
        parse_month(text)
