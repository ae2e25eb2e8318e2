"""The notice document: what `seed/` holds, `qixian load` takes and `qixian read` drafts."""

from datetime import time
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from app.errors import NotFound
from app.provinces import GROUPS, get_province
from app.schemas.fields import Day, Email, Line, Slug, Text, WebUrl


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


def _addressee(value: str) -> str:
    """A group of addressees or one province's slug; anything else is a ValueError with the nearest name."""
    if value in GROUPS:
        return value
    try:
        return get_province(value).slug
    except NotFound as error:
        raise ValueError(f"{error.detail} Groups: {', '.join(GROUPS)}.") from None


Addressee = Annotated[Line, AfterValidator(_addressee)]


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
    provinces: Literal["all"] | Annotated[list[Addressee], Field(min_length=1)]
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
