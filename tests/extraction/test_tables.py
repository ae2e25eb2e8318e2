"""Tables: a date stands under the head of its own column, whatever cells are empty, merged or named twice."""

from collections.abc import Callable

import pytest

from app.extraction import Draft, read_file
from app.workdays import Workdays
from tests.extraction.rows import HEAD, SIGNED, rows_of

Read = Callable[[str], Draft]


def _rows(draft: Draft) -> list[str]:
    """「报送清单 2023-09-10~2023-09-20」: title, window, last day."""
    days = [(task.title, task.deadline.opens_on, task.deadline.due_on) for task in draft.tasks]
    return [f"{title} {f'{opens}~' if opens else ''}{due}" for title, opens, due in days]


def _table(*rows: str) -> str:
    return HEAD + "\n".join(row.replace("|", "\t") for row in rows) + SIGNED


@pytest.mark.parametrize(
    ("rows", "tasks"),
    [
        (
            ("报送时间|报送材料|形式", "9月15日|馆藏清点表|纸质", "9月22日||电子", "9月25日|借阅统计表|"),
            ["馆藏清点表 2023-09-15", "年度档案统计：电子 2023-09-22", "借阅统计表 2023-09-25"],
        ),
        (
            ("报送材料|报送时间|形式", "馆藏清点表|9月15日|纸质", "|9月22日|电子", "借阅统计表||"),
            ["馆藏清点表 2023-09-15", "年度档案统计：电子 2023-09-22"],
        ),
        (
            ("报送材料|形式|报送时间", "馆藏清点表|纸质|9月15日", "借阅统计表||9月22日", "||9月25日"),
            ["馆藏清点表 2023-09-15", "借阅统计表 2023-09-22", "借阅统计表 2023-09-25"],
        ),
    ],
    ids=["first", "middle", "last"],
)
def test_a_date_stands_under_the_head_of_its_column_beside_empty_cells(
    read: Read, rows: tuple[str, ...], tasks: list[str]
) -> None:
    assert _rows(read(_table(*rows))) == tasks


def test_a_phase_over_several_rows_shifts_no_row_and_names_none(read: Read) -> None:
    rows = (
        "阶段|工作内容|完成时间|备注",
        "第一阶段|报送馆藏清点表|9月15日|2022年3月1日已发样表",
        "|报送借阅统计表|9月22日|",
        "|报送人员名册||",
        "第二阶段|报送年度总结|9月29日|",
    )
    assert _rows(read(_table(*rows))) == [
        "报送馆藏清点表 2023-09-15",
        "报送借阅统计表 2023-09-22",
        "报送年度总结 2023-09-29",
    ]


def test_a_row_that_says_nothing_of_its_own_is_named_by_the_cell_above_it(read: Read) -> None:
    rows = ("材料|份数|报送时间", "馆藏清点表|1|9月15日", "|2|9月22日")
    assert _rows(read(_table(*rows))) == ["馆藏清点表 2023-09-15", "馆藏清点表 2023-09-22"]


@pytest.mark.parametrize(
    "heads",
    [
        ("序号|报送材料|起始时间|截止时间",),
        ("序号|报送材料|开始日期|结束日期",),
        ("序号|报送材料|报送时间|", "||开始时间|截止时间"),
        ("序号|报送材料|报送时间|", "||起|止"),
    ],
)
def test_two_columns_of_a_window_make_one(read: Read, heads: tuple[str, ...]) -> None:
    rows = (*heads, "1|馆藏清点表|9月10日|9月15日", "2|借阅统计表|9月18日|9月22日")
    assert _rows(read(_table(*rows))) == ["馆藏清点表 2023-09-10~2023-09-15", "借阅统计表 2023-09-18~2023-09-22"]


def test_a_remark_s_date_is_no_limit_of_its_row(read: Read) -> None:
    rows = (
        "材料|报送时间|经办|备注",
        "馆藏清点表|9月15日||2023年9月1日起用新表",
        "借阅统计表|9月22日|张三|2023年9月3日更正",
    )
    draft = read(_table(*rows))
    assert [row for row in _rows(draft) if "09-15" in row or "09-22" in row] == [
        "馆藏清点表 2023-09-15",
        "借阅统计表 2023-09-22",
    ]
    assert not [row for row in rows_of(draft) if row in {"dated 2023-09-01", "dated 2023-09-03"}]


def test_a_row_of_one_cell_does_not_end_its_table(read: Read) -> None:
    rows = ("报送材料|形式|报送时间", "第一组|", "馆藏清点表||9月15日", "第二组||", "借阅统计表||9月22日")
    assert _rows(read(_table(*rows))) == ["馆藏清点表 2023-09-15", "借阅统计表 2023-09-22"]


def test_a_table_right_behind_another_has_a_head_of_its_own(read: Read) -> None:
    rows = ("报送材料|报送时间", "馆藏清点表|9月15日", "报送时间|报送材料|报送地点", "9月22日|借阅统计表|档案馆")
    assert _rows(read(_table(*rows))) == ["馆藏清点表 2023-09-15", "借阅统计表 2023-09-22"]


def test_tabs_that_only_align_what_was_typed_part_no_columns(read: Read) -> None:
    rows = ("报送材料||报送时间", "馆藏清点表||9月15日", "年度总结|9月22日")
    assert _rows(read(_table(*rows))) == ["馆藏清点表 2023-09-15", "年度档案统计：年度总结 2023-09-22"]


def test_bars_round_a_table_shift_nothing(read: Read) -> None:
    rows = "| 材料 | 形式 | 报送时间 |\n|---|---|---|\n| 馆藏清点表 |  | 9月15日 |\n| 年度总结 | 纸质 | 9月22日 |"
    assert _rows(read(HEAD + rows + SIGNED)) == ["馆藏清点表 2023-09-15", "年度档案统计：年度总结 2023-09-22"]


@pytest.mark.parametrize("indent", ["\t", "\t\t\t\t"])
def test_an_indent_of_tabs_is_no_cell(read: Read, indent: str) -> None:
    text = (
        HEAD
        + f"{indent}请于9月20日前报送清点表。\n联系人：张三\t电话：010-66090000\n\n{indent}档案馆\n{indent}2023年9月4日"
    )
    draft = read(text)
    assert [draft.notice.issuer, str(draft.notice.issued_on)] == ["档案馆", "2023-09-04"]
    assert rows_of(draft) == ["dated 2023-09-20"]


def test_each_date_of_a_table_is_quoted_from_its_own_place(read: Read) -> None:
    draft = read(_table("阶段|材料|报送时间", "第一阶段|馆藏清点表|9月15日", "|借阅统计表|9月22日", "||9 月 25 日"))
    for phrase in draft.phrases:
        assert draft.text[phrase.quote.start : phrase.quote.end] == phrase.quote.text
    assert [phrase.quote.text for phrase in draft.phrases][:3] == ["9月15日", "9月22日", "9 月 25 日"]


PAGE_TABLE = """<table><tr><th rowspan="2">阶段</th><th rowspan="2">材料</th><th colspan="2">报送时间</th></tr>
<tr><th>起始时间</th><th>截止时间</th></tr>
<tr><td rowspan="3">第一阶段</td><td>馆藏清点表</td><td>9月10日</td><td>9月15日</td></tr>
<tr><td>借阅统计表</td><td></td><td>9月22日</td></tr>
<tr><td rowspan="1">年度总结</td><td>9月18日</td><td>9月25日</td></tr>
<tr><td colspan="2">借阅登记册目录</td><td></td><td>9月28日</td></tr></table>"""


def test_a_page_s_cells_over_rows_and_columns_keep_the_others_in_place(workdays: Workdays) -> None:
    page = f"<!DOCTYPE html><html><body><p>关于做好年度档案统计工作的通知</p><p>各学院：</p>{PAGE_TABLE}"
    draft = read_file("a.html", f"{page}<p>档案馆</p><p>2023年9月4日</p></body></html>".encode(), workdays=workdays)
    assert _rows(draft) == [
        "馆藏清点表 2023-09-10~2023-09-15",
        "借阅统计表 2023-09-22",
        "年度档案统计：年度总结 2023-09-18~2023-09-25",
        "借阅登记册目录 2023-09-28",
    ]


def test_a_table_within_the_cell_of_a_layout_keeps_its_rows(workdays: Workdays) -> None:
    inner = "<table><tr><td>材料</td><td>报送时间</td></tr><tr><td>年度总结</td><td>2024年12月10日前</td></tr></table>"
    outer = f"<table><tr><td rowspan='2'>栏目</td><td><p>关于报送材料的通知</p>{inner}</td></tr></table>"
    draft = read_file("a.html", f"<html><body>{outer}</body></html>".encode(), workdays=workdays)
    assert draft.text.split("\n")[-2:] == ["材料\t报送时间", "年度总结\t2024年12月10日前"]
    assert _rows(draft) == ["年度总结 2024-12-10"]
