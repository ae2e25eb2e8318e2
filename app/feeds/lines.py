"""Text on its way into a calendar: cleaned, on one line where it must be, and escaped whatever it holds."""

from icalendar import vText

from app.schemas.fields import clean

_LONGEST_SUMMARY = 255


class Escaped(vText):
    r"""Text that comes back as it went in (RFC 5545 §3.3.11): icalendar's own turns a literal `\N` into a newline."""

    def to_ical(self) -> bytes:
        text = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
        return text.encode()


def plain(text: str) -> Escaped:
    """Text of several lines, without what breaks a reader: control characters, U+2028, lone surrogates."""
    return Escaped(clean(text))


def summary(before: str, title: str, after: str = "") -> Escaped:
    """A summary that every client shows: one line of at most 255 characters; only the title is ever shortened."""
    line = " ".join(clean(title).split())
    room = _LONGEST_SUMMARY - len(before) - len(after)
    if len(line) > room:
        line = line[: room - 1] + "…"
    return Escaped(before + line + after)
