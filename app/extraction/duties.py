"""Rules that tell a duty: until when something is handed in or done; 「X」 in the cited words is the date."""

import re

from app.extraction import cues
from app.extraction.actors import Side, side_of
from app.extraction.context import Context
from app.extraction.own_events import is_run_by_others
from app.extraction.phrases import Shape
from app.extraction.rules import DAYS, POINT, Rule, Verdict, words

_SPAN = frozenset({Shape.SPAN, Shape.FROM_NOW})
_ASKS = re.compile(rf"{cues.HAND_IN}|{cues.DO}")
_HANDS_IN = re.compile(cues.HAND_IN)
_LABEL = re.compile(rf"{cues.DUTY_LABEL}:?")
_TIMETABLE = re.compile(r"时间|进度|日程|程序|流程|安排")


def _around(context: Context) -> str:
    return context.before + context.after


def _opens_something(context: Context) -> bool:
    """「于X起登录」, or a day followed by its end; not 「自X起，基数调整为」 nor 「X起恢复开放」."""
    if re.match(r",?恢复", context.after):
        return False
    return not context.after.strip(",") or bool(
        re.search(rf"{cues.HAND_IN}|下载|打印|开放|开通|受理|查询|办理", context.after[:20])
    )


def _is_of_every_period(context: Context) -> bool:
    """「月报为次月8日前」, 「季报为季后10日前」: a day of each month or quarter, not of one."""
    point = context.phrase.last
    next_month = point is not None and point.month_word == "次月" and re.search("月报|每月|月度|逐月", context.lead)
    return bool(next_month) or re.search(r"(?:季度?|月)(?:终了|结束)?后$", context.near) is not None


def _is_opening_hour(context: Context) -> bool:
    """「开放时间：9月6日8:00」: one day and no window."""
    is_day = context.phrase.shape is Shape.POINT and not context.phrase.closes
    return is_day and re.search(r"(?:开放|开通|开启|开始|起始)时间[:为是]*$", context.near) is not None


def _goes_on(context: Context) -> bool:
    """The second half of 「第一轮：X集中登记；X补登」, with something done in it and no event."""
    before = context.line[: max(0, context.phrase.start - context.block.body)]
    begun = re.fullmatch(r"[^,。;:]{1,12}:[^。;:]{4,40};", before)
    return begun is not None and bool(context.after) and not re.search(cues.EVENT_WORD, before + context.after)


def _is_bare_month_name(context: Context) -> bool:
    """「12月份快报」: a month, no day, and nothing asked right behind it; a month under 「完成时限」 ends then."""
    point = context.phrase.last
    if re.search(r"时限|期限|截止|完成", context.header):
        return False
    names_month = bool(point and point.month and not point.day and not point.part)
    return names_month and not re.match(rf",?[^,。;]{{0,4}}?(?:{cues.HAND_IN}|完成|开展|组织)", context.after)


DUE = (
    Rule("not-before", "X后", Verdict.SCOPE, POINT, when=lambda c: c.phrase.after),
    Rule(
        "until",
        "截止到X、不晚于X、最迟X",
        Verdict.DUE,
        DAYS,
        near=words(r"(?:截止(?!时间)|截稿|不得?(?:晚|迟)于|不得超过|最[迟晚]|至迟|赶在|务必在)[^,。;]{0,8}$"),
    ),
    Rule(
        "kept-until",
        "协议价保留至X",
        Verdict.DUE,
        POINT,
        near=words(r"(?:保留|开放|报名|受理|申报|填报|征集|持续|延续)(?:时间)?(?:至|到)$"),
    ),
    Rule(
        "as-of-duty",
        "申报截至X",
        Verdict.DUE,
        DAYS,
        near=words(r"截至$"),
        when=lambda c: bool(
            _HANDS_IN.search(f"{c.heading}。{c.near}{c.after}") or re.search(r"逾期|过期|视为|视同|不予", c.sentence)
        ),
    ),
    Rule(
        "duty-label",
        "报送时间：X",
        Verdict.DUE,
        DAYS,
        near=words(rf"(?:{cues.DUTY_LABEL}|^{cues.PLAIN_LABEL})(?:\([^)]{{0,12}}\))?[:为是自从于在]{{0,3}}$"),
        when=lambda c: not (c.phrase.opens or _is_opening_hour(c)),
    ),
    Rule(
        "duty-row",
        "申报时间 | X",
        Verdict.DUE,
        DAYS,
        near=words("^$"),
        when=lambda c: not c.phrase.opens and _LABEL.fullmatch(c.cell_title) is not None,
    ),
    Rule(
        "duty-label-shared",
        "截止日期：甲类为X，乙类为X",
        Verdict.DUE,
        DAYS,
        near=words(r"^[^,。;:]{1,16}[为是]$"),
        when=lambda c: (
            not _is_opening_hour(c)
            and bool(re.search(rf"{cues.HAND_IN}[^,。;:]{{0,12}}(?:时间|日期|期限|时限)[:为]", c.lead))
        ),
    ),
    Rule(
        "opens-label", "报名时间：X起", Verdict.OPENS, POINT, near=words(rf"{cues.DUTY_LABEL}[:为是自从于在]{{0,3}}$")
    ),
    Rule("period-report", "月报为次月X前、季报为季后X前", Verdict.RECURRING, POINT, when=_is_of_every_period),
    Rule("month-only", "12月份快报", Verdict.NAME, POINT, when=_is_bare_month_name),
    Rule("stage-others", "院级初赛（X至X）。各学院自行组织", Verdict.DUE, _SPAN, when=is_run_by_others),
    Rule(
        "duty-heading",
        "“申报时间”下的X",
        Verdict.DUE,
        DAYS,
        heading=words(rf"{cues.DUTY_LABEL}$|时间(?:安排|要求|节点)?$"),
        when=lambda c: not c.phrase.opens and (len(c.line) <= 40 or bool(_ASKS.search(_around(c)))),
    ),
    Rule(
        "duty-column",
        "表头“报送时间”",
        Verdict.DUE,
        DAYS,
        when=lambda c: bool(re.search(r"时间|期限|时限|日期|截止|节点|要求", c.header)) and not c.phrase.opens,
    ),
    Rule("from-now", "即日起至X", Verdict.DUE, {Shape.FROM_NOW}),
    Rule(
        "opens",
        "于X起登录",
        Verdict.OPENS,
        POINT,
        when=lambda c: c.phrase.opens and bool(c.phrase.last and c.phrase.last.day) and _opens_something(c),
    ),
    Rule("before", "X前报送", Verdict.DUE, POINT, when=lambda c: c.phrase.closes),
    Rule(
        "stage-own",
        "督导检查阶段（X至X）",
        Verdict.OWN_EVENT,
        _SPAN,
        when=lambda c: (
            bool(re.search(rf"{cues.EVENT_WORD}[^,。;]{{0,6}}$", c.near.rstrip("(")))
            and not is_run_by_others(c)
            and not re.search(rf"{cues.HAND_IN}[^,。;]{{0,4}}[:(]$", c.near)
            and not re.search(r"(?:核对|核实|录入|交费|缴费|汇总|整理)\(?$", c.near)
            and not (re.search(cues.HAND_IN, c.near) and side_of(c)[0] is Side.READER)
            and not re.match(rf"[^,。;]{{0,4}}(?:{cues.HAND_IN}|交由|完成)", c.after)
            and not (re.search(r"请[于在]?$", c.near) and re.search(cues.HAND_IN, c.after))
        ),
    ),
    Rule(
        "span-duty",
        "X至X开展、填报",
        Verdict.DUE,
        _SPAN,
        when=lambda c: c.phrase.closes or bool(_ASKS.search(_around(c))),
    ),
    Rule(
        "stage",
        "自查阶段（X至X）",
        Verdict.DUE,
        _SPAN,
        near=words(r"(?:阶段|环节|步骤|期)\(?$|:$"),
        when=lambda c: re.search(r"(?:培训|研修|集训|班)[^,。;:]{0,4}分[^。;]{1,4}期", c.line) is None,
    ),
    Rule(
        "stage-goes-on",
        "第一轮：X集中登记；X补登",
        Verdict.DUE,
        _SPAN,
        when=_goes_on,
    ),
    Rule(
        "around",
        "10月中旬打印准考证",
        Verdict.PLANNED,
        POINT,
        after=words(r",?(?:统一|集中)?(?:打印|领取|报名|缴费|提交|报送|上报|申报|填报)"),
        when=lambda c: c.phrase.last is not None and c.phrase.last.part.endswith("旬"),
    ),
    Rule("stage-heading", "“开展自查”下的X至X", Verdict.DUE, _SPAN, when=lambda c: bool(_ASKS.search(c.heading))),
)

UNCLEAR = (
    Rule(
        "timetable",
        "“时间安排”下的X，接教材",
        Verdict.UNCLEAR,
        DAYS,
        when=lambda c: bool(
            c.phrase.last and c.phrase.last.day and (c.is_item or c.header or _TIMETABLE.search(c.heading))
        ),
    ),
)
