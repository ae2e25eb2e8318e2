"""Whose step a date is, by who acts: 「各学院组织初评」 is the reader's, 「市级复审」 of a city's notice the writer's.

Only the subject counts: what opens the clause before the date, the one behind it, its row or its heading.
"""

import re
from enum import StrEnum

from app.extraction import cues
from app.extraction.context import Context
from app.extraction.lines import MARKER
from app.extraction.writer import Rank, Writer


class Side(StrEnum):
    """Who takes a step: those written to, the writer by name, or somebody of the writer's rank or above."""

    READER = "reader"
    WRITER = "writer"
    ABOVE = "above"


_NOT_READERS = {Side.WRITER, Side.ABOVE}
_KIND = r"(?:人员?|者|单位|学校|院校|高校|企业|机构|部门|教师|学生|团队|方|组)"
# 请、各地、申报人、项目负责人、考生
_READER = (
    rf"(?:请|(?!决定|拟|我)(?:(?!会同|联合|汇总|组织|审核|通知|安排|督促|指导|核对|印发|公布|分送)[^,。;:对向给将处厅局部]){{0,6}}各(?![种类项位]|[^,。;:学校院系单区县市地部]{{0,8}}(?:评审|评委|结果|奖项))|(?:申报|申请|参赛|参评|参会|推荐|报送|培养|牵头|依托|承担|填报|有关|相关|所在|报名|应聘|符合条件的?|(?:通过|获批|入选|入围)[^,。;]{{2,10}}的?){_KIND}"
    r"|(?:项目|课题)(?:负责人|主持人|组|承担单位|申报)|教学(?:系|单位|部门?|院)|(?:硕士|博士|任课|指导|拟[^,。;:]{2,10}的?)?(?:研究生(?!院|处)|学生(?!社区|处|工作|资助|会|中心|公寓)|考生|本科生|毕业生|同学|学员|导师|教师|班级|辅导员|选手|作者|团队)"
    r"|[\u4e00-\u9fff、\d]{1,10}(?:校区|年级|级|专业|班)的?(?:本科|研究)?(?:学生|生|同学)"
    r"|[省市区县州]直[^,。;:]{0,4}(?:部门|单位|机关|学校)|以[^,。;]{1,6}为单位|个人|本人|企业|基层|用户|会员)"
)
# 我厅、专家组、组委会
_WRITER = (
    r"(?:[\u4e00-\u9fff]{0,8}?(?:检查|清查|抽查|督查|督导|核查|评审|评估|考核|验收)(?:小组|组)(?=[将对于在负])|(?:大会)?(?:学术|程序|组织)委员会|(?:我|本)(?:部|厅|局|委|司|办|中心|校|处|院|会|省|市|区|县|公司|科|室|所|馆|站|社)(?!各|考生|学生|参赛|企业|教师|教职工|高校)|组委会|组织委员会|(?:邀请|聘请|组织)?(?:[校内外同行]{0,4})专家|(?:邀请|聘请)|评委|评审(?:组|委|专家|小组)|主办|承办|秘书处"
    r"|(?:大赛|竞赛|活动|评选)办(?:公室)?|执委会|领导小组|工作专班|项目办|第三方)"
)
_SCHOOL_OFFICE = (
    r"(?:校(?:学位|学术|团委|党委|工会|办)|研究生院|教务[处部]|科研[处部]|科技处|学生处|图书馆|人事处|财务处|招生办|就业办"
    r"|[\u4e00-\u9fff]{2,4}处(?=将|统一|集中|组织|审|评|复|公|汇|对|会同|负责))"
)
_ACTOR = re.compile(
    rf"(?:由|经|待)?(?:(?P<reader>{_READER})|(?P<writer>{_WRITER})|(?P<office>{_SCHOOL_OFFICE})"
    r"|(?P<level>(?:[^\W\da-zA-Z并将至到于在向报给送请的提]{2,3}(?=[省市县区])(?![^省市县区]?校))?(?:国家|教育部(?!门)|部级|(?=[、/(),]{0,2}[省自市县区旗])(?:省|自治区|市(?!场)|县|(?<!校)区(?!域)|旗|[、/(),])+|学校|校(?![内外园企准]|赛[^,。;]{0,4}(?:推荐|报名|报送|上报|申报))|书院|(?:二级)?学院|系部|院系?级|单位|部门)))"
)
# 「各市教育局」 in a school's notice: another's step, not the reader's
_GROUP = re.compile(r"各(?P<level>[省市县区旗]|设区市|地级市)")
_LEVELS = (
    (Rank.PERSON, "单位门"),
    (Rank.COLLEGE, "院系"),
    (Rank.SCHOOL, "校"),
    (Rank.COUNTY, "县区旗"),
    (Rank.CITY, "市"),
    (Rank.PROVINCE, "省"),
    (Rank.NATION, "国部"),
)
_DEED = re.compile(
    rf"{cues.HAND_IN}|{cues.DO}|{cues.STEP}|报送?|推荐|汇总|领取|预订|修改|撰写|征订|上交|缴|选|评|审|查|发布|公布|公示|聘|授予|颁发|发文"
)
# 参加、查询: no step of the reader's that a calendar must hold; 受理 and 截止 by the writer are the reader's limit.
_ATTENDS = re.compile(
    r"参加|报到|开会|参会|到会|出席|查询|可[查免延凭]|不得|不能|不再|无法|停止|已|查看|收看|观看|入场|到场|面试|笔试|考试|放假|上课|返校"
)
_TAKES_IN = re.compile(
    r"(?:报送|上报|送交|交稿|寄送)[^,。;:]{0,6}(?:时间|日期|期限|时限)|受理|接收|接受|收取|收集|征集|开放|开通|截止|报名|网报|申报|关闭|咨询|填报|提交|上传|缴|交至|登记|采集|领取|办理"
)
# 「审核后提交省教育厅」: handed on by the writer, not taken in
_HANDS_UP = re.compile(
    r"审核后?(?:提交|上报)|(?:提交|上传|填报|申报|上报|报送?|登记)(?:至|到|给|往)?[^,。;]{0,6}?(?:省|市|国家|教育部|科技部|厅|自治区|上级|中央)"
    r"|(?:申报|报名|填报|提交|受理|登记)的?(?:材料|书|表|项目|信息|资料|人员|单位)"
)
# 「审核后交由计划科汇总于X前报省厅」
_AGENT = re.compile(r"[由经](?P<agent>[^,。;由经]{2,12}[科处室部办](?:统一|集中)?(?:汇总|审核|上报|整理))")
# 「3月26日前，向省科协报送候选人材料」 as a row of a school's timetable
_UPWARD = re.compile(
    r"(?:统一)?向(?P<level>[^,。;请]{0,6}?(?:省|自治区|市|国家|教育部|科技部)[^,。;]{0,12})(?:报|推荐|提交)"
)
# 「由我所人事处对报名材料进行审查，审查结果在报名系统中查询」: what the writer does, not what follows from it
_FIRST_CLAUSE = re.compile(r".{0,40}?(?:审查|审核|评审|复核|审定|论证|遴选)(?=,[^,。;]{0,6}(?:结果|名单))")
_STAGE = re.compile(r"为(?P<who>[^,。;]{2,10})(?:阶段|环节|时间)(?:,|$)")
_READERS_SINCE = re.compile(r"请|各|申[请报]人|申报单位|学生|考生|须|应|截止|时间|[:(“]")
_LINK = (
    r"(?:将|拟|会|应|须|需|要|可|计划|统一|集中|分别|负责|于|在|自|从|定于"
    r"|[\u4e00-\u9fff]{2}(?:人员?|者|单位|学校|学院|部门|[厅局委处]))$"
)
_OPENER = r"^(?:[-\d.、()①-⑳]{0,4}|第[一二三四五六七八九十]{1,2}(?:阶段|步|轮)?[:,、]?)"
# 「请于本周四（10月16日）」
_WEEKDAY = r"[本下]?周[一二三四五六日天]\($"
_TIME_LABEL = re.compile(rf"{_OPENER}(?:(?:起止|截止)?时间(?:安排|节点|要求)?|日期|期限|于|在|自|从|[^\w]|为|是)*$")
# 「大赛办公室6月15日前汇总」: what is left of a clause that only names who acts
_REACH, _OFFICE, _CELL = 32, 2, 12


def side_of(context: Context) -> tuple[Side | None, str]:
    """Who acts, and in which words it is said; no side when the text names nobody."""
    for clause in _clauses(context):
        if match := _acts(clause):
            side = _side(match, context.writer)
            if side in _NOT_READERS and clause[:_REACH] in context.after and reader_joins(context):
                side = Side.READER
            return side, f"{context.near}{clause}"
    if upward := not context.near and _UPWARD.match(context.after.lstrip(",:")):
        is_above = context.writer.rank is not None and _rank_of(upward["level"], context.writer) > context.writer.rank
        return (Side.WRITER if is_above else None), context.after
    if (agent := _AGENT.search(context.near)) and not _READERS_SINCE.search(agent["agent"]):
        return Side.WRITER, context.near
    return _subject_of_the_sentence(context)


def _acts(clause: str) -> re.Match[str] | None:
    """Who opens a clause, if it says what they do."""
    match = _ACTOR.match(clause)
    return match if match and _DEED.search(clause, match.end() - 1, match.end() + _REACH) else None


def reader_joins(context: Context) -> bool:
    """「X文科处审核，申请人上传」: the writer begins, the reader hands in on the same day."""
    later = re.split("[,;]", context.after)[1:]
    acts = ((clause, _acts(clause)) for clause in later)
    return any(match and match["reader"] and re.search(cues.HAND_IN, clause) for clause, match in acts)


def _subject_of_the_sentence(context: Context) -> tuple[Side | None, str]:
    """「科研处组织专家论证，再次修改完善后，X完成上报」: the writer, where no reader is named since."""
    opening = re.sub(_OPENER, "", context.lead)
    match = _ACTOR.match(opening)
    if match is None or _READERS_SINCE.search(opening, match.end()) or not _DEED.search(opening, match.end()):
        return None, ""
    side = _side(match, context.writer)
    return (side, context.near + context.after) if side in _NOT_READERS else (None, "")


def _clauses(context: Context) -> list[str]:
    """Where the subject may stand: the clause that leads to the date, the one behind it, the row, the heading."""
    near = re.sub(rf"{_OPENER}|{_WEEKDAY}", "", context.near)
    said = context.after if len(context.after) > 2 else _goes_on(context)
    aside = re.match(r"\((?P<said>[^()]{4,24})\)", said)
    if aside and (match := _acts(aside["said"])) and match["office"]:
        return [aside["said"]]
    behind = re.sub(r"^(?:[^\w(]|\))+", "", said)
    if behind.startswith("由") and _acts(behind):
        return [behind]
    if (stage := _STAGE.match(behind)) and _acts(stage["who"]):
        return [stage["who"]]
    behind = behind[stage.end() :] if stage else behind
    if not _TIME_LABEL.match(context.near):
        goes_on = re.search(_LINK, near) or ((match := _ACTOR.match(near)) and len(near) - match.end() <= _OFFICE)
        return [near + behind if goes_on else near, *([behind] if near.endswith((":", "(")) else [])]
    return [behind, context.cell_title, *([] if behind or context.cell_title else [context.heading])]


def _goes_on(context: Context) -> str:
    """The rest of the line, else the line below an item 「1.宣讲：X」 that the date ends."""
    line, _, below = context.rest.partition("\n")
    return below.partition("\n")[0] if not line and context.is_item and not MARKER.match(below) else line


def _side(match: re.Match[str], writer: Writer) -> Side | None:
    if match["reader"]:
        above = _GROUP.search(match.string, match.start(), match.end() + 8)
        if above is None or writer.rank is None or above["level"] in writer.audience:
            return Side.READER
        return Side.ABOVE if _rank_of(above["level"], writer) > writer.rank else Side.READER
    if match["writer"] or match["office"]:
        return Side.WRITER
    if writer.rank is None:
        return None
    return Side.ABOVE if _rank_of(match["level"], writer) >= writer.rank else Side.READER


def _rank_of(level: str, writer: Writer) -> Rank:
    """The lowest rank the words name: 「市县」 is the county's; 「自治区」 the province's."""
    if "自治区" in level:
        return Rank.PROVINCE
    rank = next((rank for rank, chars in _LEVELS if any(char in level for char in chars)), Rank.PERSON)
    return writer.college if rank is Rank.COLLEGE else rank


def is_writers_office(cell: str, writer: Writer) -> bool:
    """Whether a cell 「责任单位」 names the writer or its like alone: 「市局科技科」 in a notice of the city."""
    match = _ACTOR.match(cell)
    is_alone = match is not None and not re.search(r"各|[、,;和及]", cell)
    return is_alone and match is not None and _side(match, writer) in _NOT_READERS


def is_readers_office(cell: str, writer: Writer) -> bool:
    """Whether a cell 「责任部门」 names somebody written to: 「县招办」 in a notice of the province, 「研究生本人」."""
    match = _ACTOR.match(cell) or _ACTOR.search(cell[:_CELL])
    return match is not None and _side(match, writer) is Side.READER


def is_writers_step(context: Context) -> bool:
    """「市级复审：X」 in a notice of the city, 「X，专家评审」; never the hours in which it takes something in."""
    side, words = side_of(context)
    deed = _FIRST_CLAUSE.match(words)
    return side in _NOT_READERS and not _TAKES_IN.search(_HANDS_UP.sub("", deed.group() if deed else words))


def is_unclear_step(context: Context) -> bool:
    """「学校于X前完成省赛上报」: handed in by somebody who is not the reader by rank alone; a person decides."""
    side, words = side_of(context)
    return side is Side.ABOVE and not _TAKES_IN.search(words) and re.search(cues.HAND_IN, words) is not None


def is_readers_step(context: Context) -> bool:
    """「学院评审：X」 in a notice of the university, 「X，各系部预订教材」."""
    side, words = side_of(context)
    return side is Side.READER and not _ATTENDS.search(words)
