"""JSON in and out: the notice document that is loaded, and what `/tasks`, `/notices` and `/provinces` answer."""

import re
import unicodedata
from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from app.provinces import PROVINCES

FORMAT = "qixian/notice-1"
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIRST_YEAR, _LAST_YEAR = 1949, 2199


class Status(StrEnum):
    """Whether a task has its deadline yet, and if not, what it waits for."""

    DATED = "dated"
    PLANNED = "planned"
    TO_BE_NOTIFIED = "to_be_notified"


class Precision(StrEnum):
    """How exactly the notice's wording names the day."""

    DAY = "day"
    MONTH_END = "month_end"
    HALF_YEAR = "half_year"
    UNDATED = "undated"


class TaskKind(StrEnum):
    """What a task asks of a province."""

    REPORT = "report"
    DATA = "data"
    APPLICATION = "application"
    COLLECTION = "collection"
    MEETING = "meeting"
    TRAINING = "training"


def parse_day(value: object) -> date:
    """A day written YYYY-MM-DD, and nothing else: numbers, times and other ISO forms are refused with ValueError."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not _ISO_DATE.fullmatch(value):
        raise ValueError(f"{str(value)[:40]!r} is not a day; write YYYY-MM-DD, as in 2022-09-30")
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value} does not exist in the calendar") from None
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError(f"{value} is outside {_FIRST_YEAR}–{_LAST_YEAR}")
    return day


def clean(text: str) -> str:
    """Text without control characters, line separators, surrogates or byte-order marks; newlines and tabs stay."""
    kept = (
        char if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs", "Zl", "Zp"} else " "
        for char in text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")
    )
    return "".join(kept).strip()


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())


Day = Annotated[date, BeforeValidator(parse_day)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(_one_line)]
Text = Annotated[str, StringConstraints(max_length=10_000), AfterValidator(clean)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
ProvinceSlug = Literal[tuple(province.slug for province in PROVINCES)]  # ty: ignore[invalid-type-form]
Email = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$", max_length=254)]
WebUrl = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"']+$", max_length=2000)]


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class EmailChannel(_Document):
    """Hand in by e-mail."""

    type: Literal["email"]
    address: Email
    note: Line | None = None


class PlatformChannel(_Document):
    """Hand in on a web platform; `url` is null where the notice names the system alone."""

    type: Literal["platform"]
    name: Line
    url: WebUrl | None = None
    note: Line | None = None


class PostChannel(_Document):
    """Hand in on paper, by post."""

    type: Literal["post"]
    address: Line
    note: Line | None = None


Channel = Annotated[EmailChannel | PlatformChannel | PostChannel, Field(discriminator="type")]


class Form(_Document):
    """An attachment of the notice to fill in."""

    label: Line
    title: Line


class Contact(_Document):
    """A person to ask; numbers as they are dialled, 010-66097867."""

    name: Line
    phones: list[Line] = []
    emails: list[Email] = []


class NoticeIn(_Document):
    """The official document itself (通知)."""

    id: Slug
    number: Line = Field(description="文号, as 教职成司函〔2022〕8号")
    title: Line
    issuer: Line
    issued_on: Day
    addressees: Line = Field(description="主送机关, the salutation's words")
    url: WebUrl | None = None
    attachments: list[Form] = []


class TaskIn(_Document):
    """One thing to hand in or attend, with at most one deadline (事项). `id` is permanent."""

    id: Slug
    item: Line = Field(description="The item of the notice it stands in, as 一（八）")
    title: Line
    summary: Text
    kind: TaskKind
    status: Status
    opens_on: Day | None = None
    due_on: Day | None = Field(default=None, description="The last day on which it still counts, Asia/Shanghai")
    due_time: time | None = Field(default=None, description="The hour on that day, where the notice names one")
    precision: Precision
    wording: Line = Field(description="The notice's own words for the date")
    provinces: Literal["all"] | Annotated[list[ProvinceSlug], Field(min_length=1)]
    applies_because: Line = Field(description="Who must do it, by which words of the notice")
    channels: list[Channel] = []
    needs_seal: bool = False
    forms: list[Form] = []
    contacts: list[Contact] = []
    limits: Line | None = Field(default=None, description="Length, number of cases, themes to choose from")

    @model_validator(mode="after")
    def _dates_agree(self) -> "TaskIn":
        if self.opens_on and self.due_on and self.opens_on > self.due_on:
            raise ValueError(f"opens_on {self.opens_on} is after due_on {self.due_on}")
        if (self.status is Status.DATED) != (self.due_on is not None):
            raise ValueError(f"status {self.status.value!r} and due_on {self.due_on} contradict each other")
        if self.due_time and not self.due_on:
            raise ValueError("due_time needs a due_on")
        return self


class Amendment(_Document):
    """Why this version of the document differs from the one loaded before, and which notice says so."""

    reason: Line
    notice: Line | None = Field(default=None, description="文号 of the follow-up notice")


class NoticeDocument(_Document):
    """One JSON document a notice: what `seed/` holds and `qixian load` takes."""

    format: Literal["qixian/notice-1"]
    notice: NoticeIn
    amendment: Amendment | None = None
    tasks: Annotated[list[TaskIn], Field(min_length=1, max_length=5000)]

    @model_validator(mode="after")
    def _ids_are_unique(self) -> "NoticeDocument":
        seen: set[str] = set()
        for task in self.tasks:
            if task.id in seen:
                raise ValueError(f"task id {task.id!r} occurs twice")
            seen.add(task.id)
        return self


class TaskOut(BaseModel):
    """A task as `/tasks` answers it."""

    id: str
    notice: str
    notice_id: str
    item: str
    title: str
    summary: str
    kind: TaskKind
    status: Status
    opens_on: date | None
    due_on: date | None
    due_time: time | None
    precision: Precision
    wording: str
    safe_on: date | None = Field(description="The last working day on or before due_on; informs, shifts nothing")
    due_is_workday: bool | None
    provinces: Literal["all"] | list[str]
    applies_because: str
    channels: list[dict[str, Any]]
    forms: list[dict[str, Any]]
    contacts: list[dict[str, Any]]
    needs_seal: bool
    limits: str | None
    sequence: int
    updated_at: datetime
    withdrawn_at: datetime | None
    url: str


class Meta(BaseModel):
    """What an answer of `/tasks` stands on."""

    resolved: dict[str, str] = Field(description="Each date filter as the day it came to")
    as_of: date
    total: int = Field(description="Tasks that match, on all pages")
    boundary_count: int = Field(description="Tasks due exactly on the due_before day, which due_before leaves out")
    undated_count: int = Field(description="Tasks without a date under the same other filters")
    next_cursor: str | None


class TaskPage(BaseModel):
    """One page of tasks, by due_on then id, undated last."""

    items: list[TaskOut]
    meta: Meta


class RevisionOut(BaseModel):
    """One recorded change of a task (变更)."""

    sequence: int
    field: str
    old: Any
    new: Any
    reason: str
    source: str
    recorded_at: datetime


class TaskDetail(TaskOut):
    """A task with its history."""

    revisions: list[RevisionOut]


class NoticeOut(BaseModel):
    """A notice, with how many tasks it holds."""

    id: str
    number: str
    title: str
    issuer: str
    issued_on: date
    addressees: str
    url: str | None
    attachments: list[dict[str, Any]]
    task_count: int
    undated_count: int


class ProvinceOut(BaseModel):
    """One of the 37 addressees and where its calendar is."""

    slug: str
    code: str
    short: str
    name: str
    department: str
    english: str
    kind: str
    feed: str
