"""The catalogue as the feeds see it: a list of all tasks in memory, brought up to date by what changed alone."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from app.models import NO_DAY
from app.publishing.address import Address
from app.queries import Listed, Stamped, catalogue_version, feed_stamps, list_changed

_NEVER = -1


class ListedCatalogue:
    """Every task in short, by deadline; and when each feed last changed."""

    def __init__(self) -> None:
        self.version = _NEVER
        self.stamps: dict[str, Stamped] = {}
        self._tasks: dict[str, Listed] = {}
        self._by_deadline: list[Listed] = []

    @property
    def size(self) -> int | None:
        """How many tasks it holds; None before it was read."""
        return None if self.version == _NEVER else len(self._by_deadline)

    def refresh(self, session: Session) -> bool:
        """Read what changed since the last time; nothing but one number when nothing did.

        True when the catalogue went back, as after a restored backup: then nothing that was known still holds.

        The stamps are read before the tasks: should another process load in between, the bytes are newer than their
        date and are dated right a moment later. The other way round a stale calendar would pass for a fresh one.
        """
        version = catalogue_version(session)
        if version == self.version:
            return False
        stamps = feed_stamps(session)
        is_older = version < self.version
        tasks = {} if is_older else dict(self._tasks)
        tasks |= {task.id: task for task in list_changed(session, _NEVER if is_older else self.version)}
        self._tasks, self._by_deadline = tasks, sorted(tasks.values())
        self.version, self.stamps = version, stamps
        return is_older

    def latest_first(self, address: Address) -> Iterator[Listed]:
        """The tasks of a feed from the latest deadline back; undated ones, first, for to-dos alone."""
        bit = 1 << address.province.bit if address.province else -1
        kinds = {kind.value for kind in address.options.kind}
        for task in reversed(self._by_deadline):
            if task.audience & bit and (not kinds or task.kind in kinds) and (address.todo or task.sort_on != NO_DAY):
                yield task
