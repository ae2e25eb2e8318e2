"""Nothing that looks like a date falls between task and dismissal; nothing thrown at the reader breaks it."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.extraction import Draft, read_text
from app.workdays import Workdays

Read = Callable[[str], Draft]
_WORDS = (
    "处长 老师 科研处 职务： 13800000000 8208888 電話： 請於 "
    "请于 2024年 ９月 30日 前 报送 1230日前 至 — ～ (星期五) 17:00 每月 5日前 即日起至 印发之日起 10个工作日内 "
    "另行通知 拟定于 下半年 原定于 延期至 一、 （一） 1. 附件： 附件1 ， 。 ； ： 《 》 联系人： 王伟 010—66090000 "
    "a@b.cn http://x.cn 〔2024〕5号 各省 ○ 二〇二四年 底 | 截止 时间 99月99日 2024.13.45 0月0日 二月三十日 \ud800 𠀀"
)
_PIECES = st.sampled_from([*_WORDS.split(" "), "\x00", " ", "\t", "\n", "\n\n", "年 月 日"])
NOISE = st.lists(_PIECES | st.text(max_size=3), max_size=40).map("".join)


@settings(max_examples=300)
@given(NOISE)
def test_any_text_is_read_and_every_quote_is_the_text_at_its_place(text: str) -> None:
    draft = read_text(text, workdays=Workdays())
    quotes = [phrase.quote for phrase in draft.phrases]
    quotes += [deadline.quote for task in draft.tasks for deadline in task.deadlines]
    assert len(draft.text) == len(text)
    assert all(0 <= quote.start < quote.end <= len(text) for quote in quotes)
    assert all(draft.text[quote.start : quote.end] == quote.text for quote in quotes)


@settings(max_examples=150)
@given(NOISE)
def test_every_deadline_of_a_task_stands_in_the_proof(text: str) -> None:
    draft = read_text(text, workdays=Workdays())
    proven = {(phrase.task, phrase.quote.start) for phrase in draft.phrases if phrase.task is not None}
    used = {(at, deadline.quote.start) for at, task in enumerate(draft.tasks) for deadline in task.deadlines}
    assert used <= proven


@settings(max_examples=150)
@given(NOISE)
def test_a_date_stands_on_a_dated_task_only_with_a_basis_for_its_year(text: str) -> None:
    for task in read_text(text, workdays=Workdays()).tasks:
        if task.status == "dated":
            assert task.deadline.due_on is not None
            assert task.deadline.year_basis != "none"


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "\U0001d7ce1天内",
        "(",
        "一",
        "报送",
        "9月",
        "a@",
        "（一）",
        "《",
        "：",
        "-",
        "\t1",
        "请于9月30日前报送",
        "每",
    ],
)
def test_repetition_is_read_too(read: Read, piece: str) -> None:
    assert read(piece * 3000).text == piece * 3000


def test_a_festival_is_left_to_a_person(read: Read) -> None:
    draft = read("关于安全检查的通知\n请各校在放假前完成检查，并于2025年1月15日前报送总结。\n某县教育局\n2025年1月8日")
    assert [phrase.quote.text for phrase in draft.phrases if not phrase.is_accounted] == ["放假前"]


def test_a_day_right_before_a_verb_of_handing_in_is_not_dismissed_by_what_stands_around_it(read: Read) -> None:
    draft = read(
        "关于评选的通知\n各单位：\n一、评审情况的报告、公示影音材料（3月20日报送纸质材料）。\n某某厅\n2024年3月1日"
    )
    assert [phrase.quote.text for phrase in draft.phrases if not phrase.is_accounted] == ["3月20日"]


def test_the_proof_is_summed_up_in_one_line(read: Read) -> None:
    draft = read("关于报送材料的通知\n各单位：\n请于2024年4月1日前报送；会议拟于下半年召开。\n某某厅\n2024年3月1日")
    assert draft.summary == "3 处日期：1 个截止日，1 个计划，1 处不是任务"


def test_a_date_that_was_moved_is_counted_beside_the_one_in_force(read: Read) -> None:
    draft = read("关于调整报送时间的通知\n各单位：\n填报时间由2024年4月1日延长至2024年4月15日。\n某某厅\n2024年3月1日")
    assert draft.summary == "3 处日期：1 个截止日，0 个计划，1 处同一事项的其他日期，1 处不是任务"


@settings(max_examples=150)
@given(NOISE)
def test_the_parts_of_the_proof_sum_to_the_dates_there_are(text: str) -> None:
    draft = read_text(text, workdays=Workdays())
    total, *parts = map(int, re.findall(r"\d+", draft.summary))
    assert total == sum(parts) == len(draft.phrases)
