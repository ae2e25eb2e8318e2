"""China's working calendar, checked against the announcements that fall into the first notice's half-year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.workdays import Workdays, iso_week

DAYS = st.dates(min_value=date(2015, 1, 1), max_value=date(2031, 12, 31))
CALENDAR = Workdays()


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2022, 7, 31), False),  # Sunday
        (date(2022, 9, 12), False),  # 中秋节
        (date(2022, 10, 3), False),  # 国庆节
        (date(2022, 10, 8), True),  # Saturday, 补班
        (date(2022, 10, 9), True),  # Sunday, 补班
        (date(2022, 10, 30), False),  # Sunday
        (date(2022, 12, 31), False),  # 元旦
        (date(2022, 8, 25), True),
    ],
)
def test_it_knows_holidays_and_make_up_days(day: date, works: bool) -> None:
    assert CALENDAR.is_workday(day) is works


def test_the_safe_day_is_the_last_working_day_on_or_before() -> None:
    assert CALENDAR.last_on_or_before(date(2022, 10, 30)) == date(2022, 10, 28)
    assert CALENDAR.last_on_or_before(date(2022, 12, 31)) == date(2022, 12, 30)
    assert CALENDAR.last_on_or_before(date(2022, 8, 30)) == date(2022, 8, 30)


@pytest.mark.parametrize(
    ("day", "first"), [(date(2022, 9, 14), date(2022, 9, 13)), (date(2022, 10, 5), date(2022, 10, 8))]
)
def test_a_week_begins_on_its_first_working_day(day: date, first: date) -> None:
    assert CALENDAR.first_of_week(day) == first


def test_a_year_nobody_announced_is_answered_by_weekends_and_says_so() -> None:
    assert CALENDAR.is_provisional(date(2031, 10, 1))
    assert CALENDAR.is_workday(date(2031, 10, 1))
    assert not CALENDAR.is_workday(date(2031, 10, 4))
    assert not CALENDAR.is_provisional(date(2022, 10, 1))


def test_an_administrators_own_days_win() -> None:
    calendar = Workdays({date(2031, 10, 1): False})
    assert not calendar.is_workday(date(2031, 10, 1))
    assert not calendar.is_provisional(date(2031, 5, 1))


@given(day=DAYS, count=st.integers(min_value=1, max_value=60))
def test_adding_working_days_lands_on_one_and_counting_gives_them_back(day: date, count: int) -> None:
    later = CALENDAR.add(day, count)
    assert CALENDAR.is_workday(later)
    assert CALENDAR.between(day, later) == count
    assert CALENDAR.between(later, day) == -count


@given(day=DAYS)
def test_between_the_safe_day_and_the_deadline_nobody_works(day: date) -> None:
    safe = CALENDAR.last_on_or_before(day)
    assert CALENDAR.is_workday(safe)
    assert not any(CALENDAR.is_workday(safe + timedelta(n)) for n in range(1, (day - safe).days + 1))


def test_weeks_are_those_of_iso_8601() -> None:
    assert iso_week(date(2022, 8, 22)) == "2022-W34"
    assert iso_week(date(2023, 1, 1)) == "2022-W52"
