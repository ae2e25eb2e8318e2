"""Which task belongs in which section of a digest, decided by its dates and the day alone."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from app.provinces import Province
from app.workdays import Workdays, iso_week

# An old notice must not nag for ever.
OVERDUE_DAYS = 30
AHEAD_DAYS = 30


class DatedTask(Protocol):
    """What a digest needs to know of a task."""

    @property
    def id(self) -> str: ...
    @property
    def opens_on(self) -> date | None: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def withdrawn_at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """A task as it stands on the day of the digest. `workdays_left` counts (today, due_on]; negative when past."""

    task: DatedTask
    days_left: int | None
    workdays_left: int | None
    safe_on: date | None


@dataclass(frozen=True, slots=True)
class Section:
    """One heading of the digest and the tasks under it. `key` names it in templates and tests."""

    key: str
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """One province's weekly mail (周报) on one day."""

    province: Province
    as_of: date
    sections: tuple[Section, ...]

    @property
    def period(self) -> str:
        """The ISO week it belongs to, as 2022-W34."""
        return iso_week(self.as_of)

    @property
    def is_empty(self) -> bool:
        """Nothing with a date to say: then no mail goes out. Undated tasks alone are no news."""
        return all(section.key == "undated" or not section.entries for section in self.sections)

    def count(self, *keys: str) -> int:
        """How many tasks stand in the sections `keys`."""
        return sum(len(section.entries) for section in self.sections if section.key in keys)


def build_digest(province: Province, tasks: Iterable[DatedTask], today: date, workdays: Workdays) -> Digest:
    """The digest of `tasks` on `today`; every task stands in at most one section, empty sections are left out."""
    found: dict[str, list[DatedTask]] = {}
    for task in tasks:
        key = section_of(task, today)
        if key is not None:
            found.setdefault(key, []).append(task)
    sections = (
        Section(key, title, tuple(_entry(task, today, workdays) for task in sorted(found[key], key=_order)))
        for key, title in SECTIONS
        if key in found
    )
    return Digest(province, today, tuple(sections))


SECTIONS: Sequence[tuple[str, str]] = (
    ("overdue", "刚过截止日（近30天）"),
    ("this_week", "本周截止"),
    ("open_now", "正在填报"),
    ("ahead", "未来30天内截止"),
    ("opening", "即将开始填报"),
    ("undated", "时间待通知"),
)


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


def _entry(task: DatedTask, today: date, workdays: Workdays) -> Entry:
    if task.due_on is None:
        return Entry(task, None, None, None)
    return Entry(
        task=task,
        days_left=(task.due_on - today).days,
        workdays_left=workdays.between(today, task.due_on),
        safe_on=workdays.last_on_or_before(task.due_on),
    )
