"""Text on its way into a calendar: without what breaks a reader, and on one line where it must be."""

import re

from icalendar import vText

from app.schemas.fields import clean

_LONGEST_SUMMARY = 255
_LOOKS_LIKE_NEWLINE = re.compile(r"\\(?=[nN])")


def plain(text: str) -> vText:
    r"""Text of several lines, without control characters, U+2028 and lone surrogates.

    A backslash before n or N becomes a full-width ＼: escaped as RFC 5545 §3.3.11 says, node-ical still reads it as a
    newline, and icalendar itself writes one for `\N`.
    """
    return vText(_LOOKS_LIKE_NEWLINE.sub("＼", clean(text)))


def summary(before: str, title: str, after: str = "") -> vText:
    """A summary that every client shows: one line of at most 255 characters; only the title is ever shortened."""
    line = " ".join(clean(title).split())
    room = _LONGEST_SUMMARY - len(before) - len(after)
    if len(line) > room:
        line = line[: room - 1] + "…"
    return plain(before + line + after)
