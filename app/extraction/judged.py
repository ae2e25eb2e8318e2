"""A phrase on its way from the text to the draft: its context, the rule that decided, the days, the task."""

from dataclasses import dataclass
from datetime import date

from app.extraction.context import Context
from app.extraction.draft import DraftStatus
from app.extraction.resolve import Resolved, Resolver
from app.extraction.rules import Rule, Verdict
from app.extraction.years import Anchor, YearBasis

BEFORE_ISSUE = Rule("before-issue", "签发以前的X", Verdict.HISTORY)


@dataclass(slots=True)
class Judged:
    """Either `task` (its place in the draft) or `reason` is set once the draft stands."""

    context: Context
    rule: Rule
    resolved: Resolved
    task: int | None = None
    reason: str | None = None

    @property
    def verdict(self) -> Verdict:
        """What the phrase is to the reader."""
        return self.rule.verdict


def resolve_all(decided: list[tuple[Context, Rule]], resolver: Resolver) -> list[Judged]:
    """Every phrase with its days; each duty sees the day read before it in the same sentence.

    Where the notice has no issue date, also the day before it in the same line.
    """
    judged: list[Judged] = []
    anchor, place = None, (-1, -1)
    for context, rule in decided:
        here = (context.block.start, context.start if resolver.sources.issued_on else -1)
        if here != place:
            place, anchor = here, None
        resolved = Resolved(DraftStatus.TO_BE_NOTIFIED)
        if rule.verdict.is_duty and rule.verdict is not Verdict.UNSAID:
            resolved = resolver.resolve(context.phrase, anchor)
            if rule.verdict is Verdict.OPENS:
                resolved = resolved.opening()
            anchor = _anchor(resolved) or anchor
            rule = _settled(rule, resolved, resolver.sources.issued_on)
        judged.append(Judged(context, rule, resolved))
    return judged


def _settled(rule: Rule, resolved: Resolved, issued_on: date | None) -> Rule:
    """The rule itself, or BEFORE_ISSUE for a day with its year written that had passed when the notice was signed."""
    stated = resolved.basis in {YearBasis.PHRASE, YearBasis.RANGE_START}
    if rule.verdict is Verdict.DUE and issued_on and resolved.due_on and stated and resolved.due_on < issued_on:
        return BEFORE_ISSUE
    return rule


def _anchor(resolved: Resolved) -> Anchor | None:
    day = resolved.due_on or resolved.opens_on
    if day is None or resolved.basis is YearBasis.NONE:
        return None
    stated = {YearBasis.PHRASE, YearBasis.RANGE_START}
    return Anchor(day, YearBasis.SENTENCE if resolved.basis in stated else resolved.basis)
