"""A task as a list shows it on one day: its traffic light in working days, its window, its safe day. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.models import Task
from app.workdays import Workdays

RED_WORKDAYS = 3
AMBER_WORKDAYS = 10
# Beyond a year no holiday is announced, so counting working days would only pretend.
_COUNTED_DAYS = 366


class Level(StrEnum):
    """The colour of a light; a page never shows it without words."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    PAST = "past"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"


class Says(StrEnum):
    """Which sentence stands beside the light; the words are in `_words.html`."""

    WORKDAYS = "workdays"
    DAYS = "days"
    DUE_TODAY = "due_today"
    LAST_WORKDAY = "last_workday"
    NO_WORKDAY = "no_workday"
    PAST = "past"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Light:
    """A colour, a sentence, and the number in it."""

    level: Level
    says: Says
    count: int = 0


class Phase(StrEnum):
    """Where a day stands to a window (填报期)."""

    BEFORE = "before"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Row:
    """One task on one day. `safe_on` is the last working day before a deadline on a day off, else None."""

    task: Task
    light: Light
    phase: Phase | None
    safe_on: date | None
    is_provisional: bool


def build_row(task: Task, today: date, workdays: Workdays) -> Row:
    """`task` as it stands on `today`."""
    due = task.due_on
    return Row(
        task=task,
        light=light_of(task, today, workdays),
        phase=_phase(task, today),
        safe_on=None if due is None or workdays.is_workday(due) else workdays.last_on_or_before(due),
        is_provisional=due is not None and workdays.is_provisional(due),
    )


def build_rows(tasks: Iterable[Task], today: date, workdays: Workdays) -> tuple[Row, ...]:
    """Each task as it stands on `today`, in the order given."""
    return tuple(build_row(task, today, workdays) for task in tasks)


def light_of(task: Task, today: date, workdays: Workdays) -> Light:
    """Red up to 3 working days before the deadline, amber up to 10, then green; the days after today count.

    A deadline on a day off goes by the working days that are really left.
    """
    if task.withdrawn_at is not None:
        return Light(Level.WITHDRAWN, Says.WITHDRAWN)
    if task.due_on is None:
        return Light(Level.WAITING, Says.WAITING)
    days = (task.due_on - today).days
    if days < 0:
        return Light(Level.PAST, Says.PAST)
    if days > _COUNTED_DAYS:
        return Light(Level.GREEN, Says.DAYS, days)
    return _ahead(days, workdays.between(today, task.due_on), workdays.is_workday(today))


def _ahead(days: int, left: int, works_today: bool) -> Light:
    if days == 0:
        return Light(Level.RED, Says.DUE_TODAY)
    if left == 0:
        return Light(Level.RED, Says.LAST_WORKDAY if works_today else Says.NO_WORKDAY)
    level = Level.RED if left <= RED_WORKDAYS else Level.AMBER if left <= AMBER_WORKDAYS else Level.GREEN
    return Light(level, Says.WORKDAYS, left)


def _phase(task: Task, today: date) -> Phase | None:
    if task.opens_on is None or task.due_on is None:
        return None
    if today < task.opens_on:
        return Phase.BEFORE
    return Phase.OPEN if today <= task.due_on else Phase.CLOSED
