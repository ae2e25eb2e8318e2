"""Which tasks hold a word: through the index of grams when they are few, by looking as we list when they are many."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Text, and_, cast, column, exists, func, select, table
from sqlalchemy.dialects.postgresql import ARRAY

from app.folding import grams_of, tokens
from app.models import TaskText
from app.queries.filters import TASK
from app.queries.source import Source, dialect_of

# Up to here it is cheaper to fetch what the index names and sort it; beyond, matches are dense enough that walking
# the tasks in the order of the answer soon fills a page.
FEW = 5_000


def holds(source: Source, words: Sequence[str]) -> ColumnElement[bool]:
    """The condition that a task's text holds every one of `words`, which are folded."""
    dialect = dialect_of(source)
    return holds_few(dialect, words) if _is_few(source, words) else holds_many(words)


def holds_few(dialect: str, words: Sequence[str]) -> ColumnElement[bool]:
    """Asked of the index: the tasks of the texts that hold all the grams, and then the words themselves."""
    return TASK.id.in_(select(TaskText.task_id).where(has_grams(dialect, words), *_contain(words)))


def holds_many(words: Sequence[str]) -> ColumnElement[bool]:
    """Asked of each task in turn."""
    return exists(select(TaskText.number).where(TaskText.task_id == TASK.id, *_contain(words)))


def has_grams(dialect: str, words: Sequence[str]) -> ColumnElement[bool]:
    """Whether a text holds every gram of the words, by the index of its database."""
    grams = list(dict.fromkeys(gram for word in words for gram in grams_of(word)))
    if dialect == "postgresql":
        return func.qixian_grams(TaskText.folded).op("@>", is_comparison=True)(cast(grams, ARRAY(Text)))
    index = table("task_grams", column("rowid"), column("task_grams"))
    return TaskText.number.in_(select(index.c.rowid).where(index.c.task_grams.op("MATCH")(tokens(grams))))


def _is_few(source: Source, words: Sequence[str]) -> bool:
    dialect = dialect_of(source)
    some = select(TaskText.number).where(has_grams(dialect, words)).limit(FEW + 1).subquery()
    return (source.scalar(select(func.count()).select_from(some)) or 0) <= FEW


def _contain(words: Sequence[str]) -> list[ColumnElement[bool]]:
    """The words as they are: grams alone would also match 教育社区 for 社区教育."""
    return [and_(*(TaskText.folded.contains(word, autoescape=True) for word in words))]
