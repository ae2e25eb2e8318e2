"""What several commands take and need."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from typing import Annotated

import typer

from app.clock import SystemClock
from app.main import open_house
from app.routes.context import House
from app.schemas.fields import parse_day
from app.settings import Settings


def _day(text: str) -> date:
    try:
        return parse_day(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


AsOf = Annotated[
    date | None,
    typer.Option("--as-of", parser=_day, metavar="YYYY-MM-DD", help="Rehearse another day; today when left out."),
]
ProvinceName = Annotated[
    str, typer.Option("--province", "-p", metavar="NAME", help="Slug, code or Chinese name: guangdong, 440000, 广东.")
]


@contextmanager
def opened_house() -> Generator[House]:
    """The house as the QIXIAN_* variables describe it, its tables up to date. Raises SettingsError, Unavailable."""
    house = open_house(Settings.from_environ(os.environ), SystemClock())
    try:
        house.database.migrate()
        yield house
    finally:
        house.database.close()


def day_of(house: House, as_of: date | None) -> date:
    """The day a command speaks of."""
    return as_of or house.today
