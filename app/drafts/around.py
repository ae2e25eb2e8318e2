"""What stands around words a reviewer selects: their sentence, and the days they name, reckoned as the reader does."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from app.drafts.acts import AddDeadline
from app.extraction.audience import Audience, audience_of
from app.extraction.draft import Deadline, Draft, DraftStatus, DraftTask, Quote
from app.extraction.facts import year_of_title
from app.extraction.normalise import Normalised, normalise
from app.extraction.phrases import Shape
from app.extraction.resolve import Resolved, Resolver
from app.extraction.scanner import scan
from app.extraction.typography import written
from app.extraction.years import Anchor, Sources
from app.workdays import Workdays

BY_SELECTION = "审核人选中，日期据原文推算"
_ENDS = re.compile(r"[。;!?\n]")
_NUMBER_YEAR = re.compile(r"((?:19|20)\d{2})")
# A date that a person has to settle anyhow is not filled in.
_DAYS = frozenset({Shape.POINT, Shape.SPAN, Shape.FROM_NOW})
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A draft's text evened out, so that words are found in it by their place in the original."""

    draft: Draft
    page: Normalised

    @classmethod
    def of(cls, draft: Draft) -> "Surroundings":
        """The surroundings of all words of a draft."""
        return cls(draft, normalise(draft.text))

    def sentence(self, quote: Quote) -> str:
        """The sentence or the table row in which the words stand, at most 1,000 characters of it."""
        start, end = self._sentence(quote)
        said = written(self.page.text[start:end].strip().replace("\t", ";"))
        return (said or quote.text)[:_LONGEST]

    def days(self, quote: Quote) -> Resolved | None:
        """The one day or window that the words name; None when they name none, several, or one in doubt."""
        (start, _), (first, last) = self._sentence(quote), self._place(quote)
        resolver, anchor, found = Resolver(self._sources, Workdays()), None, []
        for phrase in scan(self.page.text[start:last]):
            if phrase.shape not in _DAYS:
                continue
            resolved = resolver.resolve(phrase, anchor)
            anchor = Anchor(resolved.due_on, resolved.basis) if resolved.due_on else anchor
            found += [resolved] if start + phrase.end > first else []
        dated = found[0] if len(found) == 1 else None
        return dated if dated and dated.status is DraftStatus.DATED and dated.due_on else None

    def _place(self, quote: Quote) -> tuple[int, int]:
        """Where the words stand in the text evened out."""
        return bisect_left(self.page.origins, quote.start), bisect_left(self.page.origins, quote.end)

    def _sentence(self, quote: Quote) -> tuple[int, int]:
        first, last = self._place(quote)
        start = max((end.end() for end in _ENDS.finditer(self.page.text, 0, first)), default=0)
        end = _ENDS.search(self.page.text, max(first, last - 1))
        return start, end.start() if end else len(self.page.text)

    @property
    def _sources(self) -> Sources:
        facts = self.draft.notice
        numbered = _NUMBER_YEAR.search(facts.number or "")
        return Sources(facts.issued_on, int(numbered[1]) if numbered else None, year_of_title(facts.title or ""))


def fill_in(deadline: Deadline, days: Resolved) -> None:
    """Date a deadline, in place, by the words that were selected for it."""
    deadline.status, deadline.precision = days.status, days.precision
    deadline.opens_on, deadline.due_on, deadline.due_time = days.opens_on, days.due_on, days.due_time
    deadline.cites, deadline.year_basis, deadline.note = BY_SELECTION, days.basis, days.note


def new_task(act: AddDeadline, quote: Quote, surroundings: Surroundings) -> DraftTask:
    """The task that the words become, still without its date."""
    audience = audience_of_notice(surroundings.draft)
    provinces = act.provinces or audience.provinces
    because = audience.because if provinces == audience.provinces else "审核人添加"
    return DraftTask(
        item=act.item,
        title=act.title or "",
        summary=surroundings.sentence(quote),
        kind=act.kind,
        deadlines=[],
        provinces=provinces,
        applies_because=act.applies_because or because,
        audience_is_said=audience.is_said or act.provinces is not None,
    )


def audience_of_notice(draft: Draft) -> Audience:
    """For whom a task is of which the text says nothing more."""
    addressees, issuer = (
        normalise(said).text if said else None for said in (draft.notice.addressees, draft.notice.issuer)
    )
    return audience_of("", addressees, issuer)
