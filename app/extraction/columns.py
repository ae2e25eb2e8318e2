"""Which words head a column, and which cell over several rows a row stands under, while a table's rows go by."""

import itertools
import re
from dataclasses import dataclass, field

_WORDS = re.compile(r"[^\W\d_]{2}")
# 「第一阶段」, 「（二）」: only counts the rows
_ORDINAL = re.compile(r"\(?第?[一二三四五六七八九十\d]{1,3}\)?(?:个?(?:阶段|步骤?|轮次?|批次?|环节|期|项|类))?[:、.]?$")
_STARTS = re.compile(r"(?:起始|开始|启动)(?:时间|日期|日)?$|(?:时间|日期)\(?[起自始]\)?$|^[起自始]$")
_HEAD = re.compile(r"[^\W\d]{1,8}")
_TIME_HEAD = re.compile(r"(?:时间|日期|期限|时限)$")
_LONGEST_BREAK = 40


@dataclass(frozen=True, slots=True)
class Row:
    """A row below a table's head: `heads[i]` heads cell i, `above` is the cell over several rows it stands under."""

    heads: tuple[str, ...] = ()
    above: str = ""


NO_ROW = Row()


@dataclass(slots=True)
class Columns:
    """The table we stand in, if any."""

    heads: list[str] = field(default_factory=list)
    rows: int = 0
    widest: int = 0
    above: list[str] = field(default_factory=list)
    is_broken: bool = False

    def take(self, line: str) -> Row:
        """What heads the cells of a line; nothing for a line outside tables and for the head itself."""
        if "\t" not in line:
            self._leave(line)
            return NO_ROW
        cells = line.split("\t")
        if not self.heads or (self.is_broken and not self._resumes(cells)) or (self.rows and _is_head(cells)):
            self.heads, self.rows, self.widest, self.above = cells, 0, len(cells), []
            self.is_broken = False
            return NO_ROW
        self.is_broken = False
        if not self.rows and _is_second_head(self.heads, cells):
            self.heads = _joined_heads(self.heads, cells)
            return NO_ROW
        return self._row(cells)

    def _leave(self, line: str) -> None:
        """A short line in a table is a row of one cell, 「第二阶段：申报」; a second one or a long one ends it."""
        if self.is_broken or len(line) > _LONGEST_BREAK or line[-1:] in "。;:":
            self.heads = []
        self.is_broken = bool(self.heads)

    def _resumes(self, cells: list[str]) -> bool:
        """Whether a row behind such a line is the table's: as wide as its rows, with a number in it as no head has."""
        return len(cells) == self.widest and any(map(str.isdigit, "".join(cells)))

    def _row(self, cells: list[str]) -> Row:
        self.rows += 1
        self.widest = max(self.widest, len(cells))
        own = next(at for at, cell in enumerate(cells) if cell)
        self.above = [*self.above[:own], *cells[own:]]
        return Row(tuple(_heads_of(self.heads, cells)), next(filter(None, reversed(self.above[:own])), ""))


def _is_head(cells: list[str]) -> bool:
    """Whether a row below others heads a table of its own: short words alone, one of them 「报送时间」."""
    words = [cell for cell in cells if cell]
    return all(_HEAD.fullmatch(word) for word in words) and any(_TIME_HEAD.search(word) for word in words)


def _is_second_head(first: list[str], second: list[str]) -> bool:
    """「|起始时间|截止时间」 below 「工作|时间|」: empty where a head goes down, parted where one goes across."""
    if any(char.isdigit() for cell in second for char in cell):
        return False
    pairs = list(itertools.zip_longest(first, second, fillvalue=""))
    return any(one and not other for one, other in pairs) and any(other and not one for one, other in pairs)


def _joined_heads(first: list[str], second: list[str]) -> list[str]:
    heads, across = [], ""
    for one, other in itertools.zip_longest(first, second, fillvalue=""):
        across = one or across
        heads.append(across + other if other else one)
    return heads


def _heads_of(heads: list[str], cells: list[str]) -> list[str]:
    """A head for each cell: by its place, or by its turn where tabs only align what a person typed."""
    named, filled = [head for head in heads if head], [cell for cell in cells if cell]
    is_typed = len(cells) > len(heads) or (len(filled) == len(cells) < len(heads) and len(named) < len(heads))
    if not (is_typed and len(named) == len(filled)):
        return heads[: len(cells)]
    turn = iter(named)
    return [next(turn) if cell else "" for cell in cells]


def starts_a_window(head: str) -> bool:
    """「起始时间」 over a column of days, not 「起止时间」."""
    return _STARTS.search(head) is not None


def title_of(cells: list[str], words: str) -> str:
    """The first wordy cell of a row but the one of `words`, one that only counts, 「第一阶段」, where no other is."""
    wordy = [cell for cell in cells if _WORDS.search(cell) and words not in cell]
    return next((cell for cell in wordy if not _ORDINAL.match(cell)), wordy[0] if wordy else "")
