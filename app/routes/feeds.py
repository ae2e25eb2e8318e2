"""The calendars people subscribe to. Published ones never get here: the Front answers them from memory."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.errors import InvalidInput, NotFound
from app.feeds import Block, Style, Wishes, join_one, parse_query, render_block
from app.publishing import Answer, Copy, choose, copy_calendar, find_address, saved_as
from app.queries import get_task
from app.queries.history import task_on
from app.routes.context import House, In, Reading

router = APIRouter(tags=["feeds"])
_LONGEST_QUERY = 2000


def _option(name: str, description: str, example: str, **schema: Any) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": {"type": "string", **schema},
        "examples": {"example": {"value": example}},
    }


_LEAD = "[1-9][0-9]{0,2}"
_WINDOW = _option(
    "window",
    "`both`: a bar over the window and an entry on its last day. `bar`: the bar alone. `marks`: the first and last day",
    "marks",
    enum=["both", "bar", "marks"],
)
_REMIND = _option(
    "remind",
    "Reminders as entries, so many working days (`wd`) or days (`d`) before; they reach Outlook and Google",
    "5wd,1wd",
    pattern=f"^{_LEAD}(wd|d)(,{_LEAD}(wd|d))*$",
)
_ALARM = _option("alarm", "Alarms (VALARM) at 09:00, so many days before", "7d,1d", pattern=f"^{_LEAD}d(,{_LEAD}d)*$")
_KIND = _option(
    "kind", "These kinds of task alone: report, data, application, collection, meeting, training", "report,data"
)
_KNOWN_ON = _option(
    "as_known_on",
    "The calendar as it stood at the end of an earlier day, made on demand: what was recorded later is left out",
    "2022-09-07",
    format="date",
)
_DOWNLOAD = _option("download", "`1`: a file to keep instead of a calendar to follow", "1", enum=["0", "1"])

_CALENDAR: dict[int | str, dict[str, Any]] = {
    200: {"description": "iCalendar (RFC 5545)", "content": {"text/calendar": {"schema": {"type": "string"}}}},
    304: {"description": "What the client has is still right"},
    404: {"description": "No such feed; the nearest slug is named"},
    422: {"description": "An option has a wrong value or is given twice"},
    503: {"description": "No copy yet, and none can be made now; Retry-After says when to ask again"},
}


@router.get(
    "/feeds/{province}.ics",
    response_class=Response,
    responses=_CALENDAR,
    openapi_extra={"parameters": [_WINDOW, _REMIND, _ALARM, _KIND, _KNOWN_ON, _DOWNLOAD]},
)
@router.head("/feeds/{province}.ics", include_in_schema=False)
def get_feed(province: str, request: Request, house: In) -> Response:
    """One province's deadlines as a calendar, by slug; `all` holds every task once. Unknown parameters are ignored."""
    return _published(province, request, house, todo=False)


@router.get(
    "/feeds/{province}/todo.ics",
    response_class=Response,
    responses=_CALENDAR,
    openapi_extra={"parameters": [_ALARM, _KIND, _KNOWN_ON, _DOWNLOAD]},
)
@router.head("/feeds/{province}/todo.ics", include_in_schema=False)
def get_todo_feed(province: str, request: Request, house: In) -> Response:
    """The same as to-dos (VTODO), tasks without a date included."""
    return _published(province, request, house, todo=True)


@router.get(
    "/tasks/{task_id}.ics",
    response_class=Response,
    responses=_CALENDAR,
    openapi_extra={"parameters": [_WINDOW, _REMIND, _ALARM, _KNOWN_ON]},
)
@router.head("/tasks/{task_id}.ics", include_in_schema=False)
def get_task_file(task_id: str, request: Request, house: In, session: Reading) -> Response:
    """One task as a file: a one-off copy that never changes by itself."""
    wishes = _wishes(request)
    stands = get_task(session, task_id)
    task = stands if wishes.known_on is None else task_on(stands, wishes.known_on)
    style = Style(house.settings.base_url, house.workdays, wishes.options.for_any_kind())
    block: Block = render_block(task, style)
    if not block.count:
        raise NotFound(
            f"Task {task_id} {_when(wishes)}, so no calendar can show it; a feed will, once the date is known.",
            param="task_id",
        )
    copy = copy_calendar(join_one(block), task.updated_at, varies=False)
    return _respond(copy, request, house, f"{task_id}.ics")


def _published(slug: str, request: Request, house: House, *, todo: bool) -> Response:
    wishes = _wishes(request)
    address = find_address(slug, wishes.options, todo=todo)
    slot = house.known_on(wishes.known_on).feeds.get(address)
    if wishes.download:
        return _respond(slot.copy, request, house, f"{address.feed('', wishes.known_on).name}.ics")
    if wishes.known_on is None:  # a day that is still to end, or to be followed by a change, is soon another calendar
        house.feeds.remember(request.scope["path"], request.scope["query_string"], slot)
    return _respond(slot.copy, request, house, None)


def _when(wishes: Wishes) -> str:
    return "has no date yet" if wishes.known_on is None else f"had no date yet on {wishes.known_on}"


def _wishes(request: Request) -> Wishes:
    query: bytes = request.scope["query_string"]
    if len(query) > _LONGEST_QUERY:
        raise InvalidInput(f"The query has {len(query):,} characters; {_LONGEST_QUERY:,} are the most.")
    return parse_query(query)


def _respond(copy: Copy, request: Request, house: House, filename: str | None) -> Response:
    answer: Answer = choose(copy, request.scope["headers"], house.clock.now)
    if filename and answer.status == 200:
        answer = saved_as(answer, filename)
    response = Response((answer.headed if request.method == "HEAD" else answer).body, answer.status)
    response.raw_headers = answer.headers
    return response
