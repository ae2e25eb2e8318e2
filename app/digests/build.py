"""Which task belongs in which section of a digest, decided by its dates and the day alone."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.digests.changes import TaskChange
from app.digests.tasks import DatedTask
from app.provinces import Province
from app.workdays import Workdays, iso_week

# An old notice must not nag for ever.
OVERDUE_DAYS = 30
AHEAD_DAYS = 30


@dataclass(frozen=True, slots=True)
class Entry:
    """A task as it stands on the day of the digest. `workdays_left` counts (today, due_on]; negative when past."""

    task: DatedTask
    days_left: int | None
    workdays_left: int | None
    safe_on: date | None


@dataclass(frozen=True, slots=True)
class Section:
    """One heading of the digest, by its `key`, and the tasks under it; `total` counts those left out for length too."""

    key: str
    entries: tuple[Entry, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Digest:
    """One province's weekly mail (周报) on one day."""

    province: Province
    as_of: date
    sections: tuple[Section, ...]
    changes: tuple[TaskChange, ...] = ()
    change_count: int = 0
    hidden: int = 0

    @property
    def period(self) -> str:
        """The ISO week it belongs to, as 2022-W34."""
        return iso_week(self.as_of)

    @property
    def is_empty(self) -> bool:
        """Nothing with a date and no change to tell: then no mail goes out. Undated tasks alone are no news."""
        return not self.changes and all(section.key == "undated" for section in self.sections)

    def count(self, *keys: str) -> int:
        """How many tasks stand in the sections `keys`."""
        return sum(section.total for section in self.sections if section.key in keys)

    def cut_to(self, limit: int) -> "Digest":
        """`limit` tasks and changes, at most half of them changes; `hidden` says how many were left out."""
        changes = self.changes[: limit // 2]
        room, kept = limit - len(changes), []
        for section in self.sections:
            kept.append(replace(section, entries=section.entries[:room]))
            room -= len(kept[-1].entries)
        shown = sum(len(section.entries) for section in kept) + len(changes)
        total = sum(section.total for section in self.sections) + self.change_count
        return replace(self, sections=tuple(kept), changes=changes, hidden=total - shown)


def build_digest(
    province: Province,
    tasks: Iterable[DatedTask],
    today: date,
    workdays: Workdays,
    changes: tuple[TaskChange, ...] = (),
) -> Digest:
    """The digest of `tasks` on `today`; every task stands in at most one section, empty sections are left out."""
    found: dict[str, list[DatedTask]] = {}
    for task in tasks:
        key = section_of(task, today)
        if key is not None:
            found.setdefault(key, []).append(task)
    sections = (
        Section(key, tuple(entry_of(task, today, workdays) for task in sorted(found[key], key=_order)), len(found[key]))
        for key in SECTIONS
        if key in found
    )
    return Digest(province, today, tuple(sections), changes, len(changes))


SECTIONS = ("overdue", "this_week", "open_now", "ahead", "opening", "undated")


def section_of(task: DatedTask, today: date) -> str | None:
    """Which section a task belongs to on `today`; None when it is withdrawn, long past or far off."""
    if task.withdrawn_at is not None:
        return None
    if task.due_on is None:
        return "undated"
    opens_on = task.opens_on or date.min
    return next((key for key, holds in _RULES if holds(opens_on, task.due_on, today)), None)


# The first rule that holds decides.
_RULES: Sequence[tuple[str, Callable[[date, date, date], bool]]] = (
    ("overdue", lambda opens, due, today: today - timedelta(OVERDUE_DAYS) <= due < today),
    ("this_week", lambda opens, due, today: today <= due <= _sunday(today)),
    ("opening", lambda opens, due, today: today < opens <= today + timedelta(AHEAD_DAYS)),
    ("open_now", lambda opens, due, today: date.min < opens <= today <= due),
    ("ahead", lambda opens, due, today: today < due <= today + timedelta(AHEAD_DAYS)),
)


def _sunday(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())


def _order(task: DatedTask) -> tuple[date, str]:
    return (task.due_on or date.max, task.id)


def entry_of(task: DatedTask, today: date, workdays: Workdays) -> Entry:
    """The task as it stands on `today`."""
    if task.due_on is None:
        return Entry(task, None, None, None)
    return Entry(
        task=task,
        days_left=(task.due_on - today).days,
        workdays_left=workdays.between(today, task.due_on),
        safe_on=workdays.last_on_or_before(task.due_on),
    )
