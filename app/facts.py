"""The same facts three ways: as a notice document gives them, as columns, and as revisions tell them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, time
from itertools import takewhile
from typing import Any, Protocol

from app.provinces import ALL_MASK, mask_of_names, names_of
from app.schemas.document import NoticeIn, TaskIn

NOTICE_FACTS = ("number", "title", "issuer", "issued_on", "addressees", "url", "attachments")
_FIELD_OF = {"audience": "provinces", "withdrawn_at": "withdrawn"}
_COLUMN_OF = {field: column for column, field in _FIELD_OF.items()}


class Told(Protocol):
    """What is asked of a revision here."""

    field: Any
    old: Any
    source: Any


def notice_values(notice: NoticeIn) -> dict[str, Any]:
    """The columns of a notice, as the document gives them."""
    return {name: getattr(notice, name) for name in NOTICE_FACTS} | {"attachments": _rows(notice.attachments)}


def task_values(task: TaskIn) -> dict[str, Any]:
    """The columns of a task, as the document gives them."""
    values = {name: getattr(task, name) for name in TaskIn.model_fields if name not in {"id", "provinces"}}
    return values | {
        "kind": task.kind.value,
        "status": task.status.value,
        "precision": task.precision.value,
        "audience": ALL_MASK if task.provinces == "all" else mask_of_names(task.provinces),
        "channels": _rows(task.channels),
        "forms": _rows(task.forms),
        "contacts": _rows(task.contacts),
    }


def revision_values(column: str, old: Any, new: Any) -> tuple[str, Any, Any]:
    """A change of a column in the words people use: (field, old, new), both JSON values."""
    return _FIELD_OF.get(column, column), _tell(column, old), _tell(column, new)


def column_value(field: str, told: Any) -> tuple[str, Any]:
    """The opposite for one value of a revision: the column and what stood in it. A withdrawal comes back as None."""
    column = _COLUMN_OF.get(field, field)
    if told is None or column == "withdrawn_at":
        return column, None
    match column:
        case "audience":
            return column, ALL_MASK if told == "all" else mask_of_names(told)
        case "opens_on" | "due_on":
            return column, date.fromisoformat(told)
        case "due_time":
            return column, time.fromisoformat(told)
        case _:
            return column, told


def amended_columns(values: Mapping[str, Any], revisions: Sequence[Told], own: str) -> Collection[str]:
    """Columns that notices other than `own` changed last, and that `values` still tell as before those changes."""
    return {column for column, value in values.items() if _is_amended(column, value, revisions, own)}


def to_json(value: Any) -> Any:
    """Days and times as ISO 8601 text, everything else as it is."""
    return value.isoformat() if isinstance(value, date | time) else value


def _is_amended(column: str, value: Any, revisions: Sequence[Told], own: str) -> bool:
    field = _FIELD_OF.get(column, column)
    latest = [revision for revision in reversed(revisions) if revision.field == field]
    others = list(takewhile(lambda revision: revision.source != own, latest))
    return bool(others) and others[-1].old == _tell(column, value)


def _tell(column: str, value: Any) -> Any:
    match column:
        case "audience":
            return names_of(value)
        case "withdrawn_at":
            return value is not None
        case _:
            return to_json(value)


def _rows(models: Iterable[Any]) -> list[dict[str, Any]]:
    return [model.model_dump(mode="json") for model in models]
