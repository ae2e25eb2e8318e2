"""A document out of its pages: page numbers and running heads left out, a table over a page break in one piece."""

import re
from collections import Counter
from itertools import pairwise

from app.extraction.documents.pdf.cells import Piece, Rows

_SAME = 3.0
_NUMBER = re.compile(r"[-—–－\s·]*(?:第\s*)?(\d{1,3})(?:\s*页)?[-—–－\s·]*")


def text_of(pages: list[list[Piece]]) -> str:
    """The text of all pages, a form feed where a page begins, a tab between the cells of a row."""
    _leave_out_margins(pages)
    for before, after in pairwise(filter(None, pages)):
        above, below = before[-1], after[0]
        if isinstance(above, Rows) and isinstance(below, Rows) and _are_alike(above.lefts, below.lefts):
            after[0] = _continued(above, below)
    return "\f".join("\n".join(map(str, pieces)) for pieces in pages)


def _leave_out_margins(pages: list[list[Piece]]) -> None:
    """Drop what only counts the pages, and the repetitions of a head or foot that every second page has at least."""
    for end in (0, 0, -1, -1):
        margins = [_margin(pieces[end], number) if pieces else "" for number, pieces in enumerate(pages)]
        counts, seen = Counter(margins), {""}
        for pieces, margin in zip(pages, margins, strict=True):
            is_number = margin == "#1" or (margin.startswith("#") and counts[margin] > 1)
            if is_number or (margin in seen and counts[margin] * 2 >= len(pages) and margin):
                del pieces[end]
            seen.add(margin)


def _margin(piece: Piece, page: int) -> str:
    """What tells whether a line at a page's end is one of a series: a page number by its distance from the page."""
    if isinstance(piece, Rows) or piece.startswith("附"):
        return ""
    number = _NUMBER.fullmatch(piece)
    return f"#{int(number[1]) - page}" if number else piece.strip()


def _continued(above: Rows, below: Rows) -> Rows:
    """The rows of `below` that follow on `above`: without its repeated heading, a row that was cut made whole."""
    rows = below.cells[1:] if below.cells[:1] == [above.heading] else below.cells
    if rows and above.cells and _is_cut(above, rows[0]):
        above.cells[-1] = [one + other for one, other in zip(above.cells[-1], rows[0], strict=True)]
        rows = rows[1:]
    return Rows(below.lefts, rows, above.heading, below.full)


def _is_cut(above: Rows, rest: list[str]) -> bool:
    """Whether a page's first row is the rest of the row above: it goes on in full cells only, and not in all."""
    return not all(rest) and all(full for words, full in zip(rest, above.full, strict=True) if words)


def _are_alike(lefts: tuple[float, ...], others: tuple[float, ...]) -> bool:
    return len(lefts) == len(others) and all(
        abs(one - other) <= _SAME for one, other in zip(lefts, others, strict=True)
    )
