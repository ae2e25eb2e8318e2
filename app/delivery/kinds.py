"""The kinds of mail, and which cadence brings which."""

from collections.abc import Mapping

WEEKLY = "weekly"
REMINDER = "reminder"
CHANGE = "change"
CONFIRM = "confirm"
ENDED = "ended"

CADENCES = ("weekly", "reminders", "both", "changes")
LANGUAGES = ("zh", "en")
WANTED_BY: Mapping[str, tuple[str, ...]] = {
    WEEKLY: ("weekly", "both"),
    REMINDER: ("reminders", "both"),
    CHANGE: ("changes",),
}
# Somebody waits for these in front of a page: sent at once, whatever their subscription says.
LETTERS = (CONFIRM, ENDED)
