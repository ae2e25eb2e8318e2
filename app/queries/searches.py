"""A filter on its way to the database: the statements that answer it, built once for all filters of the same shape."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, literal, select, true

from app.errors import InvalidInput
from app.models import NO_DAY, Catalogue, Notice, Task
from app.queries.cursors import Place, Sort
from app.queries.filters import TASK, TaskFilter, Undated, bound_values, conditions, traits
from app.queries.search import holds
from app.queries.source import Source

# Counting goes entry by entry, and nobody reads a greater number to the last digit.
COUNT_LIMIT = 5_000
# A word has to be looked for in each text.
COUNT_LIMIT_OF_WORDS = 1_000
CATALOGUE = Catalogue.__table__.c
_NOTICE = Notice.__table__.c
# Rows with the columns of a task and its notice's number: an object for each would cost more than the query.
COLUMNS = (
    *(column for column in TASK if column.name not in {"position", "created_at"}),
    _NOTICE.number.label("notice_number"),
)


@dataclass(frozen=True, slots=True)
class Search:
    """One filter, in one order, after one place.

    Two that are equal differ at most in values, and those are bound by name: the statements of one serve the other.
    """

    shape: tuple[object, ...]
    sort: Sort
    wanted: TaskFilter = field(compare=False)
    longest_window: int = field(compare=False)
    values: dict[str, Any] = field(compare=False)
    place: Place | None = field(compare=False)
    words: tuple[ColumnElement[bool], ...]

    @classmethod
    def prepare(cls, source: Source, wanted: TaskFilter, sort: Sort, place: Place | None = None) -> "Search":
        """Raises InvalidInput for an order that has no place for some of the tasks."""
        if sort is Sort.DUE_ON_LAST_FIRST and wanted.undated_or_default is not Undated.EXCLUDE:
            raise InvalidInput(
                "sort=-due_on has no place for tasks without a deadline; add undated=exclude.", param="sort"
            )
        longest_window = source.scalars(select(CATALOGUE.longest_window)).one() if wanted.asks_for_a_window else 0
        values = bound_values(wanted, longest_window)
        shape = (*values, wanted.has_window, wanted.undated_or_default, wanted.asks_for_a_date, place is None)
        words = (holds(source, wanted.words),) if wanted.words else ()
        if place is not None:
            values |= {"after_key": place.key, "after_id": place.id}
        return cls(shape, sort, wanted, longest_window, values, place, words)

    @property
    def count_limit(self) -> int:
        """Where counting ends."""
        return COUNT_LIMIT_OF_WORDS if self.words else COUNT_LIMIT

    @property
    def where(self) -> list[ColumnElement[bool]]:
        """What a task must be."""
        return [*conditions(self.wanted, self.longest_window), *self.words]

    def page(self) -> Select[Any]:
        """A page of key, version, total, boundary_count, undated_count, sort_key and id, for `values` and `limit`.

        One statement, so that all of it is of one moment; one row without an id when the page is empty. The ids come
        from the index alone.
        """
        return _page(self) if not self.words else self.build_page()

    def build_page(self) -> Select[Any]:
        """The same statement, always made anew."""
        key = self.sort.key.label("sort_key")
        ids = select(key, TASK.id).where(*self.where).order_by(*self.sort.order)
        if self.place is not None:
            ids = ids.where(self.sort.after(self.place))
        page = ids.limit(bindparam("limit", 1, Integer)).subquery()
        found = (page.c.sort_key, page.c.id)
        order = (column.desc() if self.sort.is_reversed else column.asc() for column in found)
        both = Catalogue.__table__.outerjoin(page, true())
        return select(CATALOGUE.key, CATALOGUE.version, *self._counts(), *found).select_from(both).order_by(*order)

    def rows(self) -> Select[Any]:
        """Every task that matches, with `COLUMNS`, in order."""
        return rows_of_tasks().where(*self.where).order_by(*self.sort.order)

    def count(self, where: list[ColumnElement[bool]], limit: int) -> Any:
        """How many tasks are `where`, as far as `limit`."""
        some = select(TASK.id).where(*where).limit(limit).subquery()
        return select(func.count()).select_from(some).scalar_subquery()

    def _counts(self) -> list[Any]:
        """All that match, those due on the very day `due_before` leaves out, and those without a date."""
        always = [*traits(self.wanted, self.values), *self.words]
        boundary = [*always, TASK.sort_on == bindparam("boundary", self.wanted.due_before, TASK.sort_on.type)]
        undated = [*always, TASK.sort_on == NO_DAY]
        counts = {
            "total": self.count(self.where, self.count_limit),
            "boundary_count": self.count(boundary, self.count_limit) if self.wanted.due_before else literal(0),
            "undated_count": self.count(undated, self.count_limit),
        }
        return [count.label(name) for name, count in counts.items()]


# Building a statement costs many times what SQLite needs to answer it.
@lru_cache(maxsize=256)
def _page(search: Search) -> Select[Any]:
    return search.build_page()


def rows_of_tasks() -> Any:
    """`COLUMNS` of every task."""
    return select(*COLUMNS).select_from(Task.__table__.join(Notice.__table__, _NOTICE.id == TASK.notice_id))
