"""A web page's tables as rows of cells; a cell over several rows or columns leaves the others in their place."""

from selectolax.lexbor import LexborNode

CELL = "\ue001"
_SECTIONS = {"thead", "tbody", "tfoot"}
_CELLS = {"td", "th"}
# More columns or rows than a notice's table has, a cell does not span.
_MOST = 64


def part_cells(table: LexborNode) -> None:
    """Put `CELL` behind each cell of a table's own rows, and one for each cell that a cell from above covers."""
    covered: dict[int, int] = {}
    for row in _rows(table):
        column = 0
        for cell in [child for child in row.iter() if child.tag in _CELLS]:
            passed = _passed(covered, column)
            if passed:
                cell.insert_before(CELL * passed)
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            cell.insert_after(CELL * width)
            column += passed
            covered.update(dict.fromkeys(range(column, column + width), height - 1))
            column += width
        _passed(covered, column)


def _rows(table: LexborNode) -> list[LexborNode]:
    parts = list(table.iter())
    return [
        row
        for part in parts
        for row in (part.iter() if part.tag in _SECTIONS else [part])
        if row.tag == "tr" and row.parent is not None
    ]


def _passed(covered: dict[int, int], column: int) -> int:
    """How many columns from this one on are covered by cells from above, each for one row less from now on."""
    first = column
    while covered.get(column):
        covered[column] -= 1
        column += 1
    return column - first


def _span(cell: LexborNode, name: str) -> int:
    value = (cell.attributes.get(name) or "").strip()
    return min(max(int(value), 1), _MOST) if value.isdecimal() and len(value) < 6 else 1
