"""Which tasks: one frozen filter, one select, whoever asks."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, selectinload

from app.errors import NotFound
from app.models import NO_DAY, Task
from app.provinces import Province
from app.queries.cursors import Place, decode_cursor, encode_cursor


class Undated(StrEnum):
    """What becomes of tasks that have no deadline yet."""

    EXCLUDE = "exclude"
    INCLUDE = "include"
    ONLY = "only"


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """What is asked for. Withdrawn tasks never match.

    `due_before` and `due_after` leave the day itself out, `due_by` and `due_from` take it in. `undated` left at None
    means: exclude when a date bound is given, include otherwise.
    """

    due_before: date | None = None
    due_by: date | None = None
    due_after: date | None = None
    due_from: date | None = None
    province: Province | None = None
    notice_id: str | None = None
    undated: Undated | None = None

    @property
    def bounds(self) -> dict[str, date]:
        """The date bounds that were given, by name."""
        named = {name: getattr(self, name) for name in ("due_before", "due_by", "due_after", "due_from")}
        return {name: day for name, day in named.items() if day is not None}

    @property
    def undated_or_default(self) -> Undated:
        """What `undated` comes to."""
        return self.undated or (Undated.EXCLUDE if self.bounds else Undated.INCLUDE)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of tasks, and what the reader must know about the rest."""

    tasks: list[Task]
    total: int
    boundary_count: int
    undated_count: int
    next_cursor: str | None


def find_tasks(session: Session, wanted: TaskFilter, *, limit: int, cursor: str | None = None) -> Page:
    """The tasks after `cursor`, by due_on then id, undated last. Raises InvalidInput for a cursor of another query."""
    statement = _select(wanted).order_by(Task.sort_on, Task.id).limit(limit + 1)
    if cursor is not None:
        statement = statement.where(_after(decode_cursor(cursor, wanted)))
    tasks = list(session.scalars(statement))
    more = len(tasks) > limit
    last = tasks[limit - 1] if more else None
    return Page(
        tasks=tasks[:limit],
        total=_count(session, wanted),
        boundary_count=_boundary_count(session, wanted),
        undated_count=_count(session, _unbounded(wanted, undated=Undated.ONLY)),
        next_cursor=encode_cursor(Place(last.sort_on, last.id), wanted) if last else None,
    )


def find_all(session: Session, wanted: TaskFilter) -> list[Task]:
    """Every task that matches, in the same order, unpaged: for a digest or a page of one province."""
    return list(session.scalars(_select(wanted).order_by(Task.sort_on, Task.id)))


def get_task(session: Session, task_id: str) -> Task:
    """One task with its revisions, withdrawn or not. Raises NotFound."""
    task = session.get(Task, task_id, options=[selectinload(Task.revisions)])
    if task is None:
        raise NotFound(f"No task has the id {task_id[:80]!r}. GET /tasks lists them.", param="task_id")
    return task


def feed_tasks(session: Session, province: Province | None) -> list[Task]:
    """Everything a calendar shows of a province (of all, when None): withdrawn tasks too, with their revisions."""
    statement = select(Task).options(selectinload(Task.revisions)).order_by(Task.sort_on, Task.id)
    if province is not None:
        statement = statement.where(_concerns(province))
    return list(session.scalars(statement))


def _select(wanted: TaskFilter) -> Select[Task]:
    return select(Task).where(*_conditions(wanted))


def _conditions(wanted: TaskFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Task.withdrawn_at.is_(None)]
    if wanted.province is not None:
        conditions.append(_concerns(wanted.province))
    if wanted.notice_id is not None:
        conditions.append(Task.notice_id == wanted.notice_id)
    return [*conditions, _dated(wanted)]


def _dated(wanted: TaskFilter) -> ColumnElement[bool]:
    """The date bounds, on `sort_on`, so that one index serves the range and the order."""
    compare = {
        "due_before": Task.sort_on.__lt__,
        "due_by": Task.sort_on.__le__,
        "due_after": Task.sort_on.__gt__,
        "due_from": Task.sort_on.__ge__,
    }
    dated = and_(Task.sort_on < NO_DAY, *(compare[name](day) for name, day in wanted.bounds.items()))
    undated = Task.sort_on == NO_DAY
    match wanted.undated_or_default:
        case Undated.EXCLUDE:
            return dated
        case Undated.ONLY:
            return undated
        case Undated.INCLUDE:
            return or_(dated, undated) if wanted.bounds else Task.sort_on <= NO_DAY


def _concerns(province: Province) -> ColumnElement[bool]:
    return Task.audience.bitwise_and(1 << province.bit) != 0


def _after(place: Place) -> ColumnElement[bool]:
    return and_(Task.sort_on >= place.sort_on, or_(Task.sort_on > place.sort_on, Task.id > place.id))


def _count(session: Session, wanted: TaskFilter) -> int:
    return session.scalar(select(func.count()).select_from(Task).where(*_conditions(wanted))) or 0


def _boundary_count(session: Session, wanted: TaskFilter) -> int:
    """How many tasks are due on the very day `due_before` leaves out."""
    day = wanted.due_before
    if day is None:
        return 0
    return _count(session, replace(_unbounded(wanted), due_from=day, due_by=day))


def _unbounded(wanted: TaskFilter, undated: Undated | None = None) -> TaskFilter:
    return replace(wanted, due_before=None, due_by=None, due_after=None, due_from=None, undated=undated)
