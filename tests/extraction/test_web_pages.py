"""Saved web pages as offices publish them: the article is read, what nobody sees is not."""

import pytest

from app.extraction import read_file
from app.extraction.documents import load_document
from app.workdays import Workdays


def _text(body: str, encoding: str = "gb18030") -> str:
    page = f"<!DOCTYPE html><html><head><meta charset='gb2312'></head><body>{body}</body></html>"
    return load_document("a.html", page.encode(encoding)).text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<form id='aspnetForm'><input value='2023年'><p>请于3月8日前报送。</p></form>", "请于3月8日前报送。"),
        ("<p style='color:red;display:none'>2023年1月1日前</p><p hidden>旧</p><p>正文</p>", "正文"),
        ("<p>正文</p><!-- 2022年 --><script>var a='2021年'</script><style>p{}</style>", "正文"),
        ("<header><h1>关于报送的通知</h1></header><header>首页</header><p>正文</p>", "关于报送的通知\n正文"),
        ("<pre>第一行\n2024年3月8日前\n</pre>", "第一行\n2024年3月8日前"),
        ("<table><tr><td>材料</td><td><div>3月1日<br>至<br>3月8日</div></td></tr></table>", "材料\t3月1日 至 3月8日"),
        (
            "<dl><dt>报送时间</dt><dd>3月8日前</dd><dt>方式：</dt><dd>邮件</dd></dl>",
            "报送时间：\n3月8日前\n方式：\n邮件",
        ),
    ],
    ids=["form", "hidden", "script", "header", "pre", "br in a cell", "definitions"],
)
def test_a_page_is_what_its_reader_sees(body: str, text: str) -> None:
    assert _text(body) == text


def test_a_definition_list_gives_a_deadline(workdays: Workdays) -> None:
    terms = "<dl><dt>报送时间</dt><dd>2024&nbsp;年&nbsp;&nbsp;3月8日</dd></dl>"
    page = f"<html><body><p>关于报送材料的通知</p>{terms}</body></html>"
    draft = read_file("a.html", page.encode(), workdays=workdays)
    assert [str(task.deadline.due_on) for task in draft.tasks] == ["2024-03-08"]
