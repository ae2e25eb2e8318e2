"""What a handler may ask for, as annotated aliases."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Depends, Query, Request
from sqlalchemy.orm import Session

from app.clock import Clock
from app.database import Database
from app.publishing import Published
from app.queries import KeptQueries
from app.schemas.fields import Day
from app.settings import Settings
from app.workdays import Workdays


@dataclass(frozen=True)
class House:
    """The parts every handler stands on; `create_app` puts one into `app.state.house`."""

    settings: Settings
    clock: Clock
    database: Database
    workdays: Workdays
    feeds: Published
    kept: KeptQueries

    @property
    def today(self) -> date:
        """Today in Asia/Shanghai."""
        return self.clock.now().date()


def _house(request: Request) -> House:
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
