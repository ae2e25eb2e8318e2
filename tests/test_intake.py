"""Loading notice documents: idempotent, diffed, whole or not at all; on both databases."""

import copy
import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.clock import FixedClock
from app.database import Database
from app.errors import BadDocument
from app.intake import LoadResult, load_document, parse_document
from app.models import Catalogue, Revision, Task
from app.provinces import PROVINCES, names_of


def load(database: Database, document: dict[str, Any], clock: FixedClock) -> LoadResult:
    with database.write() as session:
        return load_document(session, parse_document("test", json.dumps(document).encode()), clock.now())


def task_of(document: dict[str, Any], task_id: str) -> dict[str, Any]:
    return next(task for task in document["tasks"] if task["id"] == task_id)


def row(database: Database, task_id: str) -> Task:
    with database.read() as session:
        return session.scalars(select(Task).where(Task.id == task_id)).one()


def version(database: Database) -> int:
    with database.read() as session:
        return session.scalars(select(Catalogue.version)).one()


def test_the_shipped_seed_loaded_twice_changes_nothing_the_second_time(
    loaded: Database, seed: dict[str, Any], clock: FixedClock
) -> None:
    before = version(loaded)
    clock.advance(days=1)
    again = load(loaded, seed, clock)
    assert again.is_unchanged
    assert version(loaded) == before == 1
    assert row(loaded, "moe-zcs-2022-8-08").sequence == 0


def test_a_moved_date_bumps_the_sequence_and_leaves_a_revision(
    loaded: Database, seed: dict[str, Any], clock: FixedClock
) -> None:
    clock.advance(days=3)
    task_of(seed, "moe-zcs-2022-8-08")["due_on"] = "2022-11-15"
    seed["amendment"] = {"reason": "填报时间延长", "notice": "教职成司函〔2022〕12号"}
    result = load(loaded, seed, clock)
    assert [(c.subject, c.field, c.old, c.new) for c in result.changes] == [
        ("moe-zcs-2022-8-08", "due_on", "2022-10-30", "2022-11-15")
    ]
    moved = row(loaded, "moe-zcs-2022-8-08")
    assert (moved.due_on, moved.sequence, moved.updated_at) == (date(2022, 11, 15), 1, clock.now())
    with loaded.read() as session:
        revision = session.scalars(select(Revision)).one()
    assert (revision.reason, revision.source, revision.sequence) == ("填报时间延长", "教职成司函〔2022〕12号", 1)
    assert row(loaded, "moe-zcs-2022-8-07").sequence == 0


def test_an_undated_task_becomes_dated_in_place(loaded: Database, seed: dict[str, Any], clock: FixedClock) -> None:
    waiting = task_of(seed, "moe-zcs-2022-8-03")
    waiting.update(status="dated", precision="day", due_on="2022-12-20", wording="2022年12月20日前")
    result = load(loaded, seed, clock)
    assert {change.field for change in result.changes} == {"status", "precision", "due_on", "wording"}
    assert row(loaded, "moe-zcs-2022-8-03").due_on == date(2022, 12, 20)


def test_a_vanished_task_is_withdrawn_and_comes_back_reinstated(
    loaded: Database, seed: dict[str, Any], clock: FixedClock
) -> None:
    shorter = copy.deepcopy(seed)
    shorter["tasks"] = [task for task in seed["tasks"] if task["id"] != "moe-zcs-2022-8-12"]
    clock.advance(days=1)
    load(loaded, shorter, clock)
    gone = row(loaded, "moe-zcs-2022-8-12")
    assert (gone.withdrawn_at, gone.sequence) == (clock.now(), 1)
    assert load(loaded, shorter, clock).is_unchanged
    clock.advance(days=1)
    result = load(loaded, seed, clock)
    assert [(c.field, c.old, c.new) for c in result.changes] == [("withdrawn", True, False)]
    assert row(loaded, "moe-zcs-2022-8-12").sequence == 2


def test_a_changed_audience_is_told_in_names(loaded: Database, seed: dict[str, Any], clock: FixedClock) -> None:
    task_of(seed, "moe-zcs-2022-8-01")["provinces"] = ["provinces"]
    (change,) = load(loaded, seed, clock).changes
    assert change.field == "provinces"
    assert "xpcc" in change.old
    assert change.new == [province.slug for province in PROVINCES[:31]]


def test_a_changed_title_of_the_notice_reaches_every_task(
    loaded: Database, seed: dict[str, Any], clock: FixedClock
) -> None:
    seed["notice"]["title"] = "关于做好2022年下半年有关工作的通知"
    assert [change.field for change in load(loaded, seed, clock).changes] == ["title"]
    assert row(loaded, "moe-zcs-2022-8-01").version == version(loaded) == 2


def test_a_clock_set_back_never_sends_a_change_back_in_time(
    loaded: Database, seed: dict[str, Any], clock: FixedClock
) -> None:
    before = row(loaded, "moe-zcs-2022-8-08").updated_at
    clock.advance(days=-30)
    task_of(seed, "moe-zcs-2022-8-08")["due_on"] = "2022-11-15"
    load(loaded, seed, clock)
    assert row(loaded, "moe-zcs-2022-8-08").updated_at >= before


def test_an_id_of_another_notice_is_refused_and_nothing_is_changed(
    loaded: Database, seed: dict[str, Any], clock: FixedClock
) -> None:
    seed["notice"]["id"] = "another-notice"
    with pytest.raises(BadDocument, match=r"tasks\[0\].id: 'moe-zcs-2022-8-01' belongs to notice 'moe-zcs-2022-8'"):
        load(loaded, seed, clock)
    assert version(loaded) == 1


def test_the_seed_says_who_must_do_what(loaded: Database) -> None:
    with loaded.read() as session:
        audiences = {task.id[-3:].lstrip("-"): names_of(task.audience) for task in session.scalars(select(Task))}
    assert sum(audience == "all" for audience in audiences.values()) == 9
    assert {len(audience) for audience in audiences.values() if audience != "all"} == {32}


BROKEN = {
    "bad JSON": (b'{"format": ', r"\(whole file\): Invalid JSON: EOF"),
    "not text": (b"\xff\xfe\x00", r"\(whole file\): Invalid JSON"),
    "20 MB of nesting": (b"[" * 20_000_000, r"\(whole file\): 20,000,000 bytes"),
    "deep nesting": (b"[" * 100_000, r"\(whole file\): Invalid JSON: recursion limit exceeded"),
    "an array": (b"[]", r"\(whole file\): Input should be an object"),
}


@pytest.mark.parametrize(("data", "reason"), BROKEN.values(), ids=BROKEN)
def test_a_file_that_is_no_document_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(BadDocument, match=reason):
        parse_document("f.json", data)


FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "wrong type": ({"title": 3}, r"tasks\[8\]\.title: Input should be a valid string"),
    "a number for a day": ({"due_on": 0}, r"tasks\[8\]\.due_on: '0' is not a day"),
    "no such day": ({"due_on": "2022-02-30"}, r"tasks\[8\]\.due_on: 2022-02-30 does not exist in the calendar"),
    "opens after due": ({"opens_on": "2022-11-01"}, r"tasks\[8\]: opens_on 2022-11-01 is after due_on 2022-10-30"),
    "unknown province": ({"provinces": ["guangdon"]}, r"tasks\[8\]\.provinces.*'guangdon'.*Did you mean guangdong\?"),
    "duplicate id": ({"id": "moe-zcs-2022-8-01"}, r"task id 'moe-zcs-2022-8-01' occurs twice"),
    "dated without a date": ({"due_on": None, "opens_on": None}, r"tasks\[8\]: status 'dated' and due_on None"),
    "unknown field": ({"duty": "x"}, r"tasks\[8\]\.duty: Extra inputs are not permitted"),
    "a script as an address": (
        {"channels": [{"type": "platform", "name": "x", "url": "javascript:alert(1)"}]},
        r"tasks\[8\]\.channels\[0\]\.platform\.url",
    ),
}


@pytest.mark.parametrize(("fault", "reason"), FAULTS.values(), ids=FAULTS)
def test_a_faulty_document_is_refused_with_the_path_and_the_reason(
    seed: dict[str, Any], fault: dict[str, Any], reason: str
) -> None:
    task_of(seed, "moe-zcs-2022-8-08").update(fault)
    with pytest.raises(BadDocument, match=reason):
        parse_document("f.json", json.dumps(seed).encode())
