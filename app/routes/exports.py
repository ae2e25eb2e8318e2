"""The same filter as a table for Excel or a calendar."""

from collections.abc import Iterator
from itertools import chain
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response, StreamingResponse

from app.errors import InvalidInput
from app.exports import MAX_ROWS, chosen_columns, render_csv, render_xlsx
from app.feeds import Feed, render_feed
from app.queries import Asked, count_tasks, each_task, find_all, task_out
from app.routes.checks import Checked
from app.routes.context import House, In
from app.routes.task_params import CalendarParams, TableParams
from app.schemas.answers import TaskOut

router = APIRouter(tags=["tasks"], dependencies=[Checked])
_CSV = "text/csv; charset=utf-8"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CALENDAR = "text/calendar; charset=utf-8"
# No calendar client opens more; a table is the better form then.
_MOST_IN_A_CALENDAR = 5_000


def _file(media_type: str, what: str) -> dict[int | str, dict[str, Any]]:
    schema = {"type": "string", "format": "binary"}
    return {200: {"description": what, "content": {media_type: {"schema": schema}}}}


@router.get("/tasks.csv", response_class=StreamingResponse, responses=_file(_CSV, "The tasks, UTF-8 with a BOM"))
@router.head("/tasks.csv", include_in_schema=False)
def export_csv(query: Annotated[TableParams, Query()], house: In) -> Response:
    """The tasks as CSV that Excel opens: every row, not a page."""
    columns = chosen_columns(query.chosen_fields)
    return _stream(render_csv(columns, _tasks(query, house.known_on(query.as_known_on))), _CSV, "tasks.csv")


@router.get("/tasks.xlsx", response_class=StreamingResponse, responses=_file(_XLSX, "The tasks, with real dates"))
@router.head("/tasks.xlsx", include_in_schema=False)
def export_xlsx(query: Annotated[TableParams, Query()], house: In) -> Response:
    """The tasks as an Excel workbook, up to what one sheet holds."""
    columns, then = chosen_columns(query.chosen_fields), house.known_on(query.as_known_on)
    _check_size(query, then, MAX_ROWS, "a sheet")
    return _stream(render_xlsx(columns, _tasks(query, then), query.day(house)), _XLSX, "tasks.xlsx")


@router.get("/tasks.ics", response_class=Response, responses=_file(_CALENDAR, "The tasks that have a deadline"))
@router.head("/tasks.ics", include_in_schema=False)
def export_calendar(query: Annotated[CalendarParams, Query()], house: In) -> Response:
    """The tasks as iCalendar; those without a deadline have no day to stand on."""
    then = house.known_on(query.as_known_on)
    _check_size(query, then, _MOST_IN_A_CALENDAR, "a calendar")
    feed = Feed(None, house.settings.base_url, known_on=query.as_known_on)
    with then.database.read() as session:
        tasks = find_all(session, query.ask_on(then, session).filter)
        content = render_feed(feed, tasks, house.workdays)
    return Response(content, media_type=_CALENDAR)


def _tasks(query: TableParams, house: House) -> Iterator[TaskOut]:
    """The tasks, read as they are written out. The first is read here, so that a fault still gets its status."""
    rows = _rows(query, house)
    first = next(rows, None)
    return rows if first is None else chain([first], rows)


def _rows(query: TableParams, house: House) -> Iterator[TaskOut]:
    with house.database.read() as session:
        asked: Asked = query.ask_on(house, session)
        for row in each_task(session, asked.filter, query.sort):
            yield task_out(row, house.workdays, house.settings.base_url)


def _check_size(query: CalendarParams, house: House, most: int, what: str) -> None:
    with house.database.read() as session:
        if count_tasks(session, query.ask_on(house, session).filter, most + 1) > most:
            raise InvalidInput(f"{what} holds at most {most:,} tasks; narrow the filter or take /tasks.csv")


def _stream(content: Iterator[bytes], media_type: str, name: str) -> StreamingResponse:
    disposition = f'attachment; filename="{name}"'
    return StreamingResponse(content, media_type=media_type, headers={"Content-Disposition": disposition})
