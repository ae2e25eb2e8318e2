"""How text is made comparable for `q=`: folded, and cut into grams that both databases can index.

SQLite's trigram index answers nothing, silently, for the one and two characters most Chinese words have.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any


def fold(text: str) -> str:
    """Width, case and spacing put aside: ２０２２ 年 is 2022年, ＰＤＦ is pdf. Line ends stay, they part the fields."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "\n".join("".join(line.split()) for line in folded.splitlines())


def searchable(title: str, summary: str, wording: str, contacts: Iterable[Mapping[str, Any]]) -> str:
    """The text `q=` searches: title, summary, wording and contacts, folded, a line each."""
    people = (part for who in contacts for part in (who["name"], *who.get("phones", []), *who.get("emails", [])))
    return "\n".join(fold(part) for part in (title, summary, wording, *people))


def fold_words(text: str) -> tuple[str, ...]:
    """The words of a search, parted by white space, folded; each once."""
    return tuple(dict.fromkeys(word for part in text.split() if (word := fold(part).replace("\n", ""))))


def grams_of(word: str) -> list[str]:
    """What a text must hold to hold `word`: the word if it is one character, else every pair of neighbours."""
    if len(word) < 2:
        return [word]
    return list(dict.fromkeys(word[at : at + 2] for at in range(len(word) - 1)))


def index_tokens(folded: str) -> str:
    """Every character and every pair of neighbours in `folded`, once each, as tokens that FTS5 leaves as they are."""
    singles = set(folded)
    pairs = {folded[at : at + 2] for at in range(len(folded) - 1)}
    return tokens(sorted(singles | pairs))


def tokens(grams: Iterable[str]) -> str:
    """Grams as words of hexadecimal digits, which no tokenizer drops or joins: 社区 is 793eg533a."""
    return " ".join("g".join(f"{ord(char):x}" for char in gram) for gram in grams)
