"""What the review page shows, as values: the text in pieces with its phrases, and each task as its form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.drafts.findings import Findings
from app.drafts.lines import write_channels, write_contacts, write_forms, write_provinces
from app.drafts.matching import Candidate
from app.drafts.open_points import UNDATED, what_is_missing
from app.drafts.review import Choice, Review
from app.drafts.say import say_basis, say_deadline, visible
from app.drafts.standing import KnownTask
from app.drafts.stretches import Stretch
from app.drafts.taking import Offer, find_offers
from app.extraction.draft import DraftStatus, DraftTask, PhraseOut
from app.models import Task
from app.schemas.document import Status
from app.tellings import Telling

_STATUSES = {status.value for status in Status}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text; `phrase` is its place in the list when it is a date-like phrase."""

    text: str
    phrase: int | None = None
    light: str = ""
    task: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TaskView:
    """One task of the draft: what was read, the values its form starts from, and what it may replace."""

    at: int
    task: DraftTask
    says: str
    bases: list[str]
    missing: str
    is_undated: bool
    fields: Mapping[str, Any]
    candidates: list[tuple[Candidate, list[Offer]]]
    newer: Mapping[str, Telling]
    published: KnownTask | None
    choice: Choice | None
    replaced: Task | None


def pieces_of(review: Review, stretch: Stretch | None = None) -> list[Piece]:
    """The text in order, or a stretch of it, cut at its phrases; joined again it is as long as the text was."""
    text, phrases, pieces = review.draft.text, review.draft.phrases, []
    at, stop = (stretch.start, stretch.end) if stretch else (0, len(text))
    for number in stretch.phrases if stretch else range(len(phrases)):
        start, end = max(at, phrases[number].quote.start), phrases[number].quote.end
        if end <= start:
            continue
        pieces.append(Piece(shown(text[at:start])))
        pieces.append(_piece(shown(text[start:end]), number, phrases[number]))
        at = end
    return [piece for piece in (*pieces, Piece(shown(text[at:stop]))) if piece.text]


def task_views(review: Review, at: Iterable[int], findings: Findings, published: Mapping[str, Task]) -> list[TaskView]:
    """The tasks at these places as the page shows them; `published` holds every task that may be or is replaced."""
    return [_task_view(review, number, findings, published) for number in at]


def _task_view(review: Review, at: int, findings: Findings, published: Mapping[str, Task]) -> TaskView:
    task, choice = review.draft.tasks[at], review.choices[at]
    return TaskView(
        at=at,
        task=task,
        says=say_deadline(task.deadline),
        bases=[say_basis(deadline) for deadline in task.deadlines],
        missing=what_is_missing(task),
        is_undated=task.status in UNDATED,
        fields=_fields(task),
        candidates=[(each, find_offers(published[each.task.id], task)) for each in findings.candidates[at]],
        newer=findings.newer[at],
        published=findings.published[at],
        choice=choice,
        replaced=published.get(choice.replaces or "") if choice else None,
    )


def _piece(text: str, number: int, phrase: PhraseOut) -> Piece:
    if phrase.task is not None:
        return Piece(text, number, "used", task=phrase.task)
    if phrase.reason:
        return Piece(text, number, "dismissed", reason=phrase.reason)
    return Piece(text, number, "open")


def shown(text: str) -> str:
    """Text character for character, so that a selection's place in the page is its place in the text."""
    return visible(text.replace("\r\n", " \n").replace("\r", "\n"))


def _fields(task: DraftTask) -> dict[str, Any]:
    """The values a task's form starts from; a date that is void is no proposal."""
    deadline = task.deadline
    if deadline.status is DraftStatus.SUPERSEDED:
        deadline = deadline.model_copy(update={"opens_on": None, "due_on": None, "due_time": None})
    return {
        "title": task.title,
        "item": task.item,
        "summary": task.summary,
        "kind": task.kind.value,
        "status": deadline.status.value if deadline.status.value in _STATUSES else "",
        "opens_on": deadline.opens_on or "",
        "due_on": deadline.due_on or "",
        "due_time": f"{deadline.due_time:%H:%M}" if deadline.due_time else "",
        "provinces": write_provinces(task.provinces),
        "applies_because": task.applies_because,
        "forms": write_forms(task.forms),
        "channels": write_channels(task.channels),
        "contacts": write_contacts(task.contacts),
        "limits": task.limits or "",
    }
