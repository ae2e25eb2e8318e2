"""A review and an act in, the next review out. Nothing is changed in place, nothing is saved here."""

import re
from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from app.drafts.acts import (
    Act,
    AddDeadline,
    Choose,
    ConfirmUndated,
    CorrectFacts,
    CorrectTask,
    DismissPhrase,
    RemoveTask,
    Withdraw,
    parse_act,
)
from app.drafts.around import Surroundings, fill_in, new_task
from app.drafts.open_points import UNDATED
from app.drafts.redating import BY_PERSON, set_issue_date
from app.drafts.review import PERSON, Choice, Review
from app.drafts.selecting import claim, selected
from app.errors import InvalidInput
from app.extraction.draft import Deadline, DraftStatus, DraftTask, Quote
from app.schemas.document import Precision, Status

_OF_THE_DATE = ("status", "opens_on", "due_on", "due_time")


def apply_act(review: Review, act: Act) -> Review:
    """The review after `act`. Raises InvalidInput when the act speaks of something that is not there."""
    after = review.model_copy(deep=True)
    _DO[type(act)](after, act)
    try:
        return Review.model_validate(after.model_dump())
    except ValidationError as error:
        raise InvalidInput(str(error.errors(include_url=False)[0]["msg"])) from None


def confirmations(review: Review) -> list[ConfirmUndated]:
    """The acts that agree to every task without a date that nobody agreed to yet."""
    waiting = [at for at, task in enumerate(review.draft.tasks) if task.status in UNDATED and not task.confirmed]
    return [ConfirmUndated(act="confirm", task=at) for at in waiting]


def audiences(review: Review, provinces: str) -> list[Act]:
    """The acts that say for whom every task is whose notice does not. Raises InvalidInput for no such province."""
    unsaid = [at for at, task in enumerate(review.draft.tasks) if not task.audience_is_said]
    return [parse_act({"act": "correct", "task": at, "provinces": provinces}) for at in unsaid]


def _correct_facts(review: Review, act: CorrectFacts) -> None:
    given = act.given
    if "notice_id" in given:
        review.notice_id = given.pop("notice_id")
    if "issued_on" in given:
        set_issue_date(review.draft, given.pop("issued_on"))
    for name, value in given.items():
        setattr(review.draft.notice, name, value)


def _correct_task(review: Review, act: CorrectTask) -> None:
    task = _task(review, act.task)
    given = act.given
    dates = {name: given.pop(name) for name in _OF_THE_DATE if name in given}
    for name, value in given.items():
        setattr(task, name, value)
    task.audience_is_said = task.audience_is_said or "provinces" in given
    was = task.status
    status = dates.pop("status", None) or (Status.DATED if dates.get("due_on") else None)
    if status or any(dates.values()):
        _set_date(task.deadline, dates | ({"status": status} if status else {}))
    # Whoever sets 「另行通知」 by hand has said so; sending the form as it was says nothing.
    task.confirmed = task.status in UNDATED and (task.confirmed or task.status is not was)


def _confirm_undated(review: Review, act: ConfirmUndated) -> None:
    task = _task(review, act.task)
    if task.status not in UNDATED:
        raise InvalidInput(f"「{task.title}」不是暂无日期的事项，请写出是哪一天。", param="task")
    task.confirmed = True


def _remove_task(review: Review, act: RemoveTask) -> None:
    _task(review, act.task)
    drop_task(review, act.task, act.reason)


def drop_task(review: Review, at: int, reason: str) -> None:
    """Take a task out, in place; its phrases are dismissed for `reason` and the tasks behind it move up."""
    del review.draft.tasks[at], review.choices[at]
    for phrase in review.draft.phrases:
        if phrase.task == at:
            phrase.task, phrase.reason = None, reason
        elif phrase.task is not None and phrase.task > at:
            phrase.task -= 1


def _dismiss_phrase(review: Review, act: DismissPhrase) -> None:
    if act.phrase >= len(review.draft.phrases):
        raise InvalidInput(f"没有第 {act.phrase + 1} 处日期。", param="phrase")
    phrase = review.draft.phrases[act.phrase]
    if phrase.task is not None:
        _drop_deadline(review.draft.tasks[phrase.task], phrase.quote)
    phrase.task, phrase.reason, phrase.rule = None, act.reason, PERSON


def _drop_deadline(task: DraftTask, quote: Quote) -> None:
    left = [deadline for deadline in task.deadlines if deadline.quote != quote]
    if not left:
        raise InvalidInput(f"这是「{task.title}」唯一的日期；它若不是期限，请移除整个事项。", param="phrase")
    task.deadlines, task.confirmed = left, False


def _add_deadline(review: Review, act: AddDeadline) -> None:
    quote = selected(review.draft.text, act)
    if act.task is None and not act.title:
        raise InvalidInput("新事项要有名称，请填写「新事项的名称」一栏。", param="title")
    surroundings = Surroundings.of(review.draft)
    deadline = _deadline(act, quote, surroundings)
    at = act.task
    if at is None:
        review.draft.tasks.append(new_task(act, quote, surroundings))
        review.choices.append(None)
        at = len(review.draft.tasks) - 1
    task = _task(review, at)
    for earlier in task.deadlines:
        earlier.status = DraftStatus.SUPERSEDED
    task.deadlines.append(deadline)
    task.confirmed = task.status in UNDATED
    claim(review.draft.phrases, quote, at)


def _deadline(act: AddDeadline, quote: Quote, surroundings: Surroundings) -> Deadline:
    """The date a person gave for the words, else the one that the words name."""
    deadline = Deadline(
        quote=quote,
        wording=re.sub(r"\s+", "", quote.text)[:500],
        rule=PERSON,
        cites=BY_PERSON,
        status=DraftStatus(act.status),
        precision=Precision.DAY if act.due_on else Precision.UNDATED,
    )
    given = {name: getattr(act, name) for name in _OF_THE_DATE}
    days = surroundings.days(quote) if act.status is Status.DATED and not act.due_on else None
    if days is None:
        _set_date(deadline, given)
        return deadline
    fill_in(deadline, days)
    if act.opens_on or act.due_time:
        _set_date(deadline, {name: value for name, value in given.items() if value})
    return deadline


def _set_date(deadline: Deadline, dates: dict[str, Any]) -> None:
    """Set a date by hand. Raises InvalidInput when the parts contradict each other."""
    for name, value in dates.items():
        setattr(deadline, name, DraftStatus(value) if name == "status" else value)
    dated = deadline.status is DraftStatus.DATED
    if dated != (deadline.due_on is not None):
        raise InvalidInput(
            "有截止日的要写哪一天；没有定下日期的请把截止日留空，并选“计划中”或“另行通知”。", param="due_on"
        )
    if deadline.opens_on and deadline.due_on and deadline.opens_on > deadline.due_on:
        raise InvalidInput(f"开始日 {deadline.opens_on} 晚于截止日 {deadline.due_on}。", param="opens_on")
    if deadline.due_time and not dated:
        raise InvalidInput("写了几点，还要写是哪一天。", param="due_time")
    if dated and deadline.precision in {Precision.UNDATED, Precision.HALF_YEAR}:
        deadline.precision = Precision.DAY
    if not dated and deadline.precision in {Precision.DAY, Precision.MONTH_END}:
        deadline.precision = Precision.UNDATED
    deadline.note = BY_PERSON


def _choose(review: Review, act: Choose) -> None:
    _task(review, act.task)
    is_new = act.replaces is None
    review.choices[act.task] = Choice(
        replaces=act.replaces, over_newer=act.over_newer and not is_new, takes=[] if is_new else act.takes
    )


def _withdraw(review: Review, act: Withdraw) -> None:
    review.withdrawals[act.task_id] = act.agreed


def _task(review: Review, at: int) -> DraftTask:
    if at >= len(review.draft.tasks):
        raise InvalidInput(f"没有第 {at + 1} 个事项，请刷新页面。", param="task")
    return review.draft.tasks[at]


_DO: dict[type[Any], Callable[[Review, Any], None]] = {
    CorrectFacts: _correct_facts,
    CorrectTask: _correct_task,
    ConfirmUndated: _confirm_undated,
    RemoveTask: _remove_task,
    DismissPhrase: _dismiss_phrase,
    AddDeadline: _add_deadline,
    Choose: _choose,
    Withdraw: _withdraw,
}
