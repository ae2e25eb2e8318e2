"""Reminders on their ladder, changes once, pauses kept, the calendar only for those who asked."""

import json
from datetime import date, datetime
from typing import Any

from app.clock import SHANGHAI, FixedClock
from app.database import Database
from app.delivery import subscriptions as book
from app.delivery.run import DigestRun
from app.intake import load_document, parse_document
from app.mail import Halted
from tests.mail.conftest import Postbox, Readers
from tests.mail.post import words_of


def at(clock: FixedClock, text: str) -> None:
    clock.moment = datetime.fromisoformat(f"2022-{text}").replace(tzinfo=SHANGHAI)


def amend(database: Database, seed: dict[str, Any], clock: FixedClock, task_id: str, **values: object) -> None:
    task = next(task for task in seed["tasks"] if task["id"] == f"moe-zcs-2022-8-{task_id}")
    task.update(values)
    seed["amendment"] = {"reason": "时间调整", "notice": "教职成司函〔2022〕12号"}
    with database.write() as session:
        load_document(session, parse_document("amended", json.dumps(seed).encode()), clock.now())


def withdraw(database: Database, seed: dict[str, Any], clock: FixedClock, task_id: str) -> None:
    seed["tasks"] = [task for task in seed["tasks"] if task["id"] != f"moe-zcs-2022-8-{task_id}"]
    seed["amendment"] = {"reason": "不再召开", "notice": "教职成司函〔2022〕15号"}
    with database.write() as session:
        load_document(session, parse_document("amended", json.dumps(seed).encode()), clock.now())


def test_reminders_come_five_and_two_working_days_before_and_on_the_day(
    run: DigestRun, readers: Readers, postbox: Postbox, clock: FixedClock
) -> None:
    readers.add(cadence="reminders")
    at(clock, "09-01 09:00")  # 广东 owes the videos by Thursday 09-15; Monday 09-12 is 中秋节
    told = []
    for _ in range(16):
        before = len(postbox.taken)
        run.if_due()
        run.if_due()
        told += [clock.now().day] * (len(postbox.taken) - before)
        clock.advance(days=1)
    assert told == [7, 13, 15]
    assert postbox.subjects() == [
        "【截止提醒】广东：还有 5 个工作日（9月15日（周四）） 全民终身学习活动周视频案例",
        "【截止提醒】广东：还有 2 个工作日（9月15日（周四）） 全民终身学习活动周视频案例",
        "【截止提醒】广东：今天截止（9月15日（周四）） 全民终身学习活动周视频案例",
    ]


def test_no_reminder_goes_out_before_the_hour_of_mail(
    run: DigestRun, readers: Readers, postbox: Postbox, clock: FixedClock
) -> None:
    readers.add(cadence="reminders")
    at(clock, "09-15 08:29")
    run.if_due()
    assert postbox.taken == []
    at(clock, "09-15 08:30")
    run.if_due()
    assert len(postbox.taken) == 1


def test_a_moved_deadline_reminds_again_and_the_same_one_never_twice(
    run: DigestRun, readers: Readers, postbox: Postbox, clock: FixedClock, seed: dict[str, Any]
) -> None:
    readers.add(cadence="reminders")
    at(clock, "09-15 09:00")
    run.if_due()
    amend(readers.database, seed, clock, "09b", due_on="2022-09-16", wording="9月16日前")
    run.if_due()
    run.if_due()
    assert sorted(row.period for row in readers.rows()) == [
        "moe-zcs-2022-8-09b/0/2022-09-15",
        "moe-zcs-2022-8-09b/2/2022-09-16",
    ]


def test_a_task_handed_in_is_reminded_of_no_more(
    run: DigestRun, readers: Readers, postbox: Postbox, clock: FixedClock
) -> None:
    reader = readers.add(cadence="reminders")
    with readers.database.write() as session:
        book.mark_submitted(session, book.get_subscription(session, reader), "moe-zcs-2022-8-09b", clock.now())
    at(clock, "09-15 09:00")
    run.if_due()
    assert postbox.taken == []


def test_a_task_withdrawn_after_planning_is_not_reminded_of(
    run: DigestRun, readers: Readers, postbox: Postbox, clock: FixedClock, seed: dict[str, Any]
) -> None:
    readers.add(cadence="reminders")
    at(clock, "09-15 09:00")
    postbox.answers["office@example.org"] = [Halted("down")]
    run.if_due()
    withdraw(readers.database, seed, clock, "09b")
    clock.elapsed += 10_000
    run.retry()
    assert (postbox.taken, readers.states()) == ([], ["skipped"])


def test_a_change_is_mailed_once_to_those_who_asked_for_changes(
    run: DigestRun, readers: Readers, postbox: Postbox, clock: FixedClock, seed: dict[str, Any]
) -> None:
    readers.add("changes@example.org", cadence="changes")
    readers.add("weekly@example.org", cadence="weekly")
    run.if_due()
    amend(readers.database, seed, clock, "08", due_on="2022-11-15")
    run.retry()
    run.retry()
    changed = [letter for letter in postbox.letters if letter["to"] == "changes@example.org"]
    assert len(changed) == 1
    assert changed[0]["subject"] == "【期限变更】广东：社区教育工作总结和数据填报"
    text = words_of(changed[0])
    assert "截止日：2022年10月30日（周日） → 2022年11月15日（周二）" in text
    assert "依据：教职成司函〔2022〕12号" in text


def test_a_province_that_is_not_concerned_hears_of_no_change(
    run: DigestRun, readers: Readers, postbox: Postbox, clock: FixedClock, seed: dict[str, Any]
) -> None:
    readers.add(province="shenzhen", cadence="changes")
    amend(readers.database, seed, clock, "01", due_on="2022-12-15")  # provinces and 兵团 only
    run.retry()
    assert (postbox.taken, readers.states("change")) == ([], ["skipped"])


def test_a_withdrawal_is_mailed_to_those_it_concerned_and_to_nobody_else(
    run: DigestRun, readers: Readers, postbox: Postbox, clock: FixedClock, seed: dict[str, Any]
) -> None:
    readers.add("concerned@example.org", cadence="changes")
    readers.add("not@example.org", province="shenzhen", cadence="changes")
    withdraw(readers.database, seed, clock, "01")  # provinces and 兵团 only
    run.retry()
    run.retry()
    assert postbox.recipients() == ["concerned@example.org"]
    text = words_of(postbox.letters[0])
    assert "该事项已撤销，无须再报送。" in text
    assert "依据：教职成司函〔2022〕15号" in text


def test_the_digest_tells_of_a_withdrawal_once(
    run: DigestRun, readers: Readers, postbox: Postbox, clock: FixedClock, seed: dict[str, Any]
) -> None:
    readers.add()
    run.if_due()
    at(clock, "08-25 12:00")
    withdraw(readers.database, seed, clock, "09b")
    for day in ("08-29 09:00", "09-05 09:00"):
        at(clock, day)
        run.if_due()
    told = ["该事项已撤销，无须再报送。" in words_of(letter) for letter in postbox.letters]
    assert told == [False, True, False]


def test_of_a_task_withdrawn_nothing_else_is_told(
    run: DigestRun, readers: Readers, postbox: Postbox, clock: FixedClock, seed: dict[str, Any]
) -> None:
    readers.add(cadence="changes")
    amend(readers.database, seed, clock, "08", due_on="2022-11-15")
    withdraw(readers.database, seed, clock, "08")
    run.retry()
    (letter,) = postbox.letters
    assert "该事项已撤销" in words_of(letter)
    assert "截止日：" not in words_of(letter)


def test_a_task_withdrawn_after_it_left_a_province_is_no_news_there(
    run: DigestRun, readers: Readers, postbox: Postbox, clock: FixedClock, seed: dict[str, Any]
) -> None:
    readers.add(cadence="changes")
    amend(readers.database, seed, clock, "08", provinces=["上海"])
    run.retry()
    withdraw(readers.database, seed, clock, "08")
    run.retry()
    (letter,) = postbox.letters
    assert "该事项不再涉及本单位。" in words_of(letter)


def test_the_digest_tells_what_changed_since_the_readers_last_one(
    run: DigestRun, readers: Readers, postbox: Postbox, clock: FixedClock, seed: dict[str, Any]
) -> None:
    readers.add()
    run.if_due()
    at(clock, "08-25 12:00")
    amend(readers.database, seed, clock, "08", due_on="2022-11-15")
    readers.add("late@example.org")  # subscribes after the change: it is no news to them
    for day in ("08-29 09:00", "09-05 09:00"):
        at(clock, day)
        run.if_due()
    told = [(str(letter["to"]), "上次周报以来的变更" in words_of(letter)) for letter in postbox.letters]
    assert sorted(told) == [
        ("late@example.org", False),
        ("late@example.org", False),
        ("office@example.org", False),
        ("office@example.org", False),
        ("office@example.org", True),
    ]


def test_a_pause_holds_all_mail_up_to_its_last_day(
    run: DigestRun, readers: Readers, postbox: Postbox, clock: FixedClock
) -> None:
    reader = readers.add()
    with readers.database.write() as session:
        book.pause(book.get_subscription(session, reader), date(2022, 8, 24), clock.now().date())
    for day in ("08-22 09:00", "08-24 23:00"):
        at(clock, day)
        run.if_due()
    assert postbox.taken == []
    at(clock, "08-25 09:00")
    run.if_due()
    assert len(postbox.taken) == 1


def test_the_calendar_is_attached_only_if_asked_for(run: DigestRun, readers: Readers, postbox: Postbox) -> None:
    readers.add("plain@example.org")
    readers.add("calendar@example.org", calendar=True)
    run.if_due()
    attached = {
        str(letter["to"]): [part.get_content_type() for part in letter.iter_attachments()] for letter in postbox.letters
    }
    assert attached == {"plain@example.org": [], "calendar@example.org": ["text/calendar"]}
