"""What is told when: the week's moment, weeks that were missed, clocks set back, reminders, changes, pauses."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.clock import SHANGHAI, FixedClock
from app.database import Database
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


def test_down_over_the_scheduled_time_is_made_up_for_inside_the_week(
    run: DigestRun, readers: Readers, postbox: Postbox, clock: FixedClock
) -> None:
    readers.add()
    at(clock, "08-24 15:00")
    run.if_due()
    (letter,) = postbox.letters
    assert "8月24日（周三）" in words_of(letter)


def test_down_for_three_weeks_tells_this_week_and_nothing_as_coming_that_has_passed(
    run: DigestRun, readers: Readers, postbox: Postbox, clock: FixedClock
) -> None:
    readers.add()
    run.if_due()
    at(clock, "09-16 09:00")
    run.if_due()
    assert [row.period for row in readers.rows("weekly")] == ["2022-W34", "2022-W37"]
    text = words_of(postbox.letters[1])
    coming = text[text.index("■", text.index("■ 刚过截止日") + 1) :]
    assert "8月25日" not in coming
    assert "8月30日" not in coming


def test_a_week_deferred_past_its_end_is_merged_into_the_next(
    run: DigestRun, readers: Readers, postbox: Postbox, clock: FixedClock
) -> None:
    readers.add()
    postbox.answers["office@example.org"] = [Halted("down")]
    run.if_due()
    at(clock, "08-29 07:00")
    clock.elapsed += 10_000
    run.retry()
    assert postbox.taken == []
    at(clock, "08-29 08:30")
    run.if_due()
    assert [(row.period, row.state) for row in readers.rows()] == [("2022-W34", "skipped"), ("2022-W35", "sent")]


def test_what_was_put_off_over_night_speaks_of_the_new_day(
    run: DigestRun, readers: Readers, postbox: Postbox, clock: FixedClock
) -> None:
    readers.add()
    postbox.answers["office@example.org"] = [Halted("down")]
    run.if_due()
    at(clock, "08-26 00:01")
    clock.elapsed += 10_000
    run.retry()
    (letter,) = postbox.letters
    assert "8月26日（周五）" in words_of(letter)
    assert "今天截止" not in words_of(letter)
    assert "已过 1 天" in words_of(letter)


BACK = {"an hour": timedelta(hours=1), "a week": timedelta(weeks=1), "three weeks": timedelta(weeks=3)}


@pytest.mark.parametrize("step", BACK.values(), ids=BACK)
def test_a_clock_set_back_says_nothing_twice(
    run: DigestRun, readers: Readers, postbox: Postbox, clock: FixedClock, step: timedelta
) -> None:
    readers.add(cadence="both")
    at(clock, "08-24 10:00")
    run.if_due()
    said = len(postbox.taken)
    clock.moment -= step
    run.if_due()
    run.retry()
    clock.moment += step
    run.if_due()
    assert len(postbox.taken) == said > 0


def test_a_clock_set_back_after_a_missed_week_tells_no_older_week(
    run: DigestRun, readers: Readers, postbox: Postbox, clock: FixedClock
) -> None:
    at(clock, "08-01 10:00")
    readers.add()
    at(clock, "08-24 10:00")
    run.if_due()
    at(clock, "08-10 10:00")
    run.if_due()
    assert len(postbox.taken) == 1


def test_nothing_to_say_sends_nothing_and_the_schedule_goes_on(
    run: DigestRun, readers: Readers, postbox: Postbox, clock: FixedClock
) -> None:
    at(clock, "06-27 10:00")
    clock.moment = clock.moment.replace(year=2023)
    readers.add()
    run.if_due()
    assert (readers.states(), postbox.taken) == (["skipped"], [])
    assert [row.period for row in readers.rows()] == ["2023-W26"]
