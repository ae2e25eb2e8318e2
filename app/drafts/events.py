"""The writer's own events whose day a published task without a date may be waiting for: a meeting that was planned."""

import re
from itertools import islice

from app.drafts.matching import Candidate, cited_in, named_most
from app.drafts.review import PERSON
from app.drafts.standing import Standing
from app.extraction import Draft
from app.extraction.draft import PhraseOut
from app.extraction.rules import Verdict

_MOST_EVENTS, _REACH = 100, 200
_NAMES_DAY = re.compile(r"\d\s*[日号]|\d[./-]\d")
_ENDS = re.compile(r"[。；;\n]")


def find_events(draft: Draft, standing: Standing) -> dict[int, Candidate]:
    """By their places among the phrases the days of events that may date a published task, until a person decided.

    「定于9月20日召开推进会」 is no duty by itself; a calendar that holds the meeting as planned waits for that day. The
    first hundred events are held against the published tasks.
    """
    cited = cited_in(draft, standing)
    events = ((at, phrase) for at, phrase in enumerate(draft.phrases) if _is_event(phrase))
    found = {}
    for at, phrase in islice(events, _MOST_EVENTS):
        for words in (_sentence_at(draft.text, phrase.quote.start), draft.notice.title or ""):
            if meant := named_most(standing, words, cited, only_undated=True):
                found[at] = meant
                break
    return found


def _is_event(phrase: PhraseOut) -> bool:
    is_dismissed = phrase.task is None and phrase.reason == Verdict.OWN_EVENT.value and phrase.rule != PERSON
    return is_dismissed and _NAMES_DAY.search(phrase.quote.text) is not None


def _sentence_at(text: str, at: int) -> str:
    before = _ENDS.split(text[max(0, at - _REACH) : at])[-1]
    return before + _ENDS.split(text[at : at + _REACH])[0]
