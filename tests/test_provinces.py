"""The 37 addressees: their permanent names and places."""

import pytest

from app.errors import NotFound
from app.provinces import ALL_MASK, PROVINCES, Kind, audience_label, get_province, mask_of, mask_of_names, provinces_in

SLUGS = (
    "beijing tianjin hebei shanxi neimenggu liaoning jilin heilongjiang shanghai jiangsu zhejiang anhui fujian jiangxi "
    "shandong henan hubei hunan guangdong guangxi hainan chongqing sichuan guizhou yunnan xizang shaanxi gansu qinghai "
    "ningxia xinjiang dalian ningbo xiamen qingdao shenzhen xpcc"
)


def test_slugs_and_bits_never_change() -> None:
    assert [province.slug for province in PROVINCES] == SLUGS.split()
    assert [province.bit for province in PROVINCES] == list(range(37))


def test_there_are_31_provinces_5_cities_and_the_corps() -> None:
    kinds = [province.kind for province in PROVINCES]
    assert [kinds.count(kind) for kind in (Kind.PROVINCE, Kind.SEPARATE_CITY, Kind.CORPS)] == [31, 5, 1]


@pytest.mark.parametrize("name", ["guangdong", "440000", "广东", "广东省", "广东省教育厅", " Guangdong "])
def test_a_province_is_found_in_every_spelling(name: str) -> None:
    assert get_province(name).slug == "guangdong"


def test_the_two_shanxis_are_told_apart() -> None:
    assert (get_province("山西").slug, get_province("陕西").slug) == ("shanxi", "shaanxi")


def test_an_unknown_province_is_answered_with_the_nearest() -> None:
    with pytest.raises(NotFound, match=r"'shenzen'.*Did you mean shenzhen\?"):
        get_province("shenzen")


def test_every_audience_survives_its_mask() -> None:
    assert provinces_in(ALL_MASK) == PROVINCES
    assert [p.slug for p in provinces_in(mask_of_names(["separate-cities", "xpcc"]))] == SLUGS.split()[31:]
    assert all(provinces_in(mask_of([province])) == (province,) for province in PROVINCES)


def test_an_audience_is_said_in_a_few_words() -> None:
    assert audience_label(ALL_MASK) == "全部 37 个报送单位"
    assert audience_label(mask_of_names(["provinces", "xpcc"])).startswith("31 个省份和新疆生产建设兵团")
    assert audience_label(mask_of_names(["guangdong", "shenzhen"])) == "广东、深圳"
