"""The cells of a page's tables, out of the ruled lines alone, whatever drew them.

Lengths are points of the page, upwards and to the right.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise, product
from typing import NamedTuple

_SAME = 3.0
_LEAST = 8.0
_MOST_LINES = 200
_MOST_CELLS = 3_000


class Rule(NamedTuple):
    """A straight line: across the page at a height `at`, or down it at a distance, between two ends."""

    at: float
    first: float
    last: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: where its columns and rows part, and for each box of it the first box of the cell it belongs to.

    `lefts` rise and end with the right edge, `tops` fall and end with the lower edge; `homes[row][column]` is a row
    and a column.
    """

    lefts: tuple[float, ...]
    tops: tuple[float, ...]
    homes: tuple[tuple[tuple[int, int], ...], ...]

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """The first box of the cell that holds a point, None outside the table."""
        column = bisect_right(self.lefts, x) - 1
        row = bisect_right(self.tops, -y, key=lambda top: -top) - 1
        inside = 0 <= column < len(self.lefts) - 1 and 0 <= row < len(self.tops) - 1
        return self.homes[row][column] if inside else None

    def width_of(self, cell: tuple[int, int]) -> float:
        """From the left to the right edge of a cell."""
        row, column = cell
        last = column + self.homes[row].count(cell)
        return self.lefts[last] - self.lefts[column]


def grids_of(across: Iterable[Rule], down: Iterable[Rule]) -> list[Grid]:
    """The tables that these lines make, the uppermost first; none when the lines are too many to be a table's.

    A frame round text, an underline and a line under a heading are none: a table has two columns at least.
    """
    rows, columns = _whole(across), _whole(down)
    if len(rows) > _MOST_LINES or len(columns) > _MOST_LINES:
        return []
    grids = [grid for group in _groups(rows, columns) if (grid := _grid(*group)) is not None]
    outer = [grid for grid in grids if not any(_within(grid, other) for other in grids)]
    return sorted(outer, key=lambda grid: -grid.tops[0])


def _whole(rules: Iterable[Rule]) -> list[Rule]:
    """Lines drawn in pieces put together again, what is too short for a cell left out."""
    whole: list[Rule] = []
    for near in _clusters(rules):
        line = near[0]
        for piece in near[1:]:
            if piece.first <= line.last + _SAME:
                line = Rule(line.at, line.first, max(line.last, piece.last))
            else:
                whole.append(line)
                line = Rule(line.at, piece.first, piece.last)
        whole.append(line)
    return [line for line in whole if line.last - line.first >= _LEAST]


def _clusters(rules: Iterable[Rule]) -> list[list[Rule]]:
    clusters: list[list[Rule]] = []
    start = float("-inf")
    for rule in sorted(rules):
        if rule.at - start > _SAME:
            clusters.append([])
            start = rule.at
        clusters[-1].append(rule._replace(at=start))
    return [sorted(cluster) for cluster in clusters]


@dataclass(slots=True)
class _Sets:
    """Which of some things belong together, learnt pair by pair; the first of a set stands for it."""

    parents: list[int] = field(default_factory=list)

    def find(self, one: int) -> int:
        while self.parents[one] != one:
            self.parents[one] = one = self.parents[self.parents[one]]
        return one

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self.find(one), self.find(other)))
        self.parents[second] = first


def _groups(rows: list[Rule], columns: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """The lines that touch each other."""
    sets = _Sets(list(range(len(rows) + len(columns))))
    for (at, row), (other, column) in product(enumerate(rows), enumerate(columns, len(rows))):
        if _reaches(row, column.at) and _reaches(column, row.at):
            sets.join(at, other)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for at, line in enumerate([*rows, *columns]):
        groups.setdefault(sets.find(at), ([], []))[at >= len(rows)].append(line)
    return list(groups.values())


def _reaches(line: Rule, place: float) -> bool:
    return line.first - _SAME <= place <= line.last + _SAME


def _grid(rows: list[Rule], columns: list[Rule]) -> Grid | None:
    """The table of one group of lines; its outer edges may be left open, as those of 「三线表」 are."""
    lefts, tops = _edges(columns, rows), _edges(rows, columns)[::-1]
    if len(lefts) < 3 or len(tops) < 2 or len(lefts) * len(tops) > _MOST_CELLS:
        return None
    width = len(lefts) - 1
    drawn_across, drawn_down = _by_place(rows), _by_place(columns)
    sets = _Sets(list(range(width * (len(tops) - 1))))
    for (row, (top, bottom)), (column, (left, right)) in product(enumerate(pairwise(tops)), enumerate(pairwise(lefts))):
        box = row * width + column
        if column + 1 < width and not _is_drawn(drawn_down[right], (top + bottom) / 2):
            sets.join(box, box + 1)
        if row + 2 < len(tops) and not _is_drawn(drawn_across[bottom], (left + right) / 2):
            sets.join(box, box + width)
    homes = [divmod(sets.find(box), width) for box in range(len(sets.parents))]
    table = tuple(tuple(homes[at : at + width]) for at in range(0, len(homes), width))
    return Grid(tuple(lefts), tuple(tops), table) if any(len(set(row)) > 1 for row in table) else None


def _edges(lines: list[Rule], crossing: list[Rule]) -> list[float]:
    edges = sorted({line.at for line in lines})
    lowest = min((line.first for line in crossing), default=0.0)
    highest = max((line.last for line in crossing), default=0.0)
    before = [lowest] if not edges or lowest < edges[0] - _LEAST else []
    return [*before, *edges, *([highest] if edges and highest > edges[-1] + _LEAST else [])]


def _by_place(lines: list[Rule]) -> dict[float, list[Rule]]:
    places: dict[float, list[Rule]] = defaultdict(list)
    for line in lines:
        places[line.at].append(line)
    return places


def _is_drawn(lines: list[Rule], middle: float) -> bool:
    return any(line.first <= middle <= line.last for line in lines)


def _within(grid: Grid, other: Grid) -> bool:
    return grid is not other and (
        other.lefts[0] < grid.lefts[0]
        and grid.lefts[-1] < other.lefts[-1]
        and other.tops[-1] < grid.tops[-1]
        and grid.tops[0] < other.tops[0]
    )
