"""What an entry says, and on which days it stands."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.feeds.options import Lead
from app.workdays import Workdays
from tests.feeds.conftest import Desk
from tests.feeds.linter import Part, lint, read


def entries(desk: Desk, number: str, query: str = "", *, todo: bool = False) -> dict[str, Part]:
    """A task's entries by role."""
    start = f"moe-zcs-2022-8-{number}-"
    found = {part.value("UID"): part for part in read(desk.feed("guangdong", query, todo=todo)).parts}
    return {uid.removeprefix(start).removesuffix("@qixian"): part for uid, part in found.items() if start in uid}


def days(part: Part) -> tuple[str, str]:
    return part.value("DTSTART"), part.value("DTEND")


def text(part: Part) -> list[str]:
    """The description, line by line."""
    return part.value("DESCRIPTION").replace("\\,", ",").replace("\\;", ";").split("\\n")


def change(desk: Desk, number: str, **fields: Any) -> None:
    desk.load(lambda _document: desk.task(number).update(fields))


WINDOWS = {
    "": {"window": ("20221010", "20221031"), "due": ("20221030", "20221031")},
    "window=both": {"window": ("20221010", "20221031"), "due": ("20221030", "20221031")},
    "window=bar": {"window": ("20221010", "20221031")},
    "window=marks": {"opens": ("20221010", "20221011"), "due": ("20221030", "20221031")},
}


@pytest.mark.parametrize(("query", "expected"), WINDOWS.items())
def test_a_window_is_drawn_as_asked(desk: Desk, query: str, expected: dict[str, tuple[str, str]]) -> None:
    assert {role: days(part) for role, part in entries(desk, "08", query).items()} == expected


@pytest.mark.parametrize("query", WINDOWS)
def test_a_task_without_a_window_always_has_its_last_day(desk: Desk, query: str) -> None:
    assert {role: days(part) for role, part in entries(desk, "02", query).items()} == {"due": ("20220830", "20220831")}


def test_reminders_are_entries_on_working_days(desk: Desk) -> None:
    """2022-10-30 is a Sunday; the five working days before it end on Friday the 28th."""
    found = entries(desk, "08", "remind=5wd,1wd,7d")
    assert {role: days(part)[0] for role, part in found.items() if "remind" in role} == {
        "remind-1wd": "20221028",
        "remind-5wd": "20221024",
        "remind-7d": "20221023",
    }
    assert found["remind-1wd"].value("SUMMARY") == "提醒 社区教育工作总结和数据填报（10月30日截止）"


@given(due_on=st.dates(date(2006, 1, 1), date(2026, 12, 31)), count=st.integers(1, 60))
def test_a_reminder_in_working_days_is_one_and_lies_before_the_deadline(due_on: date, count: int) -> None:
    workdays = Workdays()
    day = Lead(count, working=True).before(due_on, workdays)
    assert workdays.is_workday(day)
    assert day < due_on
    assert workdays.between(day - timedelta(days=1), due_on - timedelta(days=1)) == count


def test_alarms_ring_at_nine_so_many_days_before_and_only_when_asked_for(desk: Desk) -> None:
    assert all(not part.parts for part in read(desk.feed()).parts)
    one, seven = entries(desk, "08", "alarm=7d,1d")["due"].parts
    assert (one.one("TRIGGER"), seven.one("TRIGGER")) == (("", "-PT15H"), ("", "-P6DT15H"))
    assert one.value("UID") == "moe-zcs-2022-8-08-due-alarm-1d@qixian"
    assert not entries(desk, "08", "alarm=7d")["window"].parts


def test_an_alarm_on_a_bar_or_a_todo_counts_from_the_end(desk: Desk) -> None:
    (bar,) = entries(desk, "08", "alarm=1d&window=bar")["window"].parts
    assert bar.one("TRIGGER") == (";RELATED=END", "-P1DT15H")
    (todo,) = entries(desk, "08", "alarm=1d", todo=True)["todo"].parts
    assert todo.one("TRIGGER") == (";RELATED=END", "-PT15H")


def test_kind_chooses_tasks(desk: Desk) -> None:
    assert {part.value("CATEGORIES") for part in read(desk.feed("guangdong", "kind=report")).parts} == {"总结报告"}
    assert len(read(desk.feed("guangdong", "kind=meeting", todo=True)).parts) == 3


def test_a_timed_deadline_shows_its_hour_and_stays_all_day(desk: Desk) -> None:
    change(desk, "08", due_time="17:00")
    found = entries(desk, "08", "remind=1wd")
    assert {role: part.value("SUMMARY") for role, part in found.items()} == {
        "window": "填报期 社区教育工作总结和数据填报（17:00截止）",
        "due": "17:00截止 社区教育工作总结和数据填报",
        "remind-1wd": "提醒 社区教育工作总结和数据填报（10月30日17:00截止）",
    }
    assert found["due"].one("DTSTART") == (";VALUE=DATE", "20221030")
    assert any(line.startswith("截止日：2022年10月30日（周日） 17:00前") for line in text(found["due"]))
    assert entries(desk, "08", todo=True)["todo"].value("SUMMARY").endswith("（17:00截止）")


def test_a_moved_deadline_keeps_its_identity_and_tells_the_old_date(desk: Desk) -> None:
    before = entries(desk, "08")["due"]
    desk.clock.advance(days=3)
    change(desk, "08", due_on="2022-11-15")
    after = entries(desk, "08")["due"]
    assert after.value("UID") == before.value("UID")
    assert (days(after)[0], after.value("SEQUENCE")) == ("20221115", "1")
    assert after.value("DTSTAMP") > before.value("DTSTAMP")
    assert after.value("LAST-MODIFIED") > before.value("LAST-MODIFIED")
    assert after.value("CREATED") == before.value("CREATED")
    assert after.value("SUMMARY").startswith("【延期】截止 ")
    moved = "截止日由2022年10月30日（周日）改为2022年11月15日（周二）（教职成司函〔2022〕12号，时间调整）。"
    assert text(after)[0] == moved


NEWER = "教职成司函〔2022〕12号"


def test_a_date_of_a_later_notice_names_it_and_the_words_of_before_say_so(desk: Desk) -> None:
    before = desk.task("08")["summary"]
    change(desk, "08", due_on="2022-11-15", wording="延长至2022年11月15日")
    told = text(entries(desk, "08")["due"])
    assert f"原通知的内容（日期以{NEWER}为准）：{before}" in told
    assert f"通知原文（{NEWER}）：延长至2022年11月15日" in told
    assert told[told.index(f"日期依据：{NEWER}") - 1].startswith("依据：教育部职业教育与成人教育司《")
    change(desk, "08", summary="总结和数据报送至2022年11月15日。")
    assert "总结和数据报送至2022年11月15日。" in text(entries(desk, "08")["due"])


def test_an_undated_task_that_got_its_date_names_the_notice_that_gave_it(desk: Desk) -> None:
    change(desk, "03", status="dated", due_on="2022-12-20", precision="day", wording="2022年12月20日前")
    told = text(entries(desk, "03")["due"])
    assert f"日期依据：{NEWER}" in told
    assert f"通知原文（{NEWER}）：2022年12月20日前" in told


def test_a_date_of_its_own_notice_names_no_other(desk: Desk) -> None:
    change(desk, "08", title="社区教育工作总结")
    told = text(entries(desk, "08")["due"])
    assert [line for line in told if line.startswith(("日期依据", "原通知的内容", "通知原文（"))] == []


MOVES = {
    "earlier": ({"due_on": "2022-10-28"}, "【改期】", "截止日由2022年10月30日（周日）改为2022年10月28日（周五）"),
    "opening": (
        {"opens_on": "2022-10-08"},
        "【改期】",
        "填报期起始日由2022年10月10日（周一）改为2022年10月8日（周六）",
    ),
}


@pytest.mark.parametrize(("fields", "mark", "told"), MOVES.values(), ids=MOVES)
def test_other_moves_are_marked_too(desk: Desk, fields: dict[str, str], mark: str, told: str) -> None:
    change(desk, "08", **fields)
    due = entries(desk, "08")["due"]
    assert due.value("SUMMARY").startswith(mark)
    assert text(due)[0].startswith(told)


def test_a_deadline_that_moved_back_is_no_longer_marked(desk: Desk) -> None:
    change(desk, "08", due_on="2022-11-15")
    change(desk, "08", due_on="2022-10-30")
    due = entries(desk, "08")["due"]
    assert (due.value("SUMMARY"), due.value("SEQUENCE")) == ("截止 社区教育工作总结和数据填报", "2")


def test_a_first_date_is_no_move(desk: Desk) -> None:
    change(desk, "03", status="dated", due_on="2022-12-20", precision="day")
    assert entries(desk, "03")["due"].value("SUMMARY").startswith("截止 ")


@pytest.mark.parametrize("query", ["", "window=bar", "window=marks", "remind=1wd&alarm=7d"])
def test_a_withdrawn_task_keeps_its_entries_cancelled_and_marked(desk: Desk, query: str) -> None:
    before = set(entries(desk, "08", query))
    desk.clock.advance(days=1)
    desk.load(lambda document: document["tasks"].remove(desk.task("08")), reason="不再报送")
    after = entries(desk, "08", query)
    assert set(after) == before
    for part in after.values():
        assert part.value("STATUS") == "CANCELLED"
        assert part.value("SUMMARY").startswith("【已撤回】")
        assert text(part)[0] == "本事项已撤回（教职成司函〔2022〕12号，不再报送）。"
        assert not part.parts
    desk.clock.advance(days=3000)
    assert set(entries(desk, "08", query)) == before


def test_a_day_off_is_named_with_the_working_day_to_hold_on_to(desk: Desk) -> None:
    due = text(entries(desk, "08")["due"])
    off = "截止日：2022年10月30日（周日）（含当日），非工作日；此前最后一个工作日为2022年10月28日（周五）"
    assert off in due
    opens = text(entries(desk, "07")["due"])
    assert "填报期：2022年9月12日（周一）起，当日非工作日；其后第一个工作日为2022年9月13日（周二）" in opens
    assert "截止日：2022年8月30日（周二）（含当日）" in text(entries(desk, "02")["due"])


def test_a_year_without_announced_holidays_says_so(desk: Desk) -> None:
    change(desk, "02", due_on="2031-08-29")
    assert any(line.endswith("（当年放假安排尚未公布，按周末推算）") for line in text(entries(desk, "02")["due"]))


def test_the_description_says_all_that_the_page_says(desk: Desk) -> None:
    lines = text(entries(desk, "02")["due"])
    for said in (
        "通知原文：报送时间：2022年8月30日前",
        "电子邮箱：zcsdyc@moe.edu.cn（附件1加盖公章后的扫描版）",
        "须加盖公章。",
        "表格：附件1 职业院校德育与思想政治教育工作队伍配备情况信息表",
        "联系人：张建鹏 010-66096478",
        "内容截至 2022-08-22",
    ):
        assert said in lines
    assert any("教职成司函〔2022〕8号" in line and line.startswith("依据：") for line in lines)
    assert any(line.startswith("报送单位：全部 37 个报送单位") for line in lines)
    assert lines[-1] == entries(desk, "02")["due"].value("URL")
    assert [value for _, value in entries(desk, "02")["due"].all("CONTACT")] == ["张建鹏 010-66096478"]


def test_a_todo_is_there_before_its_date_is_known(desk: Desk) -> None:
    todo = entries(desk, "03", todo=True)["todo"]
    assert (todo.value("DUE"), todo.value("STATUS")) == ("", "NEEDS-ACTION")
    assert todo.value("SUMMARY").startswith("【待定】2023年职业教育质量年度报告")
    assert "截止日：待通知" in text(todo)
    dated = entries(desk, "08", todo=True)["todo"]
    assert (dated.value("DTSTART"), dated.value("DUE")) == ("20221010", "20221030")


def test_a_window_of_one_day_is_a_todo_without_a_start(desk: Desk) -> None:
    change(desk, "08", opens_on="2022-10-30")
    assert entries(desk, "08", todo=True)["todo"].all("DTSTART") == []
    assert lint(desk.feed("guangdong", todo=True)) == []
