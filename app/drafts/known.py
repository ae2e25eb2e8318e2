"""The published tasks a draft is held against, read for matching and for the reviewer's eyes."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from app.drafts.matching import KnownTask, find_candidates, find_withdrawals, same_notice
from app.drafts.open_points import Findings
from app.drafts.review import Review
from app.models import Notice, Task
from app.schemas.document import Status

_Statement = Select[*tuple[Any, ...]]
_MOST = 5_000
# A follow-up speaks of notices of this year or the last, hardly ever of older ones.
_REACH = timedelta(days=550)
_COLUMNS = (
    Task.id, Task.notice_id, Notice.number, Task.item, Task.title, Task.status, Task.opens_on, Task.due_on,
    Task.wording, Task.contacts,
)  # fmt: skip


def find_findings(session: Session, review: Review) -> Findings:
    """What the published tasks say to a draft: candidates, withdrawals, and whether it is known already."""
    since = (review.draft.notice.issued_on or date.max) - _REACH
    standing = _known(session, _standing().where(Notice.issued_on >= since).order_by(Notice.issued_on.desc()))
    chosen = [*review.replaced.values(), *review.withdrawn]
    ids = session.scalars(select(Task.id).where(Task.id.in_(chosen)))
    return Findings(
        candidates=find_candidates(review.draft, standing),
        withdrawals=find_withdrawals(review.draft, standing),
        repeats=same_notice(review.draft, standing),
        known_ids=frozenset(ids),
        is_taken=review.notice_id is not None and session.get(Notice, review.notice_id) is not None,
    )


def find_published(session: Session, ids: Collection[str]) -> dict[str, Task]:
    """The published tasks with these ids, whole."""
    return {task.id: task for task in session.scalars(select(Task).where(Task.id.in_(ids)))}


def _standing() -> _Statement:
    statement = select(*_COLUMNS).join(Notice, Notice.id == Task.notice_id).limit(_MOST)
    return statement.where(Task.withdrawn_at.is_(None))


def _known(session: Session, statement: _Statement) -> list[KnownTask]:
    return [_task(row) for row in session.execute(statement)]


def _task(row: Row[Any]) -> KnownTask:
    ways = frozenset(way for each in row.contacts for way in (*each.get("phones", []), *each.get("emails", [])))
    values: dict[str, Any] = {**row._asdict(), "status": Status(row.status), "contacts": ways}
    return KnownTask(**values)
