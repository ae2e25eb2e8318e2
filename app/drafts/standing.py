"""The published tasks, so indexed that a text is weighed against those alone that it can mean."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time

from app.drafts.likeness import least_common, pairs_of, telling_pairs
from app.schemas.document import Status
from app.tellings import Telling

_BRACKETS = str.maketrans("[]【】［］()（）", "〔〕〔〕〔〕〔〕〔〕")


@dataclass(frozen=True, slots=True)
class KnownTask:
    """A published task, as far as matching and a reviewer look at it. `contacts` are phones and addresses.

    `tellings` is empty while nothing but its own notice has spoken of its date.
    """

    id: str
    notice_id: str
    number: str
    item: str
    title: str
    status: Status
    opens_on: date | None
    due_on: date | None
    wording: str
    contacts: frozenset[str]
    issued_on: date = date.min
    due_time: time | None = None
    is_withdrawn: bool = False
    tellings: tuple[Telling, ...] = ()

    @property
    def told(self) -> tuple[Telling, ...]:
        """What each notice said of its date, its own first."""
        own = Telling(self.number, self.issued_on, self.issued_on, self.opens_on, self.due_on, self.due_time)
        return self.tellings or (own,)


class Standing:
    """Published tasks that stand, by 文号, by phone and address, and by the pairs of characters that tell titles apart.

    `least` is how alike words must be to a title whose 文号 they do not cite and whose contact they do not share.
    `told` are all tasks, withdrawn ones too, by the 文号 of every notice that spoke of their date.
    """

    def __init__(self, tasks: Sequence[KnownTask], *, least: float) -> None:
        self.by_number: dict[str, list[KnownTask]] = defaultdict(list)
        self._by_contact: dict[str, list[KnownTask]] = defaultdict(list)
        self._by_title: dict[str, list[KnownTask]] = defaultdict(list)
        self.told: dict[str, list[KnownTask]] = defaultdict(list)
        for task in tasks:
            for number in {even(telling.number) for telling in task.told}:
                self.told[number].append(task)
        self._tasks = tuple(task for task in tasks if not task.is_withdrawn)
        for task in self._tasks:
            self.by_number[even(task.number)].append(task)
            self._by_title[task.title].append(task)
            for way in task.contacts:
                self._by_contact[way].append(task)
        self._least = least
        self._by_pair = _titles_by_pair(self._by_title, least)

    def __len__(self) -> int:
        return len(self._tasks)

    def __iter__(self) -> Iterator[KnownTask]:
        return iter(self._tasks)

    def near(self, words: Collection[str], contacts: Collection[str], cited: Collection[str]) -> list[KnownTask]:
        """Every task that any of `words` can mean, and some they do not; `cited` are 文号 that the text names."""
        groups = [
            *(self._by_title[title] for each in words for title in self._titles_near(pairs_of(each))),
            *(self.by_number[even(number)] for number in cited),
            *(self._by_contact[way] for way in self._by_contact.keys() & set(contacts)),
        ]
        return list({task.id: task for group in groups for task in group}.values())

    def _titles_near(self, pairs: frozenset[str]) -> set[str]:
        met = {title for pair in pairs & self._by_pair.keys() for title in self._by_pair[pair]}
        return {title for title in met if len(pairs_of(title) & pairs) >= least_common(title, self._least)}


def even(text: str) -> str:
    """Text in which a 文号 is found however its brackets and blanks are written."""
    return re.sub(r"\s", "", text).translate(_BRACKETS)


def _titles_by_pair(titles: Collection[str], least: float) -> dict[str, list[str]]:
    frequency = Counter(pair for title in titles for pair in pairs_of(title))
    found: dict[str, list[str]] = defaultdict(list)
    for title in titles:
        for pair in telling_pairs(title, frequency, least):
            found[pair].append(title)
    return found
