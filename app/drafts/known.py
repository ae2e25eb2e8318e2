"""The published tasks a draft is held against, read for matching and for the reviewer's eyes."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.drafts.events import find_events
from app.drafts.findings import Findings
from app.drafts.matching import ALONE, find_candidates, find_withdrawals
from app.drafts.repeats import find_known, find_repeat, number_taken, numbers_of, taken_back
from app.drafts.review import Review
from app.drafts.standing import KnownTask, Standing
from app.models import Notice, Revision, Task
from app.schemas.document import Status
from app.tellings import FIELDS, find_tellings

_MOST = 5_000
# A follow-up speaks of notices of this year or the last, hardly ever of older ones.
_REACH = timedelta(days=550)
_TASKS: Select[*tuple[Any, ...]] = select(
    Task.id, Task.notice_id, Notice.number, Notice.issued_on, Task.item, Task.title, Task.status, Task.opens_on,
    Task.due_on, Task.due_time, Task.wording, Task.contacts, Task.withdrawn_at, Task.sequence,
).join(Notice, Notice.id == Task.notice_id)  # fmt: skip


def reach_of(review: Review) -> date:
    """The day of issue from which on a published notice may be meant."""
    return (review.draft.notice.issued_on or date.max) - _REACH


def find_standing(session: Session, since: date) -> Standing:
    """The tasks of notices issued from `since` on, of the newest 5,000."""
    newest = _TASKS.where(Notice.issued_on >= since).order_by(Notice.issued_on.desc(), Task.id).limit(_MOST)
    return Standing(_find_tasks(session, newest), least=ALONE)


def find_findings(session: Session, review: Review, standing: Standing | None = None) -> Findings:
    """What the published tasks say to a draft: candidates, withdrawals, what is known already, what is newer.

    `standing` are those of `reach_of(review)`, where somebody has kept them.
    """
    standing = find_standing(session, reach_of(review)) if standing is None else standing
    draft, numbers = review.draft, numbers_of(review.draft, standing)
    chosen_ids = [*review.replaced.values(), *review.withdrawn]
    chosen = {task.id: task for task in _find_tasks(session, _TASKS.where(Task.id.in_(chosen_ids)))}
    candidates, withdrawals = find_candidates(draft, standing), find_withdrawals(draft, standing)
    newer = []
    for at, task in enumerate(draft.tasks):
        meant = {each.task.id: each.task for each in candidates[at]}
        meant |= {task_id: chosen[task_id] for task_id in [review.replaced.get(at, "")] if task_id in chosen}
        told = {task_id: taken_back(draft, task, known, numbers) for task_id, known in meant.items()}
        newer.append({task_id: telling for task_id, telling in told.items() if telling})
    return Findings(
        candidates=candidates,
        withdrawals=withdrawals,
        repeats=find_repeat(draft, numbers, standing, withdrawals),
        known_ids=frozenset(chosen),
        is_taken=review.notice_id is not None and session.get(Notice, review.notice_id) is not None,
        published=find_known(draft, numbers, standing),
        newer=newer,
        has_number=number_taken(draft, standing),
        events=find_events(draft, standing),
    )


def find_published(session: Session, ids: Collection[str]) -> dict[str, Task]:
    """The published tasks with these ids, whole."""
    return {task.id: task for task in session.scalars(select(Task).where(Task.id.in_(ids)))}


def _find_tasks(session: Session, statement: Select[*tuple[Any, ...]]) -> list[KnownTask]:
    rows = session.execute(statement).all()
    changed = [row.id for row in rows if row.sequence]
    revisions: dict[str, list[Revision]] = defaultdict(list)
    asked = select(Revision).where(Revision.task_id.in_(changed), Revision.field.in_(FIELDS)).order_by(Revision.id)
    for revision in session.scalars(asked) if changed else ():
        revisions[revision.task_id].append(revision)
    return [_task(row, revisions.get(row.id, [])) for row in rows]


def _task(row: Any, revisions: list[Revision]) -> KnownTask:
    ways = frozenset(way for each in row.contacts for way in (*each.get("phones", []), *each.get("emails", [])))
    kept = {name: value for name, value in row._asdict().items() if name not in {"withdrawn_at", "sequence"}}
    values: dict[str, Any] = {
        **kept,
        "status": Status(row.status),
        "contacts": ways,
        "is_withdrawn": row.withdrawn_at is not None,
        "tellings": find_tellings(row.number, row.issued_on, row, revisions) if revisions else (),
    }
    return KnownTask(**values)
