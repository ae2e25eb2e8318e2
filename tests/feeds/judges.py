"""Parsers of calendars, each reduced to what it saw: (uid, start, end, summary, description) of every entry.

Days are ISO text, None where there is none. The end is exclusive for events; for to-dos it is the day it is due.
"""

import ctypes
import ctypes.util
from collections.abc import Callable
from datetime import date
from typing import Any

import icalendar
import recurring_ical_events
import vobject
from ical.calendar_stream import IcsCalendarStream

Seen = tuple[str, str | None, str | None, str, str]
Judge = Callable[[bytes], list[Seen]]


def by_icalendar(content: bytes) -> list[Seen]:
    """icalendar, which must find no error either."""
    calendar = icalendar.Calendar.from_ical(content)
    assert not [error for component in calendar.walk() for error in component.errors]
    return [
        (
            str(entry["UID"]),
            _day(entry, "DTSTART"),
            _day(entry, "DTEND") or _day(entry, "DUE"),
            str(entry["SUMMARY"]),
            str(entry["DESCRIPTION"]),
        )
        for entry in calendar.subcomponents
    ]


def by_ical(content: bytes) -> list[Seen]:
    """ical, the strictest about values."""
    calendar = IcsCalendarStream.calendar_from_ics(content.decode())
    events = [(it.uid, it.dtstart, it.dtend, it.summary, it.description) for it in calendar.events]
    todos = [(it.uid, it.dtstart, it.due, it.summary, it.description) for it in calendar.todos]
    return [
        (uid, start.isoformat() if start else None, end.isoformat() if end else None, summary or "", text or "")
        for uid, start, end, summary, text in [*events, *todos]
    ]


def by_vobject(content: bytes) -> list[Seen]:
    """vobject, with its validation."""
    calendar: Any = vobject.readOne(content.decode())
    assert calendar.validate(raiseException=True)
    entries = [*calendar.contents.get("vevent", []), *calendar.contents.get("vtodo", [])]
    return [
        (
            entry.uid.value,
            _vobject_day(entry, "dtstart"),
            _vobject_day(entry, "dtend") or _vobject_day(entry, "due"),
            entry.summary.value,
            entry.description.value,
        )
        for entry in entries
    ]


def by_recurring_ical_events(content: bytes) -> list[Seen]:
    """recurring-ical-events, which unfolds what a calendar shows; undated to-dos show nowhere."""
    shown = recurring_ical_events.of(icalendar.Calendar.from_ical(content), components=["VEVENT", "VTODO"])
    found = [*shown.between(date(1990, 1, 1), date(2100, 1, 1))]
    return [
        (
            str(entry["UID"]),
            _day(entry, "DTSTART"),
            _day(entry, "DTEND") or _day(entry, "DUE"),
            str(entry["SUMMARY"]),
            str(entry["DESCRIPTION"]),
        )
        for entry in found
    ]


class _Time(ctypes.Structure):
    """struct icaltimetype of libical 3."""

    _fields_ = (
        *(
            (name, ctypes.c_int)
            for name in ("year", "month", "day", "hour", "minute", "second", "is_date", "is_daylight")
        ),
        ("zone", ctypes.c_void_p),
    )


_VEVENT, _VTODO = 4, 5


class Libical:
    """libical, the engine of Evolution and KDE, when the machine has it; it must find no error and no broken rule."""

    def __init__(self) -> None:
        name = ctypes.util.find_library("ical")
        self._library = ctypes.CDLL(name) if name else None

    @property
    def is_there(self) -> bool:
        """Whether the machine has libical 3."""
        return self._library is not None

    def __call__(self, content: bytes) -> list[Seen]:
        parse = self._function("icalparser_parse_string", ctypes.c_void_p, ctypes.c_char_p)
        root = parse(content)
        assert self._function("icalcomponent_count_errors", ctypes.c_int)(root) == 0
        assert self._function("icalrestriction_check", ctypes.c_int)(root) == 1
        seen = [*self._entries(root, _VEVENT, "dtend"), *self._entries(root, _VTODO, "due")]
        self._function("icalcomponent_free", None)(root)
        return seen

    def _entries(self, root: int, kind: int, end: str) -> list[Seen]:
        first = self._function("icalcomponent_get_first_component", ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
        following = self._function("icalcomponent_get_next_component", ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
        seen, entry = [], first(root, kind)
        while entry:
            seen.append(
                (
                    self._text(entry, "uid"),
                    self._date(entry, "dtstart"),
                    self._date(entry, end),
                    self._text(entry, "summary"),
                    self._text(entry, "description"),
                )
            )
            entry = following(root, kind)
        return seen

    def _text(self, entry: int, name: str) -> str:
        return self._function(f"icalcomponent_get_{name}", ctypes.c_char_p)(entry).decode()

    def _date(self, entry: int, name: str) -> str | None:
        time = self._function(f"icalcomponent_get_{name}", _Time)(entry)
        assert time.is_date or not time.year
        return f"{time.year:04}-{time.month:02}-{time.day:02}" if time.year else None

    def _function(self, name: str, result: Any, *arguments: Any) -> Any:
        function = getattr(self._library, name)
        function.restype = result
        function.argtypes = list(arguments or (ctypes.c_void_p,))
        return function


PYTHON: dict[str, Judge] = {
    "icalendar": by_icalendar,
    "ical": by_ical,
    "vobject": by_vobject,
    "recurring-ical-events": by_recurring_ical_events,
}


def _day(entry: Any, name: str) -> str | None:
    return entry[name].dt.isoformat() if name in entry else None


def _vobject_day(entry: Any, name: str) -> str | None:
    found = entry.contents.get(name)
    return found[0].value.isoformat() if found else None
