"""What a handler may ask for, as annotated aliases."""

from collections.abc import Generator
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from fastapi import Depends, Query, Request
from sqlalchemy.orm import Session

from app.clock import Clock
from app.database import Database
from app.publishing import Published
from app.queries import KeptQueries, Pasts, WrittenTasks
from app.schemas.fields import Day
from app.settings import Settings
from app.workdays import Workdays

_FEW = 2_000


@dataclass(frozen=True)
class House:
    """The parts every handler stands on; `create_app` puts one into `app.state.house`."""

    settings: Settings
    clock: Clock
    database: Database
    workdays: Workdays
    feeds: Published
    written: WrittenTasks
    kept: KeptQueries
    pasts: Pasts

    @property
    def today(self) -> date:
        """Today in Asia/Shanghai."""
        return self.clock.now().date()

    def known_on(self, day: date | None) -> "House":
        """This house over the catalogue as known at the end of `day`; itself when that is the present, and for None.

        Raises InvalidInput when the catalogue was too large by then.
        """
        past = self.pasts.on(day) if day is not None and day < self.today else None
        if past is None:
            return self
        return replace(
            self,
            database=past,
            feeds=Published(past, self.settings, self.workdays, known_on=day),
            written=WrittenTasks(self.workdays, self.settings.base_url),
            kept=KeptQueries(past),
        )

    @property
    def is_small(self) -> bool:
        """Whether a walk over all tasks takes less than a millisecond: then a thread would cost more than it frees."""
        size = self.feeds.size
        return self.database.never_waits and size is not None and size <= _FEW


async def _house(request: Request) -> House:  # in the loop: a thread would cost more than the answer
    return request.app.state.house


In = Annotated[House, Depends(_house)]


def _reading(house: In) -> Generator[Session]:
    with house.database.read() as session:
        yield session


# scope="function": the session is closed before the answer leaves, not after.
Reading = Annotated[Session, Depends(_reading, scope="function")]


def _writing(house: In) -> Generator[Session]:
    with house.database.write() as session:
        yield session


# One request, one transaction, committed before the answer leaves.
Writing = Annotated[Session, Depends(_writing, scope="function")]


def _as_of(
    house: In,
    as_of: Annotated[Day | None, Query(description="Replay another day, as 2022-08-22; today when left out")] = None,
) -> date:
    return as_of or house.today


AsOf = Annotated[date, Depends(_as_of)]
