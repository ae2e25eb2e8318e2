"""One task: as it stands, as it stood, and what changed."""

from fastapi import APIRouter

from app.queries import get_task, task_out
from app.queries.history import task_on
from app.routes.checks import Checked
from app.routes.context import In, Reading
from app.routes.html import HasPage
from app.routes.known_on import KnownOn
from app.schemas.answers import RevisionOut, TaskDetail, TaskOut
from app.schemas.examples import TASK_EXAMPLE

router = APIRouter(tags=["tasks"], dependencies=[Checked])


@router.get("/tasks/{task_id}", response_model=TaskDetail, responses=TASK_EXAMPLE, dependencies=[HasPage])
@router.head("/tasks/{task_id}", include_in_schema=False, dependencies=[HasPage])
def show_task(
    task_id: str,
    house: In,
    session: Reading,
    as_known_on: KnownOn = None,
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
