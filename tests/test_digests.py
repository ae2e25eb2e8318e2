"""Which section of a digest a task stands in: a truth table of dates, on the Monday of 2022-W34."""

from dataclasses import dataclass
from datetime import date, datetime

import pytest

from app.digests import build_digest
from app.provinces import get_province
from app.workdays import Workdays
from tests.conftest import MONDAY

TODAY = date(2022, 8, 22)


@dataclass(frozen=True)
class Thing:
    """A task reduced to what a digest asks of it."""

    due_on: date | None
    opens_on: date | None = None
    withdrawn_at: datetime | None = None
    id: str = "thing"


def day(text: str) -> date:
    return date.fromisoformat(f"2022-{text}")


PLACES = {
    "due a month and a day ago": (Thing(day("07-22")), None),
    "due 30 days ago": (Thing(day("07-23")), "overdue"),
    "due yesterday": (Thing(day("08-21")), "overdue"),
    "due today": (Thing(day("08-22")), "this_week"),
    "due on Sunday": (Thing(day("08-28")), "this_week"),
    "due next Monday": (Thing(day("08-29")), "ahead"),
    "due in 30 days": (Thing(day("09-21")), "ahead"),
    "due in 31 days": (Thing(day("09-22")), None),
    "open now, due far off": (Thing(day("11-30"), day("08-01")), "open_now"),
    "opens tomorrow": (Thing(day("09-30"), day("08-23")), "opening"),
    "opens in 31 days": (Thing(day("11-30"), day("09-22")), None),
    "undated": (Thing(None), "undated"),
    "withdrawn": (Thing(day("08-25"), withdrawn_at=MONDAY), None),
}


@pytest.mark.parametrize(("thing", "key"), PLACES.values(), ids=PLACES)
def test_a_task_stands_where_its_dates_put_it(thing: Thing, key: str | None) -> None:
    digest = build_digest(get_province("guangdong"), [thing], TODAY, Workdays())
    assert [section.key for section in digest.sections] == ([key] if key else [])


def test_a_digest_with_nothing_but_undated_tasks_is_no_news() -> None:
    assert build_digest(get_province("guangdong"), [Thing(None)], TODAY, Workdays()).is_empty


def test_days_left_are_counted_in_working_days() -> None:
    digest = build_digest(get_province("guangdong"), [Thing(day("10-10"), day("09-28"))], day("09-30"), Workdays())
    (entry,) = digest.sections[0].entries
    # 国庆节 from 10-01 to 10-07, then 10-08 and 10-09 are 补班 days.
    assert (entry.days_left, entry.workdays_left, entry.safe_on) == (10, 3, day("10-10"))
