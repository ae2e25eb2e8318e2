"""Files as Word and WPS write them: what their reader sees is the text, and nothing else is."""

import pytest

from app.extraction import read_file
from app.extraction.documents import load_document
from app.workdays import Workdays
from tests.extraction.office import NUMBERING, docx, paragraph, table, text


def _read(body: str, **parts: str) -> str:
    return load_document("a.docx", docx(body, **parts)).text


def _run(content: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr>{content}</w:r>"


def _field(code: str, shown: str) -> str:
    begin, separate, end = (_run(f"<w:fldChar w:fldCharType='{at}'/>") for at in ("begin", "separate", "end"))
    return f"{begin}<w:r><w:instrText>{code}</w:instrText></w:r>{separate}{text(shown)}{end}"


def _control(content: str) -> str:
    properties = "<w:sdtPr><w:date w:fullDate='2023-01-01T00:00:00Z'/></w:sdtPr>"
    return f"<w:sdt>{properties}<w:sdtContent>{content}</w:sdtContent></w:sdt>"


@pytest.mark.parametrize(
    ("runs", "shown"),
    [
        (text("请于") + _control(text("2024年3月8日")) + text("前报送"), "请于2024年3月8日前报送"),
        (f"<w:smartTag>{text('2024年')}<w:smartTag>{text('3月8日')}</w:smartTag></w:smartTag>", "2024年3月8日"),
        (text("登录") + f"<w:hyperlink>{text('www.a.cn')}</w:hyperlink>", "登录www.a.cn"),
        (_field('DATE "2023年1月1日"', "2024年3月8日"), "2024年3月8日"),
        (f"<w:fldSimple w:instr='DATE 2023年1月1日'>{text('2024年3月8日')}</w:fldSimple>", "2024年3月8日"),
        (_run("<w:t>9</w:t><w:softHyphen/><w:t>月1</w:t><w:noBreakHyphen/><w:t>5日</w:t>"), "9月1-5日"),
        (_run("<w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:cr/><w:t>丁</w:t>"), "甲　乙\n丙\n丁"),
        (_run("<w:t>9月1日</w:t><w:sym w:font='宋体' w:char='2014'/><w:t>5日</w:t>"), "9月1日—5日"),
        (_run("<w:sym w:font='Wingdings' w:char='F0A8'/><w:t>同意</w:t>"), "同意"),
        (text("显") + _run("<w:t>2023年1月1日前报送</w:t>", "<w:vanish/>"), "显"),
        (_run("<w:t>2024年3月8日前报送</w:t>", "<w:vanish w:val='0'/>"), "2024年3月8日前报送"),
        (_run(f"<w:ruby><w:rt>{text('yin')}</w:rt><w:rubyBase>{text('音')}</w:rubyBase></w:ruby>"), "音"),
    ],
    ids=[
        "control", "smart tag", "link", "field", "simple field", "hyphens", "breaks", "symbol", "picture font",
        "hidden", "not hidden", "reading",
    ],
)  # fmt: skip
def test_a_paragraph_is_what_is_shown_of_it(runs: str, shown: str) -> None:
    assert _read(paragraph(runs)) == shown


def test_a_footnote_is_read_once_behind_its_paragraph() -> None:
    mark = "<w:r><w:footnoteReference w:id='2'/></w:r>"
    said = paragraph("截止时间为2024年4月1日。")
    notes = f"<w:footnote w:id='0' w:type='separator'/><w:footnote w:id='2'>{said}</w:footnote>"
    body = paragraph(text("按时报送") + mark + text("。")) + paragraph(text("特此通知") + mark)
    assert _read(body, footnotes=notes) == "按时报送。\n截止时间为2024年4月1日。\n特此通知"


def test_a_deleted_paragraph_mark_joins_its_paragraph_to_the_next() -> None:
    deleted = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{text('请于2024年3月')}</w:p>"
    assert _read(deleted + paragraph("8日前报送。")) == "请于2024年3月8日前报送。"
    assert _read(deleted + table([["甲", "乙"]])) == "请于2024年3月\n甲\t乙"


def test_an_empty_numbered_paragraph_counts_and_a_deleted_one_does_not() -> None:
    gone = paragraph("", 0).replace("</w:numPr>", "</w:numPr><w:rPr><w:del/></w:rPr>")
    assert _read(paragraph("", 0) + gone + paragraph("甲", 0), numbering=NUMBERING) == "二、甲"


def test_a_heading_s_style_gives_its_level() -> None:
    levels = NUMBERING.replace('<w:lvl w:ilvl="1">', '<w:lvl w:ilvl="1"><w:pStyle w:val="H2"/>')
    styles = "".join(
        f"<w:style w:styleId='{name}'><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>"
        for name in ("H1", "H2")
    )
    headings = "".join(
        f"<w:p><w:pPr><w:pStyle w:val='{name}'/></w:pPr>{text(words)}</w:p>"
        for name, words in (("H1", "总体"), ("H2", "时间"), ("H2", "材料"))
    )
    assert _read(headings, numbering=levels, styles=styles).split("\n") == ["一、总体", "（一）时间", "（二）材料"]


def _cell(words: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(words)}</w:tc>"


def test_merged_and_left_out_cells_keep_the_others_in_place() -> None:
    rows = (
        _cell("第一阶段", "<w:vMerge w:val='restart'/>") + _cell("清点表") + _cell("3月1日"),
        _cell("改前的字", "<w:vMerge/>") + _cell("统计表") + _cell("4月1日"),
        _cell("全部材料", "<w:gridSpan w:val='2'/>") + _cell("5月1日"),
        "<w:trPr><w:gridBefore w:val='2'/></w:trPr>" + _cell("6月1日"),
    )
    body = f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
    assert _read(body).split("\n") == [
        "第一阶段\t清点表\t3月1日",
        "\t统计表\t4月1日",
        "全部材料\t\t5月1日",
        "\t\t6月1日",
    ]


def test_a_notice_laid_out_in_one_cell_keeps_its_lines_and_its_table(workdays: Workdays) -> None:
    inner = table([["材料", "报送时间"], ["年度总结", "2024年12月10日前"]])
    cell = paragraph("关于报送材料的通知") + paragraph("各学院：") + inner + paragraph("教育局")
    draft = read_file("a.docx", docx(f"<w:tbl><w:tr><w:tc>{cell}</w:tc></w:tr></w:tbl>"), workdays=workdays)
    assert draft.notice.title == "关于报送材料的通知"
    assert [(task.title, str(task.deadline.due_on)) for task in draft.tasks] == [("年度总结", "2024-12-10")]


def test_the_number_below_a_red_head_is_the_notice_s(workdays: Workdays) -> None:
    lines = [
        "某某省教育厅文件",
        "某教职〔2024〕5号",
        "关于报送材料的通知",
        "各市教育局：",
        "请于3月8日前报送。",
        "某某省教育厅",
        "2024年2月1日",
    ]
    draft = read_file("a.docx", docx("".join(map(paragraph, lines))), workdays=workdays)
    assert [draft.notice.number, draft.notice.title, draft.notice.issuer] == [
        "某教职〔2024〕5号",
        "关于报送材料的通知",
        "某某省教育厅",
    ]
    assert [str(task.deadline.due_on) for task in draft.tasks] == ["2024-03-08"]
