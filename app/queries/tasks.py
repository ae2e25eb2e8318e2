"""Tasks as objects, with their notice and their history, for those who show them one by one."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.errors import NotFound
from app.models import Task
from app.provinces import Province
from app.queries.cursors import Sort
from app.queries.filters import TaskFilter, concerns
from app.queries.searches import Search


def find_all(session: Session, wanted: TaskFilter, limit: int | None = None) -> list[Task]:
    """Every task that matches, or the first `limit`, by due_on then id, undated last: for a digest or a page."""
    search = Search.prepare(session, wanted, Sort.DUE_ON)
    return list(session.scalars(select(Task).where(*search.where).order_by(*search.sort.order).limit(limit)))


def get_task(session: Session, task_id: str) -> Task:
    """One task with its revisions, withdrawn or not. Raises NotFound."""
    task = session.get(Task, task_id, options=[selectinload(Task.revisions)])
    if task is None:
        raise NotFound(f"No task has the id {task_id[:80]!r}. GET /tasks lists them.", param="task_id")
    return task


def feed_tasks(session: Session, province: Province | None) -> list[Task]:
    """Everything a calendar shows of a province (of all, when None): withdrawn tasks too, with their revisions."""
    statement = select(Task).where(concerns(province)).options(selectinload(Task.revisions))
    return list(session.scalars(statement.order_by(*Sort.DUE_ON.order)))
