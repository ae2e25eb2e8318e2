"""The words of a table's cells, put together character by character in whatever order the file draws them."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from app.extraction.documents.pdf.grid import Grid

_LATIN = re.compile(r"[A-Za-z0-9@._/-]")
# What Word leaves free at both sides of a cell's text, and a little.
_PADDING = 13.0
# A raised number stands less far from its line, the next line of the smallest print farther.
_SAME_LINE = 6.0


# PDFium's own signs for a hyphen at the end of a line.
HYPHENS = str.maketrans({"\x02": "-", "\ufffe": "-"})


def plain(text: str) -> str:
    """What PDFium gives as text anybody can store: real hyphens, whole characters."""
    return text.translate(HYPHENS).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


class Sign(NamedTuple):
    """A visible character: its left and right edge, the middle of its height, and the base line it stands on."""

    text: str
    left: float
    right: float
    middle: float
    base: float


@dataclass(slots=True)
class Rows:
    """The rows of a table, each with a text for every column of its grid; the columns part at `lefts`.

    `heading` is its first row, `full` tells which cells of its last row are filled to their edge.
    """

    lefts: tuple[float, ...]
    cells: list[list[str]]
    heading: list[str]
    full: list[bool]

    def __str__(self) -> str:
        return "\n".join("\t".join(row) for row in self.cells)


Piece: TypeAlias = str | Rows


@dataclass(slots=True)
class Cell:
    """The text of one cell, its lines joined."""

    width: float
    pieces: list[str] = field(default_factory=list)
    start: float = 0.0
    last: Sign | None = None

    def add(self, sign: Sign) -> None:
        """Put one more character behind the others, on the same line or the next."""
        last, self.last = self.last, sign
        if last is None or abs(sign.base - last.base) > _SAME_LINE:
            if last and not self._is_one_word(last, sign):
                self.blank()
            self.start = sign.left
        self.pieces.append(sign.text)

    def blank(self) -> None:
        """Part what comes from what stands here."""
        if self.pieces and self.pieces[-1] != " ":
            self.pieces.append(" ")

    def _is_one_word(self, last: Sign, sign: Sign) -> bool:
        """Whether a number or an address was too long for its line: it filled it, or was parted at a hyphen."""
        if self.pieces[-1] == " " or not (_LATIN.match(last.text) and _LATIN.match(sign.text)):
            return False
        return last.text in "-@_/" or self._room(last) < sign.right - sign.left

    def is_full(self) -> bool:
        """Whether two more characters have no room on the last line, so that what follows may belong to it."""
        return self.last is not None and self._room(self.last) < 2 * (self.last.right - self.last.left)

    def _room(self, last: Sign) -> float:
        return self.width - (last.right - self.start) - _PADDING


@dataclass(slots=True, eq=False)
class Table:
    """A grid whose cells are filled as the characters of the page go by."""

    grid: Grid
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)

    def cell_of(self, sign: Sign) -> Cell | None:
        """The cell a character stands in, None outside the table."""
        home = self.grid.cell_at((sign.left + sign.right) / 2, sign.middle)
        if home and home not in self.cells:
            self.cells[home] = Cell(self.grid.width_of(home))
        return self.cells[home] if home else None

    def rows(self) -> Rows:
        """The rows that hold words; a cell over several rows or columns has its words in the first of them."""
        words = {home: plain("".join(cell.pieces)).strip() for home, cell in self.cells.items()}
        height, width = len(self.grid.homes), len(self.grid.homes[0])
        table = [[words.get((row, column), "") for column in range(width)] for row in range(height)]
        rows = [row for row in table if any(row)]
        last = [self.cells.get((height - 1, column)) for column in range(width)]
        return Rows(self.grid.lefts, rows, rows[0] if rows else [], [bool(cell and cell.is_full()) for cell in last])
