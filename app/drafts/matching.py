"""Which published tasks a text may change: a cited 文号, a title that is alike, the same person to ask.

Nothing is decided here; a reviewer sees each candidate with its score and its reasons.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice

from app.extraction import Draft
from app.extraction.draft import DraftTask, Quote
from app.schemas.document import Status

MOST = 3
_MOST_SENTENCES = 100
_LIKE, _CITED, _SAME_CONTACT = 0.6, 0.3, 0.1
_ENOUGH = 0.5
_LEAST_LIKE = 0.35
_OTHER_YEAR = 0.5
_FILLER = re.compile(
    r"[\W_]+|关于|做好|召开|举办|举行|开展|组织|继续|有关|相关|工作|通知|填报|报送|完成|请于|原定|调整|安排|会议"
)
_YEAR = re.compile(r"(?:19|20)\d{2}(?=年)")
_SENTENCE = re.compile(r"[^。；;\n]+")
_WITHDRAWS = re.compile(r"取消|撤销|终止|停办|不再(?:开展|举办|召开|举行|组织|进行|报送|填报|征集|申报|安排)")


@dataclass(frozen=True, slots=True)
class KnownTask:
    """A published task, as far as matching and a reviewer look at it. `contacts` are phones and addresses."""

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


@dataclass(frozen=True, slots=True)
class Candidate:
    """A published task that may be meant, from 0.5 (perhaps) to 1 (surely), and why."""

    task: KnownTask
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A sentence that seems to withdraw a published task: 「…不再召开」."""

    candidate: Candidate
    quote: Quote


def find_candidates(draft: Draft, known: list[KnownTask]) -> list[list[Candidate]]:
    """For each task of the draft the published tasks it may replace, the likeliest first, at most MOST."""
    cited = _cited(draft, known)
    found = []
    for task in draft.tasks:
        phones = {way for contact in task.contacts for way in (*contact.phones, *contact.emails)}
        words = (task.title, task.summary)
        candidates = [_candidate(each, words, phones, cited) for each in known]
        found.append(_best(candidates))
    return found


def find_withdrawals(draft: Draft, known: list[KnownTask]) -> list[Withdrawal]:
    """Sentences with a word of withdrawal that name a published task; of several tasks alike, the likeliest.

    The first hundred such sentences are held against every published task: a text of nothing else costs no more.
    """
    cited = _cited(draft, known)
    found: dict[str, Withdrawal] = {}
    withdrawing = (match for match in _SENTENCE.finditer(draft.text) if _WITHDRAWS.search(match.group()))
    for match in islice(withdrawing, _MOST_SENTENCES):
        for best in _best([_candidate(each, (match.group(),), set(), cited) for each in known])[:1]:
            quote = Quote(text=match.group(), start=match.start(), end=match.end())
            found.setdefault(best.task.id, Withdrawal(best, quote))
    return list(found.values())


def same_notice(draft: Draft, known: list[KnownTask]) -> str | None:
    """The id of the published notice with the same 文号 and the same tasks; a forwarded copy is that notice again."""
    own = [task for task in known if draft.notice.number and _even(task.number) == _even(draft.notice.number)]
    by_notice: dict[str, list[tuple[str, ...]]] = {}
    for task in own:
        by_notice.setdefault(task.notice_id, []).append(_gist(task.item, task.opens_on, task.due_on))
    drafted = sorted(_gist(t.item, t.deadline.opens_on, t.deadline.due_on) for t in draft.tasks)
    return next((notice_id for notice_id, gists in by_notice.items() if sorted(gists) == drafted), None)


def likeness(title: str, words: str) -> float:
    """How far `words` are about `title`: the share of the title's pairs of characters found there, or both ways.

    0 to 1; halved when both name years and none is the same.
    """
    ours, theirs = _pairs(title), _pairs(words)
    if not ours or not theirs:
        return 0.0
    common = len(ours & theirs)
    share = max(2 * common / (len(ours) + len(theirs)), common / len(ours))
    years, others = _years(title), _years(words)
    return share * (_OTHER_YEAR if years and others and not years & others else 1)


def is_withdrawn_only(task: DraftTask, quote: Quote) -> bool:
    """Whether a draft's task is nothing but the old date inside a sentence that withdraws it."""
    return all(quote.start <= each.quote.start and each.quote.end <= quote.end for each in task.deadlines)


def _cited(draft: Draft, known: list[KnownTask]) -> set[str]:
    """The 文号 of published notices that the text names."""
    text = _even(draft.text)
    return {number for number in {task.number for task in known} if _even(number) in text}


def _candidate(task: KnownTask, words: tuple[str, ...], contacts: set[str], cited: set[str]) -> Candidate:
    alike = max(likeness(task.title, each) for each in words)
    shared = task.contacts & contacts
    is_cited = task.number in cited
    score = _LIKE * alike + _CITED * is_cited + _SAME_CONTACT * bool(shared)
    reasons = [f"名称相近（{alike:.0%}）"]
    reasons += [f"文中引用了 {task.number}"] * is_cited
    reasons += [f"联系方式相同：{'、'.join(sorted(shared))}"] * bool(shared)
    return Candidate(task, round(score if alike >= _LEAST_LIKE else 0.0, 2), tuple(reasons))


def _best(candidates: list[Candidate]) -> list[Candidate]:
    likely = [candidate for candidate in candidates if candidate.score >= _ENOUGH]
    return sorted(likely, key=lambda candidate: (-candidate.score, candidate.task.id))[:MOST]


@lru_cache(maxsize=8192)  # every published title is held against every task of a draft
def _pairs(words: str) -> frozenset[str]:
    bare = _FILLER.sub("", words)
    return frozenset(bare[at : at + 2] for at in range(len(bare) - 1))


@lru_cache(maxsize=8192)
def _years(words: str) -> frozenset[str]:
    return frozenset(_YEAR.findall(words))


def _even(text: str) -> str:
    """Text in which a 文号 is found however its brackets and blanks are written."""
    return re.sub(r"\s", "", text).translate(str.maketrans("[]【】［］()（）", "〔〕〔〕〔〕〔〕〔〕"))


def _gist(item: str, opens_on: date | None, due_on: date | None) -> tuple[str, ...]:
    return (re.sub(r"[\W_]", "", item), str(opens_on), str(due_on))
