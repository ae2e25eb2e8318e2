"""One page of tasks and what the reader must know about the rest; or all of them, one by one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, select

from app.queries.cursors import Place, Sort, decode_cursor, encode_cursor
from app.queries.filters import TASK, TaskFilter
from app.queries.searches import Search, rows_of_tasks
from app.queries.source import Source
from app.queries.tokens import Token

_CHUNK = 1_000
_THESE = rows_of_tasks().where(TASK.id.in_(bindparam("ids", expanding=True)))
TaskRow = Row[Any]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of tasks, as the catalogue stood at `token`.

    The counts are exact below `count_limit`; at it they mean "that many or more".
    """

    ids: Sequence[str]
    token: Token
    total: int
    boundary_count: int
    undated_count: int
    count_limit: int
    next_cursor: str | None


def find_tasks(
    source: Source, wanted: TaskFilter, *, limit: int, cursor: str | None = None, sort: Sort = Sort.DUE_ON
) -> Page:
    """The tasks after `cursor`, by due_on then id, undated last. Raises InvalidInput for a cursor of another query."""
    place = decode_cursor(cursor, (wanted, sort), sort) if cursor is not None else None
    search = Search.prepare(source, wanted, sort, place)
    rows = source.execute(search.page(), {**search.values, "limit": limit + 1}).all()
    first, last = rows[0], rows[limit - 1] if len(rows) > limit else None
    return Page(
        ids=[row.id for row in rows[:limit] if row.id is not None],
        token=Token(first.key, first.version),
        total=first.total,
        boundary_count=first.boundary_count,
        undated_count=first.undated_count,
        count_limit=search.count_limit,
        next_cursor=encode_cursor(Place(last.sort_key, last.id), (wanted, sort)) if last else None,
    )


def get_rows(source: Source, ids: Sequence[str]) -> list[TaskRow]:
    """The rows of tasks that there are, in the order of `ids`."""
    rows = {row.id: row for row in source.execute(_THESE, {"ids": ids})}
    return [rows[task_id] for task_id in ids]


def each_task(source: Source, wanted: TaskFilter, sort: Sort = Sort.DUE_ON) -> Iterator[TaskRow]:
    """Every task that matches, in the same order, read in chunks so that a million fit into little memory."""
    statement = Search.prepare(source, wanted, sort).rows().execution_options(yield_per=_CHUNK)
    yield from source.execute(statement)


def count_tasks(source: Source, wanted: TaskFilter, limit: int) -> int:
    """How many tasks match, counted up to `limit`."""
    search = Search.prepare(source, wanted, Sort.DUE_ON)
    return source.scalar(select(search.count(search.where, limit))) or 0
