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


@dataclass(frozen=True, slots=True)
class Audience:
    """`provinces` as the notice document writes it; `because` says by which words."""

    provinces: str | list[str]
    because: str


def audience_of(words: str, addressees: str | None) -> Audience:
    """Who must do what `words` ask, given the salutation; both as normalised.

    「省级教育行政部门」 alone leaves 计划单列市 out; the 兵团 is nowhere called 省级 and comes in by the salutation.
    """
    salutation = addressees or ""
    if match := _PROVINCIAL.search(words):
        return _provincial(words, match, salutation)
    named = [p for p in PROVINCES if p.kind is not Kind.CORPS and (p.name in words or p.department in words)]
    if named and len(named) < 8 and not salutation:
        return Audience([p.slug for p in named], "、".join(p.name for p in named))
    return _by_salutation(salutation)


def _provincial(words: str, match: re.Match[str], salutation: str) -> Audience:
    cities = _CITIES.match(words, match.end())
    if cities:
        return Audience("all", written(words[match.start() : cities.end()]))
    provinces, because = ["provinces"], match.group()
    if _CORPS in salutation:
        return Audience([*provinces, "xpcc"], f"{because}；兵团列在主送机关中，按主送机关计入")
    return Audience(provinces, because)


def _by_salutation(salutation: str) -> Audience:
    if not salutation:
        return Audience("all", "正文没有写明，通知也没有主送机关，请确认")
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
    return Audience(groups or named or "all", because)
