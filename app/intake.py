"""A notice document into rows: idempotent, whole or not at all, every change of a task kept as a revision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.errors import BadDocument, NotFound
from app.facts import NOTICE_FACTS, amended_columns, notice_values, revision_values, task_values, to_json
from app.folding import searchable
from app.models import Catalogue, FeedStamp, Notice, Revision, Task, TaskText
from app.provinces import provinces_in
from app.schemas.document import NoticeDocument, NoticeIn

MAX_BYTES = 5_000_000
_SECOND = timedelta(seconds=1)
_DEFAULT_REASON = "通知文件更新"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference a load made: `field` of a task (or of the notice) went from `old` to `new`, both JSON values."""

    subject: str
    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What a load did. Nothing created and nothing changed means the document was known already."""

    notice_id: str
    created: tuple[str, ...]
    changes: tuple[Change, ...]

    @property
    def is_unchanged(self) -> bool:
        """Whether the database was left as it was."""
        return not self.created and not self.changes


def parse_document(source: str, data: bytes) -> NoticeDocument:
    """Check a notice document read from `source`. Raises BadDocument with the path and the reason of every fault."""
    if len(data) > MAX_BYTES:
        size = f"{len(data):,} bytes; a notice document has at most {MAX_BYTES:,}"
        raise BadDocument(source, [("(whole file)", size)])
    try:
        return NoticeDocument.model_validate_json(data)
    except ValidationError as error:
        faults = error.errors(include_input=False, include_url=False)
        raise BadDocument(source, [(_path(fault["loc"]), _reason(fault["msg"])) for fault in faults[:20]]) from None


def load_document(session: Session, document: NoticeDocument, now: datetime) -> LoadResult:
    """Bring the database to what `document` says, inside the caller's transaction.

    A changed task gets `sequence` + 1 and a revision per field; a task the document no longer holds is withdrawn, one
    that came back is reinstated. Raises BadDocument when a task id belongs to another notice.
    """
    amendment = document.amendment
    reason = amendment.reason if amendment else _DEFAULT_REASON
    other = amendment.notice if amendment else None
    source, issued_on = (other, None) if other else (document.notice.number, document.notice.issued_on)
    return _Intake(session, now, reason, source, issued_on).load(document)


def amend_task(
    session: Session,
    task_id: str,
    values: Mapping[str, Any],
    *,
    reason: str,
    source: str,
    now: datetime,
    issued_on: date | None = None,
) -> LoadResult:
    """Change columns of one task as a follow-up notice with the 文号 `source`, issued that day, says; it keeps its id.

    `values` may set `withdrawn_at`; a task that is amended otherwise stands again. Raises NotFound.
    """
    return _Intake(session, now, reason, source, issued_on).amend(task_id, values)


class _Intake:
    """One change of the catalogue under way: a document's, or a follow-up notice's of one task."""

    def __init__(self, session: Session, now: datetime, reason: str, source: str, issued_on: date | None) -> None:
        self.session = session
        self.catalogue = session.execute(select(Catalogue).with_for_update()).scalar_one()
        # A clock that was set back must not send a Last-Modified back in time.
        self.now = max(now, self.catalogue.changed_at)
        self.version = self.catalogue.version + 1
        self.reason = reason
        self.source = source
        self.issued_on = issued_on
        self.created: list[str] = []
        self.changes: list[Change] = []
        self.touched = 0  # the audience, before or after, of all that changed

    def load(self, document: NoticeDocument) -> LoadResult:
        notice_id = document.notice.id
        known = self._known_tasks(document)
        self._save_notice(document.notice)
        for position, task in enumerate(document.tasks):
            values = task_values(task)
            row = known.pop(task.id, None)
            if row is None:
                self._create(position, task.id, values | {"notice_id": notice_id})
            else:
                row.position = position
                self._amend(row, self._not_amended(row, values | {"withdrawn_at": None}, document))
        for row in known.values():
            self._amend(row, {"withdrawn_at": row.withdrawn_at or self.now})
        return self._finish(notice_id)

    def amend(self, task_id: str, values: Mapping[str, Any]) -> LoadResult:
        row = self.session.get(Task, task_id, options=[selectinload(Task.revisions)])
        if row is None:
            raise NotFound(f"No task has the id {task_id[:80]!r}.", param="task_id")
        self._amend(row, {"withdrawn_at": None, **values})
        return self._finish(row.notice_id)

    def _finish(self, notice_id: str) -> LoadResult:
        result = LoadResult(notice_id, tuple(self.created), tuple(self.changes))
        if not result.is_unchanged:
            self.catalogue.version = self.version
            self.catalogue.changed_at = self.now
            self._stamp_feeds()
        self.session.flush()
        return result

    def _measure(self, row: Task) -> None:
        """Keep the catalogue's longest window true: it bounds how far `open_on` has to look."""
        if row.opens_on and row.due_on:
            days = (row.due_on - row.opens_on).days
            self.catalogue.longest_window = max(self.catalogue.longest_window, days)

    def _known_tasks(self, document: NoticeDocument) -> dict[str, Task]:
        """The notice's tasks by id. Ids are permanent, so one that another notice uses is refused."""
        notice_id = document.notice.id
        ids = {task.id: place for place, task in enumerate(document.tasks)}
        foreign = self.session.execute(
            select(Task.id, Task.notice_id).where(Task.id.in_(ids), Task.notice_id != notice_id)
        ).all()
        if foreign:
            raise BadDocument(
                notice_id, [(f"tasks[{ids[i]}].id", f"{i!r} belongs to notice {other!r}") for i, other in foreign]
            )
        rows = self.session.scalars(
            select(Task)
            .where(Task.notice_id == notice_id)
            .options(selectinload(Task.revisions), selectinload(Task.text))
        )
        return {row.id: row for row in rows}

    def _save_notice(self, notice: NoticeIn) -> None:
        facts = notice_values(notice)
        row = self.session.get(Notice, notice.id)
        if row is None:
            row = Notice(id=notice.id, created_at=self.now, updated_at=self.now, **facts)
            self.session.add(row)
            return
        changed = [name for name in NOTICE_FACTS if getattr(row, name) != facts[name]]
        for name in changed:
            self.changes.append(Change(row.id, name, to_json(getattr(row, name)), to_json(facts[name])))
            setattr(row, name, facts[name])
        if changed:
            row.updated_at = self.now
            for task in row.tasks:  # they show the notice's number and title
                task.version = self.version
                task.updated_at = self.now
                self.touched |= task.audience

    def _create(self, position: int, task_id: str, values: dict[str, Any]) -> None:
        stamps = {"created_at": self.now, "updated_at": self.now, "sequence": 0, "version": self.version}
        row = Task(id=task_id, position=position, **values, **stamps)
        row.text = TaskText(folded=_searchable(row))
        self.session.add(row)
        self._measure(row)
        self.created.append(task_id)
        self.touched |= values["audience"]

    def _not_amended(self, row: Task, values: dict[str, Any], document: NoticeDocument) -> dict[str, Any]:
        """`values` less what a follow-up notice has changed since: an old document loaded again takes nothing back."""
        if document.amendment:
            return values
        amended = amended_columns(values, row.revisions, document.notice.number)
        return {name: value for name, value in values.items() if name not in amended}

    def _amend(self, row: Task, values: dict[str, Any]) -> None:
        changed = {name: new for name, new in values.items() if getattr(row, name) != new}
        if not changed:
            return
        self.touched |= row.audience | values.get("audience", 0)
        row.sequence += 1
        row.version = self.version
        row.updated_at = self.now
        for name, new in changed.items():
            old = getattr(row, name)
            setattr(row, name, new)
            self._record(row, *revision_values(name, old, new))
        row.text.folded = _searchable(row)
        self._measure(row)

    def _stamp_feeds(self) -> None:
        """Date every feed a task came to, changed in or left; two changes in one second still differ by a second."""
        slugs = ["all", *(province.slug for province in provinces_in(self.touched))]
        for stamp in self.session.scalars(select(FeedStamp).where(FeedStamp.slug.in_(slugs))):
            stamp.version = self.version
            stamp.changed_at = max(self.now, stamp.changed_at + _SECOND)

    def _record(self, row: Task, field: str, old: Any, new: Any) -> None:
        row.revisions.append(
            Revision(
                sequence=row.sequence,
                field=field,
                old=old,
                new=new,
                reason=self.reason,
                source=self.source,
                issued_on=self.issued_on,
                recorded_at=self.now,
            )
        )
        self.changes.append(Change(row.id, field, old, new))


def _searchable(row: Task) -> str:
    return searchable(row.title, row.summary, row.wording, row.contacts)


def _path(loc: tuple[int | str, ...]) -> str:
    """A pydantic location as people write it: tasks[3].due_on."""
    path = ""
    for part in loc:
        path += f"[{part}]" if isinstance(part, int) else f".{part}"
    return path.lstrip(".") or "(whole file)"


def _reason(message: str) -> str:
    return message.removeprefix("Value error, ")
