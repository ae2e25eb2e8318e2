"""What a reviewer can do to a draft: values that come in as JSON or from a form, the same for both."""

from datetime import date, time
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from app.drafts.faults import say_fault
from app.drafts.lines import read_channels, read_contacts, read_day, read_forms, read_provinces
from app.drafts.review import Part
from app.errors import InvalidInput
from app.schemas.document import Addressee, Channel, Contact, Form, Status, TaskKind
from app.schemas.fields import Line, Slug, Text

Place = Annotated[int, Field(ge=0, le=100_000)]
Provinces = Annotated[Literal["all"] | Annotated[list[Addressee], Field(min_length=1)], BeforeValidator(read_provinces)]
Channels = Annotated[list[Channel], BeforeValidator(read_channels)]
Contacts = Annotated[list[Contact], BeforeValidator(read_contacts)]
Forms = Annotated[list[Form], BeforeValidator(read_forms)]
Day = Annotated[date, BeforeValidator(read_day)]


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
    forms: Forms = []
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

    The words are `text[start:end]`, or `words` where they stand exactly once. Without `due_on` the day is the one they
    name; without `provinces` the task is for all whom the notice addresses.
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
    provinces: Provinces | None = None
    applies_because: Line | None = None


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


def _in_words(value: object, validate: ValidatorFunctionWrapHandler) -> Act:
    """Let a value that is no act be refused by field, with what was given and what is allowed."""
    try:
        return validate(value)
    except ValidationError as error:
        faults = error.errors(include_url=False)
        # Of 「全部, or a list」 the list's fault is the one that names the value.
        fault = next((each for each in faults if each["type"] != "literal_error"), faults[0])
        field, words = say_fault(fault, _allowed(fault["loc"]))
        raise InvalidInput(words, param=field) from None


def _allowed(place: tuple[int | str, ...]) -> tuple[str, ...]:
    """The fields of the act at the head of a fault's place, where the fault is in one of its own fields."""
    models = (
        model for model in get_args(get_args(Act)[0]) if get_args(model.model_fields["act"].annotation)[0] in place
    )
    return next((tuple(model.model_fields) for model in models), ()) if len(place) == 2 else ()


AskedAct = Annotated[Act, WrapValidator(_in_words)]
_ACTS: TypeAdapter[Act] = TypeAdapter(AskedAct)


def parse_act(values: dict[str, Any]) -> Act:
    """The act that `values` describe; a blank text counts as nothing. Raises InvalidInput naming the field."""
    return _ACTS.validate_python({name: None if value == "" else value for name, value in values.items()})
