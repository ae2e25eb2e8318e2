"""A long draft in stretches, so that a page of it stays as small as a browser can show: text, phrases and tasks."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from app.extraction import Draft

# A notice is hardly ever longer than one stretch.
_MOST_CHARACTERS, _MOST_PHRASES, _MOST_TASKS = 20_000, 250, 50
_ATOM = 500


@dataclass(frozen=True, slots=True)
class Stretch:
    """`text[start:end]`, with the phrases that begin there and the tasks whose date in force does."""

    start: int
    end: int
    phrases: range
    tasks: tuple[int, ...]


@dataclass(frozen=True)
class Stretches:
    """All stretches of one draft, which is not changed meanwhile."""

    draft: Draft

    @cached_property
    def all(self) -> list[Stretch]:
        """In the order of the text; at least one."""
        ends = [*self._ends(), len(self.draft.text)]
        return [self._between(start, end) for start, end in zip([0, *ends], ends, strict=False)]

    def at(self, number: int) -> Stretch:
        """The stretch with this number, counted from 1; the last for one beyond."""
        return self.all[min(number, len(self.all)) - 1]

    def number_of(self, anchor: str) -> int | None:
        """On which stretch's page the place of an open point is; None for what every page has."""
        kind, _, number = anchor.partition("-")
        if not number.isdigit():
            return None
        if kind == "task" and int(number) < len(self.draft.tasks):
            return self._number_at(self._tasks[int(number)])
        if kind in {"phrase", "proof"} and int(number) < len(self._phrases):
            return self._number_at(self._phrases[int(number)])
        return None

    @cached_property
    def _phrases(self) -> list[int]:
        return [phrase.quote.start for phrase in self.draft.phrases]

    @cached_property
    def _tasks(self) -> list[int]:
        return [task.deadline.quote.start for task in self.draft.tasks]

    def _number_at(self, place: int) -> int:
        return bisect_right([stretch.start for stretch in self.all], place)

    def _between(self, start: int, end: int) -> Stretch:
        tasks = tuple(at for at, place in enumerate(self._tasks) if start <= place < end)
        return Stretch(start, end, self._phrases_in(start, end), tasks)

    def _phrases_in(self, start: int, end: int) -> range:
        return range(bisect_left(self._phrases, start), bisect_left(self._phrases, end))

    def _ends(self) -> Iterator[int]:
        """Where one stretch ends and the next begins: as late as it may be, and never within a phrase."""
        tasks, start, last = sorted(self._tasks), 0, 0
        for cut in self._cuts():
            many_tasks = bisect_left(tasks, cut) - bisect_left(tasks, start) > _MOST_TASKS
            many_phrases = len(self._phrases_in(start, cut)) > _MOST_PHRASES
            if last > start and (many_tasks or many_phrases or cut - start > _MOST_CHARACTERS):
                yield last
                start = last
            last = cut

    def _cuts(self) -> Iterator[int]:
        """The ends of lines and of each 500 characters of a long line, then the text's end."""
        text, at = self.draft.text, 0
        while at < len(text):
            line = text.find("\n", at, at + _ATOM) + 1
            at = min(line or at + _ATOM, len(text))
            if not self._is_within_a_phrase(at):
                yield at

    def _is_within_a_phrase(self, cut: int) -> bool:
        before = bisect_left(self._phrases, cut) - 1
        return before >= 0 and self.draft.phrases[before].quote.end > cut
