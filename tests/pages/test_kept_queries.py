"""What pages read is read once for each version of the catalogue."""

from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.database import Database
from app.errors import NotFound
from app.queries import KeptQueries, catalogue_version, get_task

Counting = Callable[[Session, int], list[int]]


@pytest.fixture
def asked() -> list[int]:
    """The numbers that the query `counting` was asked for, in their order."""
    return []


@pytest.fixture
def counting(asked: list[int]) -> Counting:
    def count(session: Session, rows: int) -> list[int]:
        asked.append(rows)
        return [catalogue_version(session)] * rows

    return count


def set_version(database: Database, version: int) -> None:
    with database.write() as session:
        session.execute(text("UPDATE catalogue SET version = :version"), {"version": version})


def test_a_query_is_asked_once_for_each_of_its_arguments(
    loaded: Database, counting: Counting, asked: list[int]
) -> None:
    kept = KeptQueries(loaded)
    assert [kept.ask(counting, rows) for rows in (2, 3, 2, 3)] == [[1, 1], [1, 1, 1]] * 2
    assert asked == [2, 3]


@pytest.mark.parametrize("version", [2, 0], ids=["a load", "a restored backup"])
def test_another_version_is_asked_anew(loaded: Database, counting: Counting, version: int) -> None:
    kept = KeptQueries(loaded)
    assert kept.ask(counting, 1) == [1]
    set_version(loaded, version)
    assert kept.ask(counting, 1) == [version]


def test_what_was_not_asked_for_longest_makes_room(loaded: Database, counting: Counting, asked: list[int]) -> None:
    kept = KeptQueries(loaded, limit=5)
    for rows in (2, 3, 2, 1, 2, 3):
        kept.ask(counting, rows)
    assert asked == [2, 3, 1, 3]


def test_an_answer_above_the_limit_is_given_and_not_kept(
    loaded: Database, counting: Counting, asked: list[int]
) -> None:
    kept = KeptQueries(loaded, limit=5)
    assert [len(kept.ask(counting, 6)) for _ in range(2)] == [6, 6]
    assert asked == [6, 6]


def test_an_error_is_everyones_own(loaded: Database) -> None:
    kept = KeptQueries(loaded)
    for _ in range(2):
        with pytest.raises(NotFound):
            kept.ask(get_task, "nothing")
