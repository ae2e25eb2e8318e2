"""One page of tasks and what the reader must know about the rest; or all of them, one by one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, literal, select
from sqlalchemy.orm import Session

from app.errors import InvalidInput
from app.models import Catalogue, Notice, Task
from app.queries.cursors import Place, Sort, decode_cursor, encode_cursor
from app.queries.filters import TASK, TaskFilter, Undated, conditions
from app.queries.search import holds

# Counting a million index entries takes a tenth of a second, and nobody reads such a number to the last digit.
COUNT_LIMIT = 10_000
# A word has to be looked for in each text.
COUNT_LIMIT_OF_WORDS = 1_000
_CHUNK = 1_000

NOTICE = Notice.__table__.c
# Rows with the columns of a task and its notice's number: an object for each would cost more than the query.
COLUMNS = (
    *(column for column in TASK if column.name not in {"position", "created_at"}),
    NOTICE.number.label("notice_number"),
)
TaskRow = Row[Any]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of tasks. The counts are exact below `count_limit`; at it they mean "that many or more"."""

    tasks: Sequence[TaskRow]
    total: int
    boundary_count: int
    undated_count: int
    count_limit: int
    next_cursor: str | None


def find_tasks(
    session: Session, wanted: TaskFilter, *, limit: int, cursor: str | None = None, sort: Sort = Sort.DUE_ON
) -> Page:
    """The tasks after `cursor`, by due_on then id, undated last. Raises InvalidInput for a cursor of another query."""
    search = _Search(session, wanted, sort)
    place = decode_cursor(cursor, (wanted, sort), sort) if cursor is not None else None
    rows = session.execute(search.page(limit + 1, place)).all()
    last = rows[limit - 1] if len(rows) > limit else None
    total, boundary_count, undated_count = search.counts()
    return Page(
        tasks=rows[:limit],
        total=total,
        boundary_count=boundary_count,
        undated_count=undated_count,
        count_limit=search.count_limit,
        next_cursor=encode_cursor(Place(getattr(last, sort.key.name), last.id), (wanted, sort)) if last else None,
    )


def each_task(session: Session, wanted: TaskFilter, sort: Sort = Sort.DUE_ON) -> Iterator[TaskRow]:
    """Every task that matches, in the same order, read in chunks so that a million fit into little memory."""
    statement = _Search(session, wanted, sort).rows().execution_options(yield_per=_CHUNK)
    yield from session.execute(statement)


def count_tasks(session: Session, wanted: TaskFilter, limit: int) -> int:
    """How many tasks match, counted up to `limit`."""
    search = _Search(session, wanted, Sort.DUE_ON)
    return session.scalar(select(search.count(wanted, limit))) or 0


def page_statement(
    session: Session, wanted: TaskFilter, sort: Sort, limit: int, place: Place | None = None
) -> Select[Any]:
    """What `find_tasks` asks for a page, to look at its plan."""
    return _Search(session, wanted, sort).page(limit, place)


class _Search:
    """One filter on its way to the database: the statements that answer it."""

    def __init__(self, session: Session, wanted: TaskFilter, sort: Sort) -> None:
        if sort is Sort.DUE_ON_LAST_FIRST and wanted.undated_or_default is not Undated.EXCLUDE:
            raise InvalidInput(
                "sort=-due_on has no place for tasks without a deadline; add undated=exclude.", param="sort"
            )
        self.session = session
        self.wanted = wanted
        self.sort = sort
        self.longest_window = session.scalars(select(Catalogue.longest_window)).one()
        self.words = [holds(session, wanted.words)] if wanted.words else []
        self.count_limit = COUNT_LIMIT_OF_WORDS if wanted.words else COUNT_LIMIT

    def where(self, wanted: TaskFilter) -> list[ColumnElement[bool]]:
        return [*conditions(wanted, self.longest_window), *self.words]

    def page(self, limit: int, place: Place | None) -> Select[Any]:
        """The ids first, from the index alone; then the rows of these few."""
        ids = select(TASK.id).where(*self.where(self.wanted)).order_by(*self.sort.order).limit(limit)
        if place is not None:
            ids = ids.where(self.sort.after(place))
        chosen = ids.subquery()
        return _rows().join(chosen, chosen.c.id == TASK.id).order_by(*self.sort.order)

    def rows(self) -> Select[Any]:
        return _rows().where(*self.where(self.wanted)).order_by(*self.sort.order)

    def counts(self) -> tuple[int, int, int]:
        """(all that match, due on the very day `due_before` leaves out, without a date)."""
        unbounded = replace(
            self.wanted, due_before=None, due_by=None, due_after=None, due_from=None, open_on=None, overlaps=None
        )
        day = self.wanted.due_before
        on_the_day = replace(unbounded, due_from=day, due_by=day, undated=Undated.EXCLUDE)
        asked = (self.wanted, on_the_day if day else None, replace(unbounded, undated=Undated.ONLY))
        columns: list[Any] = [self.count(wanted, self.count_limit) if wanted else literal(0) for wanted in asked]
        total, boundary_count, undated_count = self.session.execute(select(*columns)).one()
        return total, boundary_count, undated_count

    def count(self, wanted: TaskFilter, limit: int) -> Any:
        some = select(TASK.id).where(*self.where(wanted)).limit(limit).subquery()
        return select(func.count()).select_from(some).scalar_subquery()


def _rows() -> Any:
    return select(*COLUMNS).select_from(Task.__table__.join(Notice.__table__, NOTICE.id == TASK.notice_id))
