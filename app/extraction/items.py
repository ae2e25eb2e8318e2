"""The notice as a tree of items (一、 → （一） → 1.): which line stands in which item, under which headings."""

import itertools
import re
from dataclasses import dataclass

from app.extraction.columns import NO_ROW, Columns, Row
from app.extraction.lines import MARKER

_LEVELS = ("chapter", "l1", "l2", "l3", "decimal", "l4", "l5")
_INLINE = re.compile(
    r"(?:(?<=[。;:])|(?<=[\u4e00-\u9fff)”]\.))(?=(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))[^,。;:]"
    r"|\(\d{1,2}\)[\d\u4e00-\u9fff])"
)
_LONGEST_HEADING = 64
_ANNEX_LINE = re.compile(r"附(?:件|表|录)[\d一二三四五六七八九十]{0,2}(?:-\d{1,2})?:?$")
_ATTACHMENT_LIST = re.compile(r"附(?:件|表)?:")
_LIST_ENDS = re.compile(r"。|年.{1,4}月.{1,4}日|\t")


@dataclass(frozen=True, slots=True)
class Entry:
    """One numbered item on the way from the root: which numbering, its number, its heading ('' when it has none)."""

    level: str
    number: str
    heading: str


@dataclass(frozen=True, slots=True)
class Block:
    """One line of the normalised text, `text[start:end]`, with its place in the tree."""

    start: int
    end: int
    body: int
    path: tuple[Entry, ...] = ()
    annex: str = ""
    row: Row = NO_ROW

    @property
    def header(self) -> tuple[str, ...]:
        """What heads each cell of this line, () outside tables."""
        return self.row.heads

    @property
    def item(self) -> str:
        """The item as it is cited: 一（六）, 二、1, 附件2 一; '' outside every item."""
        return _cited(self.annex, self.path)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings above this line, the nearest first."""
        return tuple(entry.heading for entry in reversed(self.path) if entry.heading)


def _cited(annex: str, path: tuple[Entry, ...]) -> str:
    label = f"{annex} " if annex and path else annex
    for before, entry in zip((None, *path), path, strict=False):
        if entry.level == "decimal":
            label = f"{label.partition(' ')[0]} {entry.number}" if label.startswith("附") else entry.number
        elif entry.level in {"l2", "l4"}:
            label += f"（{entry.number}）"
        else:
            label += "、" * bool(before and before.level not in {"l2", "l4"}) + entry.number
    return label


def blocks_of(text: str) -> list[Block]:
    """The lines of a normalised text, items that run on in one line taken apart."""
    tree = _Tree()
    return [tree.place(text, start, end) for start, end in _pieces(text)]


def _pieces(text: str) -> list[tuple[int, int]]:
    pieces, start = [], 0
    for line in text.split("\n"):
        inline = () if "\t" in line else _INLINE.finditer(line)
        cuts = [0, *(match.start() for match in inline), len(line)]
        pieces += [(start + a, start + b) for a, b in itertools.pairwise(cuts) if b > a]
        start += len(line) + 1
    return pieces


class _Tree:
    """Where we stand while the lines go by."""

    def __init__(self) -> None:
        self.path: tuple[Entry, ...] = ()
        self.annex = ""
        self.columns = Columns()
        self.in_list = False

    def place(self, text: str, start: int, end: int) -> Block:
        line = text[start:end]
        if _ANNEX_LINE.match(line) and line != "附件:":
            self.path, self.annex, self.in_list = (), line.rstrip(":"), False
        elif _ATTACHMENT_LIST.match(line):
            self.path, self.in_list = (), True
        body = start
        if not self.in_list and "\t" not in line and (marker := MARKER.match(line)):
            self.path = _pushed(self.path, _entry(marker, line))
            body = start + marker.end()
        elif self.in_list and _LIST_ENDS.search(line):
            self.in_list = False
        return Block(start, end, body, self.path, self.annex, self.columns.take(line))


def _entry(marker: re.Match[str], line: str) -> Entry:
    level = next(level for level in _LEVELS if marker.group(level))
    return Entry(level, marker.group(level), heading_in(line[marker.end() :]))


def heading_in(line: str) -> str:
    """The heading that opens a line: all of a short line, or what stands before its first 。 or colon; else ''."""
    head = re.split(r"[。:]", line, maxsplit=1)[0]
    is_whole = len(head) == len(line)
    if is_whole and line.endswith(";"):
        return ""
    if len(head) > _LONGEST_HEADING or (not is_whole and ("," in head or ";" in head)):
        return ""
    return "" if is_whole and head.count(",") > 1 else head


def _pushed(path: tuple[Entry, ...], entry: Entry) -> tuple[Entry, ...]:
    levels = [known.level for known in path]
    return (*path[: levels.index(entry.level)], entry) if entry.level in levels else (*path, entry)
