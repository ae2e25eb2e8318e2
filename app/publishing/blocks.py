"""Each task's entries as bytes, drawn once per revision and kept."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from itertools import islice

from app.database import Database
from app.feeds import Block, Options, Style, render_block
from app.publishing.address import Address
from app.queries import Listed, find_tasks_by_id

_LIMIT = 64_000_000
_AT_ONCE = 200
# What tasks are drawn as: to-dos or events, and with which options.
_Form = tuple[bool, Options]
_Kept = dict[str, tuple[int, Block]]
_NONE = (-1, None)


class Blocks:
    """Blocks by form, then by task and its version; past `limit` bytes the forms longest unused are forgotten."""

    def __init__(self, database: Database, limit: int = _LIMIT) -> None:
        self._database = database
        self._limit = limit
        self._forms: OrderedDict[_Form, _Kept] = OrderedDict()

    def of(self, tasks: Iterable[Listed], address: Address, style: Style) -> Iterator[Block]:
        """The blocks of `tasks` in their order, read only as far as they are asked for."""
        form = (address.todo, style.options)
        kept = self._forms.setdefault(form, {})
        self._forms.move_to_end(form)
        remaining = iter(tasks)
        while chunk := list(islice(remaining, _AT_ONCE)):
            missing = {task.id: task.version for task in chunk if kept.get(task.id, _NONE)[0] != task.version}
            if missing:
                self._draw(kept, missing, style, todo=address.todo)
            yield from [kept[task.id][1] for task in chunk]

    def clear(self) -> None:
        """Forget all of them."""
        self._forms.clear()

    def _draw(self, kept: _Kept, missing: dict[str, int], style: Style, *, todo: bool) -> None:
        """Draw tasks that are new, or have changed since they were drawn."""
        with self._database.read() as session:
            rows = find_tasks_by_id(session, missing)
        for row in rows:
            kept[row.id] = missing[row.id], render_block(row, style, todo=todo)
        self._forget()

    def _forget(self) -> None:
        sizes = [sum(len(block.content) for _, block in kept.values()) for kept in self._forms.values()]
        while len(sizes) > 1 and sum(sizes) > self._limit:
            self._forms.popitem(last=False)
            sizes.pop(0)
