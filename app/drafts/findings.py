"""What is found about a draft: the points a person has to settle, and what the published tasks say to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.drafts.matching import Candidate, Withdrawal
from app.drafts.repeats import Repeat
from app.drafts.standing import KnownTask
from app.tellings import Telling


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """One thing to settle; `anchor` is where on the review page.

    `text` is the sentence, with the names of its `values`, which are the notice's own, and of its `words`.
    """

    anchor: str
    text: str
    values: Mapping[str, object] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The sentence in Chinese."""
        return self.text % {**self.values, **self.words}


@dataclass(frozen=True, slots=True)
class Findings:
    """What the published tasks say to a draft. `candidates[i]`, `published[i]` and `newer[i]` belong to its task i.

    `published` is the very task, put in already; `newer` by id what a newer notice said of one it may replace.
    `is_taken` is its notice's id; `has_number` the published notice with its 文号.
    `events` are, by their place among the phrases, the days of events that may date a published task.
    """

    candidates: list[list[Candidate]]
    withdrawals: list[Withdrawal]
    repeats: Repeat | None
    known_ids: frozenset[str]
    published: list[KnownTask | None]
    newer: list[dict[str, Telling]]
    is_taken: bool = False
    has_number: str | None = None
    events: Mapping[int, Candidate] = field(default_factory=dict)

    @classmethod
    def none(cls, tasks: int) -> "Findings":
        """For a draft of so many tasks that is looked at by itself."""
        return cls([[] for _ in range(tasks)], [], None, frozenset(), [None] * tasks, [{} for _ in range(tasks)])
