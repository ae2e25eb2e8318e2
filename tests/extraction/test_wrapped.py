"""Texts broken at one width, as a PDF and a mail break them: a full line goes on, a short heading does not."""

import pytest

from app.extraction import read_file, read_text
from app.extraction.documents import load_document
from app.extraction.normalise import normalise
from app.workdays import Workdays
from tests.extraction.pages import Sheet, pdf_of

PARAGRAPHS = [
    "关于组织申报馆藏数字化建设项目的通知",
    "各学院：",
    "为做好馆藏数字化工作，档案馆决定组织申报2024年度建设项目，现将有关事项通知如下。",
    "一、申报安排",
    "（一）各学院档案工作小组认真组织好本单位第一批馆藏数字化建设项目的遴选推荐并于2024年3月8日前报送推荐表，逾期不予受理。",
    "（二）各学院按照统一的模板和要求组织填写馆藏数字化申报书和绩效目标表并于2024年4月12日前报送，一式两份。",
    "二、工作要求",
    "各学院要高度重视，按照建设标准和时间节点组织实施，对项目的真实性和完整性负责，确保数字化成果可用可查。",
    "档案馆",
    "2024年2月1日",
]


def _wrapped(paragraphs: list[str], width: int, indent: str = "") -> list[str]:
    """The lines of these paragraphs, none wider than `width` Chinese characters; the first of each is indented."""
    lines = []
    for paragraph in paragraphs:
        line = indent
        for char in paragraph:
            if len(f"{line}{char}".encode("gb18030")) > 2 * width:
                lines.append(line)
                line = ""
            line += char
        lines.append(line)
    return lines


@pytest.mark.parametrize("width", [22, 26, 28, 31])
@pytest.mark.parametrize("indent", ["", "　　"])
def test_a_text_broken_at_one_width_is_whole_again(width: int, indent: str) -> None:
    wrapped = "\n".join(_wrapped(PARAGRAPHS, width, indent))
    assert normalise(wrapped).text == normalise("\n".join(PARAGRAPHS)).text


def test_a_numbered_paragraph_that_wraps_before_any_mark_is_no_heading(workdays: Workdays) -> None:
    whole, wrapped = (
        read_text("\n".join(lines), workdays=workdays) for lines in (PARAGRAPHS, _wrapped(PARAGRAPHS, 28))
    )
    assert [task.title for task in wrapped.tasks] == [task.title for task in whole.tasks]
    assert [task.item for task in wrapped.tasks] == ["一（一）", "一（二）"]
    assert wrapped.notice.issuer == "档案馆"


def test_a_pdf_s_paragraphs_are_whole_again(workdays: Workdays) -> None:
    sheet = Sheet()
    for at, line in enumerate(_wrapped(PARAGRAPHS, 28)):
        sheet.write(60, 760 - 20 * at, line, 16)
    draft = read_file("a.pdf", pdf_of(sheet), workdays=workdays)
    assert [task.title for task in draft.tasks] == [
        task.title for task in read_text("\n".join(PARAGRAPHS), workdays=workdays).tasks
    ]
    assert normalise(load_document("a.pdf", pdf_of(sheet)).text).text == normalise("\n".join(PARAGRAPHS)).text


def test_headings_as_long_as_each_other_stay_lines_of_their_own() -> None:
    text = "\n".join(
        f"{number}、各单位报送年度档案统计材料的时间和要求{number}\n请于9月{at}日前报送。"
        for at, number in enumerate("一二三四", 1)
    )
    assert normalise(text).text.count("\n") == 7


def test_items_of_one_width_that_end_with_a_mark_stay_items() -> None:
    text = "\n".join(
        f"项目负责人应当按照统一要求填写任务书第{number}部分；\n此项内容由学院审核" for number in "一二三四"
    )
    assert normalise(text).text.count("\n") == 7
