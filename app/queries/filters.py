"""Which tasks: one frozen filter, whoever asks and in whatever format."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, BindParameter, ColumnElement, Date, SmallInteger, and_, bindparam, func, or_, true

from app.models import CHANNEL_BITS, NO_DAY, Task
from app.provinces import Province

_DAY = timedelta(days=1)
# Columns of the table, not attributes of the class: these cost a third less each time a statement is built.
TASK = Task.__table__.c


class Undated(StrEnum):
    """What becomes of tasks that have no deadline yet."""

    EXCLUDE = "exclude"
    INCLUDE = "include"
    ONLY = "only"


class Channel(StrEnum):
    """A way to hand in."""

    EMAIL = "email"
    PLATFORM = "platform"
    POST = "post"


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """What is asked for. Withdrawn tasks never match.

    `due_before` and `due_after` leave the day itself out, `due_by` and `due_from` take it in. `open_on` and `overlaps`
    (both ends included) speak of the window opens_on … due_on; a task whose notice names no first day is open on its
    due_on alone. `undated` left at None means: exclude when a date is asked for, include otherwise. `words` are folded,
    and all of them occur.
    """

    due_before: date | None = None
    due_by: date | None = None
    due_after: date | None = None
    due_from: date | None = None
    province: Province | None = None
    notice_id: str | None = None
    undated: Undated | None = None
    open_on: date | None = None
    overlaps: tuple[date, date] | None = None
    item: str | None = None
    kind: str | None = None
    channel: Channel | None = None
    needs_seal: bool | None = None
    has_window: bool | None = None
    words: tuple[str, ...] = ()

    @property
    def bounds(self) -> dict[str, date]:
        """The date bounds that were given, by name."""
        named = {name: getattr(self, name) for name in ("due_before", "due_by", "due_after", "due_from")}
        return {name: day for name, day in named.items() if day is not None}

    @property
    def asks_for_a_date(self) -> bool:
        """Whether any condition speaks of days."""
        return bool(self.bounds or self.open_on or self.overlaps)

    @property
    def asks_for_a_window(self) -> bool:
        """Whether the first day of a window has a say."""
        return self.open_on is not None or self.overlaps is not None

    @property
    def undated_or_default(self) -> Undated:
        """What `undated` comes to."""
        return self.undated or (Undated.EXCLUDE if self.asks_for_a_date else Undated.INCLUDE)


def bound_values(wanted: TaskFilter, longest_window: int) -> dict[str, Any]:
    """The values of `wanted` by the names its statements bind them to.

    `longest_window` in days bounds how far after a day the deadline of a window open on it can lie.
    """
    first, last = _range(wanted, longest_window)
    values = {
        "first": first,
        "last": last,
        "boundary": wanted.due_before,
        "audience": 1 << wanted.province.bit if wanted.province else None,
        "channel": CHANNEL_BITS[wanted.channel] if wanted.channel else None,
        "notice_id": wanted.notice_id,
        "item": wanted.item,
        "kind": wanted.kind,
        "needs_seal": wanted.needs_seal,
        **{f"begun_{number}": end for number, (_, end) in enumerate(_spans(wanted))},
    }
    return {name: value for name, value in values.items() if value is not None}


def conditions(wanted: TaskFilter, longest_window: int) -> list[ColumnElement[bool]]:
    """What a task must be, all but `words`, in columns of ix_tasks_due alone; notice and item have their own index.

    Every value is bound by its name in `bound_values`, so that the statement serves all filters of this shape.
    """
    values = bound_values(wanted, longest_window)
    return [*traits(wanted, values), _when(wanted, values)]


def traits(wanted: TaskFilter, values: dict[str, Any]) -> list[ColumnElement[bool]]:
    """What a task must be whenever it is due."""
    found: list[ColumnElement[bool]] = [TASK.withdrawn_at.is_(None)]
    if wanted.province is not None:
        found.append(TASK.audience.bitwise_and(bindparam("audience", values["audience"], BigInteger)) != 0)
    if wanted.channel is not None:
        found.append(TASK.channel_types.bitwise_and(bindparam("channel", values["channel"], SmallInteger)) != 0)
    if wanted.has_window is not None:
        found.append(TASK.opens_on.is_not(None) if wanted.has_window else TASK.opens_on.is_(None))
    for name in ("notice_id", "item", "kind", "needs_seal"):
        if name in values:
            found.append(TASK[name] == bindparam(name, values[name], TASK[name].type))
    return found


def _when(wanted: TaskFilter, values: dict[str, Any]) -> ColumnElement[bool]:
    """The days, as one range of `sort_on`: of two upper bounds SQLite would take either to end its walk."""
    dated = and_(TASK.sort_on.between(_day("first", values), _day("last", values)), *_open(wanted, values))
    undated = TASK.sort_on == NO_DAY
    match wanted.undated_or_default:
        case Undated.EXCLUDE:
            return dated
        case Undated.ONLY:
            return undated
        case Undated.INCLUDE:
            return or_(dated, undated) if wanted.asks_for_a_date else true()


def _day(name: str, values: dict[str, Any]) -> BindParameter[date]:
    return bindparam(name, values[name], Date)


def _range(wanted: TaskFilter, longest_window: int) -> tuple[date, date]:
    """The first and the last day a deadline can lie on."""
    firsts, lasts = [date.min], [NO_DAY - _DAY]
    if wanted.due_from:
        firsts.append(wanted.due_from)
    if wanted.due_after:
        firsts.append(wanted.due_after + _DAY)
    if wanted.due_by:
        lasts.append(wanted.due_by)
    if wanted.due_before:
        lasts.append(wanted.due_before - _DAY)
    for first, last in _spans(wanted):
        firsts.append(first)
        lasts.append(last + longest_window * _DAY)
    return max(firsts), min(lasts)


def _open(wanted: TaskFilter, values: dict[str, Any]) -> list[ColumnElement[bool]]:
    """That the window has begun by the end of each span; `_range` sees to its not being over."""
    begun = func.coalesce(TASK.opens_on, TASK.sort_on)
    return [begun <= _day(f"begun_{number}", values) for number in range(len(_spans(wanted)))]


def _spans(wanted: TaskFilter) -> list[tuple[date, date]]:
    spans = [wanted.overlaps] if wanted.overlaps else []
    return [*spans, (wanted.open_on, wanted.open_on)] if wanted.open_on else spans


def concerns(province: Province | None) -> ColumnElement[bool]:
    """Whether a task is for `province`; for anyone, when None."""
    return true() if province is None else TASK.audience.bitwise_and(1 << province.bit) != 0
