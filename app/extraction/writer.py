"""Who wrote a notice, by how its name ends and where it stands between the nation and a single person.

A step of the writer's own rank or above it is not the reader's to take: 「市级复审」 in a notice of the city.
"""

import re
from dataclasses import dataclass
from enum import IntEnum

_LEAST_NAME = 3


class Rank(IntEnum):
    """From a single person up to the nation; a town stands where a school does."""

    PERSON = 0
    COLLEGE = 1
    SCHOOL = 2
    COUNTY = 3
    CITY = 4
    PROVINCE = 5
    NATION = 6


@dataclass(frozen=True, slots=True)
class Writer:
    """`name` is how the writer calls itself, 「市水利局」; `college` ranks a bare 「学院」; `audience` is addressed.

    `left` are the stages it leaves to those: 「初赛由各系组织」.
    """

    name: str = ""
    rank: Rank | None = None
    college: Rank = Rank.COLLEGE
    audience: str = ""
    left: frozenset[str] = frozenset()


NOBODY = Writer()
_PLACES = {
    "省": Rank.PROVINCE,
    "厅": Rank.PROVINCE,
    "自治区": Rank.PROVINCE,
    "市": Rank.CITY,
    "州": Rank.CITY,
    "县": Rank.COUNTY,
    "区": Rank.COUNTY,
    "旗": Rank.COUNTY,
    "镇": Rank.SCHOOL,
    "乡": Rank.SCHOOL,
    "街道": Rank.SCHOOL,
}
_PLACE = re.compile(r"自治区|街道|[省市州县区旗镇乡厅](?!场|域|委会)")
_NATION = re.compile(
    r"国家|中国|全国|中央|(?:教育|财政|科学技术|科技|农业农村|农业|工业和信息化|民政|文化和旅游|人力资源和?社会保障)部"
)
_SCHOOL = re.compile(r"大学|学校|学院|中学|小学|初中|高中|完小|幼儿园|研究生院|职教中心")
_OFFICE = re.compile(r"(?:[处科部馆室办院]|中心|团委|工会)$")
# 职业技术学院, 师范学院: a school of its own; 经济学院 is a part of one.
_WHOLE_SCHOOL = re.compile(r"职业|技术|师范|医学院|高等|专科|理工|工程学院|城市|科技学院|工业|工商")
_COLLEGES = re.compile(r"学院|院系|二级|教学单位|培养单位|教学部")
_SYSTEMS = re.compile(r"各系|系部|系[(、]")
# 各位同学、全体研究生: what colleges do is not theirs
_STUDENTS = re.compile(
    r"(?:[^,、;]{2,12}(?=全体))?(?:[各全]|尊敬)[^,、;]{0,12}(?:同学|学生|研究生|本科生|毕业生|考生)们?"
)
_BELOW_COLLEGE = re.compile(r"教研室|课题组|年级|团支部|班级")
# A writer that does not say its name, by whom it writes to: 各县（市、区）科技局, 各设区市教育局
_PLACES_BELOW = re.compile(
    r"各(?:(?P<province>(?:设区|地级|省辖)?市(?![县、(区直属])|市、?州|地区)|县|旗县|区县|县[(]市、区[)])"
)
_LEFT = re.compile(r"(?P<stage>初赛|预赛|初评|初选|海选|选拔赛|复赛)(?:阶段)?(?:工作)?(?:由|以)各")
_TITLE_PLACE = re.compile(r"[^\W\d关于]{2,6}?(?:省|自治区|市|县|区)(?!域|场)")
_SCHOOL_PEOPLE = re.compile(r"学院|系|单位|部门|老师|教师|学生|同学|研究生|班|职工|支部")


def stages_left(text: str) -> frozenset[str]:
    """The stages of a contest that a notice leaves to its readers to hold."""
    return frozenset(match["stage"] for match in _LEFT.finditer(text))


def place_of(title: str) -> str:
    """The place whose matter a title without an office names: 「某省高等教育自学考试工作安排」."""
    match = _TITLE_PLACE.match(title)
    return match.group() if match else ""


def writer_of(issuer: str, addressees: str, left: frozenset[str] = frozenset()) -> Writer:
    """The writer whose signature, else the head of whose title, is `issuer`, and who writes to `addressees`."""
    bare = re.sub(r"办公[厅室]$", "", issuer)
    name = bare[-4:] if len(bare) >= _LEAST_NAME else ""
    college = Rank.SCHOOL if _SYSTEMS.search(addressees) and not _COLLEGES.search(addressees) else Rank.COLLEGE
    rank = Rank.COLLEGE if _STUDENTS.fullmatch(addressees) else _rank(issuer, addressees)
    return Writer(name, rank, college, addressees, left)


def _rank(issuer: str, addressees: str) -> Rank | None:
    if _SCHOOL.search(issuer):
        part = re.search(r"(?:学院|系)$", issuer) and not _WHOLE_SCHOOL.search(issuer.rpartition("大学")[2])
        return Rank.COLLEGE if part and not _COLLEGES.search(addressees) else Rank.SCHOOL
    if _NATION.search(issuer):
        return Rank.NATION
    if places := _PLACE.findall(issuer):
        return _PLACES[places[-1]]
    if below := _PLACES_BELOW.search(addressees):
        return Rank.PROVINCE if below["province"] else Rank.CITY
    if _BELOW_COLLEGE.search(addressees) and not _COLLEGES.search(addressees):
        return Rank.COLLEGE
    return Rank.SCHOOL if _OFFICE.search(issuer) and _SCHOOL_PEOPLE.search(addressees) else None
