"""One task as calendar entries: a bar over its window, days for its ends, reminders; or as one to-do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from enum import StrEnum

from icalendar import Alarm, Event, Todo, vDuration, vText, vUri
from icalendar.cal.component import Component

from app.feeds import words
from app.feeds.lines import plain
from app.feeds.options import Options, Window
from app.models import Task
from app.words import KINDS, say_contact
from app.workdays import Workdays

_DAY = timedelta(days=1)
_NINE = timedelta(hours=9)


class Role(StrEnum):
    """What an entry stands for; with the task's id it makes the UID, which holds nothing that may change."""

    WINDOW = "window"
    OPENS = "opens"
    DUE = "due"
    REMIND = "remind"
    TODO = "todo"


@dataclass(frozen=True, slots=True)
class Style:
    """How tasks are drawn. The same row in the same style gives the same entries, whatever day it is."""

    base_url: str
    workdays: Workdays
    options: Options


class Drawing:
    """One task in one style."""

    def __init__(self, task: Task, style: Style) -> None:
        self.task = task
        self.style = style
        self.text = plain(words.describe(task, style.base_url, style.workdays))

    def events(self) -> list[Event]:
        """Its entries: none while it has no date."""
        if self.task.due_on is None:
            return []
        return [*self._window(self.task.due_on), *self._reminders(self.task.due_on)]

    def todo(self) -> Todo:
        """Its to-do, dated or not. DUE is the last day itself: VTODO knows no exclusive end."""
        task = self.task
        todo = Todo()
        self._fill(todo, Role.TODO, words.todo_summary(task))
        todo.add("status", "CANCELLED" if task.withdrawn_at else "NEEDS-ACTION")
        if task.due_on is None:
            return todo
        if task.opens_on and task.opens_on < task.due_on:  # RFC 5545 §3.8.2.3: DUE must be later
            todo.add("dtstart", task.opens_on)
        todo.add("due", task.due_on)
        self._ring(todo, Role.TODO, from_end=True)
        return todo

    def _window(self, due_on: date) -> Iterator[Event]:
        """What shows until when: the bar, the first day, the last day, as `window` asks."""
        opens_on, window = self.task.opens_on, self.style.options.window
        if opens_on and window is Window.MARKS:
            yield self._event(Role.OPENS, opens_on, opens_on, words.opening_summary(self.task))
        elif opens_on:
            yield self._bar(opens_on, due_on, rings=window is Window.BAR)
        if window is not Window.BAR or opens_on is None:
            due = self._event(Role.DUE, due_on, due_on, words.due_summary(self.task))
            self._ring(due, Role.DUE, from_end=False)
            yield due

    def _bar(self, opens_on: date, due_on: date, *, rings: bool) -> Event:
        bar = self._event(Role.WINDOW, opens_on, due_on, words.bar_summary(self.task))
        if rings:
            self._ring(bar, Role.WINDOW, from_end=True)
        return bar

    def _reminders(self, due_on: date) -> Iterator[Event]:
        for lead in self.style.options.remind:
            day = lead.before(due_on, self.style.workdays)
            yield self._event(f"{Role.REMIND}-{lead}", day, day, words.remind_summary(self.task, due_on))

    def _event(self, role: str, first: date, last: date, summary: vText) -> Event:
        event = Event()
        self._fill(event, role, summary)
        event.add("dtstart", first)
        event.add("dtend", last + _DAY)  # exclusive, RFC 5545 §3.6.1
        event.add("status", "CANCELLED" if self.task.withdrawn_at else "CONFIRMED")
        mark_free(event)
        return event

    def _fill(self, entry: Component, role: str, summary: vText) -> None:
        """What every kind of entry says of its task."""
        task = self.task
        changed_at = task.updated_at.astimezone(UTC)
        entry.add("uid", uid(task.id, role))
        entry.add("dtstamp", changed_at)
        entry.add("created", task.created_at.astimezone(UTC))
        entry.add("last-modified", changed_at)
        entry.add("sequence", task.sequence)
        entry.add("summary", summary)
        entry.add("description", self.text)
        entry.add("categories", [KINDS[task.kind]])
        for contact in task.contacts:
            entry.add("contact", plain(say_contact(contact).removeprefix("联系人：")))
        entry.add("url", vUri(f"{self.style.base_url}/tasks/{task.id}"))

    def _ring(self, entry: Component, role: Role, *, from_end: bool) -> None:
        """An alarm at 09:00 for each lead asked for; a withdrawn task stays silent.

        It counts from midnight of the last day; the end of a bar is the midnight after it (RFC 5545 §3.8.6.3).
        """
        after = _DAY if role is Role.WINDOW else timedelta()
        for lead in () if self.task.withdrawn_at else self.style.options.alarm:
            alarm = Alarm()
            alarm.add("uid", uid(self.task.id, f"{role}-alarm-{lead}"))
            alarm.add("action", "DISPLAY")
            alarm.add("description", words.alarm_text(self.task, lead))
            before = _NINE - timedelta(days=lead.days) - after
            alarm.add("trigger", vDuration(before), parameters={"RELATED": "END"} if from_end else {})
            entry.add_component(alarm)


def uid(task_id: str, role: str) -> str:
    """The entry's permanent identity (RFC 7986 §5.3): the task's id and the role alone."""
    return f"{task_id}-{role}@qixian"


def mark_free(event: Event) -> None:
    """Say in both dialects that an all-day entry leaves the day free."""
    event.add("transp", "TRANSPARENT")
    event.add("x-microsoft-cdo-busystatus", vText("FREE"))
    event.add("x-microsoft-cdo-alldayevent", vText("TRUE"))
