"""A text as the rules want to read it, with the way back to every original position.

Published notices come with full-width digits, spaces inside dates, lines broken inside a sentence, five kinds of dash
and page numbers. Here they are evened out; a quote is always cut from the text as it was given.
"""

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.extraction.lines import Break, belongs_to_next, is_page_number

_DASHES = "‐‑‒–—―−－─━﹣㇐"
_TILDES = "～∼〜˜﹏"
_SPACES = "\u00a0\u1680\u2000-\u200f\u202a-\u202f\u205f-\u2064\u3000\ufeff\u00ad"
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_EVEN = str.maketrans(
    _FULL_WIDTH
    | {ord(dash): "-" for dash in _DASHES}
    | {ord(tilde): "~" for tilde in _TILDES}
    | {ord(zero): "〇" for zero in "○◯〇Ο"}
    | {ord("|"): "\t", ord("｜"): "\t"}
    | {ord("﹕"): ":", ord("∶"): ":", ord("︰"): ":", ord("［"): "[", ord("］"): "]", ord("⽉"): "月", ord("⽇"): "日"}
)
_BREAK = re.compile(r"\r\n?|[\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_BLANKS = re.compile(rf"[ \t{_SPACES}\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]+")
_SPLIT_NUMBER = re.compile(r"(?<!\d)(\d{1,3}) (\d{1,3})(?=[年月日])")
# 「0 5 9 1 8 7 8 1」: every digit on its own, as some scanners leave them
_SPACED_DIGITS = re.compile(r"(?<!\d)\d(?: \d(?!\d)){2,19}")
_LATIN = re.compile(r"[A-Za-z0-9@._/]")


@dataclass(frozen=True, slots=True)
class Normalised:
    """`text` is what the rules read; `origins[i]` is where its character i stands in `source`."""

    source: str
    text: str
    origins: array = field(repr=False)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of `source` that the non-empty span of `text` came from."""
        return self.origins[start], self.origins[end - 1] + 1

    def gap_after(self, index: int) -> bool:
        """Whether something stood between this character and the next that was left out of `text`."""
        return index + 1 < len(self.origins) and self.origins[index + 1] - self.origins[index] > 1


@dataclass(slots=True)
class _Line:
    text: str
    origins: array
    blank_before: bool
    is_cell: bool


def normalise(source: str) -> Normalised:
    """Even out `source`; every kept character remembers where it stood. Linear in its length."""
    pieces, origins = [], array("L")
    for run in _joined(_lines(source)):
        if pieces:
            pieces.append("\n")
            origins.append(origins[-1])
        for line in run:
            pieces.append(line.text)
            origins.extend(line.origins)
    return Normalised(source, "".join(pieces), origins)


def _lines(source: str) -> list[_Line]:
    even = source.translate(_EVEN)
    lines, start, blank, cell = [], 0, False, False
    for end, after in [*((m.start(), m.end()) for m in _BREAK.finditer(even)), (len(even), len(even))]:
        text, origins = _squeeze(even, start, end)
        if text and not is_page_number(text):
            lines.append(_Line(text, origins, blank, cell))
            blank = cell = False
        else:
            blank, cell = True, cell or "\t" in even[start:end].strip(" ")
        start = after
    return lines


def _squeeze(even: str, start: int, end: int) -> tuple[str, array]:
    """A line without blanks, but one space between two Latin words and a tab where table cells meet."""
    pieces, origins = [], array("L")
    for blank in [*_BLANKS.finditer(even, start, end), None]:
        stop = blank.start() if blank else end
        pieces.append(even[start:stop])
        origins.extend(range(start, stop))
        if blank and origins and (mark := _kept_blank(even, blank, end)):
            pieces.append(mark)
            origins.append(blank.start())
        start = blank.end() if blank else end
    text = "".join(pieces)
    first, last = len(text) - len(text.lstrip("\t")), len(text.rstrip("\t"))
    return _heal_numbers(text[first:last], origins[first:last])


def _kept_blank(even: str, blank: re.Match[str], end: int) -> str:
    if "\t" in blank.group():
        return "\t"
    if blank.end() >= end or blank.start() == 0:
        return ""
    return " " if _LATIN.match(even[blank.start() - 1]) and _LATIN.match(even[blank.end()]) else ""


def _heal_numbers(text: str, origins: array) -> tuple[str, array]:
    """「20 22年」「1 2月」「0 5 9 1」: blanks inside one number are dropped."""
    return _split_numbers(*_without(text, origins, _spaced(text)))


def _split_numbers(text: str, origins: array) -> tuple[str, array]:
    gaps = [m.end(1) for m in _SPLIT_NUMBER.finditer(text) if _is_one_number(m, text[m.end()])]
    return _without(text, origins, gaps)


def _spaced(text: str) -> list[int]:
    return [at for run in _SPACED_DIGITS.finditer(text) for at in range(*run.span()) if text[at] == " "]


def _without(text: str, origins: array, dropped: list[int]) -> tuple[str, array]:
    """`text` and its origins without the characters at `dropped`, in one pass."""
    if not dropped:
        return text, origins
    gone = set(dropped)
    kept = [at for at in range(len(text)) if at not in gone]
    return "".join(text[at] for at in kept), array("L", (origins[at] for at in kept))


def _is_one_number(match: re.Match[str], unit: str) -> bool:
    digits = match.group(1) + match.group(2)
    if unit == "年":
        return len(digits) == 4 and digits[:2] in {"19", "20"}
    return len(digits) == 2 and int(digits) <= (12 if unit == "月" else 31)


def _joined(lines: list[_Line]) -> Iterator[list[_Line]]:
    """Runs of lines that are one line of the author's."""
    run: list[_Line] = []
    for line in lines:
        starts = (
            line.is_cell
            or not run
            or not belongs_to_next(run[-1].text, line.text, Break(len(run) > 1, line.blank_before))
        )
        if run and starts:
            yield run
            run = []
        run.append(line)
    if run:
        yield run
