"""Rules that tell when a system or an office opens and closes."""

import re

from app.extraction import cues
from app.extraction.context import Context
from app.extraction.rules import DAYS, POINT, Rule, Verdict, words


def _closes_after_the_window(context: Context) -> bool:
    """「11月1日至20日，登录填报，区教育局21日关闭端口」: the limit is the window's end."""
    window = re.search(r"日?[至到~-][^,。;]{2,12}[日号],", context.lead)
    closes = re.match(r",?[^,。;]{0,6}关闭", context.after)
    return bool(window and closes) and bool(re.search(r"[局厅处部委会校院心馆办]$|系统$|平台$", context.near))


_OPENED = r"[^,。;]{0,8}(?:系统|平台|通道|网站)?(?:开放|开通|上线)"
SYSTEM = (
    Rule(
        "deadline",
        "报送截止时间为X",
        Verdict.DUE,
        DAYS,
        near=words(rf"(?:{cues.HAND_IN}|受理|缴费|审核|推荐)[^,。;:]{{0,8}}截止(?:时间|日期)?[:为是]?$"),
    ),
    Rule(
        "stage-said",
        "X为报名和材料准备阶段",
        Verdict.DUE,
        DAYS,
        after=words(
            rf"[),]{{0,2}}[为是](?!(?:专家|项目|集中)?(?:评审|公示|评选|审核|复核)(?:阶段|时间|期))[^,。;]{{0,8}}?{cues.HAND_IN}[^,。;:]{{0,14}}(?:阶段|时间|期间|时段|期限)"
        ),
    ),
    Rule(
        "system-closes",
        "系统将于X关闭",
        Verdict.DUE,
        DAYS,
        after=words(r",?[^,。;]{0,12}(?:(?<![不未])关闭|关停|停止(?:受理|接收|报名|申报)|不再受理)"),
        when=lambda c: not _closes_after_the_window(c),
    ),
    Rule("system-closed", "X至X，登录填报，我局X关闭端口", Verdict.OWN_EVENT, POINT, when=_closes_after_the_window),
    Rule(
        "stays-open",
        "假期X系统不关闭、X照常受理",
        Verdict.OWN_EVENT,
        DAYS,
        after=words(r",?[^,。;]{0,8}(?:不关闭|不停机|不休息?|照常(?:受理|开放|上班|办理))"),
        when=lambda c: not c.phrase.closes and not re.search("请|须|应", c.near),
    ),
    Rule(
        "cell-opens",
        "开始时间一格的X，下一格是结束时间",
        Verdict.OPENS,
        POINT,
        near=words(r"^$"),
        after=words(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日[^,。;]{0,16}$"),
    ),
    Rule(
        "office-closes",
        "X停止办理报销业务、X停止收单",
        Verdict.DUE,
        POINT,
        after=words(
            r",?(?:\d{1,2}[:时点]\d{0,2}分?)?,?停止(?:收单|收件|收取|办理[^,。;]{0,40}(?:报销|报账|业务|手续))"
        ),
        when=lambda c: not (c.phrase.opens or c.phrase.after),
    ),
    Rule(
        "closing",
        "X，摘要接收截止",
        Verdict.DUE,
        DAYS,
        after=words(r"[,:]?[^,。;:至]{0,16}截止(?![时日])|为[^,。;:]{0,6}(?:期限|时限|截止)"),
    ),
    Rule(
        "system-opens-label",
        "系统开放时间：X",
        Verdict.OPENS,
        POINT,
        near=words(r"(?:系统|平台|通道|端口|网站)[^,。;:]{0,6}(?:开放|开通|开启)(?:时间|日期)[:为是]{0,2}$"),
        when=lambda c: not c.phrase.closes,
    ),
    Rule(
        "system-opened",
        "X开通申报系统",
        Verdict.OPENS,
        POINT,
        after=words(r",?(?:正式|起)?(?:开通|开放)[^,。;]{0,8}(?:系统|平台|通道|端口|网站)"),
        when=lambda c: not c.phrase.closes,
    ),
    Rule(
        "cell-system-opens",
        "表中“系统开放”一行的X",
        Verdict.OPENS,
        POINT,
        when=lambda c: not c.phrase.closes and re.fullmatch(_OPENED, c.cell_title) is not None,
    ),
    Rule(
        "system-opens",
        "系统将于X开放",
        Verdict.OPENS,
        POINT,
        near=words(r"(?:系统|平台|通道|端口|网站|窗口)[^,。;]{0,10}(?:于|在|自|从)$"),
        after=words(r",?(?:正式|起|全面)?(?:开放|开通|开启|上线)"),
    ),
)
