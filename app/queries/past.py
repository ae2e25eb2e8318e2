"""The catalogue as it stood at the end of an earlier day: a small database of its own, for every query there is.

Conditions, search, counts and calendars are SQL over tables: worked back in those, the past answers like the present.
"""

import shutil
import tempfile
import threading
import weakref
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Engine, func, insert, select, update
from sqlalchemy.orm import Session

from app.clock import SHANGHAI
from app.database import Database
from app.errors import InvalidInput, TooMany
from app.folding import searchable
from app.models import NO_DAY, Base, Catalogue, FeedStamp, Notice, Revision, Task, TaskText, channel_types
from app.queries.history import known_on, roll_back
from app.queries.tokens import Token, current_token

# Some five seconds of copying; the copies stand on the disk.
_MOST_TASKS = 5_000
_KEPT = 4
_MOST_WAITING = 4
# Where the catalogue stands, and the last moment that is told of.
_State = tuple[Token, datetime | None]
_SECOND = timedelta(seconds=1)


class Pasts:
    """Earlier states of one database, made when asked for; the few asked for last are kept."""

    def __init__(self, database: Database, most_tasks: int = _MOST_TASKS) -> None:
        self._database = database
        self._most_tasks = most_tasks
        self._lock = threading.Lock()
        self._kept: OrderedDict[_State, Database] = OrderedDict()
        self._making = threading.Lock()
        self._places = threading.BoundedSemaphore(_MOST_WAITING)

    def on(self, day: date) -> Database | None:
        """The catalogue as known at the end of `day`; None when nothing was recorded since, so that it is the present.

        Raises InvalidInput when it held too many tasks to be copied, TooMany while others are being made.
        """
        with self._database.read() as session:
            until, is_present = _last_recorded(session, day)
            if is_present:
                return None
            state = (current_token(session), until)
            return self._recall(state) or self._make(session, day, state)

    def _recall(self, state: _State) -> Database | None:
        with self._lock:
            if state in self._kept:
                self._kept.move_to_end(state)
            return self._kept.get(state)

    def _make(self, session: Session, day: date, state: _State) -> Database:
        """One at a time, and few wait for it: a flood of days must not hold every thread of the service."""
        self._check_size(session, day)
        if not self._places.acquire(blocking=False):
            raise TooMany("as_known_on: several earlier days are being worked back just now; ask again in a minute")
        try:
            with self._making:
                return self._recall(state) or self._keep(state, _build(session, day, state[1]))
        finally:
            self._places.release()

    def _keep(self, state: _State, past: Database) -> Database:
        with self._lock:
            self._kept[state] = past
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return past

    def _check_size(self, session: Session, day: date) -> None:
        statement = select(func.count()).select_from(Task).where(Task.created_at < _end_of(day))
        if (count := session.scalar(statement) or 0) > self._most_tasks:
            raise InvalidInput(
                f"as_known_on: {count:,} tasks were known on {day}, and at most {self._most_tasks:,} are worked back "
                f"at once; ask for one of them, as in /tasks/ID?as_known_on={day}",
                param="as_known_on",
            )


def _last_recorded(session: Session, day: date) -> tuple[datetime | None, bool]:
    """The last moment by the end of `day` at which anything was recorded, and whether nothing has been since."""
    columns = (Task.created_at, Revision.recorded_at)
    known = [session.scalar(select(func.max(column)).where(column < _end_of(day))) for column in columns]
    later = [session.scalar(select(column).where(column >= _end_of(day)).limit(1)) for column in columns]
    return max((moment for moment in known if moment), default=None), not any(later)


def _build(session: Session, day: date, until: datetime | None) -> Database:
    folder = tempfile.mkdtemp(prefix="qixian-past-")
    past = Database(f"sqlite:///{folder}/past.db")
    weakref.finalize(past, _remove, past.engine, folder)  # with the last who reads it
    past.migrate()
    tasks, revisions = _tasks_known(session, day)
    notices = select(Notice.__table__).where(Notice.created_at < _end_of(day))
    stamp = {"version": _version_on(session, day), "changed_at": until or _end_of(day) - _SECOND}
    catalogue = session.execute(select(Catalogue.key, Catalogue.longest_window)).mappings().one()
    with past.write() as writing:
        writing.execute(update(Catalogue).values(**catalogue, **stamp))
        writing.execute(update(FeedStamp).values(stamp))
        _insert(writing, Notice, session.execute(notices).mappings().all())
        _insert(writing, Task, [task | {"version": min(task["version"], stamp["version"])} for task in tasks])
        _insert(writing, TaskText, [{"task_id": task["id"], "folded": _searchable(task)} for task in tasks])
        _insert(writing, Revision, revisions)
    return past


def _remove(engine: Engine, folder: str) -> None:
    engine.dispose()
    shutil.rmtree(folder, ignore_errors=True)


def _tasks_known(session: Session, day: date) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The columns of every task known on `day` as they were then, and the revisions known then."""
    by_task: dict[str, list[Revision]] = {}
    for revision in session.scalars(select(Revision).order_by(Revision.id)):
        by_task.setdefault(revision.task_id, []).append(revision)
    rows = session.execute(select(Task.__table__).where(Task.created_at < _end_of(day))).mappings()
    tasks = [_derived(roll_back(row, by_task.get(row["id"], []), day)) for row in rows]
    known = [_columns(each) for task in tasks for each in known_on(by_task.get(task["id"], []), day)]
    return tasks, known


def _columns(revision: Revision) -> dict[str, Any]:
    return {name: getattr(revision, name) for name in Revision.__table__.columns.keys()}  # noqa: SIM118 - no mapping


def _derived(task: dict[str, Any]) -> dict[str, Any]:
    """With the columns that follow from others."""
    return task | {"sort_on": task["due_on"] or NO_DAY, "channel_types": channel_types(task["channels"])}


def _searchable(task: Mapping[str, Any]) -> str:
    return searchable(task["title"], task["summary"], task["wording"], task["contacts"])


def _version_on(session: Session, day: date) -> int:
    """A version with all changes after `day` ahead of it, so that a copy of the past can be brought up to date."""
    first_later = session.scalar(select(func.min(Task.version)).where(Task.updated_at >= _end_of(day)))
    return current_token(session).version if first_later is None else first_later - 1


def _insert(session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        session.connection().execute(insert(table), list(rows))


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=SHANGHAI)
