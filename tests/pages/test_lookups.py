"""What the pages look up beside the tasks: recent changes, the deadline that is near, the kind of a day."""

from datetime import date
from typing import Any

import pytest

from app.clock import FixedClock
from app.database import Database
from app.intake import load_document
from app.pages.timeline import deadline_near
from app.provinces import get_province
from app.queries import find_deadlines, find_recent_changes
from app.schemas.document import NoticeDocument
from app.workdays import DayKind, Workdays

GUANGDONG, SHENZHEN = get_province("guangdong"), get_province("shenzhen")


def reload(database: Database, seed: dict[str, Any], clock: FixedClock) -> None:
    clock.advance(days=1)
    with database.write() as session:
        load_document(
            session, NoticeDocument.model_validate_json(NoticeDocument(**seed).model_dump_json()), clock.now()
        )


def test_changes_come_newest_first_and_only_to_those_concerned(
    loaded: Database, seed: dict[str, Any], clock: FixedClock
) -> None:
    tasks = {task["id"][-2:]: task for task in seed["tasks"]}
    tasks["08"]["due_on"] = "2022-11-15"
    reload(loaded, seed, clock)
    tasks["05"]["due_on"] = "2022-12-30"
    reload(loaded, seed, clock)
    with loaded.read() as session:
        changed = [
            [(task.id[-2:], revision.field) for revision, task in find_recent_changes(session, province, 5)]
            for province in (GUANGDONG, SHENZHEN)
        ]
        assert len(find_recent_changes(session, GUANGDONG, 1)) == 1
    assert changed == [[("05", "due_on"), ("08", "due_on")], [("08", "due_on")]]


@pytest.mark.parametrize(
    ("today", "near"),
    [
        ("2022-08-25", "2022-08-25"),
        ("2022-08-26", "2022-08-30"),
        ("2022-10-31", "2022-10-30"),
        ("2026-01-01", "2022-10-30"),
    ],
)
def test_the_deadline_near_is_the_next_and_failing_that_the_last(loaded: Database, today: str, near: str) -> None:
    with loaded.read() as session:
        deadlines = find_deadlines(session, SHENZHEN)
    assert deadline_near(deadlines, date.fromisoformat(today)) == date.fromisoformat(near)


def test_without_a_deadline_today_is_near(database: Database) -> None:
    with database.read() as session:
        assert find_deadlines(session, SHENZHEN) == []
    assert deadline_near([], date(2022, 8, 22)) == date(2022, 8, 22)


KINDS = {
    "2022-08-22": DayKind.WORKDAY,
    "2022-08-20": DayKind.WEEKEND,
    "2022-10-04": DayKind.HOLIDAY,
    "2022-10-01": DayKind.HOLIDAY,
    "2022-10-08": DayKind.MAKEUP,
    "2150-01-04": DayKind.WEEKEND,
}


@pytest.mark.parametrize(("day", "kind"), KINDS.items())
def test_a_day_is_of_a_kind(day: str, kind: DayKind) -> None:
    assert Workdays().kind_of(date.fromisoformat(day)) is kind


def test_an_override_decides_the_kind_too() -> None:
    days = Workdays({date(2022, 8, 22): False, date(2022, 8, 20): True, date(2022, 10, 1): False})
    kinds = [days.kind_of(date(2022, month, day)) for month, day in ((8, 22), (8, 20), (10, 1))]
    assert kinds == [DayKind.HOLIDAY, DayKind.MAKEUP, DayKind.HOLIDAY]
