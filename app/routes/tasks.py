"""The query API: which tasks, until when, for whom."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from app.provinces import get_province
from app.queries import TaskFilter, Undated, find_tasks, get_task, task_out
from app.routes.context import In, Reading
from app.schemas.answers import Meta, RevisionOut, TaskDetail, TaskOut, TaskPage
from app.schemas.fields import Day

router = APIRouter(tags=["tasks"])


class TaskQuery(BaseModel):
    """The parameters of `/tasks`; any other is refused."""

    model_config = ConfigDict(extra="forbid")

    due_before: Day | None = Field(default=None, description="Due before this day; a task due on it is left out")
    due_by: Day | None = Field(default=None, description="Due on or before this day")
    due_after: Day | None = Field(default=None, description="Due after this day; a task due on it is left out")
    due_from: Day | None = Field(default=None, description="Due on or after this day")
    province: str | None = Field(
        default=None, description="Slug, GB/T 2260 code or Chinese name: guangdong, 440000, 广东"
    )
    notice: str | None = Field(default=None, description="Id of a notice")
    undated: Undated | None = Field(
        default=None, description="Tasks without a date; left out when a due_* bound is given, else included"
    )
    as_of: Day | None = Field(default=None, description="Replay another day; today in Asia/Shanghai when left out")
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: Annotated[str, Field(max_length=400)] | None = Field(
        default=None, description="`meta.next_cursor` of the page before"
    )

    def to_filter(self) -> TaskFilter:
        """What is asked for. Raises NotFound for an unknown province."""
        return TaskFilter(
            due_before=self.due_before,
            due_by=self.due_by,
            due_after=self.due_after,
            due_from=self.due_from,
            province=get_province(self.province) if self.province is not None else None,
            notice_id=self.notice,
            undated=self.undated,
        )


@router.get("/tasks", response_model=TaskPage)
@router.head("/tasks", include_in_schema=False)
def list_tasks(query: Annotated[TaskQuery, Query()], house: In, session: Reading) -> TaskPage:
    """Tasks by deadline, then id; those without a date last."""
    wanted = query.to_filter()
    page = find_tasks(session, wanted, limit=query.limit, cursor=query.cursor)
    return TaskPage.model_construct(
        items=[task_out(task, house.workdays, house.settings.base_url) for task in page.tasks],
        meta=Meta(
            resolved={name: day.isoformat() for name, day in wanted.bounds.items()},
            as_of=query.as_of or house.today,
            total=page.total,
            boundary_count=page.boundary_count,
            undated_count=page.undated_count,
            next_cursor=page.next_cursor,
        ),
    )


@router.get("/tasks/{task_id}", response_model=TaskDetail)
@router.head("/tasks/{task_id}", include_in_schema=False)
def show_task(task_id: str, house: In, session: Reading) -> TaskDetail:
    """One task and its history, withdrawn or not."""
    task = get_task(session, task_id)
    answer: TaskOut = task_out(task, house.workdays, house.settings.base_url)
    revisions = [RevisionOut.model_validate(revision, from_attributes=True) for revision in task.revisions]
    return TaskDetail.model_construct(**dict(answer), revisions=revisions)


@router.get("/tasks/{task_id}/revisions", response_model=list[RevisionOut])
@router.head("/tasks/{task_id}/revisions", include_in_schema=False)
def list_revisions(task_id: str, session: Reading) -> list[RevisionOut]:
    """Every recorded change of a task, the oldest first."""
    revisions = get_task(session, task_id).revisions
    return [RevisionOut.model_validate(revision, from_attributes=True) for revision in revisions]
