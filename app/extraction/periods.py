"""Rules for what recurs, counts from some event, lost characters or will be told later: no day of the calendar yet."""

import re

from app.extraction import cues
from app.extraction.context import Context
from app.extraction.phrases import Shape
from app.extraction.rules import Rule, Verdict, words

_ASKS = re.compile(rf"{cues.HAND_IN}|{cues.DO}")
_HANDS_IN = re.compile(cues.HAND_IN)
_ISSUED = re.compile(
    r"(?:通知|公告|文件|本函|方案|指南|^自?)[^,。]{0,3}(?:印发|下发|发布|发文|公布|收文|发出)|收到(?:本)?(?:通知|文件|函)|(?:通知|公告)[^,。]{0,6}(?:之日|后|起)"
)
_ENDED = re.compile(r"(?:赛|培训|活动|会议|考试|项目|评选|学期|课程|工作|检查)(?:结束|完成|闭幕)(?:之?后|起|之日起)")


def _counts_from_the_notice(context: Context) -> bool:
    """「印发之日起X内」 with something asked, 「请在X内报送」, 「赛后X内将总结报送」; no steps of some procedure."""
    if _ENDED.search(context.phrase.words) and re.match(
        rf",?(?:将[^,。;]{{2,24}}(?:{cues.HAND_IN}|[报送交])|(?:提交|报送|上报))", context.after
    ):
        return True
    if context.phrase.unit == "本周" or _ISSUED.search(context.phrase.words):
        return bool(_ASKS.search(context.sentence))
    return bool(re.search(r"请[^。;]{0,40}$", context.lead)) and bool(_HANDS_IN.search(context.after))


PERIODS = (
    Rule(
        "recurring",
        "每月X前报送",
        Verdict.RECURRING,
        {Shape.RECURRING},
        when=lambda c: (
            c.phrase.closes or (c.phrase.unit not in {"日", "天"} and bool(_HANDS_IN.search(c.near + c.after)))
        ),
    ),
    Rule("frequency", "每年", Verdict.NAME, {Shape.RECURRING}),
    Rule(
        "penalty",
        "后X内不得申报",
        Verdict.PROCEDURE,
        {Shape.RELATIVE},
        after=words(r",?[^,。;请]{0,6}(?:不得|不能|不予|不再|不可|禁止|取消|暂停|停止|限制)"),
    ),
    Rule(
        "objection",
        "有异议的，自公示之日起X内反馈",
        Verdict.PROCEDURE,
        {Shape.RELATIVE},
        when=lambda c: "异议" in c.sentence and re.search(r"公[布示]", c.phrase.words + c.near) is not None,
    ),
    Rule(
        "school-week",
        "第八周前报送",
        Verdict.RELATIVE,
        {Shape.RELATIVE},
        when=lambda c: c.phrase.unit == "教学周" and bool(_ASKS.search(c.sentence)),
    ),
    Rule("relative", "印发之日起X内报送", Verdict.RELATIVE, {Shape.RELATIVE}, when=_counts_from_the_notice),
    Rule("procedure", "受理后X内", Verdict.PROCEDURE, {Shape.RELATIVE}),
    Rule("damaged", "1230日前报送", Verdict.DAMAGED, {Shape.DAMAGED}),
    Rule("unsaid", "另行通知", Verdict.UNSAID, {Shape.UNSAID}),
)
