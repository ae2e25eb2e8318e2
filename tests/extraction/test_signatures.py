"""Who signed and when, however the signature stands on its page."""

from collections.abc import Callable

import pytest

from app.extraction import Draft, read_file
from app.workdays import Workdays
from tests.extraction.office import docx, paragraph, table

Read = Callable[[str], Draft]
BODY = ["关于报送材料的通知", "各市教育局：", "请于2024年3月8日前报送材料。"]


def _facts(draft: Draft) -> list[str | None]:
    return [draft.notice.issuer, str(draft.notice.issued_on)]


@pytest.mark.parametrize(
    ("rows", "issuer"),
    [
        ([["某某省教育厅", "某某省财政厅"], ["", "2024年2月1日"]], "某某省教育厅、某某省财政厅"),
        ([["某某省教育厅", "某某省财政厅"], ["2024年2月1日", ""]], "某某省教育厅、某某省财政厅"),
        (
            [["某某省教育厅（盖章）", "", "某某省财政厅（盖章）"], ["", "", "2024年2月1日"]],
            "某某省教育厅、某某省财政厅",
        ),
        ([["", "某某省教育厅"], ["", "2024年2月1日"]], "某某省教育厅"),
        ([["某某省教育厅", "2024年2月1日"]], "某某省教育厅"),
    ],
)
def test_a_signature_in_a_table_without_borders_gives_issuer_and_day(
    rows: list[list[str]], issuer: str, workdays: Workdays
) -> None:
    word = docx("".join(map(paragraph, BODY)) + table(rows))
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    page = f"<html><body>{''.join(f'<p>{line}</p>' for line in BODY)}<table>{cells}</table></body></html>"
    for name, data in (("a.docx", word), ("a.html", page.encode())):
        assert _facts(read_file(name, data, workdays=workdays)) == [issuer, "2024-02-01"]


def test_offices_side_by_side_on_one_line_are_all_named(read: Read) -> None:
    text = "\n".join([*BODY, "", "某某省教育厅        某某省财政厅", "2024年2月1日"])
    assert _facts(read(text)) == ["某某省教育厅、某某省财政厅", "2024-02-01"]


def test_a_row_of_office_and_day_within_a_table_signs_nothing(read: Read) -> None:
    rows = ["抽查对象\t抽查日期", "某某市教育局\t2024年3月1日", "某某县教育局\t2024年3月2日"]
    draft = read("\n".join([*BODY, *rows, "某某省教育厅", "2024年2月1日"]))
    assert _facts(draft) == ["某某省教育厅", "2024-02-01"]


@pytest.mark.parametrize(
    "foot", ["【来源：】【2024-2-1】【打印】【关闭】", "[2024-02-01] [打印] [关闭]", "（2024-2-1）打印 关闭"]
)
def test_the_day_beside_the_buttons_of_a_page_is_no_deadline(read: Read, foot: str) -> None:
    draft = read("\n".join([*BODY, "", "某某省教育厅", "", foot]))
    assert [str(task.deadline.due_on) for task in draft.tasks] == ["2024-03-08"]
    assert str(draft.notice.issued_on) == "2024-02-01"


def test_the_day_a_page_was_put_up_is_no_day_of_issue_when_every_limit_had_long_passed(read: Read) -> None:
    draft = read(
        "发布时间：2019-11-20\n某教研〔2012〕18号\n某省2012年小学教学案例评比\n\n各市教研室：\n"
        "请各市将案例送省教研室，截止日期为2012年9月15日。\n我市报送时间定为9月8日，每校1篇。\n"
    )
    assert [str(task.deadline.due_on) for task in draft.tasks] == ["2012-09-15", "2012-09-08"]
    assert draft.notice.issued_on is None


@pytest.mark.parametrize(
    "line", ["发表时间：2021/9/26 15:13:04 发表人：行政办公室", "录入时间：2021-9-26 录入：办公室"]
)
def test_a_line_of_the_page_gives_the_day_of_issue(read: Read, line: str) -> None:
    draft = read(f"助学金评审通知\n{line}\n各班级：\n请于9月28日前将申请表报学籍室。\n")
    assert [str(task.deadline.due_on) for task in draft.tasks] == ["2021-09-28"]
    assert str(draft.notice.issued_on) == "2021-09-26"


@pytest.mark.parametrize(
    "text",
    [
        "各市：请于9月20日前报送自查表。联系人：省中心 祁明，0551-62660001。 二〇二三年九月四日 附件下载：表格 |",
        "各市：请于9月20日前报送自查表。附件：一、申请表；二、2023年汇总表.doc 某省学生资助管理中心 2023年9月4日",
        "各市：请于9月20日前报送自查表。\n\n某省资助中心\n二\ufffd二三年九月四日\n附件1：汇总表.xls",
        "报送自查表\n\n04.09.2023  18:40\n\n各市：\n请于9月20日前报送自查表。",
        "报送自查表\n\n首页 > 新闻存档/2023-09-04 / 加入收藏 / 阅读\n\n各市：\n请于9月20日前报送自查表。",
        "附件1\n关于报送自查表的通知\n各市：\n请于9月20日前报送自查表。\n某省资助中心\n2023年9月4日",
        "各校：三、请于9月20日前报送自查表。四、决赛另行通知。 某县教师进修学校 2023年9月4日某市教委 关于竞赛的通知",
    ],
)  # fmt: skip
def test_the_day_of_issue_is_found_wherever_a_page_left_it(read: Read, text: str) -> None:
    draft = read(text)
    assert str(draft.notice.issued_on) == "2023-09-04"
    assert [str(task.deadline.due_on) for task in draft.tasks if task.deadline.due_on] == ["2023-09-20"]


def test_a_sentence_cites_the_number_of_another_notice(read: Read) -> None:
    draft = read("助学金评审通知\n各班级：\n依省中心某教助函〔2021〕34号，做好评审。\n请于2021年9月28日前报送。\n")
    assert draft.notice.number is None


def test_a_day_after_the_twentieth_may_be_written_short(read: Read) -> None:
    draft = read("各市：\n请于9月20日前报送自查表。\n\n某省资助中心\n二〇二三年八月廿二日\n")
    assert str(draft.notice.issued_on) == "2023-08-22"
