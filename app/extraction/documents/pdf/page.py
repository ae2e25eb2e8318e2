"""One page of a PDF as pieces in the order of its text: plain lines, and ruled tables as rows of cells."""

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium

from app.extraction.documents.pdf.cells import HYPHENS, Cell, Piece, Sign, Table, plain
from app.extraction.documents.pdf.grid import Grid, grids_of
from app.extraction.documents.pdf.rules import TooManyLines, rules_of

_MOST_SIGNS = 50_000


def pieces_of(page: Any) -> list[Piece]:
    """The pieces of a page. A turned page, and one whose drawing is no table's, comes as lines alone."""
    textpage = page.get_textpage()
    is_short = pdfium.FPDFText_CountChars(textpage.raw) <= _MOST_SIGNS
    tables = [Table(grid) for grid in _grids(page)] if is_short else []
    if not tables:
        return list(plain(textpage.get_text_bounded()).splitlines())
    pieces: list[Piece] = []
    words: list[str] = []
    for part in [*_in_order(textpage.raw, tables), None]:
        if isinstance(part, str):
            words.append(part)
            continue
        pieces += (line for line in plain("".join(words)).splitlines() if line.strip())
        words = []
        if part is not None:
            pieces.append(part.rows())
    return pieces


def _grids(page: Any) -> list[Grid]:
    if page.get_rotation():
        return []
    try:
        rules = rules_of(page.raw)
    except TooManyLines:
        return []
    return grids_of(rules.across, rules.down)


def _in_order(textpage: Any, tables: list[Table]) -> Iterator[str | Table]:
    """The characters outside tables, and each table where its first character stands; read to the end they are full."""
    waiting = list(tables)
    cell: Cell | None = None
    for sign in _signs(textpage):
        if isinstance(sign, str):
            if cell is None:
                yield sign
            elif sign == " ":
                cell.blank()
            continue
        before = cell
        table, cell = _cell_of(tables, sign)
        if cell is not None:
            cell.add(sign)
        if table in waiting:
            waiting.remove(table)
            yield table
        elif cell is None:
            yield f"\n{sign.text}" if before else sign.text


def _cell_of(tables: list[Table], sign: Sign) -> tuple[Table | None, Cell | None]:
    return next(((table, cell) for table in tables if (cell := table.cell_of(sign))), (None, None))


def _signs(textpage: Any) -> Iterator[Sign | str]:
    """The characters of a page: those one can see with their box, blanks and line ends without."""
    box, base = [ctypes.c_double() for _ in range(4)], [ctypes.c_double() for _ in range(2)]
    for at in range(pdfium.FPDFText_CountChars(textpage)):
        text = chr(min(pdfium.FPDFText_GetUnicode(textpage, at), 0x10FFFF)).translate(HYPHENS)
        if text.isspace() or not pdfium.FPDFText_GetCharBox(textpage, at, *box):
            yield text
        else:
            pdfium.FPDFText_GetCharOrigin(textpage, at, *base)
            left, right, low, high = (side.value for side in box)
            yield Sign(text, left, right, (low + high) / 2, base[1].value)
