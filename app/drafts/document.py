"""From a settled review to what intake takes: a notice document of the new tasks, and the columns of the moved ones."""

import re
from collections.abc import Collection, Generator
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from typing import Any

from pydantic import ValidationError

from app.drafts.faults import say_fault
from app.drafts.review import Part, Review
from app.errors import InvalidInput
from app.extraction.draft import DraftTask, NoticeFacts
from app.facts import task_values
from app.schemas.document import NoticeDocument, TaskIn

_FORMAT = "qixian/notice-1"
_OF_THE_DATE = ("status", "opens_on", "due_on", "due_time", "precision", "wording")
_WORDING = 480


def build_document(review: Review, taken: Collection[str] = ()) -> NoticeDocument | None:
    """The document of all tasks that move no published one; None when every task does.

    `taken` are ids other notices have. Raises InvalidInput naming what a document cannot hold.
    """
    tasks = [task for at, task in enumerate(review.draft.tasks) if at not in review.replaced]
    if not tasks:
        return None
    facts = review.draft.notice
    notice_id = review.notice_id or _free_id(facts, taken)
    values = {
        "format": _FORMAT,
        "notice": {"id": notice_id, **facts.model_dump(mode="json")},
        "tasks": [_task(f"{notice_id}-{number:02}", task) for number, task in enumerate(tasks, 1)],
    }
    with _named(facts.title or notice_id):
        return NoticeDocument.model_validate(values)


def moved_values(task_id: str, task: DraftTask, opens_on: date | None, takes: Collection[Part]) -> dict[str, Any]:
    """The columns that a draft's task sets in the published task it replaces: its date, and what the reviewer takes.

    `opens_on` is the published one; it stays where the text names only a new end. Raises InvalidInput.
    """
    values = _task(task_id, task)
    if opens_on and task.deadline.due_on and opens_on <= task.deadline.due_on:
        values["opens_on"] = values["opens_on"] or opens_on
    with _named(task.title):
        columns = task_values(TaskIn.model_validate(values))
    return {name: columns[name] for name in (*_OF_THE_DATE, *takes)}


def _task(task_id: str, task: DraftTask) -> dict[str, Any]:
    deadline = task.deadline
    return {
        "id": task_id,
        **task.model_dump(mode="json", exclude={"deadlines", "confirmed", "audience_is_said"}),
        "status": deadline.status.value,
        "opens_on": deadline.opens_on,
        "due_on": deadline.due_on,
        "due_time": deadline.due_time,
        "precision": deadline.precision.value,
        "wording": deadline.wording[:_WORDING],
    }


@contextmanager
def _named(title: str) -> Generator[None]:
    """Let what a document cannot hold be refused under this title, with every fault."""
    try:
        yield
    except ValidationError as error:
        faults = error.errors(include_url=False)[:20]
        listed = "\n".join(f"  {say_fault(fault)[1]}" for fault in faults)
        raise InvalidInput(f"「{title}」还不能发布：\n{listed}") from None


def _free_id(facts: NoticeFacts, taken: Collection[str]) -> str:
    """notice-2022-8-1f0c3a for 「教职成司函〔2022〕8号」: its numbers, and six figures that tell issuers apart."""
    named = facts.number if facts.number and re.search(r"\d", facts.number) else f"{facts.issued_on}{facts.title}"
    numbers = re.findall(r"[0-9]{1,6}", named)[:3]
    first = "-".join(["notice", *numbers, sha256(named.encode()).hexdigest()[:6]])
    others = (f"{first}-{count}" for count in range(2, len(taken) + 3))
    return next(each for each in (first, *others) if each not in taken)
