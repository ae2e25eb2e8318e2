"""The query API: which tasks, until when, for whom."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from sqlalchemy import Connection
from starlette.datastructures import URL

from app.queries import Asked, count_facets, find_changes, find_tasks
from app.routes.checks import Checked
from app.routes.context import House, In
from app.routes.problems import problem_responses
from app.routes.task_params import ListParams
from app.schemas.answers import Meta, TaskPage
from app.schemas.examples import TASKS_EXAMPLE

Opened = Callable[[], AbstractContextManager[Connection]]
router = APIRouter(tags=["tasks"], dependencies=[Checked])


@dataclass(frozen=True, slots=True)
class _Found:
    """A TaskPage whose items are JSON already, and what to change in the address for the next one."""

    items: list[bytes]
    meta: Meta
    following: dict[str, str]

    @property
    def body(self) -> bytes:
        return b'{"items":[%b],"meta":%b}' % (b",".join(self.items), self.meta.model_dump_json().encode())


@router.get("/tasks", response_model=TaskPage, responses={**TASKS_EXAMPLE, **problem_responses(410)})
@router.head("/tasks", include_in_schema=False)
def list_tasks(query: Annotated[ListParams, Query()], request: Request, house: In) -> Response:
    """Tasks by deadline, then id; those without a date last."""
    then = house.known_on(query.as_known_on)
    return answer_tasks(query, request.url, then, then.database.look)


def answer_tasks(query: ListParams, url: URL, house: House, opened: Opened) -> Response:
    """What `/tasks` answers. `opened` gives the connection to ask; `url` is what was asked. Raises what it refuses."""
    with opened() as connection:
        asked = query.ask_on(house, connection)
        found = (_page if query.changed_since is None else _changes)(query, asked, house, connection)
    headers = {"Link": f'<{_next(url, asked, found)}>; rel="next"'} if found.following else {}
    return Response(found.body, media_type="application/json", headers=headers)


def _page(query: ListParams, asked: Asked, house: House, connection: Connection) -> _Found:
    """A page of the tasks as they stand."""
    page = find_tasks(connection, asked.filter, limit=query.limit, cursor=query.cursor, sort=query.sort)
    facets = count_facets(connection, asked.filter, query.chosen_facets) if query.facets is not None else None
    meta = _meta(
        query,
        asked,
        house,
        total=page.total,
        boundary_count=page.boundary_count,
        undated_count=page.undated_count,
        count_limit=page.count_limit,
        next_cursor=page.next_cursor,
        sync_token=page.token.encode(),
        facets=facets,
    )
    items = house.written.of(connection, page.ids, page.token, query.chosen_fields)
    return _Found(items, meta, {"cursor": page.next_cursor} if page.next_cursor else {})


def _changes(query: ListParams, asked: Asked, house: House, connection: Connection) -> _Found:
    """A page of what changed."""
    query.check_sync(asked)
    changes = find_changes(connection, asked.filter, query.changed_since or "", limit=query.limit)
    token = changes.token.encode()
    items = [house.written.write(row, query.chosen_fields) for row in changes.tasks]
    return _Found(
        items, _meta(query, asked, house, sync_token=token), {"changed_since": token} if changes.has_more else {}
    )


def _meta(query: ListParams, asked: Asked, house: House, **counted: Any) -> Meta:
    return Meta.model_construct(
        resolved=asked.resolved,
        as_of=query.day(house),
        as_known_on=query.as_known_on,
        workdays_provisional=asked.is_provisional,
        **dict.fromkeys(("total", "boundary_count", "undated_count", "count_limit", "next_cursor")) | counted,
    )


def _next(url: URL, asked: Asked, found: _Found) -> str:
    """The next page's address; `as_of` holds days like today+30d where they are when midnight comes between."""
    fixed = {"as_of": found.meta.as_of.isoformat()} if asked.is_relative else {}
    return f"{url.path}?{url.include_query_params(**found.following, **fixed).query}"
