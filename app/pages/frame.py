"""What every page stands in: its day, its language, its address. All state of a page is in its address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from urllib.parse import urlencode

from app.pages.language import Language


@dataclass(frozen=True, slots=True)
class Frame:
    """One page's place. `today` is the day it speaks of; `as_of` is set when that day is a rehearsal.

    `query` is the page's own state (month, q, province, as_known_on), without day and language, which every link
    carries on.
    `own` is what the page speaks when its address names no language.
    """

    today: date
    language: Language = Language.CHINESE
    as_of: date | None = None
    path: str = "/"
    query: Mapping[str, str] = field(default_factory=dict)
    own: Language = Language.CHINESE

    def link(self, path: str, **query: object) -> str:
        """An address of this service that keeps the day and the language; a None leaves its parameter out."""
        asked = query | {name: value for name, value in self._kept().items() if name not in query}
        given = {name: str(value) for name, value in asked.items() if value is not None and value != ""}
        return f"{path}?{_written(tuple(given.items()))}" if given else path

    def here(self, **changes: object) -> str:
        """This page with some of its parameters changed."""
        return self.link(self.path, **{**self.query, **changes})

    def speaking(self, language: Language) -> str:
        """This page in `language`."""
        return self.here(lang=self._said(language))

    @property
    def kept(self) -> Mapping[str, str]:
        """What a form on this page must send along: its own state and its language, not the day."""
        return {**self.query, **({"lang": self.language.value} if self._said(self.language) else {})}

    def _kept(self) -> dict[str, object]:
        return {"as_of": self.as_of, "lang": self._said(self.language)}

    def _said(self, language: Language) -> Language | None:
        """What an address says of `language`: Chinese goes without saying, unless this page would speak English."""
        return None if language is self.own is Language.CHINESE else language


@lru_cache(maxsize=1024)
def _written(query: tuple[tuple[str, str], ...]) -> str:
    """A query string; most links of a page have the same one."""
    return urlencode(query)
