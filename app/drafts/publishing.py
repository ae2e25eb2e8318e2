"""Acceptance: a settled draft becomes tasks, moves the dates of published ones, withdraws others; all or nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app import audit
from app.drafts.document import build_document, moved_values
from app.drafts.findings import OpenPoint
from app.drafts.known import find_findings
from app.drafts.open_points import find_open_points
from app.drafts.review import Review
from app.drafts.store import ACCEPTED, get_seen, move_on, review_of, subject_of
from app.errors import Conflict
from app.intake import Change, amend_task, load_document
from app.models import Catalogue, DraftRow, Notice, Task

_REASON = 300


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What publishing a draft did. `notice_id` is the new notice, else the one whose tasks were changed."""

    notice_id: str
    created: tuple[str, ...]
    changes: tuple[Change, ...]


def accept_draft(session: Session, draft_id: int, revision: int, *, who: str, now: datetime) -> Acceptance:
    """Publish a draft. Raises Conflict while a point is open, or when somebody was faster; InvalidInput, NotFound."""
    # One publication at a time, from its first look at what is published: a forwarded copy must see the notice itself.
    session.execute(select(Catalogue.version).with_for_update())
    review = review_of(get_seen(session, draft_id, revision))
    move_on(session, draft_id, revision, status=ACCEPTED, accepted_at=now)
    refuse_open(find_open_points(review, find_findings(session, review)))
    acceptance = _publish(session, review, now)
    session.execute(update(DraftRow).where(DraftRow.id == draft_id).values(notice_id=acceptance.notice_id))
    audit.record(
        session,
        now,
        who,
        "accept",
        subject_of(draft_id),
        notice=acceptance.notice_id,
        created=list(acceptance.created),
        changed=sorted({change.subject for change in acceptance.changes}),
    )
    return acceptance


def refuse_open(points: list[OpenPoint]) -> None:
    """Raise Conflict that lists every open point."""
    if points:
        listed = "\n".join(f"  {point.message}" for point in points[:50])
        raise Conflict(f"还有 {len(points)} 处没有处理，没有发布：\n{listed}")


def _publish(session: Session, review: Review, now: datetime) -> Acceptance:
    facts = review.draft.notice
    why: dict[str, Any] = {"source": facts.number or facts.title or "", "issued_on": facts.issued_on, "now": now}
    document = build_document(review, session.scalars(select(Notice.id)).all())
    results = [load_document(session, document, now)] if document else []
    for task, choice in zip(review.draft.tasks, review.choices, strict=True):
        if choice and choice.replaces:
            opens_on = session.scalars(select(Task.opens_on).where(Task.id == choice.replaces)).one_or_none()
            values = moved_values(choice.replaces, task, opens_on, choice.takes)
            reason = f"后续通知：{task.summary}"[:_REASON]
            results.append(amend_task(session, choice.replaces, values, reason=reason, **why))
    for task_id in review.withdrawn:
        reason = f"后续通知取消：{facts.title}"[:_REASON]
        results.append(amend_task(session, task_id, {"withdrawn_at": now}, reason=reason, **why))
    return Acceptance(
        results[0].notice_id,
        tuple(task_id for result in results for task_id in result.created),
        tuple(change for result in results for change in result.changes),
    )
