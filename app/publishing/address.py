"""Which feed is meant: a permanent slug, events or to-dos, and the options."""

from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from app.errors import NotFound
from app.feeds import Feed, Options
from app.provinces import PROVINCES, Province

ALL = "all"
_BY_SLUG: dict[str, Province | None] = {ALL: None} | {province.slug: province for province in PROVINCES}
_SLUG_OF = {
    name: province.slug
    for province in PROVINCES
    for name in (province.slug, province.code, province.short, province.name, province.english.casefold())
}


@dataclass(frozen=True, slots=True)
class Address:
    """One feed in one form. Two addresses that mean the same feed are equal, however they were written."""

    province: Province | None
    todo: bool
    options: Options

    @property
    def slug(self) -> str:
        """Its permanent name: guangdong, xpcc, all."""
        return self.province.slug if self.province else ALL

    @property
    def is_default(self) -> bool:
        """Whether it is the calendar most people subscribe to."""
        return not self.todo and self.options == Options()

    def feed(self, base_url: str, known_on: date | None = None) -> Feed:
        """What its calendar is called and where it is; as known on an earlier day, when one is named."""
        return Feed(self.province, base_url, self.todo, known_on)


DEFAULTS = tuple(Address(province, False, Options()) for province in _BY_SLUG.values())


def find_address(slug: str, options: Options, *, todo: bool) -> Address:
    """The feed at `slug`. Raises NotFound with the nearest slug: a feed has one address, so names do not open it."""
    if slug not in _BY_SLUG:
        close = get_close_matches(slug[:64].casefold(), [ALL, *_SLUG_OF], n=1, cutoff=0.6)
        hint = f"Did you mean {_SLUG_OF.get(close[0], ALL)}?" if close else "GET /provinces lists all 37."
        raise NotFound(f"No feed is called {slug[:40]!r}. {hint}", param="province")
    return Address(_BY_SLUG[slug], todo, options.for_todos() if todo else options)
