"""A draft against what is published: the points a person settles because there is such a notice or task already."""

from collections.abc import Mapping

from app.drafts.findings import Findings, OpenPoint
from app.drafts.repeats import How, Repeat
from app.drafts.review import Review
from app.tellings import Telling
from app.words import say_full_day


def published_already(repeat: Repeat) -> OpenPoint:
    """That a text need not be published, as what it is published already."""
    values = {"notice": repeat.notice_id, "number": repeat.number}
    match repeat.how:
        case How.COPY:
            return OpenPoint("top", "这份通知已经发布过（%(notice)s），文号和各事项的日期都相同，不必再发布。", values)
        case How.PASSED_ON:
            return OpenPoint(
                "top", "转发的原通知%(number)s已经发布过（%(notice)s），各事项的日期都相同，不必再发布。", values
            )
        case How.FOLLOW_UP:
            return OpenPoint("top", "后续通知%(number)s已经处理过，它改的是已发布的 %(notice)s，不必再发布。", values)


def identity_points(review: Review, findings: Findings) -> list[OpenPoint]:
    """That its id or its 文号 is another notice's; whoever gives it an id of its own has seen the latter."""
    if findings.is_taken:
        taken = {"id": review.notice_id}
        return [OpenPoint("facts", "编号「%(id)s」已经是另一份已发布的通知，请换一个或留空。", taken)]
    is_new = len(review.replaced) < len(review.draft.tasks)
    if not findings.has_number or review.notice_id or not is_new:
        return []
    values = {"number": review.draft.notice.number, "notice": findings.has_number}
    return [
        OpenPoint(
            "facts",
            "文号“%(number)s”已经发布过（%(notice)s），这份文字里却有不同的事项。重复的事项请移除；"
            "确实另是一份通知的，请填写“发布后的编号”。",
            values,
        )
    ]


def choice_points(review: Review, findings: Findings) -> list[OpenPoint]:
    """What is to be decided about published tasks: replaced, withdrawn or neither, each at most once."""
    points = [point for at in range(len(review.draft.tasks)) for point in _choice(review, findings, at)]
    points += [
        OpenPoint(
            f"withdraw-{each.candidate.task.id}",
            "原文似乎取消了「%(title)s」：是否撤销？",
            {"title": each.candidate.task.title},
        )
        for each in findings.withdrawals
        if each.candidate.task.id not in review.withdrawals
    ]
    chosen = [*review.replaced.items(), *((None, task_id) for task_id in review.withdrawn)]
    for place, (at, task_id) in enumerate(chosen):
        anchor = f"withdraw-{task_id}" if at is None else f"task-{at}"
        if task_id not in findings.known_ids:
            points.append(OpenPoint(anchor, "没有编号为「%(task)s」的已发布事项，请重新选择。", {"task": task_id}))
        if task_id in (other for _, other in chosen[:place]):
            points.append(OpenPoint(anchor, "原事项「%(task)s」被选了两次，请只保留一处。", {"task": task_id}))
    return points


def _choice(review: Review, findings: Findings, at: int) -> list[OpenPoint]:
    """What is to be said of one task and the published ones: undecided, or an older notice put over a newer one."""
    choice, newer = review.choices[at], findings.newer[at]
    named = {"number": at + 1, "title": review.draft.tasks[at].title}
    if choice and choice.replaces in newer and not choice.over_newer:
        return [_over_newer(f"task-{at}", named, newer[choice.replaces])]
    if choice:
        return []
    if published := findings.published[at]:
        return [
            OpenPoint(
                f"task-{at}",
                "事项 %(number)s「%(title)s」已经发布过（%(task)s）：请移除，或者说明是新事项。",
                {**named, "task": published.id},
            )
        ]
    if not findings.candidates[at]:
        return []
    return [
        OpenPoint(f"task-{at}", "事项 %(number)s「%(title)s」与已发布的事项相近：是替代原事项，还是新事项？", named)
    ]


def _over_newer(anchor: str, named: Mapping[str, object], newer: Telling) -> OpenPoint:
    if newer.is_withdrawn:
        return OpenPoint(
            anchor,
            "事项 %(number)s「%(title)s」要替代的原事项已由较新的通知%(newer)s撤销，替代会让它恢复。"
            "请改选，或者勾选“仍以这份通知为准”。",
            {**named, "newer": newer.number},
        )
    return OpenPoint(
        anchor,
        "事项 %(number)s「%(title)s」要替代的原事项已由较新的通知%(newer)s定为%(date)s，替代会改回旧的日期。"
        "请改选，或者勾选“仍以这份通知为准”。",
        {**named, "newer": newer.number, "date": say_full_day(newer.due_on) if newer.due_on else "日期待定"},
    )
