"""Which published tasks a text may change: a cited 文号, a title that is alike, the same person to ask.

Nothing is decided here; a reviewer sees each candidate with its score and its reasons.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from heapq import nsmallest
from itertools import islice

from app.drafts.likeness import common_pairs, likeness, named_share
from app.drafts.standing import KnownTask, Standing, even
from app.extraction import Draft
from app.extraction.draft import DraftTask, Quote

MOST = 3
_MOST_SENTENCES = 100
_LIKE, _CITED, _SAME_CONTACT = 0.6, 0.3, 0.1
_ENOUGH = 0.5
_LEAST_LIKE = 0.35
# What a title alone must reach; a score is rounded to two places.
ALONE = (_ENOUGH - 0.005) / _LIKE
# So much of what is withdrawn stands in the title.
_NAMED = 0.8
_MOST_CLAUSES = 3
_SENTENCE = re.compile(r"[^。；;\n]+")
_WITHDRAWS = re.compile(r"取消|撤销|终止|停办|不再(?:开展|举办|召开|举行|组织|进行|报送|填报|征集|申报|安排)")
# What says neither which task nor that it is withdrawn.
_BESIDE = re.compile(rf"{_WITHDRAWS.pattern}|\d{{1,2}}[月日]前?|原定|原计划|因故|根据[^，,]*需要|[的于]")


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


def find_candidates(draft: Draft, standing: Standing) -> list[list[Candidate]]:
    """For each task of the draft the published tasks it may replace, the likeliest first, at most MOST."""
    cited = cited_in(draft, standing)
    return [_likeliest(standing, (task.title, task.summary), ways_of(task), cited) for task in draft.tasks]


def find_withdrawals(draft: Draft, standing: Standing) -> list[Withdrawal]:
    """Sentences with a word of withdrawal that name a published task; of several tasks alike, the one named most fully.

    The first hundred such sentences are held against the published tasks: a text of nothing else costs no more.
    """
    cited = cited_in(draft, standing)
    found: dict[str, Withdrawal] = {}
    for quote in withdrawing(draft.text):
        for clauses in _about(quote.text):
            best = next(filter(None, (named_most(standing, words, cited) for words in clauses)), None)
            if best:
                found.setdefault(best.task.id, Withdrawal(best, quote))
    return list(found.values())


def withdrawing(text: str) -> Iterator[Quote]:
    """The first hundred sentences with a word of withdrawal."""
    matches = (match for match in _SENTENCE.finditer(text) if _WITHDRAWS.search(match.group()))
    for match in islice(matches, _MOST_SENTENCES):
        yield Quote(text=match.group(), start=match.start(), end=match.end())


def _about(sentence: str) -> Iterator[list[str]]:
    """For each word of withdrawal what it may speak of, the nearest first: its clause, those before it, the sentence.

    「总结报送时间调整为12月20日，典型案例征集取消」 cancels no 总结; 「原定召开的推进会，因故取消」 names it before.
    """
    clauses = re.split("[，,]", sentence)
    places = [at for at, clause in enumerate(clauses) if _WITHDRAWS.search(clause)]
    for at in places[:_MOST_CLAUSES]:
        spans = [clauses[at : at + 1], clauses[max(0, at - 1) : at + 1], clauses[max(0, at - 2) : at + 1], clauses]
        yield ["".join(_BESIDE.sub("", clause) for clause in span) for span in spans]


def named_most(
    standing: Standing, words: str, cited: Collection[str], *, only_undated: bool = False
) -> Candidate | None:
    """The task of whose title most stands in `words`; a short title stands in many, so its share alone says little."""

    def alike(title: str) -> float:
        share = named_share(title, words)
        return max(likeness(title, words), share if share >= _NAMED else 0.0)

    near = (task for task in standing.near((words,), (), cited) if not (only_undated and task.due_on))
    scored = ((_score(alike(task.title), task.number in cited, ()), task) for task in near)
    likely = [(common_pairs(task.title, words), score, task) for score, task in scored if score >= _ENOUGH]
    if not likely:
        return None
    _, score, best = min(likely, key=lambda each: (-each[0], -each[1], each[2].id))
    return Candidate(best, score, _reasons(best, alike(best.title), (), cited))


def ways_of(task: DraftTask) -> set[str]:
    """The phones and addresses of a draft's task."""
    return {way for contact in task.contacts for way in (*contact.phones, *contact.emails)}


def is_withdrawn_only(task: DraftTask, quote: Quote) -> bool:
    """Whether a draft's task is nothing but the old date inside a sentence that withdraws it."""
    return all(quote.start <= each.quote.start and each.quote.end <= quote.end for each in task.deadlines)


def cited_in(draft: Draft, standing: Standing) -> set[str]:
    """The 文号 of published notices that the text names."""
    text = even(draft.text)
    named = (tasks for number, tasks in standing.by_number.items() if number in text)
    return {task.number for tasks in named for task in tasks}


def _likeliest(
    standing: Standing, words: tuple[str, ...], contacts: set[str], cited: Collection[str]
) -> list[Candidate]:
    @cache  # yearly notices repeat their titles
    def alike(title: str) -> float:
        return max(likeness(title, each) for each in words)

    near = standing.near(words, contacts, cited)
    scored = ((_score(alike(task.title), task.number in cited, task.contacts & contacts), task) for task in near)
    likely = [(score, task) for score, task in scored if score >= _ENOUGH]
    best = nsmallest(MOST, likely, key=lambda each: (-each[0], each[1].id))
    return [Candidate(task, score, _reasons(task, alike(task.title), contacts, cited)) for score, task in best]


def _score(alike: float, is_cited: bool, shared: Collection[str]) -> float:
    score = _LIKE * alike + _CITED * is_cited + _SAME_CONTACT * bool(shared)
    return round(score if alike >= _LEAST_LIKE else 0.0, 2)


def _reasons(task: KnownTask, alike: float, contacts: Collection[str], cited: Collection[str]) -> tuple[str, ...]:
    shared = task.contacts.intersection(contacts)
    reasons = [f"名称相近（{alike:.0%}）"]
    reasons += [f"文中引用了 {task.number}"] * (task.number in cited)
    reasons += [f"联系方式相同：{'、'.join(sorted(shared))}"] * bool(shared)
    return tuple(reasons)
