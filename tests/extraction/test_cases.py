"""Pairs of files: a notice and what a person reads in it. Adding a case is adding two files to `tests/notices/`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.extraction import Draft

NOTICES = Path(__file__).parents[1] / "notices"
CASES = sorted(path.stem for path in NOTICES.glob("*.txt"))


def _case(name: str) -> tuple[str, dict]:
    return (NOTICES / f"{name}.txt").read_text("utf-8"), json.loads((NOTICES / f"{name}.json").read_text("utf-8"))


def _expected(task: dict) -> tuple:
    return task["item"], task["status"], task["opens_on"], task["due_on"], task["due_time"]


def _read(draft: Draft) -> list[tuple]:
    found = []
    for task in draft.tasks:
        deadline = task.deadline
        clock = deadline.due_time.strftime("%H:%M") if deadline.due_time else None
        days = [str(day) if day else None for day in (deadline.opens_on, deadline.due_on)]
        found.append((task.item, task.status.value, *days, clock))
    return found


def _of_dated(rows: list[tuple]) -> list[tuple]:
    """Only a dated task's days are the notice's; those of others are proposals."""
    return sorted((row if row[1] == "dated" else (*row[:2], None, None, None) for row in rows), key=str)


@pytest.mark.parametrize("name", CASES)
def test_it_reads_the_dates_a_person_reads(name: str, read: Callable[[str], Draft]) -> None:
    text, expected = _case(name)
    assert _of_dated(_read(read(text))) == _of_dated([_expected(task) for task in expected["tasks"]])


@pytest.mark.parametrize("name", CASES)
def test_it_reads_the_facts_of_the_notice(name: str, read: Callable[[str], Draft]) -> None:
    text, expected = _case(name)
    notice = read(text).notice.model_dump(mode="json")
    facts = {key: value for key, value in expected.items() if key not in {"tasks", "contacts"}}
    assert {key: notice[key] for key in facts} == facts


@pytest.mark.parametrize("name", CASES)
def test_it_finds_the_people_and_how_to_reach_them(name: str, read: Callable[[str], Draft]) -> None:
    text, expected = _case(name)
    found = {(contact.name, *contact.phones) for contact in read(text).contacts}
    assert found == {(contact["name"], *contact["phones"]) for contact in expected["contacts"]}


@pytest.mark.parametrize("name", CASES)
def test_every_quote_is_cut_from_the_text_as_given(name: str, read: Callable[[str], Draft]) -> None:
    text, _ = _case(name)
    draft = read(text)
    quotes = [phrase.quote for phrase in draft.phrases]
    quotes += [deadline.quote for task in draft.tasks for deadline in task.deadlines]
    assert quotes or not draft.tasks
    assert all(text[quote.start : quote.end] == quote.text for quote in quotes)


def test_there_are_at_least_forty_cases() -> None:
    assert len(CASES) >= 40
