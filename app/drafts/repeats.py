"""What of a text is published already: known by 文号, its own or that of the notice it passes on, and by any date that
a notice with this 文号 gave, whatever a later one has made of it since."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from app.drafts.likeness import likeness
from app.drafts.matching import Withdrawal, is_withdrawn_only, withdrawing
from app.drafts.standing import KnownTask, Standing, even
from app.extraction import Draft
from app.extraction.draft import Deadline, DraftTask
from app.tellings import Telling

_SAME_MATTER, _SAME_WORDS = 0.6, 0.9
# 「现将《……的通知》（教职成司函〔2022〕8号）转发给你们」, in text without blanks.
_PASSING_ON = "转发[^。；]{{0,150}}{number}|{number}[^。；]{{0,60}}转发"


class How(StrEnum):
    """What a text is that is published already."""

    COPY = "copy"
    PASSED_ON = "passed_on"
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True, slots=True)
class Repeat:
    """A text in which nothing is new: published under the 文号 `number`, as the notice `notice_id` or on its tasks."""

    notice_id: str
    number: str
    how: How


def numbers_of(draft: Draft, standing: Standing) -> list[str]:
    """The draft's 文号, and those of published notices that it passes on."""
    own, text = even(draft.notice.number or ""), even(draft.text)
    lines = set(map(even, draft.text.splitlines())) if "转发" in text else set()
    passed_on = (number for number in standing.told if lines and number in text and _passes_on(number, text, lines))
    return list(dict.fromkeys([own, *passed_on])) if own else list(passed_on)


def find_repeat(
    draft: Draft, numbers: Collection[str], standing: Standing, withdrawals: Collection[Withdrawal]
) -> Repeat | None:
    """The notice that this text is again: every task of it is published, and it withdraws nothing else that stands."""
    told = _told(numbers, standing)
    known = find_known(draft, numbers, standing) or [task for task in told if _withdrew(task, numbers)]
    mine = {task.id for task in told}
    others = (each for each in withdrawals if each.candidate.task.id not in mine)
    if not known or known[0] is None or None in known or any(others):
        return None
    return _repeat(known[0], even(draft.notice.number or ""), numbers)


def find_known(draft: Draft, numbers: Collection[str], standing: Standing) -> list[KnownTask | None]:
    """For each task of the draft the very task that its notice, or the one it passes on, was published with.

    It has one of the dates told there, and its title; else its item, where the title was corrected.
    """
    left = _told(numbers, standing)
    known: list[KnownTask | None] = [None] * len(draft.tasks)
    if not left:
        return known
    for is_same in (_same_title, _same_item):
        for at, task in enumerate(draft.tasks):
            fitting = [each for each in left if is_same(task, each) and _fits(draft, task, each, numbers)]
            if known[at] is None and fitting:
                best = max(fitting, key=lambda each: likeness(each.title, task.title))
                known[at] = best
                left.remove(best)
    return known


def taken_back(draft: Draft, task: DraftTask, known: KnownTask, numbers: Collection[str]) -> Telling | None:
    """What a newer notice said of a published task that the draft's task, put in its place, would undo."""
    last, deadline = known.told[-1], task.deadline
    if not last.is_withdrawn and _leaves(last, deadline):
        return None
    issued_on = draft.notice.issued_on
    is_older = issued_on is not None and issued_on < last.since
    is_old_date = any(_says(telling, deadline) for telling in _tellings(known, numbers))
    return last if is_older or is_old_date else None


def number_taken(draft: Draft, standing: Standing) -> str | None:
    """The id of the published notice that has the draft's 文号."""
    own = even(draft.notice.number or "")
    tasks = _told([own] if re.search(r"\d", own) else [], standing)
    return next((task.notice_id for task in tasks if even(task.number) == own), None)


def _passes_on(number: str, text: str, lines: Collection[str]) -> bool:
    """Whether the notice with this 文号 is passed on: a sentence says so, or it is enclosed with its head."""
    return number in lines or bool(re.search(_PASSING_ON.format(number=re.escape(number)), text))


def _told(numbers: Collection[str], standing: Standing) -> list[KnownTask]:
    found = (task for number in numbers for task in standing.told.get(number, ()))
    return list(dict.fromkeys(found))


def _same_title(task: DraftTask, known: KnownTask) -> bool:
    least = _SAME_MATTER if _has_number(known) else _SAME_WORDS
    return likeness(known.title, task.title) >= least


def _same_item(task: DraftTask, known: KnownTask) -> bool:
    return _has_number(known) and _bare(task.item) == _bare(known.item)


def _has_number(known: KnownTask) -> bool:
    """「无」 stands for many notices, whose items and dates say little of each other."""
    return bool(re.search(r"\d", known.number))


def _fits(draft: Draft, task: DraftTask, known: KnownTask, numbers: Collection[str]) -> bool:
    if any(_says(telling, task.deadline) for telling in _tellings(known, numbers)):
        return True
    return _withdrew(known, numbers) and any(is_withdrawn_only(task, quote) for quote in withdrawing(draft.text))


def _tellings(known: KnownTask, numbers: Collection[str]) -> list[Telling]:
    """The dates that notices with these 文号 gave it; of a notice's own task, all that were ever given."""
    is_own = even(known.number) in numbers
    return [each for each in known.told if not each.is_withdrawn and (is_own or even(each.number) in numbers)]


def _withdrew(known: KnownTask, numbers: Collection[str]) -> bool:
    return any(telling.is_withdrawn and even(telling.number) in numbers for telling in known.told)


def _says(telling: Telling, deadline: Deadline) -> bool:
    """Whether these are the days told; where a later notice named a new end alone, the start had stayed."""
    keeps_start = telling.sequence > 0 and deadline.opens_on is None
    return telling.due_on == deadline.due_on and (keeps_start or telling.opens_on == deadline.opens_on)


def _leaves(telling: Telling, deadline: Deadline) -> bool:
    """Whether days and hour stay as told when the deadline takes their place."""
    keeps_start = deadline.opens_on in {None, telling.opens_on}
    return keeps_start and (telling.due_on, telling.due_time) == (deadline.due_on, deadline.due_time)


def _repeat(task: KnownTask, own: str, numbers: Collection[str]) -> Repeat:
    if even(task.number) in numbers:
        return Repeat(task.notice_id, task.number, How.COPY if even(task.number) == own else How.PASSED_ON)
    number = next(telling.number for telling in reversed(task.told) if even(telling.number) in numbers)
    return Repeat(task.notice_id, number, How.FOLLOW_UP)


def _bare(item: str) -> str:
    return re.sub(r"[\W_]", "", item)
