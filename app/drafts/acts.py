"""What a reviewer can do to a draft: values that come in as JSON or from a form, the same for both."""

from collections.abc import Mapping
from datetime import time
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from app.drafts.lines import read_channels, read_contacts, read_provinces
from app.drafts.review import Part
from app.errors import InvalidInput
from app.schemas.document import Addressee, Channel, Contact, Status, TaskKind
from app.schemas.fields import Day, Line, Slug, Text

Place = Annotated[int, Field(ge=0, le=100_000)]
Provinces = Annotated[Literal["all"] | Annotated[list[Addressee], Field(min_length=1)], BeforeValidator(read_provinces)]
Channels = Annotated[list[Channel], BeforeValidator(read_channels)]
Contacts = Annotated[list[Contact], BeforeValidator(read_contacts)]


class _Act(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    @property
    def given(self) -> dict[str, Any]:
        """The fields that were sent, without those that say where they go."""
        return {name: getattr(self, name) for name in self.model_fields_set - {"act", "task"}}


class CorrectFacts(_Act):
    """Correct what is known of the notice itself; a field that is not sent stays.

    With `issued_on` the dates whose year it gives, and those without a year, are reckoned anew.
    """

    act: Literal["facts"]
    number: Line | None = None
    title: Line | None = None
    issuer: Line | None = None
    issued_on: Day | None = None
    addressees: Line | None = None
    notice_id: Slug | None = None


class CorrectTask(_Act):
    """Correct a task or its date in force; a field that is not sent stays."""

    act: Literal["correct"]
    task: Place
    item: Line = ""
    title: Line = ""
    summary: Text = ""
    kind: TaskKind = TaskKind.REPORT
    status: Status | None = Field(default=None, description="`dated` when left out and due_on is given")
    opens_on: Day | None = None
    due_on: Day | None = None
    due_time: time | None = None
    provinces: Provinces = "all"
    applies_because: Line = ""
    channels: Channels = []
    contacts: Contacts = []
    needs_seal: bool = False
    limits: Line | None = None


class RemoveTask(_Act):
    """Say that a task is none; its phrases get the reason."""

    act: Literal["remove"]
    task: Place
    reason: Line


class ConfirmUndated(_Act):
    """Agree that a task is published without a date: 「拟定于2022年下半年」, 「另行通知」."""

    act: Literal["confirm"]
    task: Place


class DismissPhrase(_Act):
    """Say why a date-like phrase is no deadline."""

    act: Literal["dismiss"]
    phrase: Place
    reason: Line


class AddDeadline(_Act):
    """Make the selected words a new task, or the date in force of one there is.

    The words are `text[start:end]`, or `words` where they stand exactly once.
    """

    act: Literal["add"]
    start: Place | None = None
    end: Place | None = None
    words: Text | None = None
    task: Place | None = None
    item: Line = "正文"
    title: Line | None = None
    kind: TaskKind = TaskKind.REPORT
    status: Status = Status.DATED
    opens_on: Day | None = None
    due_on: Day | None = None
    due_time: time | None = None
    provinces: Provinces = "all"
    applies_because: Line = "审核人添加"

    @model_validator(mode="after")
    def _says_where_and_what(self) -> "AddDeadline":
        if not self.words and (self.start is None or self.end is None or self.start >= self.end):
            raise ValueError("请选中原文中的一段文字，或把它粘贴到「原文」一栏")
        if self.task is None and not self.title:
            raise ValueError("新事项要有名称")
        return self


class Choose(_Act):
    """Decide whether a task is new (None) or moves the date of a published one, and what else it replaces there.

    Where a newer notice set that date, or withdrew the task, `over_newer` says that this one holds nevertheless.
    """

    act: Literal["choose"]
    task: Place
    replaces: Slug | None = None
    over_newer: bool = False
    takes: list[Part] = []


class Withdraw(_Act):
    """Decide whether the text really withdraws a published task."""

    act: Literal["withdraw"]
    task_id: Slug
    agreed: bool


Act = Annotated[
    CorrectFacts | CorrectTask | ConfirmUndated | RemoveTask | DismissPhrase | AddDeadline | Choose | Withdraw,
    Field(discriminator="act"),
]
FIELDS = {
    "act": "操作",
    "task": "事项",
    "phrase": "日期",
    "task_id": "原事项",
    "replaces": "原事项",
    "over_newer": "仍以这份通知为准",
    "takes": "一并更新的内容",
    "start": "选中的文字",
    "end": "选中的文字",
    "words": "原文",
    "number": "文号",
    "title": "名称",
    "issuer": "发文机关",
    "issued_on": "发文日期",
    "addressees": "主送机关",
    "notice_id": "发布后的编号",
    "item": "条目",
    "summary": "摘要",
    "kind": "类别",
    "status": "日期状态",
    "opens_on": "开始日",
    "due_on": "截止日",
    "due_time": "几点以前",
    "provinces": "报送范围",
    "applies_because": "依据",
    "channels": "报送方式",
    "contacts": "联系人",
    "needs_seal": "公章",
    "limits": "要求",
    "reason": "原因",
    "agreed": "是否撤销",
}
WRONG = {
    "missing": "没有填写",
    "string_type": "没有填写",
    "string_too_short": "没有填写",
    "string_too_long": "太长",
    "string_pattern_mismatch": "写法不对",
    "enum": "请从列表中选择",
    "literal_error": "请从列表中选择",
    "extra_forbidden": "这里没有这一项",
    "union_tag_invalid": "没有这种操作",
    "union_tag_not_found": "没有说明操作",
}
_ACTS: TypeAdapter[Act] = TypeAdapter(Act)


def parse_act(values: dict[str, Any]) -> Act:
    """The act that `values` describe; a blank text counts as nothing. Raises InvalidInput naming the field."""
    try:
        return _ACTS.validate_python({name: None if value == "" else value for name, value in values.items()})
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
        # Of 「全部, or a list」 the list's fault is the one that names the value.
        fault = next((each for each in faults if each["type"] != "literal_error"), faults[0])
        field, words = say_fault(fault)
        raise InvalidInput(words, param=field) from None


def say_fault(fault: Mapping[str, Any]) -> tuple[str, str]:
    """What pydantic found wrong, as (field, words for a reviewer): 「名称：太长」."""
    field = next((str(part) for part in reversed(fault["loc"]) if part in FIELDS), "act")
    return field, f"{FIELDS[field]}：{WRONG.get(fault['type'], fault['msg'].removeprefix('Value error, '))}"
