"""Whose step a date is: the reader's, the writer's, nobody's; in words of our own."""

from collections.abc import Callable

import pytest

from app.extraction import Draft
from tests.extraction.rows import HEAD, SIGNED, rows_of

Read = Callable[[str], Draft]


def test_the_row_of_the_central_office_is_no_duty_of_the_reader(read: Read) -> None:
    table = "时间\t工作进度\t负责部门\n9月20日前\t报送初评结果\t各学院\n9月26日前\t将名单报省中心\t校党委办公室"
    assert rows_of(read(HEAD + "一、时间安排\n" + table + SIGNED)) == ["dated 2023-09-20"]


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        ("一、借阅登记期限：2023年9月11日～9月22日中午12:00。", ["dated 2023-09-22 12:00"]),
        ("目录录入系统开放时间：2023年9月11日-9月22日。", ["dated 2023-09-22"]),
        ("清单经公示（不少于 5 日）无异议后上报。", []),
        ("一、报名\n时间：9月11日9:00至9月13日24:00\n通过审核的人员应在规定时间内完成缴费。", ["dated 2023-09-13"]),
        ("一、进度\n1.9月21日发书商订购图书。", []),
        ("一、进度\n1.9月18日各系（部）领取教师用书。", ["dated 2023-09-18"]),
        ("一、程序\n（一）档案普查阶段：8月1日-9月1日。", []),
        ("一、论文检测\n正式查重时间：9月18日。", []),
        ("一、程序\n（二）资格审核\n时间：9月18日9:00至9月20日17:00", []),
        ("9月12日-9月14日，科研处（社科处）在线审核申报材料，并提交省档案局审核。", []),
        ("一、程序\n9月14日-9月15日 文献处审核目录，申报人将审核后的目录上传系统。", ["dated 2023-09-15"]),
        ("清单请于9月18日前报馆办，审核后交由编目科汇总于9月20日前报省图书馆。", ["dated 2023-09-18"]),
        ("一、程序\n1.9月14日前，完成拟推荐名单的学校审批工作。\n2.9月16日前，向省图书馆学会报送名单。", []),
        ("9月11日—9月15日为初选阶段，教学系、部组织选拔，选出两篇。", ["dated 2023-09-15"]),
        ("我省考生网报时间为9月11日9:00至9月13日17:00。", ["dated 2023-09-13 17:00"]),
        ("对名单有异议的，自公布之日起3日内（9月11日至9月13日）可向馆办反馈。", []),
        ("9月11日至15日之间各学院组织目录核对。", ["dated 2023-09-15"]),
        ("错误的由本人于9月13日之前来馆修改。", ["dated 2023-09-13"]),
        ("交换时间：春季学期：2024年2月至6月", []),
        ("活动办公室9月15日前汇总报省图书馆。", []),
        ("请受表彰人员9月9日8:30前到会场签到。", []),
        ("保险期限2023年10月1日至2024年9月30日，请于9月28日前投保。", ["dated 2023-09-28"]),
        ("7月份统计表于9月15日前、8月份的于9月28日前报馆办。", ["dated 2023-09-15", "dated 2023-09-28"]),
        ("各馆于竞赛结束后10日内将总结材料报馆办。", ["relative -"]),
        ("日程安排\n日期\t时间\t内容\n9月12日\t上午\t闭幕式、颁奖\n", []),
        ("一、课程结束时间\n第18周（9月18日-9月22日）为考试周。", []),
        ("网上审核时间：9月11日8:00-24:00（科研处网上审核）", []),
        (
            "1、投稿截止时间：9月11日 2、作品评审时间：9月12日-9月18日 3、获奖作品公布时间：9月19日",
            ["dated 2023-09-11"],
        ),
        ("截止9月1日申报期止，仅有一家递交了材料。申报时间截止9月13日。", ["dated 2023-09-13"]),
        ("宣传阶段：2023年9月-10月中旬。", ["planned -"]),
        ("馆际联赛初赛时间由原定9月17日9:00调整至10月15日9:00。", []),
        ("四、收稿时间：\n\n时间：2023年9月15日", ["dated 2023-09-15"]),
        ("要求：\n1、注意整理材料。\n2、12月底，各馆将材料报送档案馆。", ["dated 2023-12-31"]),
        ("名单于9月20日前经馆务会审定后公示。", []),
        ("系统数据采集时间点为2023年8月31日。", []),
        (
            "填报开始时间为9月11日9:00，截止时间为9月20日17:00。",
            ["dated 2023-09-20 17:00"],
        ),
        ("论文截止9月11日；录用通知：9月20日前。", ["dated 2023-09-11"]),
        ("9月11日8:30-11:30分组报告。", []),
        ("统计时期：2023年1月1日至12月31日。", []),
        ("月报为次月8日前，季报为季后10日前。", ["recurring -", "recurring -"]),
        ("9月11日至20日，登录填报，档案馆9月21日关闭端口。", ["dated 2023-09-20"]),
        (
            "一、进度\n1.政策宣讲：9月11日--9月15日\n各学院召开动员大会，宣讲政策，指导填报申请表。",
            ["dated 2023-09-15"],
        ),
        ("各学院将面试成绩于9月19日之前报送档案馆进行公示。", ["dated 2023-09-19"]),
        ("第一轮：2023年9月18日-20日集中登记；9月21日-22日补登。", ["dated 2023-09-20", "dated 2023-09-22"]),
        ("数据发送至a@b.example，报送数据截止时间：2023年9月21日。", ["dated 2023-09-21"]),
        ("2.核查阶段（9月16日至9月21日）：校档案馆根据自查情况开展检查核实。", []),
        (
            "时间安排：\n9月7日—14日 各学院自查、提交报告\n9月15日—29日 国资处会同各学院联查",
            ["dated 2023-09-14"],
        ),
        ("办理时间：即日起——9月20日8:10—16:40", ["dated 2023-09-20"]),
        ("一、时间：2023年9月13日至15日（遇雨天顺延）", []),
        ("4、考查科目在2023年9月20日—30日完成。", ["dated 2023-09-30"]),
        ("1.市直部门2023年9月20日前报送报表。", ["dated 2023-09-20"]),
        ("报送时间定于9月25—26日，地点档案馆一楼。", ["dated 2023-09-26"]),
        ("9月10日，各馆将自评报告公示；9月20日，将公示情况报我校。", ["dated 2023-09-10", "dated 2023-09-20"]),
        ("9月8日至10日为学校审核时间。", []),
        ("培训分两期举办，第一期10月8日—12日，第二期10月15日—19日；请于9月25日前报名。", ["dated 2023-09-25"]),
        ("请优先填报9月30日前开赛赛项的报名信息。", []),
        ("各馆分别于9月底和10月底报送阶段性报告。", ["dated 2023-09-30", "dated 2023-10-31"]),
    ],
)
def test_it_tells_whose_step_a_row_of_a_timetable_is(read: Read, body: str, rows: list[str]) -> None:
    assert rows_of(read(HEAD + body + SIGNED)) == rows


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        (
            "学生 |\n9月11日至15日 |\n学生提出申请 |\n学院 |\n9月18日至20日 |\n学院审批，汇总名单 |",
            ["dated 2023-09-15"],
        ),
        ("留校住宿时间：9月11日至9月25日。\n申请时间截止到9月8日。", ["dated 2023-09-08"]),
        ("一、活动时间\n即日起至2023年9月25日，由各班收齐后交王老师处。", ["dated 2023-09-25"]),
        ("征文报刊总社于9月25日前组织专家评出一、二等奖。", []),
    ],
)
def test_a_notice_to_students_asks_only_what_students_do(read: Read, body: str, rows: list[str]) -> None:
    assert rows_of(read(HEAD.replace("各学院", "各位同学") + body + SIGNED)) == rows


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        (
            "时间\t内容\n9月11日\t系统开放\n9月20日\t申报截止\n9月27日前\t完成评审",
            ["dated 2023-09-20"],
        ),
        ("申报时间 | 2023年9月11日至9月20日\n公示时间 | 2023年9月21日至9月27日", ["dated 2023-09-20"]),
        (
            "序号\t工作事项\t完成时限\t责任单位\n1\t开展自查\t9月10日前\t各学院\n2\t组织抽查\t9月20日前\t学校科研处\n"
            "3\t通报结果\t9月25日前\t学校党委",
            ["dated 2023-09-10"],
        ),
    ],
)
def test_a_row_is_read_with_what_stands_beside_its_day(read: Read, table: str, rows: list[str]) -> None:
    assert rows_of(read(HEAD + "一、时间安排\n" + table + SIGNED)) == rows


def test_a_notice_without_salutation_is_for_those_it_calls_upon(read: Read) -> None:
    opening = "交换生选拔通知\n现将选拔事项通知如下，请各相关部门、学院按要求做好选拔工作。\n流程：\n"
    assert rows_of(read(opening + "1、2023年9月11日书院进行审核。\n教务处\n2023年9月4日\n")) == ["dated 2023-09-11"]


def test_who_passes_a_notice_on_is_not_the_one_who_wrote_it(read: Read) -> None:
    opening = "转发《教育部社科司关于2023年度项目申报工作的通知》\n发布时间：2023-09-04\n各学院：\n"
    steps = "1.9月11日前，各学院组织初评。\n2.9月15日-9月16日，学校评审。\n"
    assert rows_of(read(opening + steps)) == ["dated 2023-09-11"]


def test_a_step_above_the_writer_is_not_the_readers(read: Read) -> None:
    body = "1.各市、县（市、区）教育局和高校于9月25日前完成初评。\n2.各班于9月15日前将稿件交档案馆。"
    assert rows_of(read(HEAD.replace("各学院", "各班级") + body + SIGNED)) == ["dated 2023-09-15"]


def test_those_the_notice_is_written_to_are_its_readers_whatever_their_rank(read: Read) -> None:
    notice = "各省教育厅：\n1.各省于9月25日前完成初赛。\n\n某某大学\n2023年9月4日\n"
    assert rows_of(read(notice)) == ["dated 2023-09-25"]


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        ("应还日期为2023年9月15日之前的图书，不属于此次延期范围。", []),
        (
            "时间 | 安排 | 内容 |\n2023.9.10 | 动员 | 学校召开动员大会。 |\n2023.9.20 | 提交清单 | 纸质版一份 |",
            ["dated 2023-09-20"],
        ),
        ("各项目完成人可于2023年9月6日起登录系统填报，并于2023年9月22日前提交。", ["dated 2023-09-22"]),
        ("团工委将根据上报情况组织评审，并于9月25日进行为期三天的公示。", []),
        ("申请人应在2023年12月31日前取得博士学位。", []),
        ("9月22日-9月23日获批转专业学生在相关部门办理手续。", ["dated 2023-09-23"]),
        ("9月20日前入选课题申报人向我办提交申请书。", ["dated 2023-09-20"]),
        ("将附件2于2023年8月31日上报档案馆。", ["dated 2023-08-31"]),
        ("清单于9月21日上午下班前反馈于省档案馆。", ["dated 2023-09-21"]),
        ("9月5日15:00—9月8日12:00，通过资格审核的学生登录系统查询并打印审批表。", ["dated 2023-09-08 12:00"]),
        ("申报单位应提供2023年9月1日前缴纳社保的证明。", []),
        ("各部门推荐人选应在2023年9月30日前未满45周岁。", []),
        ("9月30日为最后期限。", ["dated 2023-09-30"]),
        ("请各分会主席于本周四（9月7日）下午3:00到会议室开会。", []),
    ],
)
def test_it_tells_a_condition_and_a_meeting_from_a_duty(read: Read, body: str, rows: list[str]) -> None:
    assert rows_of(read(HEAD + body + SIGNED)) == rows


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        ("一、大赛时间\n2023年9月18—22日", []),
        ("（四）新闻发布会：9月11日下午。", []),
        ("（八）联盟换届大会：9月13-14日。", []),
        ("（十一）返程：9月16日全天。", []),
        ("9月14日前，校内遴选确定拟推荐候选人。", []),
        ("公示期限为3个工作日（2023年9月11日至9月13日），欢迎向我馆反馈。", []),
        ("1.“读书之秋”征文大赛，时间9月12日至10月31日，每院报送五篇，截止时间为10月20日。", ["dated 2023-10-20"]),
        ("报名截止时间为2023年8月31日。", ["dated 2023-08-31"]),
    ],
)
def test_the_days_of_an_event_are_not_its_deadline(read: Read, body: str, rows: list[str]) -> None:
    assert rows_of(read(HEAD + body + SIGNED)) == rows


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        (
            "交送目录初稿的截止日期：图书类为2023年9月20日，期刊类为2023年9月15日。",
            ["dated 2023-09-20", "dated 2023-09-15"],
        ),
        ("以上材料9月18日报送初稿，9月25日报送定稿。", ["dated 2023-09-18", "dated 2023-09-25"]),
        ("培训教材征订单请于2023年9月11日至9月15日之前报送档案馆。", ["dated 2023-09-15"]),
        (
            "工作流程 |\n完成时间 |\n档案馆完成目录复审。 |\n9月18日前 |\n各学院完成清点。 |\n9月25日前 |",
            ["dated 2023-09-25"],
        ),
        ("清点表（每年4月1日和10月10日前）报送档案馆。", ["recurring -", "recurring -"]),
        ("申报截止时间：2023年9月20日下午5.30，过时不再受理。", ["dated 2023-09-20 17:30"]),
        ("一、申报时间：馆里9月8日开通网上申报系统；9月20日24:00申报截止。", ["dated 2023-09-20"]),
        ("各馆分别于每月10日、25日前上报借阅量。", ["recurring -", "recurring -"]),
        ("学校于9月18日-19日将组织消防检查。", []),
        ("馆务会一般在每年的1月初和6月底召开。", []),
    ],
)
def test_what_is_said_once_holds_for_all_it_heads(read: Read, body: str, rows: list[str]) -> None:
    assert rows_of(read(HEAD + body + SIGNED)) == rows


def test_a_writer_without_a_name_stands_above_those_it_writes_to(read: Read) -> None:
    notice = "各县（市、区）科技局：\n1.市科技局审核提交时间：9月18日—9月20日。\n2.请于9月15日前申报。\n2023年9月4日\n"
    assert rows_of(read(notice)) == ["dated 2023-09-15"]


def test_a_notice_handed_on_without_a_day_is_proposed_for_the_year_of_its_number(read: Read) -> None:
    draft = read("现将《关于申报2017年度项目的通知》（粤科函〔2016〕1号）转发给你们。\n申报截止时间为10月31日。")
    assert rows_of(draft) == ["needs_year 2016-10-31"]


def test_a_notice_in_traditional_characters_is_read_like_one_in_simplified_ones(read: Read) -> None:
    draft = read("關於報送統計表的通知\n各學院：\n請務必於9月20日前將統計表報送檔案館。\n檔案館\n2023年9月4日\n")
    assert rows_of(draft) == ["dated 2023-09-20"]
    assert (draft.notice.issuer, draft.tasks[0].title) == ("档案馆", "统计表")
    quote = draft.tasks[0].deadline.quote
    assert draft.text[quote.start : quote.end] == "9月20日前"
    assert "請務必於9月20日前" in draft.text
