"""Files: what is read out of each kind, and the plain word for each that is refused."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pypdfium2
import pytest

from app.errors import InvalidInput
from app.extraction import read_file
from app.extraction.documents import load_document, office
from app.workdays import Workdays
from tests.extraction.office import NUMBERING, docx, paragraph, pdf, table, text

SENTENCE = "请于2024年9月30日前报送。"


def _read(name: str, data: bytes) -> str:
    return load_document(name, data).text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_a_text_is_read_in_the_encoding_it_has(encoding: str) -> None:
    assert _read("通知.txt", SENTENCE.encode(encoding)) == SENTENCE


def test_the_content_decides_and_not_the_name() -> None:
    assert _read("通知.txt", docx(paragraph(SENTENCE))) == SENTENCE


def test_word_s_automatic_numbers_are_written_out() -> None:
    items = [("总体要求", 0), ("报送", 0), ("材料", 1), ("时间", 1), ("表", 2), ("其他", 0), ("联系", 1)]
    body = "".join(paragraph(words, level) for words, level in items)
    lines = _read("a.docx", docx(body, numbering=NUMBERING)).split("\n")
    assert lines == ["一、总体要求", "二、报送", "（一）材料", "（二）时间", "1.表", "三、其他", "（一）联系"]


def test_tracked_insertions_are_kept_and_deletions_left_out() -> None:
    moved = (
        text("请于9月")
        + f"<w:del><w:r><w:delText>10</w:delText></w:r></w:del><w:ins>{text('20')}</w:ins>"
        + f"<w:moveFrom>{text('旧')}</w:moveFrom><w:moveTo>{text('日')}</w:moveTo>"
        + text("前报送")
    )
    assert _read("a.docx", docx(paragraph(moved))) == "请于9月20日前报送"


def test_a_table_keeps_its_rows_and_a_deadline_its_column(workdays: Workdays) -> None:
    rows = [["材料", "报送时间"], ["年度总结", "2024年12月10日前"], ["统计报表", "2025年1月5日前"]]
    draft = read_file("a.docx", docx(paragraph("关于报送材料的通知") + table(rows)), workdays=workdays)
    assert [(task.title, str(task.deadline.due_on)) for task in draft.tasks] == [
        ("年度总结", "2024-12-10"),
        ("统计报表", "2025-01-05"),
    ]


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('框内文字')}</w:txbxContent>"
    both = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx>" + box + "</wps:txbx></mc:Choice>"
        "<mc:Fallback><w:pict><v:textbox>" + box + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert _read("a.docx", docx(paragraph(both + text("正文")))) == "正文\n框内文字"


def test_a_page_gives_its_article_its_tables_and_its_meta_tags() -> None:
    page = f"""<!DOCTYPE html><html><head><meta name="ArticleTitle" content="关于报送的通知">
      <meta name="PubDate" content="2024-03-01 10:00"><meta name="ContentSource" content="教育厅">
      <style>p{{}}</style><script>alert("1月1日前")</script></head>
      <body><nav>首页</nav><p>{SENTENCE}</p><table><tr><td><p>总结</p></td><td>12月<br>10日</td></tr></table>
      <img src="http://nowhere.invalid/x.png"></body></html>"""
    document = load_document("a.html", page.encode("gb18030"))
    assert document.text == f"{SENTENCE}\n总结\t12月 10日"
    assert (document.title, str(document.published), document.source) == ("关于报送的通知", "2024-03-01", "教育厅")


def test_a_pdf_gives_its_text() -> None:
    assert "2024-09-30" in _read("a.pdf", pdf(["Deadline 2024-09-30 at 17:00"]))


def _blank_pdf(pages: int) -> bytes:
    document, buffer = pypdfium2.PdfDocument.new(), io.BytesIO()
    for _ in range(pages):
        document.new_page(200, 200)
    document.save(buffer)
    return buffer.getvalue()


def _zip(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


REFUSED = {
    "empty": (b"", "空文件"),
    "no text": (b"  \n ", "没有文字"),
    "too large": (b" " * 20_000_001, "超过 20 MB"),
    "too long": (b"1" * 2_000_001, "分成几份"),
    "picture": (b"\x89PNG\r\n", "图片"),
    "binary": (bytes(range(256)) * 4, "编码"),
    "scan": (_blank_pdf(2), "扫描件"),
    "500 pages": (_blank_pdf(500), "超过 300 页"),
    "broken pdf": (b"%PDF-1.7 nothing", "已损坏"),
    "encrypted pdf": (pdf(["secret"], encrypted=True), "已加密"),
    "broken zip": (b"PK\x03\x04 nothing", "已损坏"),
    "spreadsheet": (_zip({"xl/workbook.xml": b"<x/>"}), "不是 .docx"),
    "bomb": (_zip({"word/document.xml": b" " * 65_000_000}), "解压后超过 64 MB"),
    "dtd": (docx(paragraph("x"), head='<!DOCTYPE x [<!ENTITY a "b">]>'), "DTD"),
    "broken xml": (_zip({"word/document.xml": b"<w:document>"}), "已损坏"),
    "nested": (docx("<w:sdt>" * 200 + "</w:sdt>" * 200), "嵌套"),
    "locked": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "已加密"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_read_is_refused_with_a_remedy(kind: str) -> None:
    data, words = REFUSED[kind]
    with pytest.raises(InvalidInput, match=words):
        load_document("附件", data)


def test_an_old_document_without_libreoffice_says_save_as_docx(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office.shutil, "which", lambda _: None)
    with pytest.raises(InvalidInput, match=r"另存为 \.docx"):
        load_document("通知.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 64)


@pytest.mark.parametrize("kind", ["doc", "rtf"])
def test_an_old_document_is_read_through_libreoffice(kind: str, tmp_path: Path) -> None:
    draft = read_file("旧通知", old_document(kind, tmp_path), workdays=Workdays())
    assert SENTENCE in draft.text
    assert "年度总结\t2024年12月10日前" in draft.text
    assert {str(task.deadline.due_on) for task in draft.tasks} == {"2024-09-30", "2024-12-10"}


def old_document(kind: str, folder: Path) -> bytes:
    """What Word 97 would have saved: two sentences and a table."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("needs LibreOffice: apt-get install libreoffice-writer-nogui")
    page = folder / "notice.html"
    table = "<table><tr><td>材料</td><td>报送时间</td></tr><tr><td>年度总结</td><td>2024年12月10日前</td></tr></table>"
    page.write_text(f"<html><meta charset=utf-8><p>关于报送材料的通知</p>{table}<p>{SENTENCE}</p>", encoding="utf-8")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--infilter=HTML (StarWriter)", "--convert-to", kind, "--outdir", folder]
    subprocess.run([*command, page], capture_output=True, timeout=120, check=True)
    return (folder / f"notice.{kind}").read_bytes()


def test_an_old_document_that_libreoffice_cannot_open_says_save_as_docx() -> None:
    if shutil.which("soffice") is None:
        pytest.skip("needs LibreOffice: apt-get install libreoffice-writer-nogui")
    with pytest.raises(InvalidInput, match=r"另存为 \.docx"):
        load_document("坏.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2048)


def test_an_old_document_whose_conversion_never_ends_is_given_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nexec sleep 600\n")
    program.chmod(0o755)
    monkeypatch.setattr(office.shutil, "which", lambda _: str(program))
    monkeypatch.setattr(office, "_SECONDS", 0.2)
    with pytest.raises(InvalidInput, match=r"另存为 \.docx"):
        load_document("通知.doc", b"{\\rtf1 x}")
