"""The draft: what was read from a text, each date with its quote, for a person to accept."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, time
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from app.schemas.document import Channel, Contact, Form, Precision, TaskKind


class DraftStatus(StrEnum):
    """What a date waits for. Only `dated` is finished; nothing else becomes a date without a person."""

    DATED = "dated"
    PLANNED = "planned"
    TO_BE_NOTIFIED = "to_be_notified"
    RELATIVE = "relative"
    RECURRING = "recurring"
    NEEDS_YEAR = "needs_year"
    DAMAGED = "damaged"
    SUPERSEDED = "superseded"


# What can become of a date-like phrase, as the proof counts it.
_FATES = ("个截止日", "个计划", "个待定", "处同一事项的其他日期", "处不是任务", "处未处理")
_ALWAYS_TOLD = frozenset({"个截止日", "个计划", "处不是任务"})
_BY_STATUS = {DraftStatus.DATED: "个截止日", DraftStatus.PLANNED: "个计划"}


class YearBasis(StrEnum):
    """Where a date's year comes from."""

    PHRASE = "phrase"
    RANGE_START = "range_start"
    SENTENCE = "sentence"
    CONTEXT = "context"
    ISSUE_DATE = "issue_date"
    NEXT_YEAR = "next_year"
    NUMBER = "number"
    TITLE = "title"
    WEEKDAY = "weekday"
    NONE = "none"


class _Draft(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Quote(_Draft):
    """Words of the text as it was given, `text[start:end]` with all its blanks and line breaks."""

    text: str
    start: int
    end: int

    def meets(self, other: "Quote") -> bool:
        """Whether both hold a same character of the text."""
        return self.start < other.end and other.start < self.end


class Deadline(_Draft):
    """One date of a task. While `status` is not dated, `opens_on` and `due_on` are at most a proposal."""

    quote: Quote
    wording: str = Field(description="The words for the date, without stray blanks")
    rule: str
    cites: str = Field(description="The kind of words the rule reads, 「X」 for the date")
    status: DraftStatus
    precision: Precision
    opens_on: date | None = None
    due_on: date | None = None
    due_time: time | None = None
    year_basis: YearBasis = YearBasis.NONE
    note: str = ""


class DraftTask(_Draft):
    """One thing to hand in or attend; the last deadline that is not superseded is the one in force."""

    item: str
    title: str
    summary: str
    kind: TaskKind
    deadlines: list[Deadline]
    provinces: str | list[str]
    applies_because: str
    audience_is_said: bool = Field(default=True, description="False: for which provinces is for a person to say")
    channels: list[Channel] = []
    needs_seal: bool = False
    forms: list[Form] = []
    contacts: list[Contact] = []
    limits: str | None = None
    confirmed: bool = Field(default=False, description="A person agreed that it has no date yet")

    @property
    def deadline(self) -> Deadline:
        """The deadline in force."""
        in_force = (each for each in reversed(self.deadlines) if each.status is not DraftStatus.SUPERSEDED)
        return next(in_force, self.deadlines[-1])

    @property
    def status(self) -> DraftStatus:
        """The status of the deadline in force."""
        return self.deadline.status


class PhraseOut(_Draft):
    """One date-like phrase of the text: used on a task (`task`, its place in the list) or dismissed with a reason."""

    quote: Quote
    rule: str
    task: int | None = None
    reason: str | None = None

    @property
    def is_accounted(self) -> bool:
        """Whether the phrase stands on a task or was dismissed."""
        return self.task is not None or bool(self.reason)


class NoticeFacts(_Draft):
    """The notice itself; None where the text does not say."""

    number: str | None = None
    title: str | None = None
    issuer: str | None = None
    issued_on: date | None = None
    addressees: str | None = None
    attachments: list[Form] = []


class Draft(_Draft):
    """All that was read from one text."""

    text: str
    notice: NoticeFacts
    tasks: list[DraftTask]
    phrases: list[PhraseOut]
    contacts: list[Contact] = Field(default=[], description="Everybody the notice names, also beside the tasks")
    warnings: list[str] = []

    @property
    def summary(self) -> str:
        """The coverage proof in one line; its parts sum: 「41 处日期：10 个截止日，4 个计划，27 处不是任务」."""
        counts = Counter(self._fates())
        parts = (f"{counts[fate]} {fate}" for fate in _FATES if counts[fate] or fate in _ALWAYS_TOLD)
        return f"{len(self.phrases)} 处日期：{'，'.join(parts)}"

    def _fates(self) -> Iterator[str]:
        """What became of each phrase; a task's further dates are void, or say again when it is due."""
        told: set[int] = set()
        for phrase in self.phrases:
            if phrase.task is None:
                yield "处不是任务" if phrase.is_accounted else "处未处理"
            elif phrase.task in told or not self.tasks[phrase.task].deadline.quote.meets(phrase.quote):
                yield "处同一事项的其他日期"
            else:
                told.add(phrase.task)
                yield _BY_STATUS.get(self.tasks[phrase.task].status, "个待定")
