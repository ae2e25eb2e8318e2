"""PDFs: ruled tables arrive as rows and columns, whatever drew them; what is no table stays lines."""

from collections.abc import Callable
from itertools import pairwise
from typing import TypeAlias

import pytest

from app.extraction import read_file
from app.extraction.documents import load_document
from app.workdays import Workdays
from tests.extraction.office import docx, paragraph, table
from tests.extraction.pages import Sheet, pdf_of

WIDTHS = (90, 200, 150)
ROWS = [
    ["材料", "报送要求", "报送时间"],
    ["年度总结", "加盖公章后寄送", "2024年12月10日前"],
    ["统计报表", "网上填报", "2025年1月5日前"],
]


def _strokes(sheet: Sheet, lefts: list[float], tops: list[float]) -> None:
    for top in tops:
        sheet.line(lefts[0], top, lefts[-1], top)
    for left in lefts:
        sheet.line(left, tops[0], left, tops[-1])


def _bars(sheet: Sheet, lefts: list[float], tops: list[float]) -> None:
    for top in tops:
        for left, right in pairwise(lefts):
            sheet.bar(left, top, right - left, 0.48)
    for left in lefts:
        for top, bottom in pairwise(tops):
            sheet.bar(left, bottom, 0.48, top - bottom)


def _frames(sheet: Sheet, lefts: list[float], tops: list[float]) -> None:
    for left, right in pairwise(lefts):
        for top, bottom in pairwise(tops):
            sheet.frame(left, bottom, right - left, top - bottom)


def _three_lines(sheet: Sheet, lefts: list[float], tops: list[float]) -> None:
    """Open at both sides, as in a 三线表 with its columns ruled."""
    for top in tops:
        sheet.line(lefts[0], top, lefts[-1], top)
    for left in lefts[1:-1]:
        sheet.line(left, tops[0], left, tops[-1])


DRAWN = {"strokes": _strokes, "bars": _bars, "frames": _frames, "open sides": _three_lines}
Drawer: TypeAlias = Callable[[Sheet, list[float], list[float]], None]


def _put(sheet: Sheet, rows: list[list[str]], top: float = 700, draw: Drawer = _strokes) -> None:
    """A table of rows 40 high; a line end in a cell is one on the page."""
    lefts = [60.0]
    for width in WIDTHS[: len(rows[0])]:
        lefts.append(lefts[-1] + width)
    draw(sheet, lefts, [top - 40 * at for at in range(len(rows) + 1)])
    for at, row in enumerate(rows):
        for left, words in zip(lefts, row, strict=False):
            for number, line in enumerate(words.split("\n")):
                sheet.write(left + 5, top - 40 * at - 14 - 14 * number, line)


def _text(*sheets: Sheet) -> str:
    return load_document("a.pdf", pdf_of(*sheets)).text


@pytest.mark.parametrize("manner", DRAWN)
def test_a_ruled_table_gives_the_draft_of_the_same_docx(manner: str, workdays: Workdays) -> None:
    sheet = Sheet()
    sheet.write(60, 750, "关于报送材料的通知")
    _put(sheet, ROWS, draw=DRAWN[manner])
    sheet.write(60, 500, "联系人：张三丰，电话：010-66096809")
    body = paragraph("关于报送材料的通知") + table(ROWS) + paragraph("联系人：张三丰，电话：010-66096809")
    ours, theirs = (
        read_file(name, data, workdays=workdays) for name, data in (("a.pdf", pdf_of(sheet)), ("a.docx", docx(body)))
    )
    assert ours.text.split("\n") == theirs.text.split("\n")
    assert [(task.title, str(task.deadline.due_on)) for task in ours.tasks] == [
        ("年度总结", "2024-12-10"),
        ("统计报表", "2025-01-05"),
    ]
    assert ours.contacts == theirs.contacts


def test_the_lines_of_a_cell_become_one_and_a_number_too_long_for_it_is_whole() -> None:
    sheet = Sheet()
    _put(sheet, [["电话", "说明"], ["01066096\n809", "一式\n三份"], ["8888\n9999", "两部电话"]])
    assert _text(sheet).split("\n") == ["电话\t说明", "01066096809\t一式 三份", "8888 9999\t两部电话"]


def test_a_cell_over_several_rows_or_columns_speaks_in_the_first_of_them() -> None:
    sheet = Sheet()
    for y, left in ((700, 60), (660, 60), (620, 150), (580, 60), (540, 60)):
        sheet.line(left, y, 500, y)
    for x in (60, 500):
        sheet.line(x, 700, x, 540)
    for x in (150, 350):
        sheet.line(x, 700, x, 580)
    words = [(65, 686, "阶段"), (155, 686, "工作"), (355, 686, "时间"), (65, 618, "申报"), (155, 646, "填写")]
    for x, y, cell in [*words, (355, 646, "3月1日前"), (155, 606, "报送"), (355, 606, "4月1日前"), (200, 560, "说明")]:
        sheet.write(x, y, cell)
    assert _text(sheet).split("\n") == ["阶段\t工作\t时间", "申报\t填写\t3月1日前", "\t报送\t4月1日前", "说明\t\t"]


def test_a_table_over_a_page_break_goes_on() -> None:
    first, second = Sheet(), Sheet()
    first.write(60, 750, "某某大学教务处")
    _put(first, [ROWS[0], ["年度总结", "加盖公章后寄送至某某省教育厅职业教", "2024年12月10日前"]])
    first.write(290, 30, "1")
    second.write(60, 750, "某某大学教务处")
    _put(second, [ROWS[0], ["", "育处", ""], ROWS[2]])
    second.write(290, 30, "2")
    assert _text(first, second).replace("\f", "\n").split("\n") == [
        "某某大学教务处",
        "\t".join(ROWS[0]),
        "年度总结\t加盖公章后寄送至某某省教育厅职业教育处\t2024年12月10日前",
        "\t".join(ROWS[2]),
    ]


def test_a_row_of_its_own_is_not_joined_to_the_one_above_the_page_break() -> None:
    first, second = Sheet(), Sheet()
    _put(first, ROWS[:2])
    _put(second, [["", "网上填报", "2025年1月5日前"]])
    assert _text(first, second).endswith("2024年12月10日前\f\t网上填报\t2025年1月5日前")


def test_a_frame_an_underline_and_a_headed_page_are_no_tables() -> None:
    sheet = Sheet()
    sheet.frame(30, 30, 540, 740)
    sheet.line(30, 720, 570, 720)
    sheet.line(60, 598, 200, 598)
    sheet.write(60, 740, "某某省教育厅")
    sheet.write(60, 600, "请于2024年3月8日前报送。")
    sheet.write(60, 580, "逾期不予受理。")
    assert _text(sheet).splitlines() == ["某某省教育厅", "请于2024年3月8日前报送。", "逾期不予受理。"]


def test_a_table_drawn_beside_a_hundred_thousand_strokes_comes_as_lines() -> None:
    sheet = Sheet()
    _put(sheet, ROWS)
    sheet.drawn += [f"{at % 500} {at % 700} m {at % 499} {at % 650} l S" for at in range(100_000)]
    text = _text(sheet)
    assert "2024年12月10日前" in text
    assert "\t" not in text


def test_page_numbers_go_and_a_sentence_over_a_page_break_is_one(workdays: Workdays) -> None:
    first, second = Sheet(), Sheet()
    first.write(60, 60, "请各单位认真组织，务必将申报材料于2024年3")
    first.write(290, 30, "1")
    second.write(60, 750, "月8日前报送至我厅。")
    second.write(290, 30, "2")
    draft = read_file("a.pdf", pdf_of(first, second), workdays=workdays)
    assert [str(task.deadline.due_on) for task in draft.tasks] == ["2024-03-08"]


def test_a_hyphen_at_the_end_of_a_line_stays() -> None:
    sheet = Sheet()
    _put(sheet, [["邮箱", "电话"], ["zhang-\nsan@a.cn", "010-\n66096809"]])
    assert _text(sheet).split("\n")[1] == "zhang-san@a.cn\t010-66096809"
