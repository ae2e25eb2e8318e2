"""Tasks at a glance on one day: what is ahead, what has passed, what waits; and a day worth rehearsing. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.models import Task
from app.pages.rows import Level, Row, build_rows
from app.workdays import Workdays

_FORTNIGHT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Overview:
    """Rows by where they stand; `rehearse_on` is set when every deadline has passed."""

    ahead: tuple[Row, ...]
    past: tuple[Row, ...]
    waiting: tuple[Row, ...]
    rehearse_on: date | None

    @property
    def is_record(self) -> bool:
        """Whether all that had a date has passed: then the page is a record, not an alarm."""
        return bool(self.past) and not self.ahead

    @property
    def dated(self) -> tuple[Row, ...]:
        """Everything with a deadline, by deadline."""
        return self.past + self.ahead

    @property
    def is_provisional(self) -> bool:
        """Whether a count rests on a year whose holidays are not announced."""
        return any(row.is_provisional for row in self.ahead)

    def count(self, level: Level) -> int:
        """How many rows ahead have this light."""
        return sum(row.light.level == level for row in self.ahead)


def build_overview(tasks: Iterable[Task], today: date, workdays: Workdays) -> Overview:
    """`tasks`, ordered by deadline, as they stand on `today`."""
    rows = build_rows(tasks, today, workdays)
    ahead = tuple(row for row in rows if row.task.due_on is not None and row.task.due_on >= today)
    past = tuple(row for row in rows if row.task.due_on is not None and row.task.due_on < today)
    deadlines = [row.task.due_on for row in past if row.task.due_on is not None]
    return Overview(
        ahead=ahead,
        past=past,
        waiting=tuple(row for row in rows if row.task.due_on is None),
        rehearse_on=busiest_monday(deadlines) if deadlines and not ahead else None,
    )


def busiest_monday(deadlines: Sequence[date]) -> date:
    """The first Monday with the most deadlines in the fortnight from it on."""
    mondays = sorted({_monday(day) - timedelta(weeks=back) for day in deadlines for back in (0, 1)})
    return max(
        mondays, key=lambda monday: (sum(monday <= day < monday + _FORTNIGHT for day in deadlines), -monday.toordinal())
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
