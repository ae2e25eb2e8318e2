"""Rules that tell the steps of a procedure by who takes them: the reader's are duties, the writer's are not."""

import re

from app.extraction import cues
from app.extraction.actors import (
    Side,
    is_readers_office,
    is_readers_step,
    is_unclear_step,
    is_writers_office,
    is_writers_step,
    reader_joins,
)
from app.extraction.context import Context
from app.extraction.rules import DAYS, Rule, Verdict, words

# 「复核阶段（X）：某某管理处复核」: what may stand between the date and the end of the writer's name
_OPENS = re.compile(r"[),:]*(?:(?<=[):])[^\W\d_请各报送交向到至将把]{0,8})?")
_RESPONSIBLE = re.compile(r"负责|责任|承办|牵头|(?:实施|执行|完成)(?:单位|部门|人)")
_ON_ITS_DAY = re.compile(r"(?:考试|考核|会议?|比赛|竞赛|培训|典礼|放假|开学)$")
_INSPECTS = re.compile(r"督导|督查|检查|抽查|评估|视导|巡察|调研|验收|复查|复评")
_PLACE_ROW = re.compile(r"[\u4e00-\u9fff、]{1,16}[省州市县区旗岛镇乡院校学组]:")
# 「检查时间3月3日至4日」, 「第二阶段（3月3日—4日）实地检查」
_VISITED = re.compile(r"(?<![自普])(?:检查|督导|督查|调研|视导|验收)(?:时间|日期)[:为是在于]{0,2}$")
_ON_THE_SPOT = re.compile(
    r"[),:]*(?:为|是)?(?:实地|现场|入校|进校|交叉|联合)(?:检查|督查|核查|查看|考察|调研|评估|督导|视导)"
)
_CENTRAL = re.compile(r"^(?!各).*(?:党委|学校|[处部]$|办公室$|研究生院$|组委会$|领导小组$|专家)")


def _side_of_row(context: Context) -> Side | None:
    """Whose the row is by its column 「责任部门」: the central office's, or that of a reader."""
    cells = context.line.split("\t")
    for head, cell in zip(context.block.header, cells, strict=False):
        if not (cell and _RESPONSIBLE.search(head)):
            continue
        own = context.writer.name and cell.endswith(context.writer.name)
        if own or _CENTRAL.search(cell) or is_writers_office(cell, context.writer):
            return Side.WRITER
        return Side.READER if is_readers_office(cell, context.writer) else None
    return None


def _is_readers_row(context: Context) -> bool:
    """「4月9日-13日 | 发放材料 | 县招办」 in a notice of the province; no examination, which is on its day."""
    goes_on = context.phrase.opens or context.phrase.after
    return not (goes_on or _ON_ITS_DAY.search(context.cell_title)) and _side_of_row(context) is Side.READER


def _names_the_writer(context: Context) -> bool:
    """Whether the writer's own name opens what is done on the day, behind it or in its row."""
    name = context.writer.name
    said = (context.after, context.cell_title) if name else ()
    return any(name in words and _OPENS.fullmatch(words.partition(name)[0]) for words in said)


def _is_visit(context: Context) -> bool:
    """A place and its days on the plan of an inspection: who comes when, unless something is handed in."""
    if context.phrase.closes or not _INSPECTS.search(context.title):
        return False
    above = context.block.headings[:2]
    if _VISITED.search(context.near) or _ON_THE_SPOT.match(context.after):
        return True
    if any(map(_VISITED.search, above)) and not re.search(cues.HAND_IN, context.line):
        return True
    return bool(
        _PLACE_ROW.fullmatch(context.before)
        and any(re.search(r"(?:时间|日程|行程|进度)(?:安排|表)?$", heading) for heading in above)
        and not re.search(cues.HAND_IN, "".join(above) + context.line)
    )


def _is_readers_step(context: Context) -> bool:
    point = context.phrase.last
    limits = not (context.phrase.opens or context.phrase.after)
    if not limits or not point or not (point.day or point.part):
        return False
    return is_readers_step(context) or (_names_the_writer(context) and reader_joins(context))


STEPS = (
    Rule(
        "display",
        "自公布之日起3日内（X至X）可向……反馈",
        Verdict.OWN_EVENT,
        DAYS,
        when=lambda c: bool(re.search(r"公[布示](?:之日|日|期)?[起内]?[^,。;]{0,10}\($", c.lead)),
    ),
    Rule("visit", "检查的“时间安排”下，某某县：X，检查时间X", Verdict.UNCLEAR, DAYS, when=_is_visit),
    Rule(
        "row-of-office",
        "“负责部门”一栏是校部机关的X",
        Verdict.OWN_EVENT,
        DAYS,
        when=lambda c: _side_of_row(c) is Side.WRITER,
    ),
    Rule("row-of-reader", "“责任部门”一栏是县招办的X", Verdict.DUE, DAYS, when=_is_readers_row),
    Rule("readers-step", "请于X前报送，各系部于X预订教材，学院评审：X", Verdict.DUE, DAYS, when=_is_readers_step),
    Rule("whose-step", "学校于X前完成省赛上报", Verdict.UNCLEAR, DAYS, when=is_unclear_step),
    Rule("writers-step", "市级复审：X、X，专家评审", Verdict.OWN_EVENT, DAYS, when=is_writers_step),
    Rule(
        "plan-own",
        "拟于X公示",
        Verdict.OWN_EVENT,
        near=words(r"(?:拟|计划|预计|暂定|初定)[^,。;请]{0,8}$"),
        follows=words(r"^[^,。]{0,20}(?:公示|公布|发布|评审|抽查|抽测|督查|督导|拨付|下达|复核|验收|答辩)"),
    ),
    Rule(
        "announced",
        "正式通知预计近期下达，X前就需完成申报",
        Verdict.UNCLEAR,
        DAYS,
        before=words(r"(?:通知|文件|指南)[^,。;]{0,4}(?:预计|拟|尚未|将)[^。;]{0,40}$"),
        when=lambda c: not re.search(r"请|各", c.lead),
    ),
    Rule(
        "forecast",
        "预计X返回",
        Verdict.OWN_EVENT,
        near=words(r"预计(?:将)?(?:于|在|为)?$"),
        when=lambda c: c.phrase.closes or not re.search(r"召开|举办|举行", c.after),
    ),
    Rule(
        "planned",
        "拟定于X召开",
        Verdict.PLANNED,
        near=words(r"(?:拟定?|计划|预计|暂定|初定|初步定|原则上定)(?:于|在|为|:)?$"),
        when=lambda c: not (c.phrase.closes and re.match(rf"[^,。;]{{0,24}}{cues.HAND_IN}", c.after)),
    ),
    Rule(
        "pause",
        "X暂停办理",
        Verdict.OWN_EVENT,
        DAYS,
        after=words(r",?(?:全天|正常)?(?:暂停|停止|闭馆|放假|停[水电课工机运]|恢复|重新开|开启[^。;]{0,30}正常)"),
        when=lambda c: not c.phrase.closes,
    ),
    Rule(
        "event-after",
        "X组织评审",
        Verdict.OWN_EVENT,
        DAYS,
        after=words(
            rf"[,:]?(?:集中|项目|作品|学校|校级)?(?:组织|举行|召开|开展|进行)?(?:专家)?{cues.EVENT_WORD}(?!资料|材料|报名|准备)"
        ),
        when=lambda c: (
            not c.phrase.closes and not re.search(rf"请|各|单位|学院|学校|须|应|{cues.HAND_IN}[^,。;]{{0,4}}:$", c.near)
        ),
    ),
    Rule("owner-follows", "X，教务处复审", Verdict.OWN_EVENT, DAYS, when=_names_the_writer),
    Rule(
        "will-act",
        "学校于X将组织检查",
        Verdict.OWN_EVENT,
        DAYS,
        near=words(r"^(?:我|本|学校|学院)[^,。;请各]{0,8}$"),
        after=words(r",?将(?:组织|对|开展|召开|举行|进行|派)"),
    ),
    Rule(
        "chosen-by-writer",
        "X前，校内遴选确定候选人",
        Verdict.OWN_EVENT,
        DAYS,
        after=words(
            r"[:,]?(?:(?:校内|学校|校级|专家|集中)?(?:遴选|评审|评议|审议)(?:确定|产生|推选出)"
            r"|(?:组织)?完成[^,。;]{0,12}(?:学校|校内|校级)(?:审[批核查定]|评审|遴选|公示))"
        ),
        when=lambda c: not re.search(r"请|各|须|应|学院|单位|部门", c.lead),
    ),
    Rule(
        "experts",
        "报刊总社于X前组织专家评出",
        Verdict.OWN_EVENT,
        DAYS,
        after=words(
            r"[,:]?(?:(?:学院|学校|我[校院处])?(?:联系|组织|邀请|聘请)(?:有关|相关|行业|校内外)?专家|(?:组织)?完成专家[评论]|评选?出|评定)"
        ),
        when=lambda c: not re.search(r"请|各|须|应|学院|单位|部门|负责人", c.lead),
    ),
    Rule(
        "office-step",
        "X：科研处邀请专家评阅、X前：完成形式审查和公示",
        Verdict.OWN_EVENT,
        DAYS,
        after=words(
            r"[:,]?(?![^,。;:]{0,12}(?:各|(?<!邀)请)|[报送交提经由向至])(?:(?:[\u4e00-\u9fff]{2,5}(?:处|办公室)|(?:[\u4e00-\u9fff]{0,6}(?:信息|管理|服务|评估|发展|教材|考试|招生|网络|后勤|资产|采购|图书)中心)|研究生院|图书馆)(?:将|统一|集中|分别|负责)?(?:邀请|组织|进行|审核|评审|复核|核对|汇总|反馈|公示)"
            r"|[\u4e00-\u9fff]{0,4}(?:到货|进货)|(?<=:)(?:完成|组织|开展|进行)?(?:形式审查|(?:校内|专家|集中|会议|网络)(?:遴选|评审|评选|审核)|公示))"
        ),
    ),
    Rule(
        "procured",
        "“时间安排”下的X，完成招标采购",
        Verdict.OWN_EVENT,
        DAYS,
        after=words(
            r"[:,]?(?:完成|组织|进行|开展)?[^,。;各请]{0,6}(?:招标|采购|到货|进货|发书|征订招标|发文|批复|颁奖|表彰|终评|终审|拨付)(?![^,。;]{0,6}(?:申请|计划|需求|表|材料))"
        ),
        heading=words(r"(?:时间|进度|日程|程序|流程|步骤)(?:及?安排|要求|节点|表)?$"),
    ),
)
