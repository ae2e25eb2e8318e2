"""What is ahead, what has passed, and the day a record offers for a rehearsal."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.pages.overview import build_overview, busiest_monday
from app.pages.rows import Level
from app.workdays import Workdays
from tests.pages.conftest import make_task

WORKDAYS = Workdays()
SEED_DAYS = ["07-31", "08-25", "08-30", "09-15", "09-30", "10-30", "11-30", "11-30", "12-31", "12-31"]
DEADLINES = [date.fromisoformat(f"2022-{day}") for day in SEED_DAYS]


def test_a_deadline_today_is_still_ahead() -> None:
    overview = build_overview([make_task(date(2022, 8, 22))], date(2022, 8, 22), WORKDAYS)
    assert (len(overview.ahead), len(overview.past), overview.is_record) == (1, 0, False)


def test_lights_are_counted_by_colour() -> None:
    overview = build_overview(map(make_task, [*DEADLINES, None]), date(2022, 8, 22), WORKDAYS)
    assert [overview.count(level) for level in (Level.RED, Level.AMBER, Level.GREEN)] == [1, 1, 7]
    assert (len(overview.past), len(overview.waiting)) == (1, 1)


def test_years_later_all_of_it_is_a_record_with_a_day_to_rehearse() -> None:
    overview = build_overview(map(make_task, DEADLINES), date(2026, 11, 24), WORKDAYS)
    assert overview.is_record
    assert overview.rehearse_on == date(2022, 8, 22)


def test_undated_tasks_alone_are_no_record() -> None:
    overview = build_overview([make_task(None)], date(2026, 11, 24), WORKDAYS)
    assert not overview.is_record
    assert overview.rehearse_on is None


@given(st.lists(st.dates(date(2000, 1, 1), date(2150, 1, 1)), min_size=1, max_size=12))
def test_the_day_to_rehearse_is_a_monday_with_a_deadline_within_a_fortnight(deadlines: list[date]) -> None:
    monday = busiest_monday(deadlines)
    assert monday.weekday() == 0
    assert any(monday <= day < monday + timedelta(days=14) for day in deadlines)
