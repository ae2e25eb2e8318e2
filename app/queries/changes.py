"""What changed since a token: how another system keeps its copy in step."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, select, tuple_

from app.models import Catalogue, Notice, Task
from app.queries.filters import TaskFilter, conditions
from app.queries.listing import TaskRow
from app.queries.search import holds_many
from app.queries.searches import COLUMNS
from app.queries.source import Source
from app.queries.tokens import Token, current_token, decode_token


@dataclass(frozen=True, slots=True)
class Changes:
    """The tasks that changed, the oldest change first, each with `gone`: whether a copy of the selection drops it."""

    tasks: Sequence[TaskRow]
    token: Token
    has_more: bool


def find_changes(source: Source, wanted: TaskFilter, since: str, *, limit: int) -> Changes:
    """What happened to the tasks of `wanted` after the token `since`; `start` stands for the very beginning.

    Raises InvalidInput for what is no token, and Gone for a token of another history.
    """
    now = current_token(source)
    start = decode_token(since, now)
    rows = source.execute(changes_statement(source, wanted, start, limit + 1)).all()
    has_more = len(rows) > limit
    last = rows[limit - 1] if has_more else None
    token = Token(now.key, last.version, last.id) if last else now
    return Changes(rows[:limit], token, has_more)


def changes_statement(source: Source, wanted: TaskFilter, start: Token, limit: int) -> Select[tuple[object, ...]]:
    """Every task touched after `start`: one that no longer matches has to be told too, or a copy would keep it."""
    longest_window = source.scalars(select(Catalogue.longest_window)).one()
    stays = conditions(wanted, longest_window) + ([holds_many(wanted.words)] if wanted.words else [])
    return (
        select(*COLUMNS, and_(*stays).is_not(True).label("gone"))
        .select_from(Task)
        .join(Notice, Notice.id == Task.notice_id)
        .where(tuple_(Task.version, Task.id) > tuple_(start.version, start.id))
        .order_by(Task.version, Task.id)
        .limit(limit)
    )
