"""How far some words are about a title: by the pairs of characters they share, which needs no dictionary of words."""

import re
from collections.abc import Mapping
from functools import lru_cache
from math import ceil

_OTHER_YEAR = 0.5
# Fewer pairs, 「征集」 or 「总结」, stand in the titles of many tasks.
_TELLING = 3
_FILLER = re.compile(
    r"[\W_]+|关于|做好|召开|举办|举行|开展|组织|继续|有关|相关|工作|通知|填报|报送|完成|请于|原定|调整|安排|会议"
)
_YEAR = re.compile(r"(?:19|20)\d{2}(?=年)")


def likeness(title: str, words: str) -> float:
    """How far `words` are about `title`: the share of the title's pairs of characters found there, or both ways.

    0 to 1; halved when both name years and none is the same.
    """
    ours, theirs = pairs_of(title), pairs_of(words)
    if not ours or not theirs:
        return 0.0
    common = len(ours & theirs)
    share = max(2 * common / (len(ours) + len(theirs)), common / len(ours))
    return share * _same_year(title, words)


def named_share(title: str, words: str) -> float:
    """How much of what `words` name, four characters or more, stands in the title: 「典型案例征集」 in a longer one."""
    theirs = pairs_of(_YEAR.sub("", words))
    share = len(pairs_of(title) & theirs) / len(theirs) if len(theirs) >= _TELLING else 0.0
    return share * _same_year(title, words)


def common_pairs(title: str, words: str) -> int:
    """How many pairs of characters both have."""
    return len(pairs_of(title) & pairs_of(words))


def least_common(title: str, least: float) -> int:
    """How many pairs words must share with a title to be `least` alike.

    From 2·common ÷ (ours + theirs) ≥ least and common ≤ theirs follows common ≥ least · ours ÷ (2 − least); the other
    share asks for more.
    """
    return ceil(least * len(pairs_of(title)) / (2 - least) - 1e-9)


def telling_pairs(title: str, frequency: Mapping[str, int], least: float) -> list[str]:
    """The title's rarest pairs, so many that words with none of them have too few others to be `least` alike."""
    ours = sorted(pairs_of(title), key=lambda pair: (frequency[pair], pair))
    return ours[: len(ours) - least_common(title, least) + 1]


@lru_cache(maxsize=8192)  # the same few thousand titles are held against every task of a draft
def pairs_of(words: str) -> frozenset[str]:
    """The pairs of neighbouring characters, without what every notice says."""
    bare = _FILLER.sub("", words)
    return frozenset(bare[at : at + 2] for at in range(len(bare) - 1))


def _same_year(title: str, words: str) -> float:
    years, others = _years(title), _years(words)
    return _OTHER_YEAR if years and others and not years & others else 1


@lru_cache(maxsize=8192)
def _years(words: str) -> frozenset[str]:
    return frozenset(_YEAR.findall(words))
