"""For whom a task is, and by which words of the notice."""

import re
from dataclasses import dataclass

from app.extraction.typography import written
from app.provinces import PROVINCES, Kind

_PROVINCIAL = re.compile(r"各?省级(?:教育|[^,。;请]{2,6})(?:行政)?(?:主管)?部门")
_CITIES = re.compile(r"(?:及|和|、|与|,)各?计划单列市(?:教育局|教育行政部门)?")
_EXCEPT_CITIES = re.compile(r"不含计划单列市")
_ALL_PROVINCES = re.compile(r"各省、?自治区、?直辖市")
_CORPS = "新疆生产建设兵团"
_SHORTS = "|".join(p.short for p in PROVINCES if p.kind is not Kind.CORPS)
# 「请北京、天津、河北教育厅（教委）于……」
_SOME = re.compile(
    rf"请(?P<list>(?:(?:{_SHORTS})[省市]?[、,和及]?){{1,12}})(?:等[^,。;]{{0,4}})?(?:教育厅|教委|教育局|[省市])"
)
_NAMED = re.compile(_SHORTS)


@dataclass(frozen=True, slots=True)
class Audience:
    """`provinces` as the notice document writes it; `because` says by which words; not `is_said`: a person must say."""

    provinces: str | list[str]
    because: str
    is_said: bool = True


def audience_of(words: str, addressees: str | None, issuer: str | None = None) -> Audience:
    """Who must do what `words` ask, given the salutation and who signed; all as normalised.

    「省级教育行政部门」 alone leaves 计划单列市 out; the 兵团 is nowhere called 省级 and comes in by the salutation. A
    province's own notice is for that province.
    """
    salutation = addressees or ""
    if match := _PROVINCIAL.search(words):
        return _provincial(words, match, salutation)
    if (some := _SOME.search(words)) and (listed := _by_short(some["list"])):
        return Audience(listed, written(some.group()))
    named = [p for p in PROVINCES if p.kind is not Kind.CORPS and (p.name in words or p.department in words)]
    if named and len(named) < 8 and not salutation:
        return Audience([p.slug for p in named], "、".join(p.name for p in named))
    return _by_salutation(salutation) or _by_issuer(issuer or "", salutation)


def _by_short(words: str) -> list[str]:
    named = set(_NAMED.findall(words))
    return [p.slug for p in PROVINCES if p.short in named]


def _by_issuer(issuer: str, salutation: str) -> Audience:
    """The province, or 计划单列市, whose office signed; all, for a person to say, where none did."""
    own = [
        p for p in PROVINCES if issuer.startswith(p.name) or (issuer.startswith(p.short) and issuer[-1:] in "厅局委")
    ]
    if own:
        return Audience([own[-1].slug], f"发文机关：{written(issuer)}"[:480])
    if not salutation:
        return Audience("all", "正文没有写明，通知也没有主送机关，请选定", is_said=False)
    return Audience("all", f"从主送机关看不出是哪些省份，请选定：{written(salutation)}"[:480], is_said=False)


def _provincial(words: str, match: re.Match[str], salutation: str) -> Audience:
    cities = _CITIES.match(words, match.end())
    if cities:
        return Audience("all", written(words[match.start() : cities.end()]))
    provinces, because = ["provinces"], match.group()
    if _CORPS in salutation:
        return Audience([*provinces, "xpcc"], f"{because}；兵团列在主送机关中，按主送机关计入")
    return Audience(provinces, because)


def _by_salutation(salutation: str) -> Audience | None:
    """The groups or provinces that the salutation names; None where it names none."""
    groups = []
    if _ALL_PROVINCES.search(salutation) or "各省" in salutation:
        groups.append("provinces")
    if "计划单列市" in salutation and not _EXCEPT_CITIES.search(salutation):
        groups.append("separate-cities")
    if _CORPS in salutation:
        groups.append("xpcc")
    because = f"正文没有另外写明，按主送机关：{written(salutation)}"[:480]
    if len(groups) == 3:
        return Audience("all", because)
    named = [p.slug for p in PROVINCES if p.department in salutation or p.name in salutation]
    return Audience(groups or named, because) if groups or named else None
