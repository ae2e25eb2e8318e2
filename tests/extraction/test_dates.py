"""Each form of a date, read out of one sentence; the notice is signed on 2024-03-01 unless it says otherwise."""

from collections.abc import Callable
from datetime import date, time

import pytest

from app.extraction import Draft
from app.extraction.draft import Deadline, DraftStatus, YearBasis

Read = Callable[[str], Draft]


def _signed(sentence: str, day: str = "2024年3月1日") -> str:
    return f"关于报送材料的通知\n各单位：\n{sentence}\n某某厅\n{day}\n"


def _only(draft: Draft) -> Deadline:
    assert len(draft.tasks) == 1, [task.deadline.wording for task in draft.tasks]
    return draft.tasks[0].deadline


@pytest.mark.parametrize(
    ("sentence", "opens_on", "due_on"),
    [
        ("请于2024年3月8日前报送。", None, "2024-03-08"),
        ("请于二〇二四年六月二十三日前报送。", None, "2024-06-23"),
        ("请于4月7日至5月6日填报。", "2024-04-07", "2024-05-06"),
        ("申报时间：6.18-20", "2024-06-18", "2024-06-20"),
        ("申报时间：2024年3月25-31日", "2024-03-25", "2024-03-31"),
        ("填报时间：2024.9.1—2024.9.30", "2024-09-01", "2024-09-30"),
        ("填报时间为2024年12月20日至2025年1月10日。", "2024-12-20", "2025-01-10"),
        ("填报时间为12月20日至1月10日。", "2024-12-20", "2025-01-10"),
        ("报送时间：2024年11月底前", None, "2024-11-30"),
        ("请于2月底前报送，务必在2月底前报送。", None, "2024-02-29"),
        ("请于年底前报送。", None, "2024-12-31"),
        ("请于12月上旬前报送。", None, "2024-12-10"),
        ("请在第三季度末前报送。", None, "2024-09-30"),
        ("请于3月31日（含）前报送。", None, "2024-03-31"),
        ("请于3月31日（不含）前报送。", None, "2024-03-30"),
        ("请于11月2日将材料报送我厅。", None, "2024-11-02"),
        ("各校于16日至23日开展自查。", "2024-03-16", "2024-03-23"),
        ("即日起至5月31日可登录系统填报。", "2024-03-01", "2024-05-31"),
        ("请于明年3月5日前报送。", None, "2025-03-05"),
        ("请于月底前报送。", None, "2024-03-31"),
        ("请于下月5日前报送。", None, "2024-04-05"),
        ("申报时间：9-10月", "2024-09-01", "2024-10-31"),
    ],
)
def test_it_reads_the_days(read: Read, sentence: str, opens_on: str | None, due_on: str) -> None:
    deadline = _only(read(_signed(sentence)))
    assert deadline.status is DraftStatus.DATED
    assert (deadline.opens_on and str(deadline.opens_on), str(deadline.due_on)) == (opens_on, due_on)


@pytest.mark.parametrize(
    ("clock", "at"),
    [("17:00", time(17)), ("下午5点", time(17)), ("17时30分", time(17, 30)), ("下午2点半", time(14, 30)),
     ("24:00", None), ("下班", None), ("上午9-12时", time(12))],
)  # fmt: skip
def test_it_reads_the_hour(read: Read, clock: str, at: time | None) -> None:
    deadline = _only(read(_signed(f"请于4月9日（星期二）{clock}前报送。")))
    assert (deadline.due_on, deadline.due_time) == (date(2024, 4, 9), at)


@pytest.mark.parametrize(
    ("sentence", "issued", "due_on", "basis"),
    [
        ("请于1月10日前报送。", "2023年12月15日", "2024-01-10", YearBasis.NEXT_YEAR),
        ("请于9月20日前报送。", "2024年9月25日", "2024-09-20", YearBasis.ISSUE_DATE),
        ("自2025年1月10日起填报，3月1日前报送。", "2024年11月20日", "2025-03-01", YearBasis.SENTENCE),
        ("填报时间：2025年3月3日至31日", "2024年11月20日", "2025-03-31", YearBasis.RANGE_START),
        ("请于7月8日（星期二）前报送。", "2024年7月1日", "2025-07-08", YearBasis.WEEKDAY),
    ],
)
def test_it_says_where_the_year_comes_from(read: Read, sentence: str, issued: str, due_on: str, basis: str) -> None:
    deadline = read(_signed(sentence, issued)).tasks[-1].deadline
    assert (str(deadline.due_on), deadline.year_basis) == (due_on, basis)


def test_without_an_issue_date_the_number_and_then_the_title_give_the_year(read: Read) -> None:
    assert str(_only(read("教函〔2023〕5号\n关于报送材料的通知\n请于9月10日前报送。")).due_on) == "2023-09-10"
    assert str(_only(read("关于报送2023年总结的通知\n请于9月10日前报送。")).due_on) == "2023-09-10"


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("请于12月5日前报送。", DraftStatus.NEEDS_YEAR),
        ("请于1230日前报送。", DraftStatus.DAMAGED),
        ("请于2024年9月31日前报送。", DraftStatus.DAMAGED),
        ("请于2024年9月前报送。", DraftStatus.PLANNED),
        ("请于每月5日前报送月报。", DraftStatus.RECURRING),
        ("请在本通知印发之日起10个工作日内报送。", DraftStatus.RELATIVE),
        ("拟定于2024年下半年召开会议。", DraftStatus.PLANNED),
        ("报送时间另行通知。", DraftStatus.TO_BE_NOTIFIED),
    ],
)
def test_what_is_doubtful_waits_for_a_person(read: Read, sentence: str, status: DraftStatus) -> None:
    assert _only(read(f"关于报送2023年度材料的通知\n各单位：\n{sentence}")).status is status


def test_working_days_are_counted_from_the_next_day_on_and_only_proposed(read: Read) -> None:
    deadline = _only(read(_signed("请自本通知印发之日起10个工作日内报送。", "2024年9月25日")))
    assert deadline.status is DraftStatus.RELATIVE
    assert deadline.due_on == date(2024, 10, 14)


@pytest.mark.parametrize(
    "sentence",
    [
        "申报单位应为2023年12月31日前注册的独立法人。",
        "申报人须为1984年1月1日以后出生。",
        "论文须在2023年12月31日前公开发表。",
        "截至2024年2月底，全省已建成示范校120所。",
        "《关于报送2024年5月31日前材料的通知》另见附件。",
        "省教育厅已于2024年1月15日召开动员会。",
        "本办法自2024年5月1日起施行，有效期至2029年4月30日。",
        "我厅将于2024年6月组织专家评审，7月底前公布结果。",
        "会议时间：2024年3月20日（星期三）上午9:00",
        "公示期为2024年3月4日至3月8日。",
        "统计时点为2023年12月31日。",
        "地址：某某市中山路12号，邮编100000，每篇2000字以内。",
        "培训时间：第一期4月15日—17日，第二期4月28—30日。",
    ],
)
def test_a_date_that_asks_nothing_is_dismissed_with_a_reason(read: Read, sentence: str) -> None:
    draft = read(_signed(sentence))
    assert draft.tasks == []
    assert draft.phrases
    assert all(phrase.reason for phrase in draft.phrases)


def test_a_moved_deadline_keeps_the_old_day_beside_the_new_one(read: Read) -> None:
    draft = read(_signed("申报截止时间由原定的5月31日延期至6月14日。"))
    old, new = draft.tasks[0].deadlines
    assert (old.status, str(old.due_on)) == (DraftStatus.SUPERSEDED, "2024-05-31")
    assert (new.status, str(new.due_on)) == (DraftStatus.DATED, "2024-06-14")
    assert draft.tasks[0].deadline == new


def test_one_duty_named_twice_is_one_task_and_two_groups_stay_two(read: Read) -> None:
    assert len(read(_signed("请于4月20日前报送材料。报送时间：4月20日前。")).tasks) == 1
    groups = read(_signed("中学材料请于4月20日前报送；小学材料请于4月20日前报送。"))
    assert [task.title for task in groups.tasks] == ["中学材料", "小学材料"]


def test_a_day_off_is_never_moved(read: Read) -> None:
    assert str(_only(read(_signed("请于2024年10月1日前报送。"))).due_on) == "2024-10-01"
