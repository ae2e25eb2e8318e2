"""`as_known_on=`: taken by some addresses, refused by those that know the present alone, ignored by none."""

from typing import Annotated

from fastapi import Depends, Query, Request

from app.errors import InvalidInput
from app.schemas.fields import Day

NAME = "as_known_on"
WHERE = (
    "/tasks, /tasks.csv, /tasks.xlsx, /tasks.ics, /tasks/{id}, /tasks/{id}.ics, /feeds/{province}.ics and "
    "/feeds/{province}/todo.ics take it."
)
KnownOn = Annotated[Day | None, Query(description="As it stood at the end of an earlier day")]


async def _refuse(request: Request) -> None:
    if NAME in request.query_params:
        raise InvalidInput(f"{NAME!r} is not a parameter of this address. {WHERE}", param=NAME)


# For what ignores other unknown parameters: an answer of today must not pass for one of an earlier day.
PresentAlone = Depends(_refuse)
