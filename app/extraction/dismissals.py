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
_NUMERAL_YEAR = re.compile(r"[一二][〇零一二三四五六七八九]{3}年")
# 「……另行通知。某某县教师进修学校2011年9月7日」 in a text that lost its lines
_ONLY_OFFICE = re.compile(
    r"[^,。;:、()\d]{3,24}(?:[部厅局委院校会室处]|中心|大学|办公室|领导小组|政府)(?:\([^)]{1,6}\))?"
)
_ACTS_ON = re.compile(r"[将拟起至到前后,召举组开印发公]")
_STAMP = re.compile(r"\d{4}-\d{2}-\d{2} ?\d{2}:\d{2}:\d{2}|\d{2}\.\d{2}\.\d{4} ?\d{2}:\d{2}")


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
    if context.is_last and not context.after and _ends_the_text(context):
        return True
    runs_on = context.is_item and (context.start <= context.block.body or not context.lead)
    if context.after or runs_on or context.under_time or "\t" in context.line:
        return False
    named = re.search(r"(?:^|[部厅局司委会室心处校院学府团组社段公)])$", context.lead) is not None
    if context.is_last:
        return named
    return named and len(context.lead) <= 40 and not re.search(cues.HAND_IN, context.lead[-14:])


def _is_in_title(context: Context) -> bool:
    """Whether the phrase is part of 「关于……的通知」, not of a line of the page above that ran into it."""
    about = context.line.find("关于")
    at = context.phrase.start - context.block.body
    names_day = context.phrase.last is not None and context.phrase.last.day is not None
    return _TITLE_LINE.match(context.line) is not None and (at > about or not names_day)


def _ends_the_text(context: Context) -> bool:
    """「……汇总表.doc 某省资助管理中心 2016年9月6日」 at the very end: an office before it, or a spelled-out year."""
    named = re.search(r"[\u4e00-\u9fff]{3}(?:[部厅局司委会院处室]|中心|大学|学校|学会|协会|政府)$", context.lead)
    return named is not None or _NUMERAL_YEAR.match(context.phrase.words) is not None


def _is_flat_signature(context: Context) -> bool:
    """「……同步发送。某某区农业农村局2023年11月27日（联系人：」: the signature of a text that lost its lines."""
    point = context.phrase.last
    if not (point and point.year and point.day) or context.phrase.closes or context.phrase.opens:
        return False
    starts_item = context.is_item and context.start <= context.block.body
    if _ONLY_OFFICE.fullmatch(context.lead) and context.after and not _ACTS_ON.match(context.after):
        return not starts_item
    named = re.search(r"[部厅局司委会室心处校院府团科会]$", context.near)
    goes_on = re.match(r"\([^()]{0,16}(?:联系|此件)|附件|附:|联系|抄送|主题词", context.after)
    return bool((named or not context.lead) and goes_on) and not re.search(cues.HAND_IN, context.near[-14:])


def _is_bare_month(context: Context) -> bool:
    point = context.phrase.last
    return bool(point and point.month_word and not (point.day or point.part or context.phrase.closes))


NOT_DATES = (
    Rule("document-number", "〔2022〕5号", Verdict.CITED, {Shape.NUMBER}, when=lambda c: c.phrase.words[0] in "〔[【("),
    Rule("number", "3.5", Verdict.NOT_A_DATE, {Shape.NUMBER}),
    Rule("cited-title", "《……X……》", Verdict.CITED, when=lambda c: c.quoted),
    Rule("clock", "8:30—12:00", Verdict.NOT_A_DATE, {Shape.CLOCK}),
    Rule("school-year", "X学年、X级", Verdict.NAME, after=words(r"(?:学年|年度|[级届版](?!别))")),
    Rule("spelled-year", "2012年度（X至X）", Verdict.NAME, {Shape.SPAN}, near=words(r"\d{4}(?:学?年度|学年)\($")),
    Rule("left-out", "X除外", Verdict.NAME, DAYS, after=words(r"(?:\([^)]{1,8}\))?,?(?:除外|不含|不算|不计)")),
    Rule("batch", "顺延至X批次", Verdict.NAME, POINT, after=words(r"批次"), when=lambda c: not c.phrase.closes),
    Rule("since", "X以来", Verdict.SCOPE, {Shape.YEAR}, when=lambda c: c.phrase.after),
    Rule("month-name", "上月情况、本月", Verdict.NAME, POINT, when=_is_bare_month),
    Rule("year", "X（只有年份）", Verdict.NAME, {Shape.YEAR}),
    Rule("own-title", "关于……X……的通知", Verdict.NAME, when=_is_in_title),
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
            re.match(
                r"[,\t ]?(?:信息来源|来源|作者|浏览|点击|阅读|访问|字号|编辑|预审|供稿|【?字体|/?(?:加入)?收藏)",
                c.after,
            )
            or _STAMP.fullmatch(c.phrase.words)
            or _BUTTONS.match(c.after)
            or _DATE_CELL.search(c.line[: max(0, c.phrase.start - c.block.body)])
        ),
    ),
    Rule("signature-flat", "某某局X（联系人：", Verdict.SIGNED, POINT, when=_is_flat_signature),
    Rule("printed", "办公室X印发", Verdict.SIGNED, POINT, after=words(r"印发$")),
)
