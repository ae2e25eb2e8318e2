"""Traffic lights: colour and sentence from the working days that are really left."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.clock import SHANGHAI
from app.pages.rows import Level, Light, Phase, Says, build_row, light_of
from app.workdays import Workdays
from tests.pages.conftest import make_task

WORKDAYS = Workdays()
DAYS = st.dates(date(2022, 1, 1), date(2023, 12, 31))

LIGHTS = {
    "three working days left": ("2022-08-25", "2022-08-22", Light(Level.RED, Says.WORKDAYS, 3)),
    "four working days left": ("2022-08-26", "2022-08-22", Light(Level.AMBER, Says.WORKDAYS, 4)),
    "ten working days left": ("2022-09-05", "2022-08-22", Light(Level.AMBER, Says.WORKDAYS, 10)),
    "eleven working days left": ("2022-09-06", "2022-08-22", Light(Level.GREEN, Says.WORKDAYS, 11)),
    "due today": ("2022-08-22", "2022-08-22", Light(Level.RED, Says.DUE_TODAY)),
    "due on Sunday, today is Friday": ("2022-10-30", "2022-10-28", Light(Level.RED, Says.LAST_WORKDAY)),
    "due on Sunday, today is Saturday": ("2022-10-30", "2022-10-29", Light(Level.RED, Says.NO_WORKDAY)),
    "the national holiday lies between": ("2022-10-08", "2022-09-30", Light(Level.RED, Says.WORKDAYS, 1)),
    "yesterday": ("2022-08-21", "2022-08-22", Light(Level.PAST, Says.PAST)),
    "years ago": ("2022-08-21", "2026-08-21", Light(Level.PAST, Says.PAST)),
    "beyond every announced year": ("2024-08-22", "2022-08-22", Light(Level.GREEN, Says.DAYS, 731)),
}


@pytest.mark.parametrize(("due", "today", "light"), LIGHTS.values(), ids=LIGHTS)
def test_a_light_goes_by_working_days(due: str, today: str, light: Light) -> None:
    assert light_of(make_task(date.fromisoformat(due)), date.fromisoformat(today), WORKDAYS) == light


def test_a_task_without_a_date_waits() -> None:
    assert light_of(make_task(None), date(2022, 8, 22), WORKDAYS) == Light(Level.WAITING, Says.WAITING)


def test_a_withdrawn_task_has_no_deadline_to_fear() -> None:
    task = make_task(date(2022, 8, 22), withdrawn_at=datetime(2022, 8, 1, tzinfo=SHANGHAI))
    assert light_of(task, date(2022, 8, 22), WORKDAYS).level is Level.WITHDRAWN


_URGENCY = [Level.GREEN, Level.AMBER, Level.RED, Level.PAST]


@given(due=DAYS, today=DAYS)
def test_a_light_never_cools_down_as_days_go_by(due: date, today: date) -> None:
    task = make_task(due)
    now, tomorrow = (light_of(task, day, WORKDAYS).level for day in (today, today + timedelta(days=1)))
    assert _URGENCY.index(now) <= _URGENCY.index(tomorrow)


@given(due=DAYS, today=DAYS)
def test_only_a_deadline_behind_us_is_past(due: date, today: date) -> None:
    assert (light_of(make_task(due), today, WORKDAYS).level is Level.PAST) == (due < today)


def test_a_deadline_on_a_day_off_names_the_last_working_day_before() -> None:
    row = build_row(make_task(date(2022, 10, 30)), date(2022, 8, 22), WORKDAYS)
    assert row.safe_on == date(2022, 10, 28)


def test_a_deadline_on_a_working_day_needs_no_safe_day() -> None:
    assert build_row(make_task(date(2022, 8, 25)), date(2022, 8, 22), WORKDAYS).safe_on is None


@pytest.mark.parametrize(
    ("today", "phase"),
    [
        ("2022-09-11", Phase.BEFORE),
        ("2022-09-12", Phase.OPEN),
        ("2022-09-30", Phase.OPEN),
        ("2022-10-01", Phase.CLOSED),
    ],
)
def test_a_window_includes_both_its_days(today: str, phase: Phase) -> None:
    task = make_task(date(2022, 9, 30), opens_on=date(2022, 9, 12))
    assert build_row(task, date.fromisoformat(today), WORKDAYS).phase is phase


def test_a_year_without_announced_holidays_is_marked() -> None:
    assert build_row(make_task(date(2150, 3, 1)), date(2150, 2, 1), WORKDAYS).is_provisional
