"""What a subscriber may ask for in a feed's address, and nothing that depends on who asks."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from app.errors import InvalidInput, nearest
from app.schemas.document import TaskKind
from app.schemas.fields import parse_day
from app.workdays import Workdays

_LEAD = re.compile(r"([1-9][0-9]{0,2})(wd|d)", re.ASCII)
_MOST_DAYS = 366
_MOST_LEADS = 5

T = TypeVar("T")


class Window(StrEnum):
    """How a task's window is drawn: a bar over it and its last day, the bar alone, or its first and last day."""

    BOTH = "both"
    BAR = "bar"
    MARKS = "marks"


@dataclass(frozen=True, slots=True, order=True)
class Lead:
    """How long before a deadline: `days` working days (`5wd`) or calendar days (`7d`)."""

    days: int
    working: bool

    def __str__(self) -> str:
        return f"{self.days}{'wd' if self.working else 'd'}"

    def before(self, due_on: date, workdays: Workdays) -> date:
        """The day of the reminder: for `1wd` the last working day before the deadline."""
        return workdays.add(due_on, -self.days) if self.working else due_on - timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a feed in one canonical form: the same wishes, however written, are equal.

    `remind` makes entries, `alarm` makes VALARMs; `kind` is empty for all kinds.
    """

    window: Window = Window.BOTH
    remind: tuple[Lead, ...] = ()
    alarm: tuple[Lead, ...] = ()
    kind: tuple[TaskKind, ...] = ()

    def for_todos(self) -> "Options":
        """The same without what a list of to-dos has no place for: bars and reminder entries."""
        return replace(self, window=Window.BOTH, remind=())

    def for_any_kind(self) -> "Options":
        """The same without the choice of tasks: how one task is drawn."""
        return replace(self, kind=())


@dataclass(frozen=True, slots=True)
class Wishes:
    """A parsed query: the options, whether the answer is to be saved as a file (`download=1`), and which day's
    knowledge it is to show, when not today's (`as_known_on`)."""

    options: Options
    download: bool = False
    known_on: date | None = None


def parse_query(query: bytes) -> Wishes:
    """What a query string asks for. Raises InvalidInput naming the value of a known parameter that is wrong or twice.

    Unknown parameters are ignored: people add `?v=2` to get round a cache.
    """
    given: dict[str, str] = {}
    for name, value in parse_qsl(query.decode("utf-8", "replace"), keep_blank_values=True):
        if name in given and name in _PARSERS:
            raise InvalidInput(f"{name} is given twice; give it once, with commas between values.", param=name)
        given[name] = value
    known = {name: parse(given[name]) for name, parse in _PARSERS.items() if name in given}
    others = {field: known.pop(name) for name, field in _NO_OPTIONS.items() if name in known}
    return Wishes(Options(**known), **others)


def _window(value: str) -> Window:
    return _one_of("window", value, {str(window): window for window in Window})


def _kinds(value: str) -> tuple[TaskKind, ...]:
    known = {str(kind): kind for kind in TaskKind}
    return _sorted(_one_of("kind", part, known) for part in value.split(","))


def _remind(value: str) -> tuple[Lead, ...]:
    return _leads("remind", value, "5wd,1wd: working days (wd) or days (d)", working=True)


def _alarm(value: str) -> tuple[Lead, ...]:
    return _leads("alarm", value, "7d,1d: days before, at 09:00", working=False)


def _download(value: str) -> bool:
    return _one_of("download", value, {"1": True, "0": False})


def _day(value: str) -> date:
    try:
        return parse_day(value)
    except ValueError as error:
        raise InvalidInput(f"as_known_on: {error}", param="as_known_on") from None


_NO_OPTIONS = {"download": "download", "as_known_on": "known_on"}
_PARSERS: dict[str, Callable[[str], Any]] = {
    "window": _window,
    "remind": _remind,
    "alarm": _alarm,
    "kind": _kinds,
    "download": _download,
    "as_known_on": _day,
}


def _leads(param: str, value: str, example: str, *, working: bool) -> tuple[Lead, ...]:
    leads = _sorted(_lead(param, part, example, working=working) for part in value.split(","))
    if len(leads) > _MOST_LEADS:
        raise InvalidInput(f"{param}: {value[:40]!r} asks for {len(leads)}; {_MOST_LEADS} are the most.", param=param)
    return leads


def _lead(param: str, text: str, example: str, *, working: bool) -> Lead:
    found = _LEAD.fullmatch(text)
    lead = Lead(int(found[1]), found[2] == "wd") if found else None
    if lead is None or lead.days > _MOST_DAYS or (lead.working and not working):
        raise InvalidInput(
            f"{param}: {text[:40]!r} is not valid; write it as {example}, {_MOST_DAYS} at most.", param=param
        )
    return lead


def _one_of(param: str, value: str, known: dict[str, T]) -> T:
    if value not in known:
        hint = nearest(value, list(known)) or f" It is one of {', '.join(known)}."
        raise InvalidInput(f"{param}: {value[:40]!r} is not valid.{hint}", param=param)
    return known[value]


def _sorted(values: Iterable[T]) -> tuple[T, ...]:
    """Each once, in one order, so that `5wd,1wd` and `1wd,5wd` are one feed."""
    return tuple(sorted(set(values)))  # ty: ignore[invalid-argument-type] - kinds and leads have an order
