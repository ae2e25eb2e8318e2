"""Days as a caller may write them, and which end of a quarter a bound means."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InvalidInput
from app.queries import FilterParams
from app.queries.days import MAX_DAYS, read_span
from app.workdays import Workdays

TODAY = date(2022, 9, 28)
WORKDAYS = Workdays()
DAYS = st.dates(date(1960, 1, 1), date(2180, 12, 31))


def ask(**params: str) -> dict[str, str]:
    return FilterParams.model_validate(params).ask(TODAY, WORKDAYS, lambda name: name).resolved


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022-09-30", date(2022, 9, 30)),
        ("today", TODAY),
        ("today+30d", date(2022, 10, 28)),
        ("today 30d", date(2022, 10, 28)),
        ("today-7d", date(2022, 9, 21)),
        ("today+0d", TODAY),
        ("today+5wd", date(2022, 10, 10)),
        ("today-1wd", date(2022, 9, 27)),
        ("eow", date(2022, 10, 2)),
        ("eom", date(2022, 9, 30)),
    ],
)
def test_it_reads_a_day(text: str, day: date) -> None:
    span = read_span(text, TODAY, WORKDAYS)
    assert (span.first, span.last) == (day, day)


def test_working_days_skip_the_national_holiday_and_count_the_days_made_up_for() -> None:
    # 1 to 7 October 2022 were off; Saturday the 8th and Sunday the 9th were worked.
    assert read_span("today+3wd", TODAY, WORKDAYS).first == date(2022, 10, 8)
    assert read_span("today+4wd", TODAY, WORKDAYS).first == date(2022, 10, 9)


def test_a_quarter_bounds_from_the_side_the_bound_looks_from() -> None:
    assert ask(due_before="2022-Q4") == {"due_before": "2022-10-01"}
    assert ask(due_by="2022-Q4") == {"due_by": "2022-12-31"}
    assert ask(due_after="2022-Q4") == {"due_after": "2022-12-31"}
    assert ask(due_from="2022-q4") == {"due_from": "2022-10-01"}
    assert ask(overlaps="2022-Q3/2022-Q4") == {"overlaps": "2022-07-01/2022-12-31"}


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"due_by": "2022-13-01"}, "2022-13-01 does not exist in the calendar"),
        ({"due_by": "2022-02-30"}, "2022-02-30 does not exist"),
        ({"due_by": "0"}, "'0' is not a day"),
        ({"due_by": ""}, "'' is not a day"),
        ({"due_by": "２０２２-０９-３０"}, "is not a day"),
        ({"due_by": "tomorrow"}, "'tomorrow' is not a day"),
        ({"due_by": "1066-10-14"}, "outside 1949–2199"),
        ({"due_by": "2022-Q5"}, "'2022-Q5' is not a day"),
        ({"due_by": "1066-Q1"}, "outside 1949–2199"),
        ({"due_by": "today+9999d"}, "9999d is too far; at most 3660d"),
        ({"due_by": "today+501wd"}, "501wd is too far; at most 500wd"),
        ({"open_on": "2022-Q4"}, "open_on: 2022-Q4 is many days"),
        ({"overlaps": "2022-10-01"}, "'2022-10-01' is no range"),
        ({"overlaps": "2022-10-02/2022-10-01"}, "2022-10-02 is after 2022-10-01"),
        ({"due_from": "2022-10-02", "due_by": "2022-10-01"}, "the range runs backwards"),
        ({"due_after": "eom", "due_before": "today"}, "the range runs backwards"),
        ({"province": "guangdon"}, "Did you mean guangdong?"),
        ({"q": " 　"}, "q is empty"),
    ],
)
def test_it_refuses_what_no_day_or_range_can_be_and_names_it(params: dict[str, str], reason: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        ask(**params)
    assert reason in refusal.value.detail
    assert refusal.value.param in params


def test_a_step_out_of_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="leads too far"):
        read_span("today+3660d", date(2199, 1, 1), WORKDAYS)


@given(DAYS, st.integers(-MAX_DAYS, MAX_DAYS))
def test_steps_of_days_add_up(today: date, count: int) -> None:
    sign = "+" if count >= 0 else "-"
    assert read_span(f"today{sign}{abs(count)}d", today, WORKDAYS).first == today + timedelta(days=count)


@given(DAYS, st.integers(1, 30))
def test_a_step_of_working_days_ends_on_one_and_has_counted_so_many(today: date, count: int) -> None:
    day = read_span(f"today+{count}wd", today, WORKDAYS).first
    assert WORKDAYS.is_workday(day)
    assert WORKDAYS.between(today, day) == count


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_a_clear_refusal(text: str) -> None:
    with suppress(ValueError):
        span = read_span(text, TODAY, WORKDAYS)
        assert span.first <= span.last


def test_working_days_of_a_year_not_announced_are_called_provisional() -> None:
    assert read_span("today+5wd", date(2150, 3, 1), WORKDAYS).is_provisional
    assert not read_span("today+5d", date(2150, 3, 1), WORKDAYS).is_provisional
    assert not read_span("today+5wd", TODAY, WORKDAYS).is_provisional
    assert not read_span("today+5wd", date(2150, 3, 1), Workdays({date(2150, 1, 1): False})).is_provisional
