"""Every read of the catalogue. `find_` may come back empty, `get_` raises NotFound."""

from app.queries.answers import task_out
from app.queries.changes import Changes, find_changes
from app.queries.cursors import Sort
from app.queries.facets import Facet, count_facets
from app.queries.feeds import Listed, Stamped, catalogue_version, feed_stamps, find_tasks_by_id, list_changed
from app.queries.filters import Channel, TaskFilter, Undated
from app.queries.kept import KeptQueries
from app.queries.listing import Page, count_tasks, each_task, find_tasks, get_rows
from app.queries.notices import CountedNotice, find_notice_id, find_notices, get_notice
from app.queries.params import Asked, FilterParams
from app.queries.past import Pasts
from app.queries.recent import find_deadlines, find_recent_changes
from app.queries.source import Source
from app.queries.tasks import feed_tasks, find_all, get_task
from app.queries.tokens import Token, current_token, renew_tokens
from app.queries.written import WrittenTasks

__all__ = [
    "Asked",
    "Changes",
    "Channel",
    "CountedNotice",
    "Facet",
    "FilterParams",
    "KeptQueries",
    "Listed",
    "Page",
    "Pasts",
    "Sort",
    "Source",
    "Stamped",
    "TaskFilter",
    "Token",
    "Undated",
    "WrittenTasks",
    "catalogue_version",
    "count_facets",
    "count_tasks",
    "current_token",
    "each_task",
    "feed_stamps",
    "feed_tasks",
    "find_all",
    "find_changes",
    "find_deadlines",
    "find_notice_id",
    "find_notices",
    "find_recent_changes",
    "find_tasks",
    "find_tasks_by_id",
    "get_notice",
    "get_rows",
    "get_task",
    "list_changed",
    "renew_tokens",
    "task_out",
]
