"""The parameters of the addresses of tasks, on top of the conditions they share."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from app.errors import InvalidInput, nearest
from app.queries import Asked, Facet, FilterParams, Sort, Source, Undated, find_notice_id
from app.routes.context import House
from app.schemas.answers import TaskOut
from app.schemas.fields import Day

Words = Annotated[str, StringConstraints(max_length=500)]


class CalendarParams(FilterParams):
    """The parameters of `/tasks.ics`."""

    as_of: Day | None = Field(
        default=None,
        description="Replay another day; today in Asia/Shanghai when left out",
        examples=["2022-08-22"],
    )

    as_known_on: Day | None = Field(
        default=None,
        description="The tasks as they stood at the end of an earlier day: what was recorded later is left out",
        examples=["2022-09-07"],
    )

    def ask_on(self, house: House, source: Source) -> Asked:
        """What is asked for on the day of `as_of`."""
        return self.ask(self.day(house), house.workdays, partial(find_notice_id, source))

    def day(self, house: House) -> date:
        """The day the answer speaks of."""
        return self.as_of or house.today


class TableParams(CalendarParams):
    """The parameters of `/tasks.csv` and `/tasks.xlsx`."""

    sort: Sort = Field(
        default=Sort.DUE_ON,
        description="The id decides between equals. Undated tasks come last; -due_on leaves them out",
    )
    fields: Words | None = Field(
        default=None, description="Only these fields of a task, parted by commas", examples=["id,title,due_on"]
    )

    def ask_on(self, house: House, source: Source) -> Asked:
        """What is asked for on the day of `as_of`; from the last deadline backwards, undated tasks have no place."""
        asked = super().ask_on(house, source)
        if self.sort is not Sort.DUE_ON_LAST_FIRST or self.undated is not None:
            return asked
        return replace(asked, filter=replace(asked.filter, undated=Undated.EXCLUDE))

    @property
    def chosen_fields(self) -> tuple[str, ...]:
        """The fields asked for; none means all. Raises InvalidInput."""
        return _listed("fields", self.fields, list(TaskOut.model_fields))


class ListParams(TableParams):
    """The parameters of `/tasks`."""

    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: Words | None = Field(
        default=None, description="`meta.next_cursor` of the page before, with every filter kept"
    )
    facets: Words | None = Field(
        default=None, description="Also count by month, province or kind; parted by commas", examples=["month,kind"]
    )
    changed_since: Words | None = Field(
        default=None,
        description="`meta.sync_token` of an earlier answer, or `start`: the tasks that changed after it, the oldest "
        "change first, and those to drop, marked `gone`. Ask again with the new token until no items come",
        examples=["start"],
    )

    @property
    def chosen_facets(self) -> tuple[Facet, ...]:
        """The facets asked for. Raises InvalidInput."""
        return tuple(map(Facet, _listed("facets", self.facets, [facet.value for facet in Facet])))

    @property
    def is_brief(self) -> bool:
        """Whether one walk along an index answers it."""
        unusual = (self.q, self.facets, self.changed_since, self.notice, self.as_known_on)
        return all(each is None for each in unusual)

    def check_sync(self, asked: Asked) -> None:
        """Refuse what would let a copy drift unnoticed. Raises InvalidInput."""
        for name in ("cursor", "facets", "as_known_on"):
            if getattr(self, name) is not None:
                raise InvalidInput(f"{name} does not go with changed_since; leave it out", param=name)
        if self.sort is not Sort.DUE_ON:
            raise InvalidInput("sort does not go with changed_since, whose order is that of the changes", param="sort")
        if asked.is_relative:
            raise InvalidInput(
                "changed_since needs fixed days: with today, eow or eom the selection moves while no task changes. "
                f"Today it is {asked.resolved}.",
                param="changed_since",
            )


def _listed(name: str, text: str | None, known: Sequence[str]) -> tuple[Any, ...]:
    """The words of a comma-separated list, each one of `known`. Raises InvalidInput naming the nearest."""
    words = tuple(dict.fromkeys(word.strip() for word in text.split(","))) if text is not None else ()
    for word in words:
        if word not in known:
            hint = nearest(word, list(known)) or f" There are: {', '.join(known)}."
            raise InvalidInput(f"{name}: {word[:40]!r} is not known.{hint}", param=name)
    return words
