"""Word's automatic numbers: what stands before a paragraph although no one typed it."""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_DEEPEST_STYLE = 12


def chinese(number: int) -> str:
    """1 → 一, 12 → 十二, 20 → 二十; plain digits from 100 on."""
    if not 0 < number < 100:
        return str(number)
    tens, units = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[units] if units else "")


def _roman(number: int) -> str:
    letters = ""
    for value, letter in _ROMAN:
        count, number = divmod(number, value)
        letters += letter * count
    return letters


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26)


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)


_FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "ideographDigital": chinese,
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalZero": lambda number: f"{number:02d}",
}
_SILENT = {"bullet", "none"}


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is written, 「（%2）」 in Chinese numbers from 1, and the style that goes with it."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    style: str = ""


@dataclass(slots=True)
class _List:
    abstract: str
    levels: dict[int, _Level] = field(default_factory=dict)
    restarts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of one document, counting as its paragraphs go by."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._lists = _lists(numbering) if numbering is not None else {}
        self._styles = _styles(styles) if styles is not None else {}
        for number_id, known in self._lists.items():
            for depth, level in known.levels.items():
                if self._styles.get(level.style, ("",))[0] == number_id:
                    self._styles[level.style] = (number_id, str(depth))
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._started: set[str] = set()

    def label(self, paragraph: Element) -> str:
        """The number Word would print before `paragraph`, '' when it has none."""
        number_id, depth = self._place(paragraph)
        known = self._lists.get(number_id)
        level = known.levels.get(depth) if known else None
        if not known or not level:
            return ""
        counts = self._counts[known.abstract]
        if number_id not in self._started:
            self._started.add(number_id)
            counts.update({at: start - 1 for at, start in known.restarts.items()})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [at for at in counts if at > depth]:
            del counts[deeper]
        return "" if level.format in _SILENT else _written(level, known, counts)

    def _place(self, paragraph: Element) -> tuple[str, int]:
        """(numId, level) of a paragraph: its own, else its style's; numId 0 switches numbering off."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        style = _value(paragraph.find(f"{W}pPr/{W}pStyle"))
        inherited = self._styles.get(style, ("", "0"))
        number_id = _value(own.find(f"{W}numId")) if own is not None else ""
        depth = _value(own.find(f"{W}ilvl")) if own is not None else ""
        return number_id or inherited[0], _int(depth or inherited[1])


def _written(level: _Level, known: _List, counts: dict[int, int]) -> str:
    def one(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        each = known.levels.get(at, _Level())
        return _FORMATS.get(each.format, str)(counts.get(at, each.start))

    return re.sub(r"%([1-9])", one, level.text)


def _lists(root: Element) -> dict[str, _List]:
    abstracts = {element.get(f"{W}abstractNumId", ""): _levels(element) for element in root.iter(f"{W}abstractNum")}
    lists = {}
    for number in root.iter(f"{W}num"):
        abstract = _value(number.find(f"{W}abstractNumId"))
        known = _List(abstract, dict(abstracts.get(abstract, {})))
        for override in number.iter(f"{W}lvlOverride"):
            start = override.find(f"{W}startOverride")
            if start is not None:
                known.restarts[_int(override.get(f"{W}ilvl", "0"))] = _int(_value(start))
            known.levels.update(_levels(override))
        lists[number.get(f"{W}numId", "")] = known
    return lists


def _levels(parent: Element) -> dict[int, _Level]:
    return {
        _int(level.get(f"{W}ilvl", "0")): _Level(
            _value(level.find(f"{W}numFmt")) or "decimal",
            _value(level.find(f"{W}lvlText")),
            _int(_value(level.find(f"{W}start")) or "1"),
            _value(level.find(f"{W}pStyle")),
        )
        for level in parent.iter(f"{W}lvl")
    }


def _styles(root: Element) -> dict[str, tuple[str, str]]:
    """(numId, level) of each style, through the styles it is based on."""
    own, based = {}, {}
    for style in root.iter(f"{W}style"):
        name = style.get(f"{W}styleId", "")
        based[name] = _value(style.find(f"{W}basedOn"))
        numbers = style.find(f"{W}pPr/{W}numPr")
        if numbers is not None:
            own[name] = (_value(numbers.find(f"{W}numId")), _value(numbers.find(f"{W}ilvl")) or "0")
    found = {}
    for name in based:
        at = name
        for _ in range(_DEEPEST_STYLE):
            if at in own or not at:
                break
            at = based.get(at, "")
        if at in own:
            found[name] = own[at]
    return found


def _value(element: Element | None) -> str:
    return element.get(f"{W}val", "") if element is not None else ""


def _int(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 6 else 0
