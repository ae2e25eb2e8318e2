"""Finding one's province: grouped as people know them, searched by name, code, pinyin and initials. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.provinces import PROVINCES, Kind, Province

# In the order of PROVINCES; 陕西 and 山西 share theirs, as their readers expect.
_INITIALS: Mapping[str, str] = dict(
    zip(
        (province.slug for province in PROVINCES),
        "bj tj hb sx nmg ln jl hlj sh js zj ah fj jx sd hn hb hn gd gx hn cq sc gz yn xz sx gs qh nx xj "
        "dl nb xm qd sz bt".split(),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Group:
    """A region and its addressees; `key` names it in the template."""

    key: str
    provinces: tuple[Province, ...]


def group_provinces(provinces: tuple[Province, ...] = PROVINCES) -> tuple[Group, ...]:
    """`provinces` by region, empty regions left out."""
    found: dict[str, list[Province]] = {}
    for province in provinces:
        found.setdefault(_region(province), []).append(province)
    return tuple(Group(key, tuple(found[key])) for key in _REGIONS if key in found)


def search_provinces(text: str) -> tuple[Province, ...]:
    """The provinces whose name, code, pinyin, initials or English name begins with or holds `text`; exact ones alone."""
    wanted = "".join(text.split()).casefold()
    if not wanted:
        return PROVINCES
    exact = tuple(province for province in PROVINCES if wanted in _names(province))
    return exact or tuple(p for p in PROVINCES if any(_matches(name, wanted) for name in _names(p)))


_REGIONS = ("north", "northeast", "east", "central", "south", "southwest", "northwest", "separate_cities", "corps")
# GB/T 2260: the first digit of a code is its region; 4 is 中南, which people know as 华中 (41–43) and 华南 (44–46).
_BY_DIGIT = {"1": "north", "2": "northeast", "3": "east", "5": "southwest", "6": "northwest"}


def _region(province: Province) -> str:
    if province.kind is not Kind.PROVINCE:
        return "corps" if province.kind is Kind.CORPS else "separate_cities"
    if province.code[0] == "4":
        return "central" if province.code < "440000" else "south"
    return _BY_DIGIT[province.code[0]]


def _names(province: Province) -> tuple[str, ...]:
    return (
        province.slug,
        province.short,
        province.name,
        province.department,
        province.code,
        province.english.replace(" ", "").casefold(),
        _INITIALS[province.slug],
    )


def _matches(name: str, wanted: str) -> bool:
    """Latin text must begin a name, so that 'an' is not in Henan; Chinese may stand anywhere."""
    return name.startswith(wanted) if wanted.isascii() else wanted in name
