"""Drafts as rows, on both databases: the same text once, two reviewers apart, and a log that only grows."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DatabaseError

from app import audit
from app.drafts.acts import parse_act
from app.drafts.store import change_draft, find_drafts, get_draft, reject_draft, review_of, save_draft
from app.errors import Conflict, NotFound
from app.models import AuditEntry
from tests.drafts.conftest import NOTICE, Desk

RENAME = {"act": "correct", "task": 0, "title": "案例征集"}


def log(desk: Desk) -> list[tuple[str, str]]:
    with desk.database.read() as session:
        return [(entry.who, entry.act) for entry in audit.find_entries(session, limit=100)]


def change(desk: Desk, draft_id: int, revision: int, who: str, **values: object) -> None:
    with desk.database.write() as session:
        change_draft(session, draft_id, revision, parse_act(values), who=who, now=desk.clock.now())


def test_a_draft_comes_back_as_it_was_read(desk: Desk) -> None:
    draft_id = desk.keep(NOTICE)
    with desk.database.read() as session:
        row = get_draft(session, draft_id)
    assert review_of(row).draft == desk.read(NOTICE)
    assert (row.status, row.revision, row.summary) == ("open", 1, desk.read(NOTICE).summary)


def test_the_same_text_is_the_same_draft_whatever_its_blanks(desk: Desk) -> None:
    first = desk.keep(NOTICE)
    assert desk.keep(NOTICE.replace("\n\n", "\r\n")) == first
    with desk.database.read() as session:
        assert len(find_drafts(session)) == 1


def test_a_rejected_text_may_be_read_again(desk: Desk) -> None:
    first = desk.keep(NOTICE)
    with desk.database.write() as session:
        reject_draft(session, first, 1, "发错了", who="张三", now=desk.clock.now())
    assert desk.keep(NOTICE) != first
    with desk.database.read() as session:
        assert [row.status for row in find_drafts(session)] == ["open", "rejected"]


def test_two_who_send_the_same_text_at_once_get_one_draft(desk: Desk) -> None:
    start, kept = Barrier(4), []

    def send() -> None:
        start.wait()
        kept.append(desk.keep(NOTICE))

    threads = [Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(kept) == 4
    assert len(set(kept)) == 1


def test_of_two_reviewers_who_saw_the_same_revision_the_second_is_told(desk: Desk) -> None:
    draft_id = desk.keep(NOTICE)
    change(desk, draft_id, 1, "张三", **RENAME)
    with pytest.raises(Conflict, match="您看到的是第 1 版，现在是第 2 版"):
        change(desk, draft_id, 1, "李四", act="correct", task=0, title="别的名称")
    with desk.database.read() as session:
        assert review_of(get_draft(session, draft_id)).draft.tasks[0].title == "案例征集"
    assert log(desk) == [("张三", "read"), ("张三", "correct")]


def test_a_decided_draft_can_not_be_changed(desk: Desk) -> None:
    draft_id = desk.keep(NOTICE)
    with desk.database.write() as session:
        reject_draft(session, draft_id, 1, "发错了", who="张三", now=desk.clock.now())
    with pytest.raises(Conflict, match="已经作废"):
        change(desk, draft_id, 2, "李四", **RENAME)


def test_a_draft_that_is_not_there_is_not_found(desk: Desk) -> None:
    for draft_id in (99, 2**40):
        with pytest.raises(NotFound, match=f"没有 {draft_id} 号草稿"), desk.database.read() as session:
            get_draft(session, draft_id)


def test_characters_no_database_can_hold_are_replaced_one_for_one(desk: Desk) -> None:
    awkward = NOTICE.replace("江海省教育厅", "江\x00海\ud800省教育厅")
    with desk.database.write() as session:
        saved = save_draft(session, "a\x00b", desk.read(awkward), who="张三", now=desk.clock.now())
    with desk.database.read() as session:
        review = review_of(get_draft(session, saved.draft_id))
    assert len(review.draft.text) == len(awkward)
    assert [phrase.quote.text for phrase in review.draft.phrases] == [
        review.draft.text[phrase.quote.start : phrase.quote.end] for phrase in review.draft.phrases
    ]


REWRITING = "INTO audit_log SELECT id, at, 'innocent', act, subject, detail FROM audit_log WHERE true"
CHANGES = {
    "update": "UPDATE audit_log SET who = 'nobody'",
    "delete": "DELETE FROM audit_log",
    "upsert": f"INSERT {REWRITING} ON CONFLICT (id) DO UPDATE SET who = excluded.who",
}
SQLITE_CHANGES = {
    "replace": f"REPLACE {REWRITING}",
    "insert or replace": f"INSERT OR REPLACE {REWRITING}",
    "update or replace": "UPDATE OR REPLACE audit_log SET who = 'nobody'",
    # What SQLite says of an id before it has chosen one: a row of that id would stop the log.
    "an id below all": "INSERT INTO audit_log SELECT -1, at, who, act, subject, detail FROM audit_log",
}
POSTGRES_CHANGES = {
    "truncate": "TRUNCATE audit_log",
    "merge": "MERGE INTO audit_log USING (SELECT 1) AS a ON true WHEN MATCHED THEN UPDATE SET who = 'nobody'",
}


def check_the_log_stays(desk: Desk, statement: str) -> None:
    desk.keep(NOTICE)
    with pytest.raises(DatabaseError, match="audit_log can only grow"), desk.database.write() as session:
        session.execute(text(statement))
    assert log(desk) == [("张三", "read")]
    desk.keep(NOTICE.replace("2023", "2024"), who="李四")
    assert log(desk) == [("张三", "read"), ("李四", "read")]


@pytest.mark.parametrize("statement", CHANGES.values(), ids=CHANGES)
def test_the_database_refuses_to_change_the_log(desk: Desk, statement: str) -> None:
    check_the_log_stays(desk, statement)
    with pytest.raises(DatabaseError, match="audit_log can only grow"), desk.database.write() as session:
        session.execute(update(AuditEntry).values(act="nothing"))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("statement", SQLITE_CHANGES.values(), ids=SQLITE_CHANGES)
def test_sqlite_replaces_no_line_of_the_log(desk: Desk, statement: str) -> None:
    check_the_log_stays(desk, statement)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("statement", POSTGRES_CHANGES.values(), ids=POSTGRES_CHANGES)
def test_postgresql_neither_empties_nor_merges_the_log(desk: Desk, statement: str) -> None:
    check_the_log_stays(desk, statement)
