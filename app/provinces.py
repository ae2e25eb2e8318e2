"""The 37 addressees of a ministry's notice: 31 provincial departments, 5 计划单列市 and the 兵团.

Slugs are addresses in people's calendars and never change. Codes are GB/T 2260; for the 兵团, which that standard
does not list, 660000 as the ministry's own statistics use it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from app.errors import NotFound, nearest


class Kind(StrEnum):
    """How an addressee stands in the salutation of a notice."""

    PROVINCE = "province"
    SEPARATE_CITY = "separate_city"
    CORPS = "corps"


@dataclass(frozen=True, slots=True)
class Province:
    """One addressee (省份/报送单位). `bit` is its permanent place in an audience mask."""

    bit: int
    slug: str
    code: str
    short: str
    name: str
    department: str
    english: str
    kind: Kind


_ROWS = """
beijing 110000 北京 北京市 北京市教育委员会 Beijing
tianjin 120000 天津 天津市 天津市教育委员会 Tianjin
hebei 130000 河北 河北省 河北省教育厅 Hebei
shanxi 140000 山西 山西省 山西省教育厅 Shanxi
neimenggu 150000 内蒙古 内蒙古自治区 内蒙古自治区教育厅 Inner Mongolia
liaoning 210000 辽宁 辽宁省 辽宁省教育厅 Liaoning
jilin 220000 吉林 吉林省 吉林省教育厅 Jilin
heilongjiang 230000 黑龙江 黑龙江省 黑龙江省教育厅 Heilongjiang
shanghai 310000 上海 上海市 上海市教育委员会 Shanghai
jiangsu 320000 江苏 江苏省 江苏省教育厅 Jiangsu
zhejiang 330000 浙江 浙江省 浙江省教育厅 Zhejiang
anhui 340000 安徽 安徽省 安徽省教育厅 Anhui
fujian 350000 福建 福建省 福建省教育厅 Fujian
jiangxi 360000 江西 江西省 江西省教育厅 Jiangxi
shandong 370000 山东 山东省 山东省教育厅 Shandong
henan 410000 河南 河南省 河南省教育厅 Henan
hubei 420000 湖北 湖北省 湖北省教育厅 Hubei
hunan 430000 湖南 湖南省 湖南省教育厅 Hunan
guangdong 440000 广东 广东省 广东省教育厅 Guangdong
guangxi 450000 广西 广西壮族自治区 广西壮族自治区教育厅 Guangxi
hainan 460000 海南 海南省 海南省教育厅 Hainan
chongqing 500000 重庆 重庆市 重庆市教育委员会 Chongqing
sichuan 510000 四川 四川省 四川省教育厅 Sichuan
guizhou 520000 贵州 贵州省 贵州省教育厅 Guizhou
yunnan 530000 云南 云南省 云南省教育厅 Yunnan
xizang 540000 西藏 西藏自治区 西藏自治区教育厅 Xizang
shaanxi 610000 陕西 陕西省 陕西省教育厅 Shaanxi
gansu 620000 甘肃 甘肃省 甘肃省教育厅 Gansu
qinghai 630000 青海 青海省 青海省教育厅 Qinghai
ningxia 640000 宁夏 宁夏回族自治区 宁夏回族自治区教育厅 Ningxia
xinjiang 650000 新疆 新疆维吾尔自治区 新疆维吾尔自治区教育厅 Xinjiang
dalian 210200 大连 大连市 大连市教育局 Dalian
ningbo 330200 宁波 宁波市 宁波市教育局 Ningbo
xiamen 350200 厦门 厦门市 厦门市教育局 Xiamen
qingdao 370200 青岛 青岛市 青岛市教育局 Qingdao
shenzhen 440300 深圳 深圳市 深圳市教育局 Shenzhen
xpcc 660000 兵团 新疆生产建设兵团 新疆生产建设兵团教育局 XPCC
"""


def _kind(slug: str, code: str) -> Kind:
    if slug == "xpcc":
        return Kind.CORPS
    return Kind.PROVINCE if code.endswith("0000") else Kind.SEPARATE_CITY


def _parse(bit: int, row: str) -> Province:
    slug, code, short, name, department, english = row.split(" ", 5)
    return Province(bit, slug, code, short, name, department, english, _kind(slug, code))


PROVINCES: tuple[Province, ...] = tuple(_parse(bit, row) for bit, row in enumerate(_ROWS.strip().splitlines()))

_BY_NAME: dict[str, Province] = {
    name: province
    for province in PROVINCES
    for name in (province.slug, province.code, province.short, province.name, province.department)
}

ALL_MASK = (1 << len(PROVINCES)) - 1

# The words a notice document may use for many addressees at once, besides "all".
GROUPS: dict[str, tuple[Province, ...]] = {
    "provinces": tuple(p for p in PROVINCES if p.kind is Kind.PROVINCE),
    "separate-cities": tuple(p for p in PROVINCES if p.kind is Kind.SEPARATE_CITY),
}


def get_province(name: str) -> Province:
    """The province called `name`: slug, GB/T 2260 code, 广东, 广东省 or 广东省教育厅.

    Raises NotFound, naming the nearest slug, when nothing is called so.
    """
    known = _BY_NAME.get(name.strip().casefold())
    if known is None:
        shown = name[:40]
        hint = nearest(name.casefold(), list(_BY_NAME)) or " GET /provinces lists all 37."
        raise NotFound(f"No province is called {shown!r}.{hint}", param="province")
    return known


def mask_of(provinces: Iterable[Province]) -> int:
    """An audience as an integer: bit n stands for the province whose `bit` is n. Fits a signed 64-bit column."""
    mask = 0
    for province in provinces:
        mask |= 1 << province.bit
    return mask


def mask_of_names(names: Iterable[str]) -> int:
    """The audience of slugs and groups as a notice document lists them: `["provinces", "xpcc"]`."""
    return mask_of(p for name in names for p in GROUPS.get(name) or (get_province(name),))


def provinces_in(mask: int) -> tuple[Province, ...]:
    """The provinces of an audience mask, in their permanent order."""
    return tuple(province for province in PROVINCES if mask >> province.bit & 1)


def names_of(mask: int) -> Literal["all"] | list[str]:
    """An audience as JSON: "all", or the slugs in their permanent order."""
    return "all" if mask == ALL_MASK else [province.slug for province in provinces_in(mask)]


def audience_label(mask: int) -> str:
    """An audience in a few Chinese words: 「全部 37 个报送单位」, 「31 个省份和兵团」, else the names."""
    if mask == ALL_MASK:
        return "全部 37 个报送单位"
    members = provinces_in(mask)
    if {p.kind for p in members} == {Kind.PROVINCE, Kind.CORPS} and len(members) == 32:
        return "31 个省份和新疆生产建设兵团（不含计划单列市）"
    return "、".join(province.short for province in members)
