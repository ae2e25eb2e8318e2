"""Every read of the catalogue. `find_` may come back empty, `get_` raises NotFound."""

from app.queries.answers import task_out
from app.queries.feeds import Listed, Stamped, catalogue_version, feed_stamps, find_tasks_by_id, list_changed
from app.queries.notices import CountedNotice, find_notices, get_notice
from app.queries.tasks import Page, TaskFilter, Undated, feed_tasks, find_all, find_tasks, get_task

__all__ = [
    "CountedNotice",
    "Listed",
    "Page",
    "Stamped",
    "TaskFilter",
    "Undated",
    "catalogue_version",
    "feed_stamps",
    "feed_tasks",
    "find_all",
    "find_notices",
    "find_tasks",
    "find_tasks_by_id",
    "get_notice",
    "get_task",
    "list_changed",
    "task_out",
]
