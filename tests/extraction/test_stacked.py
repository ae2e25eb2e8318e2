"""A table whose cells came one a line is read in rows again, with the column that says whose each row is."""

from collections.abc import Callable

import pytest

from app.extraction import Draft
from app.extraction.normalise import normalise
from app.extraction.stacked import stacked_rows
from tests.extraction.rows import HEAD, SIGNED, rows_of

Read = Callable[[str], Draft]


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        (["时间", "事项", "3月1日前", "报送", "3月8日前", "核对"], [(0, 2), (2, 4), (4, 6)]),
        (["事项", "时间", "报送", "3月1日前", "核对", "3月8日前"], [(0, 2), (2, 4), (4, 6)]),
        (["事项", "时间", "单位", "报送", "3月1日前", "各馆", "核对", "3月8日前", "各馆"], [(0, 3), (3, 6), (6, 9)]),
        (["时间", "事项", "单位", "3月1日前", "报送", "3月8日前", "核对", "各馆"], [(0, 3), (3, 5), (5, 8)]),
        (["时间", "事项", "3月1日前", "报送"], []),
        (["时间", "地点", "一、报名", "二、比赛"], []),
        (["事项", "时间", "报送", "3月1日前", "核对", "3月8日前", "某某馆", "2023年9月4日"], [(0, 2), (2, 4), (4, 6)]),
        (["各学院", "请报送", "时间"], []),
        ([], []),
    ],
)
def test_it_finds_the_rows_of_a_table_that_came_as_lines(lines: list[str], rows: list[tuple[int, int]]) -> None:
    assert stacked_rows(lines) == rows


@pytest.mark.parametrize("parted", ["\n", "\n\n", " |\n"])
def test_the_column_of_who_is_responsible_tells_whose_a_row_is(read: Read, parted: str) -> None:
    cells = [
        "时间", "工作内容", "责任部门",
        "9月11日前", "发布清点方案", "档案馆",
        "9月18日-20日", "发放条码，清点馆藏", "各学院资料室",
        "9月25日前", "报送清点结果", "各学院资料室",
        "9月27日-28日", "复核清点结果", "档案馆",
    ]  # fmt: skip
    draft = read(HEAD + parted.join(cells) + SIGNED)
    assert rows_of(draft) == ["dated 2023-09-20", "dated 2023-09-25"]
    assert {phrase.rule for phrase in draft.phrases if phrase.reason == "主办方自己的活动"} == {"row-of-office"}


def test_quotes_are_cut_from_the_lines_as_they_were_given() -> None:
    source = "时间\n事项\n３月１日前\n报送\n3月8日前\n核对"
    page = normalise(source)
    assert page.text == "时间\t事项\n3月1日前\t报送\n3月8日前\t核对"
    start = page.text.index("3月1日前")
    first, last = page.span(start, start + 5)
    assert source[first:last] == "３月１日前"


def test_an_examination_is_on_its_day_whoever_is_responsible(read: Read) -> None:
    table = "时间\n内容\n责任单位\n9月16日-17日\n统一考试\n市招办\n9月20日前\n报送考场记录\n市招办\n"
    draft = read("某省自学考试2023年下半年工作日程\n\n" + table + "\n某省教育考试院\n2023年9月4日\n")
    assert rows_of(draft) == ["dated 2023-09-20"]
