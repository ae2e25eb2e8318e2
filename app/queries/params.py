"""What may be asked of `/tasks`, as text: the same for HTTP and the command line."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, WithJsonSchema

from app.errors import InvalidInput, NotFound
from app.folding import fold_words
from app.provinces import get_province
from app.queries.days import GRAMMAR, Span, read_span
from app.queries.filters import Channel, TaskFilter, Undated
from app.schemas.document import TaskKind
from app.workdays import Workdays

# Which end of a quarter a bound means: before its first day, by its last, after its last, from its first.
_EDGES: dict[str, Callable[[Span], date]] = {
    "due_before": lambda span: span.first,
    "due_by": lambda span: span.last,
    "due_after": lambda span: span.last,
    "due_from": lambda span: span.first,
}
_DAY_EXAMPLES = ["2022-09-30", "today+30d", "today+5wd", "eom", "2022-Q4"]
# The pattern is for readers of the schema; read_span says better what is wrong.
DayText = Annotated[str, WithJsonSchema({"type": "string", "pattern": GRAMMAR})]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]


def _day(description: str, examples: list[str] = _DAY_EXAMPLES) -> Any:
    return Field(default=None, description=description, examples=examples)


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter, each of its days as it came out, and whether today or holidays not announced yet had a say in them."""

    filter: TaskFilter
    resolved: dict[str, str] = field(default_factory=dict)
    is_relative: bool = False
    is_provisional: bool = False


class FilterParams(BaseModel):
    """The conditions; any other parameter is refused."""

    model_config = ConfigDict(extra="forbid")

    due_before: DayText | None = _day("Due before this day: **exclusive**, a task due on it is left out")
    due_by: DayText | None = _day("Due on or before this day: inclusive, what 30日前 means")
    due_after: DayText | None = _day("Due after this day: exclusive")
    due_from: DayText | None = _day("Due on or after this day: inclusive")
    open_on: DayText | None = _day(
        "The window opens_on … due_on holds this day; without opens_on, due on it", _DAY_EXAMPLES[:4]
    )
    overlaps: Annotated[str, StringConstraints(max_length=81)] | None = Field(
        default=None,
        description="The window shares a day with FIRST/LAST, both included",
        examples=["2022-10-01/2022-10-31", "2022-Q4/2022-Q4"],
    )
    undated: Undated | None = Field(
        default=None, description="Tasks without a deadline: left out when a day is asked for, else included"
    )
    province: Name | None = Field(
        default=None,
        description="Slug, GB/T 2260 code or Chinese name",
        examples=["guangdong", "440000", "广东", "广东省"],
    )
    notice: Name | None = Field(default=None, description="Id or 文号 of a notice", examples=["教职成司函〔2022〕8号"])
    item: Name | None = Field(default=None, description="Item of the notice", examples=["一（八）"])
    kind: TaskKind | None = None
    channel: Channel | None = Field(default=None, description="Can be handed in this way")
    needs_seal: bool | None = Field(default=None, description="Must bear an official seal (公章)")
    has_window: bool | None = Field(default=None, description="Has a first day as well as a last one")
    q: Annotated[str, StringConstraints(max_length=100)] | None = Field(
        default=None,
        description="All of these words occur in title, summary, wording or contacts; one character is enough, "
        "full width, case and spacing make no difference",
        examples=["社区教育", "报", "２０２２"],
    )

    def ask(self, today: date, workdays: Workdays, find_notice: Callable[[str], str]) -> Asked:
        """What is asked for on `today`; `find_notice` knows a notice's id by id or 文号. Raises InvalidInput."""
        days = _Days(today, workdays)
        wanted = TaskFilter(
            **days.read_bounds(self),
            open_on=days.read_one("open_on", self.open_on),
            overlaps=days.read_range("overlaps", self.overlaps),
            undated=self.undated,
            item=self.item,
            kind=self.kind.value if self.kind else None,
            channel=self.channel,
            needs_seal=self.needs_seal,
            has_window=self.has_window,
            **self._names(find_notice),
        )
        _check_order(wanted.bounds)
        return Asked(wanted, _resolved(wanted), days.is_relative, days.is_provisional)

    def _names(self, find_notice: Callable[[str], str]) -> dict[str, Any]:
        words = fold_words(self.q) if self.q is not None else ()
        if self.q is not None and not words:
            raise InvalidInput("q is empty; give at least one character, as in q=报", param="q")
        return {
            "words": words,
            "province": _known("province", get_province, self.province),
            "notice_id": _known("notice", find_notice, self.notice),
        }


@dataclass
class _Days:
    """Reads the days of one query and remembers what they depended on."""

    today: date
    workdays: Workdays
    is_relative: bool = False
    is_provisional: bool = False

    def read(self, name: str, text: str) -> Span:
        try:
            span = read_span(text, self.today, self.workdays)
        except ValueError as error:
            raise InvalidInput(f"{name}: {error}", param=name) from None
        self.is_relative |= span.is_relative
        self.is_provisional |= span.is_provisional
        return span

    def read_bounds(self, params: FilterParams) -> dict[str, Any]:
        given = {name: text for name in _EDGES if (text := getattr(params, name)) is not None}
        return {name: _EDGES[name](self.read(name, text)) for name, text in given.items()}

    def read_one(self, name: str, text: str | None) -> date | None:
        if text is None:
            return None
        span = self.read(name, text)
        if span.first != span.last:
            raise InvalidInput(f"{name}: {text} is many days; write one, or overlaps={text}/{text}", param=name)
        return span.first

    def read_range(self, name: str, text: str | None) -> tuple[date, date] | None:
        if text is None:
            return None
        parts = text.split("/")
        if len(parts) != 2:
            raise InvalidInput(f"{name}: {text[:40]!r} is no range; write 2022-10-01/2022-10-31", param=name)
        first, last = self.read(name, parts[0]).first, self.read(name, parts[1]).last
        if first > last:
            raise InvalidInput(f"{name}: {first} is after {last}; write the earlier day first", param=name)
        return first, last


def _check_order(bounds: dict[str, date]) -> None:
    """A range that runs backwards is a mistake, not an empty answer."""
    for lower in ("due_from", "due_after"):
        for upper in ("due_by", "due_before"):
            if lower in bounds and upper in bounds and bounds[lower] > bounds[upper]:
                raise InvalidInput(
                    f"{lower} {bounds[lower]} is after {upper} {bounds[upper]}; the range runs backwards", param=lower
                )


def _known(name: str, find: Callable[[str], Any], value: str | None) -> Any:
    """What a name stands for; unknown in a query is 422, not 404."""
    try:
        return None if value is None else find(value)
    except NotFound as error:
        raise InvalidInput(error.detail, param=name) from None


def _resolved(wanted: TaskFilter) -> dict[str, str]:
    days = {name: day.isoformat() for name, day in wanted.bounds.items()}
    if wanted.open_on:
        days["open_on"] = wanted.open_on.isoformat()
    if wanted.overlaps:
        days["overlaps"] = f"{wanted.overlaps[0]}/{wanted.overlaps[1]}"
    return days
