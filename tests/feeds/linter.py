"""The rules no parser enforces: Bytes, Identity, Dates and Header of a feed, checked on the bytes themselves."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

MAX_BYTES = 1_000_000
MAX_ENTRIES = 1_000
_LINE = re.compile(r"(?P<name>[A-Z0-9-]+)(?P<params>(?:;[A-Z-]+=[^;:\"]+)*):(?P<value>.*)", re.DOTALL)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_BARE = re.compile(r"(?<!\\)(?:\\\\)*[;,]")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_STAMP = re.compile(r"\d{8}T\d{6}Z")
_TEXTS = {"SUMMARY", "DESCRIPTION", "NAME", "X-WR-CALNAME", "X-WR-CALDESC", "CONTACT"}
_ONCE = {"VERSION", "PRODID", "CALSCALE", "NAME", "X-WR-CALNAME", "DESCRIPTION", "X-WR-CALDESC", "URL", "SOURCE"}
_ONCE |= {"LAST-MODIFIED", "REFRESH-INTERVAL", "X-PUBLISHED-TTL", "COLOR", "X-APPLE-CALENDAR-COLOR"}
_FORBIDDEN = {"METHOD", "ORGANIZER", "ATTENDEE", "RRULE", "X-ALT-DESC", "RDATE", "DURATION"}


@dataclass
class Part:
    """A component as it was written: its properties in order, and what it holds."""

    name: str
    lines: list[tuple[str, str, str]] = field(default_factory=list)
    parts: list["Part"] = field(default_factory=list)

    def all(self, name: str) -> list[tuple[str, str]]:
        """Each (parameters, value) of a property."""
        return [(params, value) for found, params, value in self.lines if found == name]

    def one(self, name: str) -> tuple[str, str]:
        """The one (parameters, value) of a property, ('', '') without it."""
        return next(iter(self.all(name)), ("", ""))

    def value(self, name: str) -> str:
        """The one value of a property, '' without it."""
        return self.one(name)[1]


def lint(content: bytes, *, header: bool = True) -> list[str]:
    """Every fault of a calendar, in words; `header=False` for a file of one task, which has no calendar name."""
    faults = list(_bytes(content))
    if faults:
        return faults
    calendar = read(content)
    rules: list[Callable[[Part], Iterator[str]]] = [_order, _identity, _dates, _showing, _alarms]
    rules += [_header] if header else []
    return [fault for rule in rules for fault in rule(calendar)]


def read(content: bytes) -> Part:
    """The tree of components; raises ValueError where BEGIN and END do not match."""
    root = Part("")
    stack = [root]
    for line in content.decode().replace("\r\n ", "").split("\r\n")[:-1]:
        found = _LINE.fullmatch(line)
        if found is None:
            raise ValueError(f"not a property: {line!r}")
        name, params, value = found["name"], found["params"], found["value"]
        if name == "BEGIN":
            stack[-1].parts.append(Part(value))
            stack.append(stack[-1].parts[-1])
        elif name == "END":
            if stack.pop().name != value:
                raise ValueError(f"END:{value} closes nothing")
        else:
            stack[-1].lines.append((name, params, value))
    if len(root.parts) != 1 or len(stack) != 1:
        raise ValueError("not one calendar")
    return root.parts[0]


def unescape(text: str) -> str:
    """What a text value stands for (RFC 5545 §3.3.11)."""
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def _bytes(content: bytes) -> Iterator[str]:
    if content.startswith(b"\xef\xbb\xbf"):
        yield "starts with a byte-order mark"
    if not content.endswith(b"END:VCALENDAR\r\n"):
        yield "does not end with END:VCALENDAR and CRLF"
    if re.search(rb"(?<!\r)\n|\r(?!\n)", content):
        yield "a bare CR or LF"
    if len(content) >= MAX_BYTES:
        yield f"{len(content)} bytes"
    for number, line in enumerate(content.split(b"\r\n"), 1):
        if fault := _line(line):
            yield f"line {number} {fault}: {line!r}"


def _line(line: bytes) -> str:
    if len(line) > 75:
        return f"has {len(line)} octets"
    try:
        return "holds a control character" if _CONTROL.search(line.decode().replace("\t", "")) else ""
    except UnicodeDecodeError:
        return "is cut inside a character"


def _order(calendar: Part) -> Iterator[str]:
    if calendar.name != "VCALENDAR" or not 0 < len(calendar.parts) <= MAX_ENTRIES:
        yield f"a {calendar.name} of {len(calendar.parts)} components"
    if len({part.name for part in calendar.parts}) > 1:
        yield "mixes events and to-dos"
    for part in _walk(calendar):
        yield from (f"{name} in {part.name}" for name, _, _ in part.lines if name in _FORBIDDEN)
        yield from (f"bare: {value!r}" for name, _, value in part.lines if name in _TEXTS and _BARE.search(value))


def _identity(calendar: Part) -> Iterator[str]:
    uids = Counter(part.value("UID") for part in _walk(calendar) if part is not calendar)
    for uid, times in uids.items():
        if times > 1 or not uid or not uid.isascii():
            yield f"UID {uid!r} × {times}"
    for entry in calendar.parts:
        for name in ("DTSTAMP", "CREATED", "LAST-MODIFIED"):
            if not _STAMP.fullmatch(entry.value(name)):
                yield f"{name} {entry.value(name)!r}"
        if not entry.value("SEQUENCE").isdecimal():
            yield f"SEQUENCE {entry.value('SEQUENCE')!r}"
        if (entry.value("STATUS") == "CANCELLED") != entry.value("SUMMARY").startswith("【已撤回】"):
            yield f"withdrawn in one place only: {entry.value('SUMMARY')}"


def _dates(calendar: Part) -> Iterator[str]:
    for entry in calendar.parts:
        for name in ("DTSTART", "DTEND", "DUE"):
            for params, value in entry.all(name):
                if params != ";VALUE=DATE" or not re.fullmatch(r"\d{8}", value):
                    yield f"{name}{params}:{value}"
        if entry.name == "VEVENT" and not _day(entry, "DTSTART") < _day(entry, "DTEND"):
            yield "DTEND is not after DTSTART"
        if entry.name == "VTODO" and entry.all("DTEND"):
            yield "a to-do has DTEND"
        if entry.name == "VTODO" and entry.all("DTSTART") and not _day(entry, "DTSTART") < _day(entry, "DUE"):
            yield "DUE is not after DTSTART"


def _header(calendar: Part) -> Iterator[str]:
    yield from (f"{name} × {len(calendar.all(name))}" for name in _ONCE if len(calendar.all(name)) != 1)
    if [name for name, _, _ in calendar.lines[:2]] != ["VERSION", "PRODID"]:
        yield "VERSION and PRODID do not come first"
    if (calendar.one("REFRESH-INTERVAL"), calendar.value("X-PUBLISHED-TTL")) != ((";VALUE=DURATION", "P1D"), "P1D"):
        yield "REFRESH-INTERVAL and X-PUBLISHED-TTL are not P1D"
    if calendar.one("SOURCE") != (";VALUE=URI", calendar.value("URL")):
        yield "SOURCE is not the URL"
    for name, twin in (("NAME", "X-WR-CALNAME"), ("DESCRIPTION", "X-WR-CALDESC")):
        if calendar.value(name) != calendar.value(twin):
            yield f"{name} and {twin} differ"
    if not re.fullmatch("[a-z]+ #[0-9A-F]{6}", f"{calendar.value('COLOR')} {calendar.value('X-APPLE-CALENDAR-COLOR')}"):
        yield "a colour is not a CSS name or #RRGGBB"


def _showing(calendar: Part) -> Iterator[str]:
    for entry in calendar.parts:
        summary, text = entry.value("SUMMARY"), entry.value("DESCRIPTION")
        if not 0 < len(unescape(summary)) <= 255 or "\n" in unescape(summary):
            yield f"SUMMARY {summary!r}"
        if not text.endswith(entry.value("URL")) or not entry.value("URL"):
            yield "the text does not end with the address"
        if re.search(r"还有\s*\d+\s*天|</[a-z]+>|<br ?/?>", text + summary):
            yield "a count of days, or HTML"
        if "," in entry.value("CATEGORIES"):
            yield "a comma in CATEGORIES"
        if entry.name == "VEVENT" and (
            entry.value("TRANSP"),
            entry.value("X-MICROSOFT-CDO-BUSYSTATUS"),
            entry.value("X-MICROSOFT-CDO-ALLDAYEVENT"),
        ) != ("TRANSPARENT", "FREE", "TRUE"):
            yield "paints the day busy"


def _alarms(calendar: Part) -> Iterator[str]:
    for entry in calendar.parts:
        for alarm in entry.parts:
            params, trigger = alarm.one("TRIGGER")
            if alarm.value("ACTION") != "DISPLAY" or not alarm.value("DESCRIPTION") or not trigger.startswith("-P"):
                yield f"an alarm that does not ring before: {alarm.lines}"
            if entry.name == "VTODO" and params != ";RELATED=END":
                yield "an alarm of a to-do counts from its start"


def _walk(part: Part) -> Iterator[Part]:
    yield part
    for inner in part.parts:
        yield from _walk(inner)


def _day(entry: Part, name: str) -> date:
    return date.fromisoformat(entry.value(name))
