"""One task as calendar entries: the bar over its window, and one day for its deadline."""

from datetime import UTC, date, timedelta
from enum import StrEnum

from icalendar import Event, vText, vUri

from app.feeds.words import describe, due_summary, window_summary
from app.models import Task
from app.schemas.fields import clean
from app.words import KINDS
from app.workdays import Workdays

_DAY = timedelta(days=1)


class Role(StrEnum):
    """What an entry stands for; with the task's id it makes the UID, which holds nothing that may change."""

    WINDOW = "window"
    DUE = "due"


def task_entries(task: Task, base_url: str, workdays: Workdays) -> list[Event]:
    """The entries of a task: none while it has no date, one for its deadline, and one for its window if it has one."""
    if task.due_on is None:
        return []
    text = describe(task, base_url, workdays)
    due = _entry(task, Role.DUE, task.due_on, task.due_on, due_summary(task), text, base_url)
    if task.opens_on is None:
        return [due]
    bar = _entry(task, Role.WINDOW, task.opens_on, task.due_on, window_summary(task), text, base_url)
    return [bar, due]


def uid(task_id: str, role: Role) -> str:
    """The entry's permanent identity (RFC 7986 §5.3): the task's id and the role alone."""
    return f"{task_id}-{role}@qixian"


def _entry(task: Task, role: Role, first: date, last: date, summary: str, text: str, base_url: str) -> Event:
    changed_at = task.updated_at.astimezone(UTC)
    event = Event()
    event.add("uid", uid(task.id, role))
    event.add("dtstamp", changed_at)
    event.add("created", task.created_at.astimezone(UTC))
    event.add("last-modified", changed_at)
    event.add("sequence", task.sequence)
    event.add("dtstart", first)
    event.add("dtend", last + _DAY)  # exclusive, RFC 5545 §3.6.1
    event.add("summary", _line(summary))
    event.add("description", clean(text))
    event.add("categories", [KINDS[task.kind]])
    event.add("status", "CANCELLED" if task.withdrawn_at else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("url", vUri(f"{base_url}/tasks/{task.id}"))
    event.add("x-microsoft-cdo-busystatus", vText("FREE"))
    event.add("x-microsoft-cdo-alldayevent", vText("TRUE"))
    return event


def _line(text: str) -> str:
    """A summary that every client shows: one line of at most 255 characters."""
    line = " ".join(clean(text).split())
    return line if len(line) <= 255 else line[:254] + "…"
