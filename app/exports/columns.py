"""The columns of a table of tasks: what each is called, how wide it is and what it shows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from app.provinces import get_province
from app.schemas.answers import TaskOut
from app.words import KINDS, say_channel, say_contact

Cell = str | int | date | None
_STATUS = {"dated": "已定", "planned": "拟定，待通知", "to_be_notified": "另行通知"}
_PRECISION = {"day": "到日", "month_end": "月底", "half_year": "半年内", "undated": "未定"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field of `TaskOut` it shows, its heading, its width in characters."""

    field: str
    title: str
    width: int
    show: Callable[[TaskOut], Cell]


def chosen_columns(fields: Sequence[str]) -> Sequence[Column]:
    """The columns of `fields`, in the table's order; all of them when none is named."""
    return [column for column in COLUMNS if not fields or column.field in fields]


def _yes_no(value: bool | None) -> str | None:
    return None if value is None else "是" if value else "否"


def _lines(parts: Iterable[str]) -> str:
    return "；".join(parts)


@lru_cache(maxsize=1024)
def _names(slugs: tuple[str, ...]) -> str:
    return "、".join(get_province(slug).short for slug in slugs)


def _forms(task: TaskOut) -> str:
    return _lines(f"{form['label']} {form['title']}" for form in task.forms)


COLUMNS: Sequence[Column] = (
    Column("notice", "通知文号", 24, lambda t: t.notice),
    Column("item", "条目", 10, lambda t: t.item),
    Column("title", "事项", 40, lambda t: t.title),
    Column("kind", "类别", 10, lambda t: KINDS[t.kind]),
    Column("opens_on", "开始日", 12, lambda t: t.opens_on),
    Column("due_on", "截止日", 12, lambda t: t.due_on),
    Column("due_time", "截止时刻", 10, lambda t: f"{t.due_time:%H:%M}" if t.due_time else None),
    Column("safe_on", "此前最后工作日", 16, lambda t: t.safe_on),
    Column("due_is_workday", "截止日为工作日", 16, lambda t: _yes_no(t.due_is_workday)),
    Column("workdays_provisional", "节假日未公布", 14, lambda t: _yes_no(t.workdays_provisional)),
    Column("status", "状态", 14, lambda t: _STATUS[t.status]),
    Column("precision", "精确度", 10, lambda t: _PRECISION[t.precision]),
    Column("wording", "通知原文", 36, lambda t: t.wording),
    Column("provinces", "报送单位", 24, lambda t: "全部" if t.provinces == "all" else _names(tuple(t.provinces))),
    Column("applies_because", "适用依据", 36, lambda t: t.applies_because),
    Column("channels", "报送方式", 40, lambda t: _lines(map(say_channel, t.channels))),
    Column("needs_seal", "须盖章", 8, lambda t: _yes_no(t.needs_seal)),
    Column("forms", "表格", 30, _forms),
    Column("limits", "要求", 24, lambda t: t.limits),
    Column("contacts", "联系人", 30, lambda t: _lines(map(say_contact, t.contacts))),
    Column("summary", "内容", 60, lambda t: t.summary),
    Column("sequence", "变更次数", 10, lambda t: t.sequence),
    Column("updated_at", "更新时间", 20, lambda t: f"{t.updated_at:%Y-%m-%d %H:%M}"),
    Column("notice_id", "通知编号", 20, lambda t: t.notice_id),
    Column("id", "事项编号", 24, lambda t: t.id),
    Column("url", "网址", 40, lambda t: t.url),
    Column("ics", "日历", 40, lambda t: t.ics),
)
