"""Finding one's province."""

import pytest

from app.pages.picker import group_provinces, search_provinces
from app.provinces import PROVINCES

FINDS = {
    "name": ("深圳", ["shenzhen"]),
    "full name": ("深圳市教育局", ["shenzhen"]),
    "pinyin": ("shenzhen", ["shenzhen"]),
    "pinyin with a space": ("shen zhen", ["shenzhen"]),
    "beginning of the pinyin": ("SHENZ", ["shenzhen"]),
    "initials": ("sz", ["shenzhen"]),
    "initials of three": ("hn", ["henan", "hunan", "hainan"]),
    "code": ("440300", ["shenzhen"]),
    "beginning of the code": ("4403", ["shenzhen"]),
    "part of a name": ("维吾尔", ["xinjiang"]),
    "English": ("Inner Mongolia", ["neimenggu"]),
    "the corps by the ministry's code": ("660000", ["xpcc"]),
    "a short name that others hold": ("江", ["heilongjiang", "jiangsu", "zhejiang", "jiangxi"]),
    "nothing": ("atlantis", []),
    "a wildcard is a character": ("%", []),
}


@pytest.mark.parametrize(("text", "slugs"), FINDS.values(), ids=FINDS)
def test_a_province_is_found_by(text: str, slugs: list[str]) -> None:
    assert [province.slug for province in search_provinces(text)] == slugs


def test_an_empty_search_finds_all() -> None:
    assert search_provinces("  ") == PROVINCES


def test_every_addressee_stands_in_exactly_one_region() -> None:
    listed = [province.slug for group in group_provinces() for province in group.provinces]
    assert sorted(listed) == sorted(province.slug for province in PROVINCES)


def test_regions_are_those_people_know() -> None:
    groups = {group.key: [province.short for province in group.provinces] for group in group_provinces()}
    assert groups["central"] == ["河南", "湖北", "湖南"]
    assert groups["separate_cities"] == ["大连", "宁波", "厦门", "青岛", "深圳"]
    assert groups["corps"] == ["兵团"]
