"""What `/tasks`, `/notices` and `/provinces` answer."""

from datetime import date, datetime, time
from typing import Any, Literal

from pydantic import BaseModel, Field

from app.schemas.document import Precision, Status, TaskKind


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
