"""One page of tasks and what the reader must know about the rest; or all of them, one by one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, Select, bindparam, func, literal, select
from sqlalchemy.orm import Session

from app.errors import InvalidInput
from app.models import NO_DAY, Catalogue, Notice, Task
from app.queries.cursors import Place, Sort, decode_cursor, encode_cursor
from app.queries.filters import TASK, TaskFilter, Undated, bound_values, conditions, traits
from app.queries.search import holds

# Counting a million index entries takes a tenth of a second, and nobody reads such a number to the last digit.
COUNT_LIMIT = 10_000
# A word has to be looked for in each text.
COUNT_LIMIT_OF_WORDS = 1_000
_CHUNK = 1_000
_LONGEST_WINDOW = select(Catalogue.__table__.c.longest_window)

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
    search = _Search.prepare(session, wanted, sort)
    place = decode_cursor(cursor, (wanted, sort), sort) if cursor is not None else None
    page, counts = search.statements(place)
    rows = session.execute(page, {**search.values, "limit": limit + 1}).all()
    last = rows[limit - 1] if len(rows) > limit else None
    total, boundary_count, undated_count = session.execute(counts, search.values).one()
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
    statement = _Search.prepare(session, wanted, sort).rows().execution_options(yield_per=_CHUNK)
    yield from session.execute(statement)


def count_tasks(session: Session, wanted: TaskFilter, limit: int) -> int:
    """How many tasks match, counted up to `limit`."""
    search = _Search.prepare(session, wanted, Sort.DUE_ON)
    return session.scalar(select(search.count(search.where, limit))) or 0


def page_statement(
    session: Session, wanted: TaskFilter, sort: Sort, limit: int, place: Place | None = None
) -> Select[Any]:
    """What `find_tasks` asks for a page, to look at its plan."""
    return _Search.prepare(session, wanted, sort).page(limit, place)


@dataclass(frozen=True, slots=True)
class _Search:
    """One filter on its way to the database: the statements that answer it.

    Two that are equal differ at most in values, and those are bound by name: the statements of one serve the other.
    """

    shape: tuple[object, ...]
    sort: Sort
    wanted: TaskFilter = field(compare=False)
    longest_window: int = field(compare=False)
    values: dict[str, Any] = field(compare=False)
    words: tuple[ColumnElement[bool], ...]

    @classmethod
    def prepare(cls, session: Session, wanted: TaskFilter, sort: Sort) -> "_Search":
        """Raises InvalidInput for an order that has no place for some of the tasks."""
        if sort is Sort.DUE_ON_LAST_FIRST and wanted.undated_or_default is not Undated.EXCLUDE:
            raise InvalidInput(
                "sort=-due_on has no place for tasks without a deadline; add undated=exclude.", param="sort"
            )
        longest_window = session.execute(_LONGEST_WINDOW).scalar_one()
        values = bound_values(wanted, longest_window)
        words = (holds(session, wanted.words),) if wanted.words else ()
        shape = (*values, wanted.has_window, wanted.undated_or_default, wanted.asks_for_a_date)
        return cls(shape, sort, wanted, longest_window, values, words)

    @property
    def count_limit(self) -> int:
        return COUNT_LIMIT_OF_WORDS if self.words else COUNT_LIMIT

    def statements(self, place: Place | None) -> tuple[Select[Any], Any]:
        """The page and its counts, to be executed with `values` and the `limit`; words have statements of their own."""
        if place is None and not self.words:
            return _statements(self)
        return self.page(1, place), self.counts()

    @property
    def where(self) -> list[ColumnElement[bool]]:
        return [*conditions(self.wanted, self.longest_window), *self.words]

    def page(self, limit: int, place: Place | None) -> Select[Any]:
        """The ids first, from the index alone; then the rows of these few."""
        ids = select(TASK.id).where(*self.where).order_by(*self.sort.order).limit(bindparam("limit", limit, Integer))
        if place is not None:
            ids = ids.where(self.sort.after(place))
        chosen = ids.subquery()
        return _rows().join(chosen, chosen.c.id == TASK.id).order_by(*self.sort.order)

    def rows(self) -> Select[Any]:
        return _rows().where(*self.where).order_by(*self.sort.order)

    def counts(self) -> Any:
        """(all that match, due on the very day `due_before` leaves out, without a date)."""
        always = [*traits(self.wanted, self.values), *self.words]
        boundary = [*always, TASK.sort_on == bindparam("boundary", self.wanted.due_before, TASK.sort_on.type)]
        undated = [*always, TASK.sort_on == NO_DAY]
        return select(
            self.count(self.where, self.count_limit),
            self.count(boundary, self.count_limit) if self.wanted.due_before else literal(0),
            self.count(undated, self.count_limit),
        )

    @staticmethod
    def count(where: list[ColumnElement[bool]], limit: int) -> Any:
        some = select(TASK.id).where(*where).limit(limit).subquery()
        return select(func.count()).select_from(some).scalar_subquery()


# Building statements costs many times what SQLite needs to answer them.
@lru_cache(maxsize=256)
def _statements(search: _Search) -> tuple[Select[Any], Any]:
    return search.page(1, None), search.counts()


def _rows() -> Any:
    return select(*COLUMNS).select_from(Task.__table__.join(Notice.__table__, NOTICE.id == TASK.notice_id))
