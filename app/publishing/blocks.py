"""Each task's entries as bytes, drawn once per revision and kept."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from itertools import islice

from app.database import Database
from app.feeds import Block, Style, render_block
from app.models import Task
from app.publishing.address import Address
from app.queries import Listed, find_tasks_by_id

_LIMIT = 64_000_000
_AT_ONCE = 500
_Key = tuple[str, object]


class Blocks:
    """Kept blocks by task and form, at most `limit` bytes; those longest unused go first."""

    def __init__(self, database: Database, limit: int = _LIMIT) -> None:
        self._database = database
        self._limit = limit
        self._size = 0
        self._kept: OrderedDict[_Key, tuple[int, Block]] = OrderedDict()

    def of(self, tasks: Iterable[Listed], address: Address, style: Style) -> Iterator[Block]:
        """The blocks of `tasks` in their order, read only as far as they are asked for."""
        form = (address.todo, style.options)
        remaining = iter(tasks)
        while chunk := list(islice(remaining, _AT_ONCE)):
            self._draw_missing(chunk, form, style)
            yield from [self._keep_using((task.id, form)) for task in chunk]
            self._forget_oldest()

    def clear(self) -> None:
        """Forget all of them."""
        self._kept.clear()
        self._size = 0

    def _draw_missing(self, chunk: list[Listed], form: tuple[bool, object], style: Style) -> None:
        """Draw those that are new, or have changed since they were drawn."""
        missing = {task.id: task.version for task in chunk if not self._has((task.id, form), task.version)}
        if not missing:
            return
        with self._database.read() as session:
            rows: list[Task] = find_tasks_by_id(session, missing)
        for row in rows:
            self._keep((row.id, form), missing[row.id], render_block(row, style, todo=form[0]))

    def _has(self, key: _Key, version: int) -> bool:
        kept = self._kept.get(key)
        return kept is not None and kept[0] == version

    def _keep(self, key: _Key, version: int, block: Block) -> None:
        if old := self._kept.pop(key, None):
            self._size -= len(old[1].content)
        self._kept[key] = version, block
        self._size += len(block.content)

    def _keep_using(self, key: _Key) -> Block:
        self._kept.move_to_end(key)
        return self._kept[key][1]

    def _forget_oldest(self) -> None:
        while self._size > self._limit:
            _, (_, block) = self._kept.popitem(last=False)
            self._size -= len(block.content)
