"""What keeps a draft from being published: every point a person still has to settle, in the words they are shown."""

from app.drafts.against import choice_points, identity_points, published_already
from app.drafts.findings import Findings, OpenPoint
from app.drafts.review import Review
from app.extraction.draft import DraftStatus, DraftTask

FACTS = {"number": "文号", "title": "标题", "issuer": "发文机关", "issued_on": "发文日期", "addressees": "主送机关"}
# A published task may be so, when a person agrees.
UNDATED = frozenset({DraftStatus.PLANNED, DraftStatus.TO_BE_NOTIFIED})
STATUSES = {
    DraftStatus.DATED: "有截止日",
    DraftStatus.PLANNED: "计划中，日期待定",
    DraftStatus.TO_BE_NOTIFIED: "另行通知",
    DraftStatus.RELATIVE: "相对日期，要算出哪一天",
    DraftStatus.RECURRING: "定期报送，要定出本次哪一天",
    DraftStatus.NEEDS_YEAR: "缺年份",
    DraftStatus.DAMAGED: "文字残缺",
    DraftStatus.SUPERSEDED: "只有已作废的日期",
}
_NO_END = "只有开始日，没有截止日"
_NOT_AGREED = "请确认暂无日期，或写出是哪一天"
# Everything that a task's date may wait for.
WAITS = (*STATUSES.values(), _NO_END, _NOT_AGREED)


def find_open_points(review: Review, findings: Findings) -> list[OpenPoint]:
    """Every point that is still open; publishing is refused while there is one."""
    if findings.repeats:
        return [published_already(findings.repeats)]
    return [
        *_facts(review),
        *identity_points(review, findings),
        *_phrases(review),
        *_events(review, findings),
        *_tasks(review),
        *_audiences(review),
        *choice_points(review, findings),
        *_substance(review),
    ]


def _facts(review: Review) -> list[OpenPoint]:
    missing = [name for field, name in FACTS.items() if getattr(review.draft.notice, field) is None]
    return [
        OpenPoint("facts", "缺文号，请补上。没有文号的填“无”。")
        if name == "文号"
        else OpenPoint("facts", "缺%(name)s，请补上。", words={"name": name})
        for name in missing
    ]


def _phrases(review: Review) -> list[OpenPoint]:
    return [
        OpenPoint(f"phrase-{at}", "「%(quote)s」还没有归到事项，也没有注明不是期限。", {"quote": phrase.quote.text})
        for at, phrase in enumerate(review.draft.phrases)
        if not phrase.is_accounted
    ]


def _events(review: Review, findings: Findings) -> list[OpenPoint]:
    return [
        OpenPoint(
            f"phrase-{at}",
            "「%(quote)s」可能是已发布事项「%(title)s」的日期：请选中这处文字添加事项，或注明不是期限。",
            {"quote": review.draft.phrases[at].quote.text, "title": meant.task.title},
        )
        for at, meant in findings.events.items()
    ]


def _tasks(review: Review) -> list[OpenPoint]:
    waits = [what_is_missing(task) for task in review.draft.tasks]
    return [
        OpenPoint(
            f"task-{at}",
            "事项 %(number)s「%(title)s」：%(wait)s（%(wording)s）。",
            {"number": at + 1, "title": task.title, "wording": task.deadline.wording},
            {"wait": wait},
        )
        for at, (task, wait) in enumerate(zip(review.draft.tasks, waits, strict=True))
        if wait
    ]


def _audiences(review: Review) -> list[OpenPoint]:
    return [
        OpenPoint(
            f"task-{at}",
            "事项 %(number)s「%(title)s」：看不出给哪些省份，请选定报送范围并保存。",
            {"number": at + 1, "title": task.title},
        )
        for at, task in enumerate(review.draft.tasks)
        if not task.audience_is_said
    ]


def what_is_missing(task: DraftTask) -> str:
    """What keeps a task's date from being published; '' when nothing does."""
    if task.status is DraftStatus.DATED:
        return "" if task.deadline.due_on else _NO_END
    if task.status in UNDATED:
        return "" if task.confirmed else _NOT_AGREED
    return STATUSES[task.status]


def _substance(review: Review) -> list[OpenPoint]:
    if review.draft.tasks or review.withdrawn:
        return []
    return [OpenPoint("top", "没有任何事项。请选中原文添加事项，或作废这份草稿。")]
