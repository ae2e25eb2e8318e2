"""A .docx as a reader of Word sees it: automatic numbers, tables, tracked insertions kept, deletions left out.

The XML is walked here because python-docx gives neither the automatic numbers nor the tracked insertions: an item
would lose its 「（三）」 and a moved deadline its new date.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from app.errors import InvalidInput
from app.extraction.documents.archive import Archive
from app.extraction.documents.document import Document
from app.extraction.documents.numbering import Numbering, W

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SIGNS = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}softHyphen": ""}
# Deleted text, moved-away text, field codes, properties, and the copy of a text box for old programs.
_LEFT_OUT = {
    f"{W}del", f"{W}moveFrom", f"{W}delText", f"{W}instrText", f"{W}pPr", f"{W}rPr", f"{W}sectPr", f"{W}tblPr",
    f"{W}tcPr", f"{W}trPr", f"{W}footnoteReference", f"{_MC}Fallback",
}  # fmt: skip
_DEEPEST = 120


def read_docx(data: bytes) -> Document:
    """The text of a .docx. Raises InvalidInput for another kind of zip, a bomb, a DTD, a locked or broken file."""
    archive = Archive(data)
    root = archive.xml("word/document.xml")
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise InvalidInput("这个压缩文件不是 .docx 文档；请用 Word 或 WPS 另存为 .docx。", param="file")
    numbering = Numbering(archive.xml("word/numbering.xml"), archive.xml("word/styles.xml"))
    return Document("\n".join(_Walk(numbering).blocks(body, 0)))


class _Walk:
    """Goes through the body in reading order; text boxes follow the paragraph they hang on."""

    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering
        self.boxes: list[Element] = []

    def blocks(self, parent: Element, depth: int) -> Iterator[str]:
        """The lines of everything inside `parent`."""
        if depth > _DEEPEST:
            raise InvalidInput("文档的嵌套层数太多，已拒绝读取。", param="file")
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child, depth)
            elif child.tag == f"{W}tbl":
                yield from self._table(child, depth)
            elif child.tag not in _LEFT_OUT:
                yield from self.blocks(child, depth + 1)

    def _paragraph(self, paragraph: Element, depth: int) -> Iterator[str]:
        words = "".join(self._words(paragraph, depth))
        if words.strip():
            yield self.numbering.label(paragraph) + words
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            yield from self.blocks(box, depth + 1)

    def _words(self, parent: Element, depth: int) -> Iterator[str]:
        if depth > _DEEPEST:
            raise InvalidInput("文档的嵌套层数太多，已拒绝读取。", param="file")
        for child in parent:
            if child.tag == f"{W}t":
                yield child.text or ""
            elif child.tag in _SIGNS:
                yield _SIGNS[child.tag]
            elif child.tag == f"{W}txbxContent":
                self.boxes.append(child)
            elif child.tag == f"{_MC}AlternateContent":
                yield from self._words(_preferred(child), depth + 1)
            elif child.tag not in _LEFT_OUT:
                yield from self._words(child, depth + 1)

    def _table(self, table: Element, depth: int) -> Iterator[str]:
        for row in _inside(table, f"{W}tr"):
            if row.find(f"{W}trPr/{W}del") is None:
                yield "\t".join(self._cells(row, depth))

    def _cells(self, row: Element, depth: int) -> Iterator[str]:
        for cell in _inside(row, f"{W}tc"):
            yield " ".join(" ".join(line.split()) for line in self.blocks(cell, depth + 2))
            yield from [""] * (_columns(cell) - 1)


def _inside(parent: Element, tag: str) -> Iterator[Element]:
    """The rows of a table or cells of a row, also where a content control or a tracked change wraps them."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"}:
            yield from _inside(child, tag)


def _columns(cell: Element) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    value = span.get(f"{W}val", "1") if span is not None else "1"
    return min(int(value), 64) if value.isdecimal() else 1


def _preferred(alternate: Element) -> Element:
    choice = alternate.find(f"{_MC}Choice")
    fallback = alternate.find(f"{_MC}Fallback")
    return next(part for part in (choice, fallback, alternate) if part is not None)
