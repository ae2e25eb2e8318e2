"""Tasks as the JSON that `/tasks` sends, written once for each state of the catalogue."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.queries.answers import task_out
from app.queries.listing import TaskRow, get_rows
from app.queries.source import Source
from app.queries.tokens import Token
from app.workdays import Workdays

# About two kilobytes each.
_MOST = 4_096


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What was written of the catalogue as it stood at `token`, by the fields asked for and the task's id."""

    token: Token
    tasks: dict[tuple[tuple[str, ...], str], bytes] = field(default_factory=dict)


class WrittenTasks:
    """The JSON objects of tasks. Threads share it: each goes on with the shelf of the state it reads."""

    def __init__(self, workdays: Workdays, base_url: str) -> None:
        self._workdays = workdays
        self._base_url = base_url
        self._shelf = _Shelf(Token("", -1))

    def of(self, source: Source, ids: Sequence[str], token: Token, fields: tuple[str, ...]) -> list[bytes]:
        """The tasks `ids`, in their order; of each only `fields`, when there are any. `source` stands at `token`."""
        shelf = self._shelf
        if shelf.token != token or len(shelf.tasks) > _MOST:
            shelf = self._shelf = _Shelf(token)
        missing = [task_id for task_id in ids if (fields, task_id) not in shelf.tasks]
        if missing:
            shelf.tasks.update(((fields, row.id), self.write(row, fields)) for row in get_rows(source, missing))
        return [shelf.tasks[fields, task_id] for task_id in ids]

    def write(self, row: TaskRow, fields: tuple[str, ...]) -> bytes:
        """One row of `get_rows` or `find_changes`."""
        task = task_out(row, self._workdays, self._base_url)
        return task.model_dump_json(include=set(fields) if fields else None).encode()
