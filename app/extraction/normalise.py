"""A text as the rules want to read it, with the way back to every original position.

Published notices come with full-width digits, in traditional characters, with spaces inside dates, lines broken inside
a sentence, five kinds of dash and page numbers. Here they are evened out; a quote is always cut from the text as given.
"""

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.extraction.lines import Break, are_offices, belongs_to_next, is_page_number, is_signed_row, is_whole_day
from app.extraction.stacked import stacked_rows
from app.extraction.traditional import in_simplified
from app.extraction.wrapping import full_width, width_of

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
# What parts two names on one line, and not the letters of one name written wide
_APART = re.compile(rf"\u3000(?![{_SPACES} \t])|[{_SPACES} \t]*(?:\t|[{_SPACES} ]{{2}})[{_SPACES} \t]*")
_SPLIT_NUMBER = re.compile(r"(?<!\d)(\d{1,3}) (\d{1,3})(?=[年月日])")
# 「0 5 9 1 8 7 8 1」: every digit on its own, as some scanners leave them
_SPACED_DIGITS = re.compile(r"(?<!\d)\d(?: \d(?!\d)){2,19}")
# 「二\ufffd一二年」: the 〇 of a year that its page could not write
_LOST_ZERO = re.compile(r"(?<=[一二])\ufffd(?=[〇零一二三四五六七八九]{2}年)")
# 「旷红(hong)梅」「5日(ri)前」: a reading that some pages put behind a character
_READING = re.compile(r"(?<=[\u4e00-\u9fff])\((?:[bpmfdtnlgkhjqxzcsryw]|zh|ch|sh)?(?:[aeiouvü]{1,3})(?:n|ng|r)?\)")
_LONGEST_SIGNATURE = 120
_GAP = 2
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
        """Whether blanks stood between this character and the next that were left out of `text`."""
        if index + 1 >= len(self.origins) or self.origins[index + 1] - self.origins[index] < _GAP:
            return False
        return self.source[self.origins[index] + 1 : self.origins[index + 1]].isspace()


@dataclass(slots=True)
class _Line:
    text: str
    origins: array
    blank_before: bool
    is_cell: bool

    def drop_tabs(self) -> None:
        """Leave out what parts cells."""
        self.text, self.origins = _without(self.text, self.origins, [at for at, c in enumerate(self.text) if c == "\t"])

    def written(self, source: str) -> str:
        """The line as it was given, from its first kept character to its last."""
        return source[self.origins[0] : self.origins[-1] + 1]


def normalise(source: str) -> Normalised:
    """Even out `source`; every kept character remembers where it stood. Linear in its length."""
    pieces, origins = [], array("L")
    for run in _joined(_in_rows(_lines(source)), source):
        if pieces:
            pieces.append("\n")
            origins.append(origins[-1])
        for line in run:
            pieces.append(line.text)
            origins.extend(line.origins)
    return Normalised(source, "".join(pieces), origins)


def _lines(source: str) -> list[_Line]:
    even = _LOST_ZERO.sub("〇", in_simplified(source).translate(_EVEN))
    lines, start, blank, cell = [], 0, False, False
    for end, after in [*((m.start(), m.end()) for m in _BREAK.finditer(even)), (len(even), len(even))]:
        line = _Line(*_squeeze(even, start, end), blank, cell)
        _align(line, lines[-1] if lines else None)
        if line.text and not is_page_number(line.text):
            lines.append(line)
            blank = cell = False
        else:
            blank, cell = True, cell or "\t" in even[start:end].strip(" ")
        start = after
    _sign(lines, even)
    return lines


def _in_rows(lines: list[_Line]) -> list[_Line]:
    """The lines, those that are cells of one row joined by tabs."""
    laid, at = [], 0
    for start, end in stacked_rows([line.text for line in lines]):
        laid += [*lines[at:start], _row(lines[start:end])]
        at = end
    return [*laid, *lines[at:]]


def _row(cells: list[_Line]) -> _Line:
    text, origins = "\t".join(cell.text for cell in cells), array("L")
    for cell in cells:
        origins.extend([origins[-1]] if origins else [])
        origins.extend(cell.origins)
    return _Line(text, origins, cells[0].blank_before, is_cell=False)


def _squeeze(even: str, start: int, end: int) -> tuple[str, array]:
    """A line without blanks, but one space between two Latin words and a tab for each edge between table cells."""
    pieces, origins = [], array("L")
    for blank in [*_BLANKS.finditer(even, start, end), None]:
        stop = blank.start() if blank else end
        pieces.append(even[start:stop])
        origins.extend(range(start, stop))
        if blank:
            kept = _kept(even, blank, end)
            pieces += ("\t" if even[at] == "\t" else " " for at in kept)
            origins.extend(kept)
        start = blank.end() if blank else end
    text = "".join(pieces).rstrip("\t")
    readings = [at for found in _READING.finditer(text) for at in range(*found.span())]
    return _heal_numbers(*_without(text, origins[: len(text)], readings))


def _kept(even: str, blank: re.Match[str], end: int) -> list[int]:
    """The places of those characters of a run of blanks that stay: its tabs, else one space between Latin words."""
    first, last = blank.span()
    if "\t" in blank.group():
        return [at for at in range(first, last) if even[at] == "\t"]
    if last >= end or first == 0:
        return []
    return [first] if _LATIN.match(even[first - 1]) and _LATIN.match(even[last]) else []


def _align(line: _Line, above: _Line | None) -> None:
    """Leading tabs are the empty cells of a row, and an indent where no table is."""
    leading = len(line.text) - len(line.text.lstrip("\t"))
    if not leading or "\t" in line.text[leading:]:
        return
    goes_on = above is not None and (line.is_cell or not line.blank_before) and above.text.count("\t") >= leading
    if not goes_on:
        line.drop_tabs()


def _sign(lines: list[_Line], even: str) -> None:
    """Free a signature of the table it stands in, and part offices that sign side by side by 「、」."""
    for above, line, below in zip([None, *lines], lines, [*lines[1:], None], strict=False):
        if above and is_whole_day(line.text.strip("\t")):
            is_signature = _part_offices(above, even)
        else:
            is_row = any(beside and "\t" in beside.text for beside in (above, below))
            is_signature = is_signed_row(line.text) and not is_row
        if is_signature:
            line.drop_tabs()


def _part_offices(line: _Line, even: str) -> bool:
    first, last = line.origins[0], line.origins[-1] + 1
    edges = {gap.start() for gap in _APART.finditer(even, first, last)} if last - first < _LONGEST_SIGNATURE else set()
    kept = [at for at in range(first, last) if at in edges or not _BLANKS.match(even, at)] if edges else []
    text = "".join("、" if at in edges else even[at] for at in kept)
    if not are_offices(text):
        return False
    line.text, line.origins = text, array("L", kept)
    return True


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


def _joined(lines: list[_Line], source: str) -> Iterator[list[_Line]]:
    """Runs of lines that are one line of the author's."""
    widths = [width_of(line.written(source)) for line in lines]
    full = full_width([line.text for line in lines], widths)
    run: list[_Line] = []
    for line, width in zip(lines, [0, *widths], strict=False):
        if run and not _goes_on(run, line, is_full=width >= full):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _goes_on(run: list[_Line], line: _Line, *, is_full: bool) -> bool:
    if line.is_cell:
        return False
    return belongs_to_next(run[-1].text, line.text, Break(len(run) > 1, line.blank_before, is_full))
