"""What `/tasks`, `/notices` and `/provinces` answer."""

from datetime import date, datetime, time
from typing import Annotated, Any, Literal

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
    workdays_provisional: bool = Field(
        description="The holidays of due_on's year are not announced yet: safe_on and due_is_workday know weekends only"
    )
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
    gone: bool = Field(
        description="In an answer to changed_since: drop your copy, the task was withdrawn or no longer matches"
    )
    url: str
    ics: str


class Meta(BaseModel):
    """What an answer of `/tasks` stands on. The counts are null in an answer to changed_since."""

    resolved: dict[str, str] = Field(description="Each date filter as the day it came to")
    as_of: date
    as_known_on: date | None = Field(default=None, description="The day at whose end the tasks stood like this")
    workdays_provisional: bool = Field(
        description="A day in `resolved` counts working days of a year whose holidays are not announced yet"
    )
    total: int | None = Field(description="Tasks that match, on all pages")
    boundary_count: int | None = Field(
        description="Tasks due exactly on the due_before day, which due_before leaves out"
    )
    undated_count: int | None = Field(description="Tasks without a date under the same other filters")
    count_limit: int | None = Field(
        description="The counts are exact below this; a count that equals it means that many or more"
    )
    next_cursor: str | None = Field(description="`cursor=` of the next page; null on the last one")
    sync_token: str = Field(description="`changed_since=` of the next synchronisation")
    facets: dict[str, dict[str, int]] | None = Field(
        default=None, description="By facet asked for, how many matching tasks have each value"
    )


class TaskPage(BaseModel):
    """One page of tasks, by due_on then id, undated last."""

    items: list[TaskOut] | Annotated[list[dict[str, Any]], Field(description="With `fields=`: these fields alone")]
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


class Problem(BaseModel):
    """What went wrong, with which value, and what to do (RFC 9457)."""

    type: str = Field(examples=["about:blank"])
    title: str
    status: int
    detail: str
    param: str | None = Field(default=None, description="The parameter the detail speaks of")
