"""What keeps a draft from being published: every point a person still has to settle, in the words they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.drafts.matching import Candidate, Withdrawal
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


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """One thing to settle; `anchor` is where on the review page.

    `text` is the sentence, with the names of its `values`, which are the notice's own, and of its `words`.
    """

    anchor: str
    text: str
    values: Mapping[str, object] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The sentence in Chinese."""
        return self.text % {**self.values, **self.words}


@dataclass(frozen=True, slots=True)
class Findings:
    """What the published tasks say to a draft. `candidates[i]` belongs to its task i; `is_taken` is its notice's id."""

    candidates: list[list[Candidate]]
    withdrawals: list[Withdrawal]
    repeats: str | None
    known_ids: frozenset[str]
    is_taken: bool = False

    @classmethod
    def none(cls, tasks: int) -> "Findings":
        """For a draft of so many tasks that is looked at by itself."""
        return cls([[] for _ in range(tasks)], [], None, frozenset())


def find_open_points(review: Review, findings: Findings) -> list[OpenPoint]:
    """Every point that is still open; publishing is refused while there is one."""
    if findings.repeats:
        repeated = {"notice": findings.repeats}
        return [OpenPoint("top", "这份通知已经发布过（%(notice)s），文号和各事项的日期都相同，不必再发布。", repeated)]
    return [
        *_facts(review),
        *_id(review, findings),
        *_phrases(review),
        *_tasks(review),
        *_audiences(review),
        *_choices(review, findings),
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


def _id(review: Review, findings: Findings) -> list[OpenPoint]:
    if not findings.is_taken:
        return []
    return [OpenPoint("facts", "编号「%(id)s」已经是另一份已发布的通知，请换一个或留空。", {"id": review.notice_id})]


def _phrases(review: Review) -> list[OpenPoint]:
    return [
        OpenPoint(f"phrase-{at}", "「%(quote)s」还没有归到事项，也没有注明不是期限。", {"quote": phrase.quote.text})
        for at, phrase in enumerate(review.draft.phrases)
        if not phrase.is_accounted
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


def _choices(review: Review, findings: Findings) -> list[OpenPoint]:
    points = [
        OpenPoint(
            f"task-{at}",
            "事项 %(number)s「%(title)s」与已发布的事项相近：是替代原事项，还是新事项？",
            {"number": at + 1, "title": task.title},
        )
        for at, task in enumerate(review.draft.tasks)
        if findings.candidates[at] and review.choices[at] is None
    ]
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


def _substance(review: Review) -> list[OpenPoint]:
    if review.draft.tasks or review.withdrawn:
        return []
    return [OpenPoint("top", "没有任何事项。请选中原文添加事项，或作废这份草稿。")]
