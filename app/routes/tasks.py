"""The query API: which tasks, until when, for whom."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from app.queries import Asked, count_facets, current_token, find_changes, find_tasks, get_task, task_out
from app.queries.history import task_on
from app.routes.checks import Checked
from app.routes.context import House, In, Reading
from app.routes.html import HasPage
from app.routes.problems import problem_responses
from app.routes.task_params import ListParams
from app.schemas.answers import Meta, RevisionOut, TaskDetail, TaskOut, TaskPage
from app.schemas.examples import TASK_EXAMPLE, TASKS_EXAMPLE
from app.schemas.fields import Day

router = APIRouter(tags=["tasks"], dependencies=[Checked])


@router.get("/tasks", response_model=TaskPage, responses={**TASKS_EXAMPLE, **problem_responses(410)})
@router.head("/tasks", include_in_schema=False)
def list_tasks(query: Annotated[ListParams, Query()], request: Request, house: In) -> Response:
    """Tasks by deadline, then id; those without a date last."""
    with house.database.read() as session:
        asked = query.ask_on(house, session)
        page, following = (build_changes if query.changed_since is not None else build_page)(
            query, asked, house, session
        )
    headers = {"Link": f'<{_next(request, asked, page.meta, following)}>; rel="next"'} if following else {}
    body = page.model_dump_json(include=_included(query.chosen_fields))
    return Response(body, media_type="application/json", headers=headers)


@router.get("/tasks/{task_id}", response_model=TaskDetail, responses=TASK_EXAMPLE, dependencies=[HasPage])
@router.head("/tasks/{task_id}", include_in_schema=False, dependencies=[HasPage])
def show_task(
    task_id: str,
    house: In,
    session: Reading,
    as_known_on: Annotated[Day | None, Query(description="As it stood at the end of an earlier day")] = None,
) -> TaskDetail:
    """One task and its history, withdrawn or not."""
    stands = get_task(session, task_id)
    task = stands if as_known_on is None else task_on(stands, as_known_on)
    answer: TaskOut = task_out(task, house.workdays, house.settings.base_url)
    revisions = [RevisionOut.model_validate(revision, from_attributes=True) for revision in task.revisions]
    return TaskDetail.model_construct(**dict(answer), revisions=revisions)


@router.get("/tasks/{task_id}/revisions", response_model=list[RevisionOut])
@router.head("/tasks/{task_id}/revisions", include_in_schema=False)
def list_revisions(task_id: str, session: Reading) -> list[RevisionOut]:
    """Every recorded change of a task, the oldest first."""
    revisions = get_task(session, task_id).revisions
    return [RevisionOut.model_validate(revision, from_attributes=True) for revision in revisions]


def build_page(query: ListParams, asked: Asked, house: House, session: Session) -> tuple[TaskPage, dict[str, str]]:
    """A page of the tasks as they stand, and what to change in the address for the next one."""
    token = current_token(session)
    page = find_tasks(session, asked.filter, limit=query.limit, cursor=query.cursor, sort=query.sort)
    facets = count_facets(session, asked.filter, query.chosen_facets) if query.facets is not None else None
    meta = Meta(
        **_common(query, asked, house),
        total=page.total,
        boundary_count=page.boundary_count,
        undated_count=page.undated_count,
        count_limit=page.count_limit,
        next_cursor=page.next_cursor,
        sync_token=token.encode(),
        facets=facets,
    )
    return _answer(page.tasks, meta, house), {"cursor": page.next_cursor} if page.next_cursor else {}


def build_changes(query: ListParams, asked: Asked, house: House, session: Session) -> tuple[TaskPage, dict[str, str]]:
    """A page of what changed, and what to change in the address for the next one."""
    query.check_sync(asked)
    changes = find_changes(session, asked.filter, query.changed_since or "", limit=query.limit)
    token = changes.token.encode()
    meta = Meta(
        **_common(query, asked, house),
        total=None,
        boundary_count=None,
        undated_count=None,
        count_limit=None,
        next_cursor=None,
        sync_token=token,
    )
    return _answer(changes.tasks, meta, house), {"changed_since": token} if changes.has_more else {}


def _common(query: ListParams, asked: Asked, house: House) -> dict[str, Any]:
    return {
        "resolved": asked.resolved,
        "as_of": query.day(house),
        "workdays_provisional": asked.is_provisional,
    }


def _answer(tasks: Any, meta: Meta, house: House) -> TaskPage:
    items = [task_out(task, house.workdays, house.settings.base_url) for task in tasks]
    return TaskPage.model_construct(items=items, meta=meta)


def _next(request: Request, asked: Asked, meta: Meta, following: dict[str, str]) -> str:
    """The next page's address; `as_of` holds days like today+30d where they are when midnight comes between."""
    fixed = {"as_of": meta.as_of.isoformat()} if asked.is_relative else {}
    return f"{request.url.path}?{request.url.include_query_params(**following, **fixed).query}"


def _included(fields: tuple[str, ...]) -> Any:
    """What pydantic is to write; None for everything."""
    return {"items": {"__all__": set(fields)}, "meta": True} if fields else None
