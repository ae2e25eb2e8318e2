"""Forms met in real notices, in words of our own: each line one way of saying a date, or of saying none."""

from collections.abc import Callable

import pytest

from app.extraction import Draft
from tests.extraction.rows import HEAD, SIGNED, rows_of

Read = Callable[[str], Draft]


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        ("请于20231018日前报送清点表。", ["dated 2023-10-18"]),
        ("清点表20231227（星期三）前发给档案馆。", ["dated 2023-12-27"]),
        ("填报时间：20231101-20231115。", ["dated 2023-11-15"]),
        ("清点表请报送档案馆，电话：20231115。", []),
        ("项目统计表请在第八周前交档案馆，第十一周周五前上报费用。", ["relative -", "relative -"]),
        ("第十六周考试，第3周内容见附件。", []),
        ("请于2023918日前报送清点表。", ["damaged -"]),
        ("清点表报送截止时间是2023918", ["damaged -"]),
        ("截稿日期自本日起至十月十日止。", ["dated 2023-10-10"]),
        ("请各学院于9月15、16日领取清点表。", ["dated 2023-09-16"]),
        ("请于9月15、20日报送清点表。", ["dated 2023-09-15", "dated 2023-09-20"]),
        ("2023年9月11日至15日为报名和清点材料准备阶段；2023年9月18日至22日为评审阶段。", ["dated 2023-09-15"]),
        ("目录于9月底前在档案馆网站上发布。", []),
        ("在10月18日前后集中开展档案宣传。", []),
        ("为落实2023年9月10日前完成整改的要求，请于2023年9月20日前报送方案。", ["dated 2023-09-20"]),
        ("要求于2023年9月20日前报送的清点表，报送时间延期至2023年9月28日。", ["dated 2023-09-28"]),
        ("因故错过的，顺延至2023年12月批次办理。", []),
        ("10月9日至13日（10月11日除外）请各学院到馆核对目录。", ["dated 2023-10-13"]),
        ("请于2023年9月16日前报送清点表，遇节假日顺延。", ["dated 2023-09-18"]),
        ("请于2023年9月30日前报送清点表，遇节假日顺延。", ["dated 2023-10-07"]),
        ("请于2023年9月16日前报送清点表。", ["dated 2023-09-16"]),
        ("请于2023年9月20日（星期四）前报送清点表。", ["damaged 2023-09-20"]),
        ("校内清点9月20日截止，2023年9月20日17:00关闭清点系统。", ["dated 2023-09-20 17:00"]),
        ("（二）核对目录（2023年9月20日前）\n请各学院于2023年9月20日下午5点前报送目录。", ["dated 2023-09-20 17:00"]),
        ("报名时间：9月11日—9月15日（9月15日下午4:30截止）。", ["dated 2023-09-15 16:30"]),
        ("请联系人选，于9月底报国际合作交流处审核。", ["dated 2023-09-30"]),
        ("名单核对（9月11日至9月15日），各学院填报汇总表。", ["dated 2023-09-15"]),
        ("2022年度（2022年1月1日-12月31日）执行情况由各学院总结。", []),
        ("调查期间为2023年1月1日至8月31日。", []),
        ("截至8月31日24时，经系统比对，还有3家分馆没有提交。", []),
        ("各馆室逢单月8日前登录系统填报借阅量。", ["recurring -"]),
        ("各分馆于双月12日前将纸质月报报我馆。", ["recurring -"]),
        ("请将统计表（须有组委会盖章的佐证）于2023年9月20日下午4点前送至3-201室。", ["dated 2023-09-20 16:00"]),
        ("9月25日上午，各学院请将核对过的目录在上午10:30前统一交送至档案馆。", ["dated 2023-09-25 10:30"]),
        ("请于10月9日前核对目录，月底前报送。", ["dated 2023-10-09", "dated 2023-10-31"]),
        ("正式通知预计近期印发，月底前就需完成申报。", []),
        ("上架架位已定的书目，9月20日将全部清单送交档案馆。", ["dated 2023-09-20"]),
        ("请于本周五前将清单报送档案馆。", ["relative 2023-09-08"]),
        ("未在规定时间内移交的，后三年内不得申报馆藏项目。", []),
        ("目录材料请于9月18日前报送，总结材料报送时间另行通知。", ["dated 2023-09-18", "to_be_notified -"]),
        ("各馆要将排查情况于9月30日前形成书面材料报档案馆。", ["dated 2023-09-30"]),
        ("补贴交纳时间截止到2023年11月30日前，未按规定交纳者视为放弃。", ["dated 2023-11-30"]),
        ("一、系统开放时间：2023年9月15日9:00；", ["to_be_notified 2023-09-15"]),
        ("征集时间：自即日起，9月28日止。", ["dated 2023-09-28"]),
        ("补测时间：9月27日17:00前完成。", ["dated 2023-09-27 17:00"]),
        ("1.9月8日—15日：档案馆邀请专家评阅目录，提出意见。", []),
        ("9月12日前，发征订通知；", []),
        ("9月13日--15日图书馆复核汇总。", []),
        ("出席会议人员请于9月21日持介绍信到北楼宾馆报到。", []),
        ("请各组人员于9月14日上午8:00至北楼320室参加普查交底会议。", []),
        ("决定于2023年9月11日至9月15日对全馆各书库开展消防检查。", []),
    ],
)
def test_it_tells_a_duty_from_what_only_looks_like_one(read: Read, body: str, rows: list[str]) -> None:
    assert rows_of(read(HEAD + body + SIGNED)) == rows


def test_a_window_from_the_last_third_of_a_month_opens_on_its_first_day(read: Read) -> None:
    draft = read(HEAD + "时间安排：2023年9月下旬至10月上旬，各学院组织填报。" + SIGNED)
    assert [str(draft.tasks[0].deadline.opens_on), str(draft.tasks[0].deadline.due_on)] == ["2023-09-21", "2023-10-10"]


@pytest.mark.parametrize(
    "text",
    [
        "各部门：\n根据《省局关于开展库房清点的通知》要求，请于2023年9月20日前报送清点表。" + SIGNED,
        "各学院：\n请于2023年9月20日前报送清点表。\n附件：1.省局关于组织库房\n清点报告的通知\n2.清点表" + SIGNED,
    ],
)
def test_a_notice_that_another_is_cited_in_does_not_take_its_title(read: Read, text: str) -> None:
    assert read(text).notice.title is None


def test_a_label_of_the_page_is_no_title(read: Read) -> None:
    draft = read("馆务通知\n\n关于清点库房的通知\n\n各学院：\n\n请于9月20日前报送清点表。" + SIGNED)
    assert draft.notice.title == "关于清点库房的通知"


def test_the_time_of_publication_on_a_web_page_is_no_deadline(read: Read) -> None:
    page = "关于延长填报期限的通知\n\n时间：2023年09月05日 12:02编辑：某某  预审：某某\n\n各学院：\n\n"
    assert rows_of(read(page + "请于2023年9月20日前报送清点表。" + SIGNED)) == ["dated 2023-09-20"]


def test_the_head_of_a_page_tells_the_day_of_issue_in_its_table(read: Read) -> None:
    page = "索引号：| 640100 | 发布日期： | 2023-09-04 |\n名称： | 清点库房 |\n各学院：\n请于9月20日前报送清点表。"
    assert rows_of(read(page)) == ["dated 2023-09-20"]


def test_the_title_of_a_task_has_no_clock_and_names_no_recipient(read: Read) -> None:
    draft = read(HEAD + "本次2022年度（两年周期）分馆馆藏清点材料请于2023年9月16日前报送档案馆办公室。" + SIGNED)
    assert draft.tasks[0].title == "2022年度（两年周期）分馆馆藏清点材料"


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        ("9月18日至20日 |\n各二级部门将审核过的清单交档案馆。 |", ["dated 2023-09-20"]),
        ("9月21日下午 |\n邀请校内专家对清单进行修改。 |", []),
        ("档案馆组织专家审看，修改完善后，最迟9月28日完成上报。", []),
        ("清单提交时间：9月14日8:30--11:30，下午14:30--17:30。", ["dated 2023-09-14 17:30"]),
        ("办理时间：9月13日--离校之日（特殊情况除外）", ["to_be_notified 2023-09-13"]),
        ("读者的借书权限截止到2023年9月15日。", []),
    ],
)
def test_it_reads_windows_and_rows_that_came_as_lines(read: Read, body: str, rows: list[str]) -> None:
    assert rows_of(read(HEAD + body + SIGNED)) == rows


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        ("可于2023年9月15日后登录系统。\n请于9月22日前填报。", ["dated 2023-09-22"]),
        ("会议定于2023年12月20日召开。\n请于1月10日前提交总结。", ["needs_year -"]),
        ("根据2021年度计划，请于3月26日（星期五）前反馈，5月7日前报送材料。", ["dated 2021-03-26", "dated 2021-05-07"]),
    ],
)
def test_a_notice_without_a_date_takes_the_year_from_the_days_it_names(read: Read, body: str, rows: list[str]) -> None:
    assert rows_of(read(HEAD + body)) == rows


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        ("9月11日（星期一）停止办理借阅证报销业务，当日17:00后停止收单。", ["dated 2023-09-11 17:00"]),
        ("可分批次于9月5日、10月5日、11月5日前报送。", ["dated 2023-09-05", "dated 2023-10-05", "dated 2023-11-05"]),
        ("材料受理截止时间为9月20日、10月20日。", ["dated 2023-09-20", "dated 2023-10-20"]),
        ("本课题拟于9月底立项，12月底前以论文结项。", []),
        ("请务必在下一年度第一季度前完成报账。", ["planned -"]),
        ("申报截止时间：2022年9月20日。", ["damaged 2022-09-20"]),
        ("9月8日开启预约系统，正常办理各项业务。", []),
        (
            "时间 |\n9.11-9.15 |\n档案馆汇总清单，发各学院 |\n9.18-9.20 |\n各学院核对清单，报档案馆。 |",
            ["dated 2023-09-20"],
        ),
    ],
)
def test_it_reads_lists_closings_and_misprints(read: Read, body: str, rows: list[str]) -> None:
    assert rows_of(read(HEAD + body + SIGNED)) == rows


def test_the_signature_of_a_text_that_lost_its_lines_is_the_day_of_issue(read: Read) -> None:
    text = "请于9月20日前报送，附件：清单.pdf某某市某某区农业农村局2023年9月4日（区局联系人：刘先生，电话：88637803）。"
    draft = read(text)
    assert [str(draft.notice.issued_on), rows_of(draft)] == ["2023-09-04", ["dated 2023-09-20"]]


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        ("9月12日—14日，南岭校区学生预选；", ["dated 2023-09-14"]),
        ("凡是在9月12日之前所借图书的读者请及时续借。", []),
        (
            "二、时间\n开始时间 |\n结束时间 |\n9月11日（周一）10:00 |\n9月12日（周二）16:00 |",
            ["dated 2023-09-12 16:00"],
        ),
    ],
)
def test_it_reads_the_terms_of_a_school(read: Read, body: str, rows: list[str]) -> None:
    assert rows_of(read(HEAD + body + SIGNED)) == rows


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        (
            "2014-2015学年秋季学期选课\n11月3日至5日 学生选课。\n1月9日前确认。",
            ["dated 2014-11-05", "dated 2015-01-09"],
        ),
        (
            "2014-2015学年第二学期选课\n12月3日至5日 学生选课。\n3月9日前确认。",
            ["dated 2014-12-05", "dated 2015-03-09"],
        ),
    ],
)
def test_a_term_gives_the_year_where_nothing_else_does(read: Read, body: str, rows: list[str]) -> None:
    assert rows_of(read("各学院：\n" + body)) == rows


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("一、会费交纳\n各馆请于9月20日前完成报送。", "年度档案统计：会费交纳"),
        ("各馆请于9月20日前完成报送。", "年度档案统计：报送"),
        ("请各馆于9月20日前完成自查。", "年度档案统计：自查"),
        ("各馆汇总后将清点表于9月20日前交档案馆。", "年度档案统计：清点表"),
        ("一、关于会费缴纳。最迟9月20日报计财股。", "年度档案统计：会费缴纳"),
        ("现场确认时间为9月18日至9月20日。", "年度档案统计：现场确认"),
        ("推荐表最迟9月20日报人事股，过时不候。", "年度档案统计：推荐表"),
        ("学生参评作品于9月20日前送档案馆。", "学生参评作品"),
        ("纸质版于9月20日前交校工会。", "年度档案统计：纸质版"),
        ("2.9月20日前各馆向我办提交纸质《馆藏统计表》。", "年度档案统计"),
        ("以及馆藏统计报表汇总表于9月20日前送交档案馆。", "馆藏统计报表汇总表"),
        ("有参评意向的老师于9月20日前报名。", "年度档案统计：报名"),
        ("各馆于9月20日前完成以电子版报送。", "年度档案统计：完成"),
        ("一、进度\n9月20日前，学院初审。", "年度档案统计：学院初审"),
        ("各馆完成自查后，请于9月19日前提交以下材料：", "年度档案统计：材料"),
    ],
)
def test_a_title_names_the_matter_before_the_deed(read: Read, body: str, title: str) -> None:
    assert [task.title for task in read(HEAD + body + SIGNED).tasks] == [title]
