"""The published tasks a draft is held against, read for matching and for the reviewer's eyes."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.drafts.matching import ALONE, find_candidates, find_withdrawals, same_notice
from app.drafts.open_points import Findings
from app.drafts.review import Review
from app.drafts.standing import KnownTask, Standing
from app.models import Notice, Task
from app.schemas.document import Status

_MOST = 5_000
# A follow-up speaks of notices of this year or the last, hardly ever of older ones.
_REACH = timedelta(days=550)
_COLUMNS = (
    Task.id, Task.notice_id, Notice.number, Task.item, Task.title, Task.status, Task.opens_on, Task.due_on,
    Task.wording, Task.contacts,
)  # fmt: skip


def reach_of(review: Review) -> date:
    """The day of issue from which on a published notice may be meant."""
    return (review.draft.notice.issued_on or date.max) - _REACH


def find_standing(session: Session, since: date) -> Standing:
    """The tasks that stand of notices issued from `since` on, of the newest 5,000."""
    statement = (
        select(*_COLUMNS)
        .join(Notice, Notice.id == Task.notice_id)
        .where(Task.withdrawn_at.is_(None), Notice.issued_on >= since)
        .order_by(Notice.issued_on.desc(), Task.id)
        .limit(_MOST)
    )
    return Standing([_task(row) for row in session.execute(statement)], least=ALONE)


def find_findings(session: Session, review: Review, standing: Standing | None = None) -> Findings:
    """What the published tasks say to a draft: candidates, withdrawals, and whether it is known already.

    `standing` are those of `reach_of(review)`, where somebody has kept them.
    """
    standing = find_standing(session, reach_of(review)) if standing is None else standing
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


def _task(row: Any) -> KnownTask:
    ways = frozenset(way for each in row.contacts for way in (*each.get("phones", []), *each.get("emails", [])))
    values: dict[str, Any] = {**row._asdict(), "status": Status(row.status), "contacts": ways}
    return KnownTask(**values)
