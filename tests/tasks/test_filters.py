"""Every filter, against what the documents say, on both databases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.database import Database
from app.folding import fold_words
from app.models import Task
from app.provinces import PROVINCES, get_province
from app.queries import Channel, TaskFilter, Undated, count_tasks, each_task, find_all, find_tasks

DAYS = st.dates(date(2022, 7, 1), date(2023, 1, 31))
MAYBE_DAY = st.none() | DAYS


@pytest.fixture
def session(loaded: Database) -> Any:
    with loaded.read() as opened:
        yield opened


def found(session: Session, **wanted: Any) -> list[str]:
    return [row.id.removeprefix("moe-zcs-2022-8-") for row in each_task(session, TaskFilter(**wanted))]


def test_it_lists_only_tasks_due_strictly_before(session: Session) -> None:
    assert found(session, due_before=date(2022, 8, 30)) == ["06a", "09a"]
    assert found(session, due_by=date(2022, 8, 30)) == ["06a", "09a", "02"]
    assert found(session, due_after=date(2022, 12, 31)) == []
    assert found(session, due_from=date(2022, 12, 31)) == ["05", "06b"]


def test_the_boundary_count_tells_who_is_due_on_the_day_left_out(session: Session) -> None:
    page = find_tasks(session, TaskFilter(due_before=date(2022, 11, 30)), limit=50)
    assert (page.total, page.boundary_count, page.undated_count) == (6, 2, 5)
    for_dalian = TaskFilter(due_before=date(2022, 11, 30), province=get_province("大连"))
    assert find_tasks(session, for_dalian, limit=50).boundary_count == 0


def test_it_lists_windows_that_hold_a_day(session: Session) -> None:
    assert found(session, open_on=date(2022, 10, 10)) == found(session, open_on=date(2022, 10, 30)) == ["08"]
    assert found(session, open_on=date(2022, 10, 9)) == []
    assert found(session, open_on=date(2022, 9, 15)) == ["09b", "07"]  # 09b has no first day: open on its last
    assert found(session, overlaps=(date(2022, 9, 30), date(2022, 10, 10))) == ["07", "08"]


def test_undated_tasks_come_along_only_when_no_day_is_asked_for(session: Session) -> None:
    assert len(found(session)) == 15
    assert len(found(session, open_on=date(2022, 10, 10), undated=Undated.INCLUDE)) == 6
    assert found(session, undated=Undated.ONLY) == ["03", "10", "11", "12", "13"]
    assert len(found(session, undated=Undated.EXCLUDE)) == 10
    assert len(found(session, undated=Undated.ONLY, due_by=date(2022, 8, 1))) == 5


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        ({"item": "一（九）"}, ["09a", "09b"]),
        ({"kind": "training"}, ["13"]),
        ({"notice_id": "moe-zcs-2022-8", "kind": "application"}, ["07"]),
        ({"notice_id": "another"}, []),
        ({"channel": Channel.POST}, ["06a", "09a", "09b", "05", "06b"]),
        ({"channel": Channel.PLATFORM, "needs_seal": True}, ["02", "07"]),
        ({"has_window": True}, ["07", "08"]),
        ({"has_window": False, "needs_seal": True}, ["09a", "02", "09b"]),
    ],
)
def test_it_filters_by_what_a_task_is(session: Session, wanted: dict[str, Any], ids: list[str]) -> None:
    assert found(session, **wanted) == ids


@pytest.mark.parametrize(
    ("q", "ids"),
    [
        ("社区", ["07", "08"]),
        ("教育社区", []),
        ("２０２２ 社区教育", ["07", "08"]),
        ("１＋ｘ", ["06a", "06b"]),
        ("PDF", ["07"]),
        ("桂敏", ["07", "08"]),
        ("010-66097704", ["07", "08"]),
        ("sjc@moe", ["07"]),
        ("“能者为师”", ["07"]),
        ("%", []),
        ("_", []),
        ("\\", []),
        ("' OR 1=1 --", []),
        ('" OR "', []),
    ],
)
def test_it_finds_words_of_one_character_and_more(session: Session, q: str, ids: list[str]) -> None:
    assert found(session, words=fold_words(q)) == ids


def test_one_character_finds_every_task_that_holds_it(session: Session) -> None:
    held = [row.id.removeprefix("moe-zcs-2022-8-") for row in find_all(session, TaskFilter()) if "报" in text_of(row)]
    assert len(held) > 5
    assert found(session, words=("报",)) == held


def test_stray_spaces_in_a_notice_or_a_question_make_no_difference(session: Session) -> None:
    assert found(session, words=fold_words("2022年10月10日至30日")) == ["08"]


def text_of(task: Task) -> str:
    return "\n".join([task.title, task.summary, task.wording, *(who["name"] for who in task.contacts)])


# The law behind every filter: what SQL finds is what the plain meaning finds.
LAWS: dict[str, Callable[[Task, Any], bool]] = {
    "due_before": lambda t, day: t.due_on is not None and t.due_on < day,
    "due_by": lambda t, day: t.due_on is not None and t.due_on <= day,
    "due_after": lambda t, day: t.due_on is not None and t.due_on > day,
    "due_from": lambda t, day: t.due_on is not None and t.due_on >= day,
    "open_on": lambda t, day: t.due_on is not None and (t.opens_on or t.due_on) <= day <= t.due_on,
    "overlaps": lambda t, ends: t.due_on is not None and (t.opens_on or t.due_on) <= ends[1] and ends[0] <= t.due_on,
    "province": lambda t, province: bool(t.audience >> province.bit & 1),
    "channel": lambda t, channel: any(way["type"] == channel for way in t.channels),
    "needs_seal": lambda t, needs: t.needs_seal is needs,
    "has_window": lambda t, has: (t.opens_on is not None) is has,
    "kind": lambda t, kind: t.kind == kind,
}
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "due_before": DAYS,
        "due_by": DAYS,
        "due_after": DAYS,
        "due_from": DAYS,
        "open_on": DAYS,
        "overlaps": st.tuples(DAYS, st.integers(0, 60)).map(lambda t: (t[0], t[0] + timedelta(days=t[1]))),
        "province": st.sampled_from(PROVINCES),
        "channel": st.sampled_from(Channel),
        "needs_seal": st.booleans(),
        "has_window": st.booleans(),
        "kind": st.sampled_from(["report", "data", "collection", "meeting"]),
    },
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=FILTERS)
def test_filters_together_mean_what_each_of_them_means(session: Session, wanted: dict[str, Any]) -> None:
    everything = find_all(session, TaskFilter())
    dates_asked = {"due_before", "due_by", "due_after", "due_from", "open_on", "overlaps"} & set(wanted)
    expected = [task for task in everything if all(LAWS[name](task, value) for name, value in wanted.items())]
    assert found(session, **wanted) == [task.id.removeprefix("moe-zcs-2022-8-") for task in expected]
    if not dates_asked:
        assert count_tasks(session, TaskFilter(**wanted), 99) == len(expected)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(day=DAYS)
def test_before_and_the_boundary_together_are_by(session: Session, day: date) -> None:
    before = find_tasks(session, TaskFilter(due_before=day), limit=200)
    assert before.total + before.boundary_count == find_tasks(session, TaskFilter(due_by=day), limit=200).total


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    province=st.none() | st.sampled_from(PROVINCES),
    days=st.fixed_dictionaries({}, optional={"due_before": DAYS, "due_from": DAYS, "open_on": DAYS}),
    traits=st.fixed_dictionaries(
        {},
        optional={
            "needs_seal": st.booleans(),
            "has_window": st.booleans(),
            "channel": st.sampled_from(Channel),
            "undated": st.sampled_from(Undated),
            "kind": st.sampled_from(["report", "training"]),
            "item": st.sampled_from(["一（八）", "二（一）"]),
        },
    ),
)
def test_a_statement_kept_for_its_shape_answers_each_filter_for_itself(
    session: Session, province: Any, days: dict[str, Any], traits: dict[str, Any]
) -> None:
    wanted = TaskFilter(province=province, **days, **traits)
    page = find_tasks(session, wanted, limit=200)
    assert page.ids == [row.id for row in each_task(session, wanted)]
    assert page.total == len(page.ids)
    undated = replace(TaskFilter(province=province, **traits), undated=Undated.ONLY)
    assert page.undated_count == count_tasks(session, undated, 99)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(day=DAYS)
def test_open_on_a_day_is_to_overlap_that_day_alone(session: Session, day: date) -> None:
    assert found(session, open_on=day) == found(session, overlaps=(day, day))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.integers(0, 14), at=st.integers(0, 200), length=st.integers(1, 6))
def test_any_piece_of_a_tasks_text_finds_the_task(session: Session, start: int, at: int, length: int) -> None:
    task = find_all(session, TaskFilter())[start]
    piece = task.summary[at % len(task.summary) :][:length]
    if words := fold_words(piece):
        assert task.id.removeprefix("moe-zcs-2022-8-") in found(session, words=words)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(q=st.text(max_size=40).filter(lambda text: "\0" not in text))
def test_no_question_is_too_odd_to_be_answered(session: Session, q: str) -> None:
    if words := fold_words(q):
        for row in each_task(session, TaskFilter(words=words)):
            assert row.id.startswith("moe-zcs")
