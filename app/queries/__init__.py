"""Every read of the catalogue. `find_` may come back empty, `get_` raises NotFound."""

from app.queries.answers import task_out
from app.queries.changes import find_changes, find_deadline_near
from app.queries.notices import CountedNotice, find_notices, get_notice
from app.queries.tasks import Page, TaskFilter, Undated, feed_tasks, find_all, find_tasks, get_task

__all__ = [
    "CountedNotice",
    "Page",
    "TaskFilter",
    "Undated",
    "feed_tasks",
    "find_all",
    "find_changes",
    "find_deadline_near",
    "find_notices",
    "find_tasks",
    "get_notice",
    "get_task",
    "task_out",
]
