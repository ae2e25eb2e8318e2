"""A notice document into rows: idempotent, whole or not at all, every change of a task kept as a revision."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.errors import BadDocument
from app.models import Catalogue, FeedStamp, Notice, Revision, Task
from app.provinces import ALL_MASK, mask_of_names, names_of, provinces_in
from app.schemas.document import NoticeDocument, NoticeIn, TaskIn

MAX_BYTES = 5_000_000
_SECOND = timedelta(seconds=1)
_DEFAULT_REASON = "通知文件更新"
_NOTICE_FACTS = ("number", "title", "issuer", "issued_on", "addressees", "url", "attachments")


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
    return _Load(session, document, now).run()


class _Load:
    """One load under way."""

    def __init__(self, session: Session, document: NoticeDocument, now: datetime) -> None:
        self.session = session
        self.document = document
        self.catalogue = session.execute(select(Catalogue).with_for_update()).scalar_one()
        # A clock that was set back must not send a Last-Modified back in time.
        self.now = max(now, self.catalogue.changed_at)
        self.version = self.catalogue.version + 1
        self.reason = document.amendment.reason if document.amendment else _DEFAULT_REASON
        self.source = (document.amendment and document.amendment.notice) or document.notice.number
        self.created: list[str] = []
        self.changes: list[Change] = []
        self.touched = 0  # the audience, before or after, of all that changed

    def run(self) -> LoadResult:
        known = self._known_tasks()
        self._save_notice()
        for position, task in enumerate(self.document.tasks):
            values = task_values(task)
            row = known.pop(task.id, None)
            if row is None:
                self._create(position, task.id, values)
            else:
                row.position = position
                self._amend(row, values | {"withdrawn_at": None})
        for row in known.values():
            self._amend(row, {"withdrawn_at": row.withdrawn_at or self.now})
        result = LoadResult(self.document.notice.id, tuple(self.created), tuple(self.changes))
        if not result.is_unchanged:
            self.catalogue.version = self.version
            self.catalogue.changed_at = self.now
            self._stamp_feeds()
        self.session.flush()
        return result

    def _known_tasks(self) -> dict[str, Task]:
        """The notice's tasks by id. Ids are permanent, so one that another notice uses is refused."""
        notice_id = self.document.notice.id
        ids = {task.id: place for place, task in enumerate(self.document.tasks)}
        foreign = self.session.execute(
            select(Task.id, Task.notice_id).where(Task.id.in_(ids), Task.notice_id != notice_id)
        ).all()
        if foreign:
            raise BadDocument(
                notice_id, [(f"tasks[{ids[i]}].id", f"{i!r} belongs to notice {other!r}") for i, other in foreign]
            )
        rows = self.session.scalars(
            select(Task).where(Task.notice_id == notice_id).options(selectinload(Task.revisions))
        )
        return {row.id: row for row in rows}

    def _save_notice(self) -> None:
        facts = notice_values(self.document.notice)
        row = self.session.get(Notice, self.document.notice.id)
        if row is None:
            row = Notice(id=self.document.notice.id, created_at=self.now, updated_at=self.now, **facts)
            self.session.add(row)
            return
        changed = [name for name in _NOTICE_FACTS if getattr(row, name) != facts[name]]
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
        self.session.add(Task(id=task_id, notice_id=self.document.notice.id, position=position, **values, **stamps))
        self.created.append(task_id)
        self.touched |= values["audience"]

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
                recorded_at=self.now,
            )
        )
        self.changes.append(Change(row.id, field, old, new))


def notice_values(notice: NoticeIn) -> dict[str, Any]:
    """The columns of a notice, as the document gives them."""
    return {name: getattr(notice, name) for name in _NOTICE_FACTS} | {"attachments": _rows(notice.attachments)}


def task_values(task: TaskIn) -> dict[str, Any]:
    """The columns of a task, as the document gives them."""
    values = {name: getattr(task, name) for name in TaskIn.model_fields if name not in {"id", "provinces"}}
    return values | {
        "kind": task.kind.value,
        "status": task.status.value,
        "precision": task.precision.value,
        "audience": ALL_MASK if task.provinces == "all" else mask_of_names(task.provinces),
        "channels": _rows(task.channels),
        "forms": _rows(task.forms),
        "contacts": _rows(task.contacts),
    }


def revision_values(name: str, old: Any, new: Any) -> tuple[str, Any, Any]:
    """A change of a column in the words people use: (field, old, new), both JSON values."""
    if name == "audience":
        return "provinces", names_of(old), names_of(new)
    if name == "withdrawn_at":
        return "withdrawn", old is not None, new is not None
    return name, to_json(old), to_json(new)


def to_json(value: Any) -> Any:
    """Days and times as ISO 8601 text, everything else as it is."""
    return value.isoformat() if isinstance(value, date | time) else value


def _rows(models: Iterable[Any]) -> list[dict[str, Any]]:
    return [model.model_dump(mode="json") for model in models]


def _path(loc: tuple[int | str, ...]) -> str:
    """A pydantic location as people write it: tasks[3].due_on."""
    path = ""
    for part in loc:
        path += f"[{part}]" if isinstance(part, int) else f".{part}"
    return path.lstrip(".") or "(whole file)"


def _reason(message: str) -> str:
    return message.removeprefix("Value error, ")
