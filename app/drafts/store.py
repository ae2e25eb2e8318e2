"""Drafts as rows. Every act names the revision its author saw, so two reviewers never overwrite each other."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, undefer

from app import audit
from app.drafts.acts import Act, Withdraw
from app.drafts.known import find_findings
from app.drafts.matching import is_withdrawn_only
from app.drafts.reading import harmless, text_hash
from app.drafts.review import Review
from app.drafts.reviewing import apply_act, drop_task
from app.errors import Conflict, NotFound
from app.extraction import Draft
from app.models import DraftRow
from app.schemas.fields import clean

ITS_TASK_WITHDRAWN = "原事项已取消"
OPEN, ACCEPTED, REJECTED = "open", "accepted", "rejected"


@dataclass(frozen=True, slots=True)
class Saved:
    """Where a draft is kept; `is_new` is False when the very same text was there before."""

    draft_id: int
    is_new: bool


def save_draft(session: Session, name: str, draft: Draft, *, who: str, now: datetime) -> Saved:
    """Keep a draft, unless the same text is open or published: then that one is meant."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    digest = text_hash(draft)
    values = {
        "name": clean(harmless(name))[:200] or "未命名",
        "text_hash": digest,
        "content": Review.of(draft).model_dump(mode="json"),
        "summary": draft.summary,
        "revision": 1,
        "status": OPEN,
        "created_at": now,
    }
    statement: Any = dialect.insert(DraftRow).values(values).on_conflict_do_nothing().returning(DraftRow.id)
    draft_id = session.execute(statement).scalar()
    if draft_id is None:
        same = select(DraftRow.id).where(DraftRow.text_hash == digest, DraftRow.status != REJECTED)
        return Saved(session.scalars(same).one(), is_new=False)
    audit.record(session, now, who, "read", subject_of(draft_id), name=values["name"], summary=draft.summary)
    return Saved(draft_id, is_new=True)


def get_draft(session: Session, draft_id: int) -> DraftRow:
    """One draft with its content. Raises NotFound."""
    row = session.get(DraftRow, draft_id, options=[undefer(DraftRow.content)]) if draft_id < 2**31 else None
    if row is None:
        raise NotFound(f"没有 {draft_id} 号草稿。GET /drafts 列出全部草稿。", param="draft_id")
    return row


def get_seen(session: Session, draft_id: int, revision: int) -> DraftRow:
    """One open draft as its reviewer saw it. Raises Conflict when it is decided or was changed since, NotFound."""
    row = get_draft(session, draft_id)
    if row.status == ACCEPTED:
        raise Conflict(f"{draft_id} 号草稿已经发布，不能再改。")
    if row.status == REJECTED:
        raise Conflict(f"{draft_id} 号草稿已经作废，不能再改。")
    if row.revision != revision:
        raise Conflict(
            f"{draft_id} 号草稿在您打开之后又改过（您看到的是第 {revision} 版，现在是第 {row.revision} 版）；"
            "您的修改没有保存，请看过最新内容后再提交。"
        )
    return row


def find_drafts(session: Session, *, status: str | None = None, limit: int = 100) -> list[DraftRow]:
    """The newest drafts, without their content."""
    statement = select(DraftRow).order_by(DraftRow.id.desc()).limit(limit)
    return list(session.scalars(statement.where(DraftRow.status == status) if status else statement))


def review_of(row: DraftRow) -> Review:
    """The review a row keeps."""
    return Review.model_validate(row.content)


def change_draft(session: Session, draft_id: int, revision: int, act: Act, *, who: str, now: datetime) -> Review:
    """Do one act. Raises Conflict when the draft is decided or was changed since `revision`, InvalidInput, NotFound."""
    after = apply_act(review_of(get_seen(session, draft_id, revision)), act)
    if isinstance(act, Withdraw) and act.agreed:
        _drop_what_was_withdrawn(session, after, act.task_id)
    move_on(session, draft_id, revision, content=after.model_dump(mode="json"), summary=after.draft.summary)
    audit.record(session, now, who, act.act, subject_of(draft_id), **_detail(revision, act))
    return after


def reject_draft(session: Session, draft_id: int, revision: int, reason: str, *, who: str, now: datetime) -> None:
    """Put a draft aside for good. Raises Conflict as `change_draft` does."""
    move_on(session, draft_id, revision, status=REJECTED)
    audit.record(session, now, who, "reject", subject_of(draft_id), reason=reason)


def move_on(session: Session, draft_id: int, revision: int, **values: Any) -> None:
    """Take the draft from `revision` to the next, while it is open and nobody was faster. Raises Conflict, NotFound."""
    moved = session.execute(
        update(DraftRow)
        .where(DraftRow.id == draft_id, DraftRow.revision == revision, DraftRow.status == OPEN)
        .values(revision=revision + 1, **values)
        .returning(DraftRow.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    if moved is None:
        session.expire_all()
        get_seen(session, draft_id, revision)


def was_done(session: Session, draft_id: int, revision: int, who: str, act: Act | Literal["accept"]) -> bool:
    """Whether the last that was done to a draft is this very act, by the same person: a form that was sent twice."""
    row, last = get_draft(session, draft_id), audit.find_entries(session, limit=1, subject=subject_of(draft_id))
    if row.revision != revision + 1 or not last or last[0].who != who:
        return False
    if act == "accept":
        return last[0].act == act
    return last[0].act == act.act and last[0].detail == _detail(revision, act)


def _detail(revision: int, act: Act) -> dict[str, Any]:
    """What the audit log keeps of an act besides its name."""
    return {"revision": revision + 1, **act.model_dump(mode="json", exclude_unset=True, exclude={"act"})}


def subject_of(draft_id: int) -> str:
    """How the audit log names a draft."""
    return f"draft {draft_id}"


def _drop_what_was_withdrawn(session: Session, review: Review, task_id: str) -> None:
    """A task made of nothing but the withdrawn one's old date goes with it."""
    quotes = [w.quote for w in find_findings(session, review).withdrawals if w.candidate.task.id == task_id]
    for quote in quotes:
        for at in reversed(range(len(review.draft.tasks))):
            if is_withdrawn_only(review.draft.tasks[at], quote):
                drop_task(review, at, ITS_TASK_WITHDRAWN)
