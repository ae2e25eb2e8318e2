"""A .docx as a reader of Word sees it: automatic numbers, tables, notes, tracked insertions, nothing hidden or deleted.

The XML is walked here because python-docx gives neither the automatic numbers nor the tracked insertions: an item
would lose its 「（三）」 and a moved deadline its new date.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from app.errors import InvalidInput
from app.extraction.documents.archive import Archive
from app.extraction.documents.document import Document
from app.extraction.documents.numbering import Numbering, W

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WIDE = "\u3000"
_SIGNS = {
    f"{W}tab": _WIDE,
    f"{W}ptab": _WIDE,
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}softHyphen": "",
}
_NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
# Deleted text, moved-away text, field codes, properties, readings beside a character, and the copy of a text box for
# old programs.
_LEFT_OUT = {
    f"{W}del", f"{W}moveFrom", f"{W}delText", f"{W}instrText", f"{W}pPr", f"{W}rPr", f"{W}sectPr", f"{W}tblPr",
    f"{W}tcPr", f"{W}trPr", f"{W}rt", f"{_MC}Fallback",
}  # fmt: skip
_DEEPEST = 120
# A row's single cell with more in it holds a page.
_LONGEST_CELL = 200


def read_docx(data: bytes) -> Document:
    """The text of a .docx. Raises InvalidInput for another kind of zip, a bomb, a DTD, a locked or broken file."""
    archive = Archive(data)
    root = archive.xml("word/document.xml")
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise InvalidInput("这个压缩文件不是 .docx 文档；请用 Word 或 WPS 另存为 .docx。", param="file")
    numbering = Numbering(archive.xml("word/numbering.xml"), archive.xml("word/styles.xml"))
    notes = {part: _notes(archive.xml(f"word/{part}.xml")) for part in _NOTES.values()}
    return Document("\n".join(_Walk(numbering, notes).blocks(body, 0)))


def _notes(root: Element | None) -> dict[str, Element]:
    return {note.get(f"{W}id", ""): note for note in root} if root is not None else {}


class _Walk:
    """Goes through the body in reading order; text boxes and notes follow the paragraph they hang on."""

    def __init__(self, numbering: Numbering, notes: dict[str, dict[str, Element]]) -> None:
        self.numbering = numbering
        self.notes = notes
        self.boxes: list[Element] = []
        self.held = ""

    def blocks(self, parent: Element, depth: int) -> Iterator[str]:
        """The lines of everything inside `parent`."""
        if depth > _DEEPEST:
            raise InvalidInput("文档的嵌套层数太多，已拒绝读取。", param="file")
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child, depth)
            elif child.tag == f"{W}tbl":
                yield from self._released()
                yield from self._table(child, depth)
            elif child.tag not in _LEFT_OUT:
                yield from self.blocks(child, depth + 1)
        yield from self._released()

    def _released(self) -> Iterator[str]:
        held, self.held = self.held, ""
        if held.strip():
            yield held

    def _paragraph(self, paragraph: Element, depth: int) -> Iterator[str]:
        words, self.held = self.held + "".join(self._words(paragraph, depth)), ""
        if paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            self.held = words
            return
        label = self.numbering.label(paragraph)
        if words.strip():
            yield label + words
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            yield from self.blocks(box, depth + 1)

    def _words(self, parent: Element, depth: int) -> Iterator[str]:
        if depth > _DEEPEST:
            raise InvalidInput("文档的嵌套层数太多，已拒绝读取。", param="file")
        for child in parent:
            if child.tag in _SIGNS:
                yield _SIGNS[child.tag]
            elif child.tag in {f"{W}txbxContent", *_NOTES}:
                self._put_behind(child)
            elif child.tag == f"{_MC}AlternateContent":
                yield from self._words(_preferred(child), depth + 1)
            elif child.tag not in _LEFT_OUT and not _is_hidden(child):
                yield _written(child)
                yield from self._words(child, depth + 1)

    def _put_behind(self, child: Element) -> None:
        """A text box or a note waits for its paragraph to end; a note is read once, however often it is referred to."""
        if child.tag in _NOTES:
            note = self.notes[_NOTES[child.tag]].pop(child.get(f"{W}id", ""), None)
            self.boxes += [note] if note is not None else []
        else:
            self.boxes.append(child)

    def _table(self, table: Element, depth: int) -> Iterator[str]:
        for row in _inside(table, f"{W}tr"):
            if row.find(f"{W}trPr/{W}del") is None:
                yield from self._row(row, depth)

    def _row(self, row: Element, depth: int) -> Iterator[str]:
        """A row with tabs between its cells; a single cell that holds a page or a table, as its lines."""
        cells = [(cell, list(self.blocks(cell, depth + 2))) for cell in _inside(row, f"{W}tc")]
        if len(cells) == 1 and _is_layout(*cells[0]):
            yield from cells[0][1]
            return
        words = [""] * _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
        for cell, lines in cells:
            words.append("" if _is_covered(cell) else " ".join(" ".join(line.split()) for line in lines))
            words += [""] * (_number(cell.find(f"{W}tcPr/{W}gridSpan"), 1) - 1)
        yield "\t".join(words)


def _inside(parent: Element, tag: str) -> Iterator[Element]:
    """The rows of a table or cells of a row, also where a content control or a tracked change wraps them."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"}:
            yield from _inside(child, tag)


def _number(element: Element | None, otherwise: int) -> int:
    value = element.get(f"{W}val", "") if element is not None else ""
    return min(int(value), 64) if value.isdecimal() else otherwise


def _is_layout(cell: Element, lines: list[str]) -> bool:
    return sum(map(len, lines)) > _LONGEST_CELL or next(cell.iter(f"{W}tbl"), None) is not None


def _is_covered(cell: Element) -> bool:
    """Whether a cell from above lies over this one: Word shows nothing that is left in it."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val") != "restart"


def _is_hidden(run: Element) -> bool:
    """Whether a run is hidden text, which is neither shown nor printed."""
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val", "1") not in {"0", "false", "off"}


def _written(element: Element) -> str:
    """The text of an element itself. A symbol of a picture font (F000 to F0FF), a box or an arrow, is none."""
    if element.tag == f"{W}t":
        return element.text or ""
    code = element.get(f"{W}char", "") if element.tag == f"{W}sym" else ""
    sign = chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{4}", code) else ""
    return sign if sign.isprintable() else ""


def _preferred(alternate: Element) -> Element:
    choice = alternate.find(f"{_MC}Choice")
    fallback = alternate.find(f"{_MC}Fallback")
    return next(part for part in (choice, fallback, alternate) if part is not None)
