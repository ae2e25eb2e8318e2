"""Rules that tell a date which is no duty. Each cites the words it reads; 「X」 stands for the date."""

import re

from app.extraction import cues
from app.extraction.context import Context
from app.extraction.phrases import Shape
from app.extraction.rules import DAYS, POINT, Rule, Verdict, words

_TITLE_LINE = re.compile(r".{0,60}关于.{2,80}(?:通知|公告|通告|函|意见|方案|启事)$")
# 「发布日期：| 2018-04-13 |」 at the head of a page
_DATE_CELL = re.compile(r"(?:发布|成文|发文|印发|生成)(?:日期|时间):?\t$")
# 「【2024-2-1】【打印】【关闭】」 at the foot of a page
_BUTTONS = re.compile(r"[)】\]]\t?[(【\[]?(?:打印|关闭)[)】\]]?\t?[(【\[]?(?:打印|关闭|$)")
_STAMP = re.compile(r"\d{4}-\d{2}-\d{2} ?\d{2}:\d{2}:\d{2}")


def is_possible(context: Context) -> bool:
    """Whether every month has such a day: there is no 31 September."""
    longest = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
    points = [point for point in (context.phrase.first, context.phrase.last) if point]
    return all(
        1 <= (point.month or 1) <= 12
        and 1 <= (1 if point.day is None else point.day) <= longest.get(point.month or 0, 31)
        for point in points
    )


def _is_signature(context: Context) -> bool:
    """「教育部办公厅 2022年6月23日」: a whole date that ends a line, nothing before it but a name."""
    point = context.phrase.last
    if not (point and point.year and point.month and point.day) or context.phrase.closes or context.phrase.opens:
        return False
    runs_on = context.is_item and (context.start <= context.block.body or not context.lead)
    if context.after or runs_on or context.under_time or "\t" in context.line:
        return False
    named = re.search(r"(?:^|[部厅局司委会室心处校院学府团组社段公)])$", context.lead) is not None
    return named and (context.is_last or len(context.lead) <= 40) and not re.search(cues.HAND_IN, context.lead[-14:])


def _is_flat_signature(context: Context) -> bool:
    """「……同步发送。某某区农业农村局2023年11月27日（联系人：」: the signature of a text that lost its lines."""
    point = context.phrase.last
    if not (point and point.year and point.day) or context.phrase.closes or context.phrase.opens:
        return False
    named = re.search(r"[部厅局司委会室心处校院府团科会]$", context.near)
    goes_on = re.match(r"\([^()]{0,16}(?:联系|此件)|附件|附:|联系|抄送|主题词", context.after)
    return bool(named and goes_on) and not re.search(cues.HAND_IN, context.near[-14:])


def _is_bare_month(context: Context) -> bool:
    point = context.phrase.last
    return bool(point and point.month_word and not (point.day or point.part or context.phrase.closes))


NOT_DATES = (
    Rule("document-number", "〔2022〕5号", Verdict.CITED, {Shape.NUMBER}, when=lambda c: c.phrase.words[0] in "〔[【("),
    Rule("number", "3.5", Verdict.NOT_A_DATE, {Shape.NUMBER}),
    Rule("cited-title", "《……X……》", Verdict.CITED, when=lambda c: c.quoted),
    Rule("clock", "8:30—12:00", Verdict.NOT_A_DATE, {Shape.CLOCK}),
    Rule("school-year", "X学年、X级", Verdict.NAME, after=words(r"(?:学年|年度|[级届版](?!别))")),
    Rule("since", "X以来", Verdict.SCOPE, {Shape.YEAR}, when=lambda c: c.phrase.after),
    Rule("month-name", "上月情况、本月", Verdict.NAME, POINT, when=_is_bare_month),
    Rule("year", "X（只有年份）", Verdict.NAME, {Shape.YEAR}),
    Rule("own-title", "关于……X……的通知", Verdict.NAME, when=lambda c: bool(_TITLE_LINE.match(c.line))),
    Rule(
        "signature-damaged",
        "落款3019年3月4日",
        Verdict.SIGNED,
        {Shape.DAMAGED},
        when=lambda c: c.is_last and c.line == c.phrase.words,
    ),
    Rule("impossible", "2月30日", Verdict.DAMAGED, DAYS, when=lambda c: not is_possible(c)),
    Rule("signature", "落款X", Verdict.SIGNED, POINT, when=_is_signature),
    Rule(
        "published",
        "发布时间：X",
        Verdict.SIGNED,
        POINT,
        near=words(
            r"(?:发布|发文|成文|印发|签发|生成|更新|制发|发表|录入|上传)(?:时间|日期)?:?$|(?:^|\d)(?:时间|日期):$"
        ),
        after=words(
            r"[^,。\d]{0,3}$|,?(?:来源|作者|浏览|字体|点击|阅读|打印|信息来源|发[布表]|访问|责任|编辑|[初预终]审|审[核稿]|供稿|撰稿|次数|录入)"
        ),
        when=lambda c: (
            not (c.is_item or re.search(rf"{cues.DUTY_LABEL}$", c.heading))
            and c.phrase.last is not None
            and c.phrase.last.year is not None
        ),
    ),
    Rule(
        "published-page",
        "X 来源：、X 点击数、【X】【打印】",
        Verdict.SIGNED,
        POINT,
        when=lambda c: bool(
            re.match(r"[,\t]?(?:信息来源|来源|作者|浏览|点击|阅读|访问|字号|编辑|预审|供稿|【?字体)", c.after)
            or _STAMP.fullmatch(c.phrase.words)
            or _BUTTONS.match(c.after)
            or _DATE_CELL.search(c.line[: max(0, c.phrase.start - c.block.body)])
        ),
    ),
    Rule("signature-flat", "某某局X（联系人：", Verdict.SIGNED, POINT, when=_is_flat_signature),
    Rule("printed", "办公室X印发", Verdict.SIGNED, POINT, after=words(r"印发$")),
)
