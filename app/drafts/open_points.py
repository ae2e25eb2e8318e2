"""What keeps a draft from being published: every point a person still has to settle, in the words they are shown."""

from dataclasses import dataclass

from app.drafts.matching import Candidate, Withdrawal
from app.drafts.review import Review
from app.extraction.draft import DraftStatus, DraftTask

_FACTS = {"number": "文号", "title": "标题", "issuer": "发文机关", "issued_on": "发文日期", "addressees": "主送机关"}
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


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """One thing to settle; `anchor` is where on the review page."""

    anchor: str
    message: str


@dataclass(frozen=True, slots=True)
class Findings:
    """What the published tasks say to a draft. `candidates[i]` belongs to its task i."""

    candidates: list[list[Candidate]]
    withdrawals: list[Withdrawal]
    repeats: str | None
    known_ids: frozenset[str]

    @classmethod
    def none(cls, tasks: int) -> "Findings":
        """For a draft of so many tasks that is looked at by itself."""
        return cls([[] for _ in range(tasks)], [], None, frozenset())


def find_open_points(review: Review, findings: Findings) -> list[OpenPoint]:
    """Every point that is still open; publishing is refused while there is one."""
    if findings.repeats:
        return [OpenPoint("top", f"这份通知已经发布过（{findings.repeats}），文号和各事项的日期都相同，不必再发布。")]
    return [*_facts(review), *_phrases(review), *_tasks(review), *_choices(review, findings), *_substance(review)]


def _facts(review: Review) -> list[OpenPoint]:
    missing = [name for field, name in _FACTS.items() if getattr(review.draft.notice, field) is None]
    return [OpenPoint("facts", f"缺{name}，请补上。" + "没有文号的填「无」。" * (name == "文号")) for name in missing]


def _phrases(review: Review) -> list[OpenPoint]:
    return [
        OpenPoint(f"phrase-{at}", f"「{phrase.quote.text}」还没有归到事项，也没有注明不是期限。")
        for at, phrase in enumerate(review.draft.phrases)
        if not phrase.is_accounted
    ]


def _tasks(review: Review) -> list[OpenPoint]:
    waits = [what_is_missing(task) for task in review.draft.tasks]
    return [
        OpenPoint(f"task-{at}", f"事项 {at + 1}「{task.title}」：{wait}（{task.deadline.wording}）。")
        for at, (task, wait) in enumerate(zip(review.draft.tasks, waits, strict=True))
        if wait
    ]


def what_is_missing(task: DraftTask) -> str:
    """What keeps a task's date from being published; '' when nothing does."""
    if task.status is DraftStatus.DATED:
        return "" if task.deadline.due_on else "只有开始日，没有截止日"
    if task.status in UNDATED:
        return "" if task.confirmed else "请确认暂无日期，或写出是哪一天"
    return STATUSES[task.status]


def _choices(review: Review, findings: Findings) -> list[OpenPoint]:
    points = [
        OpenPoint(f"task-{at}", f"事项 {at + 1}「{task.title}」与已发布的事项相近：是替代原事项，还是新事项？")
        for at, task in enumerate(review.draft.tasks)
        if findings.candidates[at] and review.choices[at] is None
    ]
    points += [
        OpenPoint(f"withdraw-{each.candidate.task.id}", f"原文似乎取消了「{each.candidate.task.title}」：是否撤销？")
        for each in findings.withdrawals
        if each.candidate.task.id not in review.withdrawals
    ]
    chosen = [*review.replaced.items(), *((None, task_id) for task_id in review.withdrawn)]
    for place, (at, task_id) in enumerate(chosen):
        anchor = f"withdraw-{task_id}" if at is None else f"task-{at}"
        if task_id not in findings.known_ids:
            points.append(OpenPoint(anchor, f"没有编号为「{task_id}」的已发布事项，请重新选择。"))
        if task_id in (other for _, other in chosen[:place]):
            points.append(OpenPoint(anchor, f"原事项「{task_id}」被选了两次，请只保留一处。"))
    return points


def _substance(review: Review) -> list[OpenPoint]:
    if review.draft.tasks or review.withdrawn:
        return []
    return [OpenPoint("top", "没有任何事项。请选中原文添加事项，或作废这份草稿。")]
