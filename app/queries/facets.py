"""How many of the tasks that match fall into each month, province and kind."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from sqlalchemy import String, cast, func, select

from app.models import NO_DAY, Task
from app.provinces import provinces_in
from app.queries.cursors import Sort
from app.queries.filters import TaskFilter
from app.queries.searches import Search
from app.queries.source import Source


class Facet(StrEnum):
    """What tasks can be counted by."""

    MONTH = "month"
    PROVINCE = "province"
    KIND = "kind"


_COLUMNS = {
    Facet.MONTH: func.substr(cast(Task.sort_on, String), 1, 7),
    Facet.PROVINCE: Task.audience,
    Facet.KIND: Task.kind,
}


def count_facets(source: Source, wanted: TaskFilter, facets: Iterable[Facet]) -> dict[str, dict[str, int]]:
    """By facet, the count of each value that occurs; a month is 2022-08, or `undated`. Exact, so it reads them all."""
    where = Search.prepare(source, wanted, Sort.DUE_ON).where
    return {facet.value: _count(source, facet, where) for facet in facets}


def _count(source: Source, facet: Facet, where: list[Any]) -> dict[str, int]:
    column = _COLUMNS[facet].label("value")
    rows = source.execute(select(column, func.count()).where(*where).group_by(column).order_by(column)).all()
    counts: Counter[str] = Counter()
    for value, count in rows:
        for name in _names(facet, value):
            counts[name] += count
    return dict(counts)


def _names(facet: Facet, value: Any) -> list[str]:
    match facet:
        case Facet.PROVINCE:
            return [province.slug for province in provinces_in(value)]
        case Facet.MONTH:
            return ["undated" if value == f"{NO_DAY:%Y-%m}" else value]
        case _:
            return [value]
