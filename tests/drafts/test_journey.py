"""The whole way: a notice is read, reviewed and published; its follow-up moves, dates and cancels the same tasks."""

from datetime import date
from typing import Any

import icalendar
import pytest
from sqlalchemy import select

from app import audit
from app.clock import FixedClock
from app.database import Database
from app.drafts.acts import parse_act
from app.drafts.known import find_findings
from app.drafts.open_points import find_open_points
from app.drafts.publishing import Acceptance, accept_draft
from app.drafts.reviewing import confirmations
from app.drafts.store import change_draft, get_draft, review_of
from app.drafts.taking import find_offers
from app.errors import Conflict
from app.feeds import Feed, render_feed
from app.intake import load_document
from app.models import Revision, Task
from app.provinces import get_province
from app.queries import feed_tasks
from app.schemas.document import Amendment, NoticeDocument
from app.workdays import Workdays
from tests.drafts.conftest import CONFIRMED, FOLLOW_UP, NOTICE, Desk, Read

MOVED, DATED, CANCELLED = "moe-zcs-2022-8-08", "moe-zcs-2022-8-03", "moe-zcs-2022-8-12"
SETTLED: list[dict[str, Any]] = [
    {"act": "choose", "task": 0, "replaces": MOVED},
    {"act": "choose", "task": 1, "replaces": DATED},
    {"act": "withdraw", "task_id": CANCELLED, "agreed": True},
]


def settle(desk: Desk, draft_id: int, *acts: dict[str, Any]) -> int:
    """Do the acts one after another; the revision they led to."""
    for revision, act in enumerate(acts, 1):
        with desk.database.write() as session:
            change_draft(session, draft_id, revision, parse_act(act), who="张三", now=desk.clock.now())
    return len(acts) + 1


def accept(desk: Desk, draft_id: int, revision: int = 1) -> Acceptance:
    with desk.database.write() as session:
        return accept_draft(session, draft_id, revision, who="张三", now=desk.clock.now())


def tasks_of(database: Database, notice_id: str | None = None) -> dict[str, Task]:
    with database.read() as session:
        rows = session.scalars(select(Task).where(Task.notice_id == notice_id) if notice_id else select(Task))
        return {row.id: row for row in rows}


def events(database: Database) -> dict[str, Any]:
    province = get_province("guangdong")
    with database.read() as session:
        content = render_feed(Feed(province, "http://127.0.0.1:8000"), feed_tasks(session, province), Workdays())
    found = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return {str(event["uid"]): event for event in found}


def open_points(desk: Desk, draft_id: int) -> list[str]:
    with desk.database.read() as session:
        review = review_of(get_draft(session, draft_id))
        return [point.message for point in find_open_points(review, find_findings(session, review))]


def test_the_first_notice_is_read_reviewed_and_published_as_fifteen_tasks(
    database: Database, clock: FixedClock, read: Read, first_notice: str, notice: NoticeDocument
) -> None:
    desk = Desk(database, clock, read)
    draft_id = desk.keep(first_notice)
    points = open_points(desk, draft_id)
    assert [("请确认暂无日期" in point) for point in points] == [True] * 5
    with desk.database.read() as session:
        acts = [act.model_dump() for act in confirmations(review_of(get_draft(session, draft_id)))]
    published = accept(desk, draft_id, settle(desk, draft_id, *acts))
    tasks = tasks_of(database, published.notice_id)
    assert len(tasks) == len(published.created) == 15
    typed = [(task.item, task.opens_on, task.due_on, task.status.value) for task in notice.tasks]
    by_place = sorted(tasks.values(), key=lambda task: task.position)
    assert [(task.item, task.opens_on, task.due_on, task.status) for task in by_place] == typed


def test_a_follow_up_waits_until_every_likeness_was_decided(desk: Desk) -> None:
    draft_id = desk.keep(FOLLOW_UP)
    with pytest.raises(Conflict, match="还有 3 处没有处理"):
        accept(desk, draft_id)
    with desk.database.read() as session:
        assert get_draft(session, draft_id).status == "open"
    assert sum(task.sequence for task in tasks_of(desk.database).values()) == 0


def test_a_follow_up_moves_dates_and_cancels_under_the_same_ids(desk: Desk) -> None:
    before = events(desk.database)
    draft_id = desk.keep(FOLLOW_UP)
    desk.clock.advance(days=17)
    revision = settle(desk, draft_id, *SETTLED)
    assert open_points(desk, draft_id) == []
    published = accept(desk, draft_id, revision)

    assert published.created == ()
    assert published.notice_id == "moe-zcs-2022-8"
    assert {change.subject for change in published.changes} == {MOVED, DATED, CANCELLED}
    tasks = tasks_of(desk.database)
    assert len(tasks) == 15
    assert (tasks[MOVED].opens_on, tasks[MOVED].due_on) == (date(2022, 10, 10), date(2022, 11, 15))
    assert (tasks[DATED].status, tasks[DATED].due_on) == ("dated", date(2022, 12, 20))
    assert tasks[CANCELLED].withdrawn_at == desk.clock.now()
    assert {tasks[task_id].sequence for task_id in (MOVED, DATED, CANCELLED)} == {1}
    assert sum(task.sequence for task in tasks.values()) == 3

    after = events(desk.database)
    uid = f"{MOVED}-due@qixian"
    assert (before[uid].decoded("dtstart"), after[uid].decoded("dtstart")) == (date(2022, 10, 30), date(2022, 11, 15))
    assert int(after[uid]["sequence"]) > int(before[uid]["sequence"])
    assert f"{DATED}-due@qixian" in set(after) - set(before)


def test_every_change_says_which_notice_made_it_and_in_which_words(desk: Desk) -> None:
    draft_id = desk.keep(FOLLOW_UP)
    accept(desk, draft_id, settle(desk, draft_id, *SETTLED))
    with desk.database.read() as session:
        revisions = session.scalars(select(Revision)).all()
        entries = audit.find_entries(session, limit=10, subject=f"draft {draft_id}")
    assert {revision.source for revision in revisions} == {"教职成司函〔2022〕15号"}
    moved = next(revision for revision in revisions if revision.task_id == MOVED and revision.field == "due_on")
    assert moved.reason == "后续通知：填报时间由2022年10月30日延长至2022年11月15日。"
    assert [entry.act for entry in entries] == ["read", "choose", "choose", "withdraw", "accept"]
    assert entries[-1].detail["changed"] == [DATED, MOVED, CANCELLED]


def test_page_and_calendar_name_the_notice_that_set_the_date(desk: Desk) -> None:
    draft_id = desk.keep(FOLLOW_UP)
    accept(desk, draft_id, settle(desk, draft_id, {**SETTLED[0], "takes": ["summary"]}, *SETTLED[1:]))
    told = {
        task_id: str(events(desk.database)[f"{task_id}-due@qixian"]["description"]).split("\n")
        for task_id in (MOVED, DATED)
    }
    for lines in told.values():
        assert "日期依据：教职成司函〔2022〕15号（2022年9月8日（周四）印发）" in lines
    assert "填报时间由2022年10月30日延长至2022年11月15日。" in told[MOVED]
    assert "通知原文（教职成司函〔2022〕15号）：2022年12月20日前" in told[DATED]
    assert [line[:27] for line in told[DATED] if line.startswith("原通知")] == [
        "原通知的内容（日期以教职成司函〔2022〕15号为准）"
    ]


def test_the_old_document_loaded_again_takes_nothing_of_the_follow_up_back(desk: Desk, notice: NoticeDocument) -> None:
    draft_id = desk.keep(FOLLOW_UP)
    accept(desk, draft_id, settle(desk, draft_id, {**SETTLED[0], "takes": ["title"]}, *SETTLED[1:]))
    with desk.database.write() as session:
        assert load_document(session, notice, desk.clock.now()).is_unchanged
    assert tasks_of(desk.database)[MOVED].title == "社区教育工作情况总结和数据填报"
    said = Amendment(reason="以本文件为准")
    with desk.database.write() as session:
        load_document(session, notice.model_copy(update={"amendment": said}), desk.clock.now())
    tasks = tasks_of(desk.database)
    assert (tasks[MOVED].due_on, tasks[DATED].due_on) == (date(2022, 10, 30), None)
    assert tasks[CANCELLED].withdrawn_at is None


def test_a_task_that_is_declared_new_stands_beside_the_old_one(desk: Desk) -> None:
    draft_id = desk.keep(FOLLOW_UP)
    acts = [SETTLED[0], {"act": "choose", "task": 1}, {**SETTLED[2], "agreed": False}]
    published = accept(desk, draft_id, settle(desk, draft_id, *acts))
    tasks = tasks_of(desk.database)
    assert len(published.created) == 1
    assert tasks[published.created[0]].due_on == date(2022, 12, 20)
    assert tasks[DATED].due_on is None
    assert tasks[CANCELLED].withdrawn_at is None
    assert published.notice_id.startswith("notice-2022-15-")


def test_one_published_task_is_not_moved_twice_nor_one_that_is_not_there(desk: Desk) -> None:
    draft_id = desk.keep(FOLLOW_UP)
    acts = [SETTLED[0], {**SETTLED[1], "replaces": MOVED}, SETTLED[2]]
    settle(desk, draft_id, *acts)
    assert open_points(desk, draft_id) == [f"原事项「{MOVED}」被选了两次，请只保留一处。"]
    other = desk.keep(NOTICE)
    settle(desk, other, CONFIRMED, {"act": "choose", "task": 0, "replaces": "no-such-task"})
    assert open_points(desk, other) == ["没有编号为「no-such-task」的已发布事项，请重新选择。"]


def test_the_same_notice_is_recognised_in_another_wrapping(desk: Desk) -> None:
    draft_id = desk.keep(NOTICE)
    first = accept(desk, draft_id, settle(desk, draft_id, CONFIRMED))
    again = desk.keep("转发：\n" + NOTICE)
    assert open_points(desk, again) == [
        f"这份通知已经发布过（{first.notice_id}），文号和各事项的日期都相同，不必再发布。"
    ]
    with pytest.raises(Conflict, match="已经发布过"):
        accept(desk, again)


def test_a_publication_that_fails_leaves_nothing_behind(desk: Desk, notice: NoticeDocument) -> None:
    draft_id = desk.keep(NOTICE)
    revision = settle(desk, draft_id, CONFIRMED, {"act": "facts", "notice_id": "jianghai"})
    taken = notice.model_copy(
        update={
            "notice": notice.notice.model_copy(update={"id": "another"}),
            "tasks": [notice.tasks[0].model_copy(update={"id": "jianghai-01"})],
        }
    )
    with desk.database.write() as session:
        load_document(session, taken, desk.clock.now())
    with pytest.raises(Exception, match="'jianghai-01' belongs to notice 'another'"):
        accept(desk, draft_id, revision)
    assert "jianghai-02" not in tasks_of(desk.database)
    with desk.database.read() as session:
        assert get_draft(session, draft_id).status == "open"


def test_what_a_follow_up_says_besides_the_date_is_taken_over_part_by_part(desk: Desk) -> None:
    text = FOLLOW_UP.replace("桂敏，010-66097704", "桂敏，010-66097799")
    draft_id = desk.keep(text.replace("延长至2022年11月15日。", "延长至2022年11月15日，填报表发送至 new@example.org。"))
    before = tasks_of(desk.database)[MOVED]
    acts = [{**SETTLED[0], "takes": ["contacts"]}, *SETTLED[1:]]
    published = accept(desk, draft_id, settle(desk, draft_id, *acts))
    after = tasks_of(desk.database)[MOVED]
    assert {change.field for change in published.changes if change.subject == MOVED} == {
        "due_on",
        "wording",
        "contacts",
    }
    assert after.contacts[-1] == {"name": "桂敏", "phones": ["010-66097799"], "emails": []}
    assert (after.channels, after.title, after.summary) == (before.channels, before.title, before.summary)


def test_only_what_the_follow_up_words_otherwise_is_offered(desk: Desk) -> None:
    task = desk.read(FOLLOW_UP).tasks[0]
    published = tasks_of(desk.database)[MOVED]
    offers = {offer.part: (offer.old, offer.new) for offer in find_offers(published, task)}
    assert offers["title"] == (published.title, task.title)
    assert "channels" not in offers  # the follow-up names none, which takes none away
    assert "needs_seal" not in offers
    same = task.model_copy(update={"title": published.title, "summary": published.summary})
    assert {offer.part for offer in find_offers(published, same)} <= {"contacts"}


MEETING = """教育部司局函件

教职成司函〔2022〕16号

关于召开职业院校数字校园建设试点工作推进会的通知

各省、自治区、直辖市教育厅（教委），各计划单列市教育局，新疆生产建设兵团教育局：

根据教职成司函〔2022〕8号，定于2022年9月20日至21日召开职业院校数字校园建设试点工作推进会。请于9月10日前报送回执。

教育部职业教育与成人教育司
2022年8月25日
"""


def test_a_meeting_that_was_planned_gets_its_days_under_the_same_id(desk: Desk) -> None:
    draft_id = desk.keep(MEETING)
    words = "2022年9月20日至21日"
    assert any(words in point and "数字校园建设试点工作推进会" in point for point in open_points(desk, draft_id))
    receipt = {"act": "correct", "task": 0, "title": "推进会参会回执"}
    day = {"words": words, "opens_on": "2022-09-20", "due_on": "2022-09-21"}
    meeting = {"act": "add", "title": "职业院校数字校园建设试点工作推进会", "kind": "meeting", **day}
    acts = [receipt, meeting, {"act": "choose", "task": 1, "replaces": CANCELLED}]
    revision = settle(desk, draft_id, *acts)
    assert open_points(desk, draft_id) == []
    accept(desk, draft_id, revision)
    task = tasks_of(desk.database)[CANCELLED]
    assert (task.opens_on, task.due_on) == (date(2022, 9, 20), date(2022, 9, 21))


def test_the_day_of_an_event_that_a_person_dismissed_is_asked_about_no_more(desk: Desk) -> None:
    draft_id = desk.keep(MEETING)
    with desk.database.read() as session:
        phrases = review_of(get_draft(session, draft_id)).draft.phrases
    at = next(at for at, phrase in enumerate(phrases) if phrase.quote.text == "2022年9月20日至21日")
    settle(desk, draft_id, {"act": "dismiss", "phrase": at, "reason": "会期，不列入"})
    assert not any("可能是已发布事项" in point for point in open_points(desk, draft_id))
