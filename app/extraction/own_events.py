"""Rules that tell the organiser's own event: what the reader may want to know and need not hand in."""

import re

from app.extraction import cues
from app.extraction.context import Context
from app.extraction.phrases import Shape
from app.extraction.rules import DAYS, Rule, Verdict, words

_SET = frozenset({Shape.POINT, Shape.SPAN})


def is_run_by_others(context: Context) -> bool:
    """「院级初赛（X至X）。各学院自行组织」: an event, but the reader's own to hold."""
    return bool(re.match(r"\)[。,:;]?\n?由?(?:各|参赛|参评|推荐单位)", context.rest))


def _is_done_by(context: Context) -> bool:
    """「二次答辩时间：X前完成」: a limit for those who hold the event."""
    return context.phrase.closes and context.after.startswith("完成")


def _is_left_to_readers(context: Context) -> bool:
    """「初赛时间：X」 where the notice says elsewhere 「初赛由各系组织」."""
    return any(stage in context.near for stage in context.writer.left)


def _is_time_of_the_event(context: Context) -> bool:
    """「大赛，时间X，……报名时限为X」: the time of an event whose line sets its own limit for getting in."""
    at = context.phrase.start - context.block.body
    named = re.search(r"(?:赛|活动|论坛|展演|会演|晚会)”?[,。](?:活动)?时间[:为是]?$", context.line[: max(at, 0)])
    return bool(named) and re.search(rf"截止|{cues.DUTY_LABEL}", context.line[max(at, 0) :]) is not None


def _names_an_event(context: Context) -> bool:
    """Whether the row's first words, after a half of the day, are an event: 「3月17日 | 上午 | 闭幕式」."""
    cells = context.line.split("\t") if re.fullmatch(r"(?:[上下]午|中午|晚上|全天)", context.cell_title) else []
    said = next((cell for cell in cells[cells.index(context.cell_title) + 1 :] if cell), "") if cells else ""
    row = said or context.cell_title
    return bool(re.search(cues.EVENT_WORD, row)) and not re.search(cues.HAND_IN, row)


_JUDGING = re.compile(
    r"(?:完成|组织|开展|进行)?(?:专家|集中|网络|会议)?(?:评[审选议]|遴选|公示|公布|审定|终审|立项|颁奖)(?:结果|名单)?"
    r"|(?:处理|汇总|统计|导出|导入)数据|数据(?:处理|统计|导入)"
)
_JUDGED = re.compile(
    r"(?:评[审选比奖]|公[布示]|颁奖|答辩|揭晓|开标|决赛|比赛)(?:结果|名单)?(?:时间|日期|期限|期)[^,。;:]{0,3}[:为(]?$"
)
_ASKS = re.compile(rf"{cues.HAND_IN}|{cues.DO}")
# 「X | 动员 | 学校召开动员大会」
_HOLDS = re.compile(
    r"\t(?:我?[校院局厅部]|学校|[\u4e00-\u9fff]{2,6}[处办部委])?(?:组织)?(?:召开|举行|举办)[^,。;\t]{0,16}[会式座]"
)
OWN_EVENTS = (
    Rule(
        "event-verb",
        "于X召开",
        Verdict.OWN_EVENT,
        DAYS,
        after=words(
            r"(?:\([^)]{0,16}\))?,?(?:在[^,。;请]{1,30})?,?(?:我[部厅局委司办校院会省市][^,。;]{0,8})?"
            r"(?:进行(?:为期[^,。;]{1,4})?公示|召开|举办|举行|开幕|闭幕|开赛|颁奖|公布|揭晓|公示(?!不少|时间|期|不得)|开班|报到|开考|正式开学|开学|放假|正常上班|上班)"
        ),
        when=lambda c: not c.phrase.closes and not re.search("请", c.near),
    ),
    Rule(
        "event-set",
        "补考安排在X进行",
        Verdict.OWN_EVENT,
        DAYS,
        near=words(rf"{cues.EVENT_WORD}[^,。;]{{0,6}}(?:安排在|定于|定在|于|在)$"),
        after=words(rf",?(?!{cues.HAND_IN})[^,。;请]{{0,6}}(?:进行|举行|开始|召开)"),
    ),
    Rule(
        "event-label",
        "会议时间：X",
        Verdict.OWN_EVENT,
        _SET,
        near=words(
            rf"{cues.EVENT_LABEL}(?:自|从|定于|于|在|:|为|是){{0,2}}$|(?:{cues.EVENT_WORD}[^,。;:前]{{0,4}}|(?:大|工作|动员|交流|见面|座谈)会)[:\(]$|公示[^,。;]{{0,14}}\($|(?:录用|审稿|评审)(?:通知|结果|意见)(?:时间)?[:为]$"
        ),
        when=lambda c: not (_is_entry(c.near) or is_run_by_others(c) or _is_done_by(c) or _is_left_to_readers(c)),
    ),
    Rule(
        "exam-week",
        "第18周（X）为考试周、X为培训时间",
        Verdict.OWN_EVENT,
        DAYS,
        after=words(
            r"\)?,?(?:为|是)(?:(?:期[中末])?(?:考试|复习|实习|军训|假期|节假日|放假)"
            rf"|(?![^,。;]{{0,6}}{cues.HAND_IN})[^,。;]{{0,4}}?{cues.EVENT_WORD}(?:时间|期间|阶段|期|日))"
        ),
    ),
    Rule(
        "event-row",
        "表中“学校评审”一行的X",
        Verdict.OWN_EVENT,
        DAYS,
        when=lambda c: (
            not c.phrase.closes and not _is_entry(c.header) and (bool(_HOLDS.search(c.line)) or _names_an_event(c))
        ),
    ),
    Rule(
        "event-cell",
        "表中只写“完成评审”的X",
        Verdict.OWN_EVENT,
        DAYS,
        when=lambda c: _JUDGING.fullmatch(c.cell_title) is not None,
    ),
    Rule(
        "event-line",
        "培训时间：第一期X",
        Verdict.OWN_EVENT,
        DAYS,
        when=lambda c: (
            not c.phrase.closes
            and bool(re.match(rf"[^,。;:]{{0,8}}{cues.EVENT_LABEL}:", c.lead))
            and not _is_entry(c.lead)
            and not re.search(cues.HAND_IN, c.before + c.after)
        ),
    ),
    Rule(
        "event-heading",
        "“会议时间”下的X",
        Verdict.OWN_EVENT,
        _SET,
        heading=words(rf"{cues.EVENT_LABEL}$"),
        when=lambda c: (
            not c.phrase.closes and not _is_entry(c.heading) and not re.search(cues.HAND_IN, c.before + c.after)
        ),
    ),
    Rule(
        "display-heading",
        "“公示及学籍变更”下的X",
        Verdict.OWN_EVENT,
        DAYS,
        heading=words(r"^(?:结果|名单|校内|拟[^,。;]{2,8})?公[示布]"),
        when=lambda c: not (c.phrase.closes or re.search(rf"请|{cues.HAND_IN}", c.before + c.after)),
    ),
    Rule(
        "event-named",
        "职工短视频大赛，时间X，……截止时间为5月20日",
        Verdict.OWN_EVENT,
        DAYS,
        near=words(r"^(?:活动)?时间[:为是]?$"),
        when=_is_time_of_the_event,
    ),
    Rule("weather", "X（遇雨顺延）", Verdict.OWN_EVENT, DAYS, after=words(r",?\(?(?:如?遇)[风雨雪天气、]{1,6}顺延")),
    Rule(
        "step-heading",
        "“资格审核”下的“时间：X”",
        Verdict.OWN_EVENT,
        DAYS,
        near=words(rf"^(?:{cues.PLAIN_LABEL})?[:为]?$"),
        when=lambda c: (
            bool(re.search(rf"(?:^|[^\w]|(?:集中|统一|专家|网上|会议|最终)){cues.STEP}(?:阶段|环节|工作)?$", c.heading))
            and not c.phrase.closes
            and not _ASKS.search(c.after)
        ),
    ),
    Rule(
        "event-notice",
        "会议通知里的“时间：X”",
        Verdict.OWN_EVENT,
        DAYS,
        near=words(rf"(?:^|[^\w]){cues.PLAIN_LABEL}(?:及地点)?[:为]?$"),
        when=lambda c: (
            not c.phrase.closes
            and bool(re.search(r"会议|培训|比赛|竞赛|运动会|论坛|讲座|研讨|考试|大会|活动", c.title + c.heading))
        ),
    ),
)


def _is_entry(words: str) -> bool:
    """Whether a label speaks of getting into an event and not of the event: 培训报名时间; not 作品评审时间."""
    if _JUDGED.search(words):
        return False
    return bool(
        re.search(
            r"(?:报名|申报|回执|报送|提交|截止|填报|征集|缴费|交费|核对|核实|录入|受理|异议|作品|注册|申请|推荐|登记|确认|登录|录入|上传|填写|归档|系统开放|平台开放)"
            r"[^,。;:]{0,8}(?:时间|日期|期限|期)?[^,。;:]{0,3}[:为\(]?$",
            words,
        )
    )
