"""What the feeds stand on, read piece by piece: a list that fits in memory, and the rows that are to be drawn."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.models import Catalogue, FeedStamp, Task


class Listed(NamedTuple):
    """A task as a feed chooses it; tuples sort by deadline, undated last (`sort_on` is then NO_DAY)."""

    sort_on: date
    id: str
    audience: int
    kind: str
    version: int


class Stamped(NamedTuple):
    """When a feed last changed, and the catalogue's version then."""

    version: int
    changed_at: datetime


def catalogue_version(session: Session) -> int:
    """The version of all notices and tasks together: one number, one row."""
    return session.scalars(select(Catalogue.version)).one()


def feed_stamps(session: Session) -> dict[str, Stamped]:
    """Each feed's stamp by slug."""
    rows = session.execute(select(FeedStamp.slug, FeedStamp.version, FeedStamp.changed_at))
    return {slug: Stamped(version, changed_at) for slug, version, changed_at in rows}


def list_changed(session: Session, since: int) -> list[Listed]:
    """The tasks that changed after version `since`, withdrawn or not; all of them when it is negative."""
    statement = select(Task.sort_on, Task.id, Task.audience, Task.kind, Task.version).where(Task.version > since)
    return [Listed(*row) for row in session.execute(statement)]


def find_tasks_by_id(session: Session, ids: Collection[str]) -> list[Task]:
    """These tasks with their revisions, in no order."""
    return list(session.scalars(select(Task).where(Task.id.in_(ids)).options(selectinload(Task.revisions))))
