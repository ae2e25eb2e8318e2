"""Which tasks a filter finds, on both databases."""

from datetime import date
from typing import Any

import pytest

from app.database import Database
from app.errors import InvalidInput, NotFound
from app.provinces import get_province
from app.queries import TaskFilter, Undated, feed_tasks, find_notices, find_tasks, get_task


def ids(database: Database, **wanted: Any) -> list[str]:
    with database.read() as session:
        return [
            task_id.removeprefix("moe-zcs-2022-8-")
            for task_id in find_tasks(session, TaskFilter(**wanted), limit=200).ids
        ]


def test_due_before_leaves_the_day_itself_out_and_due_by_takes_it_in(loaded: Database) -> None:
    assert ids(loaded, due_before=date(2022, 8, 30)) == ["06a", "09a"]
    assert ids(loaded, due_by=date(2022, 8, 30)) == ["06a", "09a", "02"]


def test_due_after_leaves_the_day_itself_out_and_due_from_takes_it_in(loaded: Database) -> None:
    assert ids(loaded, due_after=date(2022, 11, 30)) == ["05", "06b"]
    assert ids(loaded, due_from=date(2022, 11, 30)) == ["01", "04", "05", "06b"]


def test_all_tasks_come_by_date_then_id_and_the_undated_last(loaded: Database) -> None:
    assert ids(loaded) == ["06a", "09a", "02", "09b", "07", "08", "01", "04", "05", "06b", "03", "10", "11", "12", "13"]


@pytest.mark.parametrize(("undated", "count"), [(Undated.EXCLUDE, 10), (Undated.INCLUDE, 15), (Undated.ONLY, 5)])
def test_undated_tasks_are_left_out_taken_in_or_alone(loaded: Database, undated: Undated, count: int) -> None:
    assert len(ids(loaded, undated=undated)) == count


@pytest.mark.parametrize(("name", "dated", "undated"), [("广东", 10, 5), ("440300", 5, 4), ("xpcc", 10, 5)])
def test_each_province_has_its_own_tasks(loaded: Database, name: str, dated: int, undated: int) -> None:
    province = get_province(name)
    assert len(ids(loaded, province=province, undated=Undated.EXCLUDE)) == dated
    assert len(ids(loaded, province=province, undated=Undated.ONLY)) == undated


def test_the_boundary_day_and_the_undated_are_counted(loaded: Database) -> None:
    with loaded.read() as session:
        page = find_tasks(session, TaskFilter(due_before=date(2022, 11, 30)), limit=50)
    assert (page.total, page.boundary_count, page.undated_count) == (6, 2, 5)


@pytest.mark.parametrize("limit", [1, 2, 7, 15])
def test_pages_of_any_size_hold_every_task_once(loaded: Database, limit: int) -> None:
    seen: list[str] = []
    cursor = None
    with loaded.read() as session:
        while True:
            page = find_tasks(session, TaskFilter(), limit=limit, cursor=cursor)
            seen += page.ids
            cursor = page.next_cursor
            if cursor is None:
                break
    assert len(seen) == len(set(seen)) == 15


@pytest.mark.parametrize("cursor", ["x", "", "4pyT", "bnVsbA", "W10", "WyIxIiwgIjIiXQ", "🙂"])
def test_a_forged_cursor_is_refused(loaded: Database, cursor: str) -> None:
    with loaded.read() as session, pytest.raises(InvalidInput, match="next_cursor"):
        find_tasks(session, TaskFilter(), limit=5, cursor=cursor)


def test_a_cursor_of_another_query_is_refused(loaded: Database) -> None:
    with loaded.read() as session:
        cursor = find_tasks(session, TaskFilter(), limit=5).next_cursor
        with pytest.raises(InvalidInput, match="does not belong"):
            find_tasks(session, TaskFilter(undated=Undated.ONLY), limit=5, cursor=cursor)


def test_an_unknown_task_is_not_found(loaded: Database) -> None:
    with loaded.read() as session, pytest.raises(NotFound, match="'no-such-task'"):
        get_task(session, "no-such-task")


def test_a_notice_knows_how_many_of_its_tasks_wait_for_a_date(loaded: Database) -> None:
    with loaded.read() as session:
        (found,) = find_notices(session)
    assert (found.notice.number, found.task_count, found.undated_count) == ("教职成司函〔2022〕8号", 15, 5)


def test_the_feed_of_all_holds_every_task_once(loaded: Database) -> None:
    with loaded.read() as session:
        assert len({task.id for task in feed_tasks(session, None)}) == 15
