"""How wide the full lines of a text are that was broken at one width, as a PDF and a mail break paragraphs."""

from app.extraction.lines import CLOSED, ENDS, starts_something

# In half characters: from the narrowest to the widest full line, what lines as wide as each other differ by, and how
# much shorter the first line of a paragraph is.
_NARROWEST, _WIDEST, _RAGGED, _INDENT = 40, 120, 3, 5
_LEAST_FULL = 3
_NEVER = 1 << 30


def width_of(line: str) -> int:
    """How wide a line is written, in half characters: 「2024年」 is 6."""
    return len(line.encode("gb18030", "replace"))


def full_width(lines: list[str], widths: list[int]) -> int:
    """From which width on a line of a hard-wrapped text is full; more than any has where the text is not wrapped.

    Several lines reach it, hardly one passes it, and most of them end inside a sentence.
    """
    found = [width for line, width in zip(lines, widths, strict=True) if "\t" not in line]
    passing = sorted(found, reverse=True)[: len(found) // 20 + _LEAST_FULL + 1]
    wide = [one for one, other in zip(passing, passing[_LEAST_FULL - 1 :], strict=False) if one - other <= _RAGGED]
    if not wide or not _NARROWEST <= wide[0] <= _WIDEST:
        return _NEVER
    least = wide[0] - _INDENT
    return least if _is_wrapped(lines, [least <= width <= wide[0] for width in widths]) else _NEVER


def _is_wrapped(lines: list[str], are_full: list[bool]) -> bool:
    """Whether lines of one width are a wrapped text's and no list of headings alike."""
    full = [line for line, is_full in zip(lines, are_full, strict=True) if is_full]
    unfinished = [line for line in full if line[-1] not in ENDS]
    prose = [line for line in unfinished if not (starts_something(line) or CLOSED.search(line))]
    return len(prose) > 1 and 2 * len(unfinished) > len(full)
