"""Rules that tell a date which was moved: the old day, the new one, and the moving of an event."""

import re

from app.extraction import cues
from app.extraction.context import Context
from app.extraction.rules import DAYS, Rule, Verdict, words

_CHANGE = (
    r"(?:延期|延长|延后|推迟|顺延|调整|(?<![修整])改(?!正|进|造|革|善)|变更|提前(?!做|准备|安排|完成)|延(?=至|到))"
)


def _moves_an_event(context: Context) -> bool:
    event = rf"{cues.EVENT_WORD}(?!报名|申报|回执|报送|材料)[^,。;]{{0,14}}$"
    label = re.search(r"(?:^|[,。;])[^,。;]{0,8}?(?P<what>[^,。;]{2,8})(?:时间|日期)?[由从]原", context.lead)
    moved = label["what"] if label and re.fullmatch(rf"{_CHANGE}[至到为于在]?", context.near) else context.near
    return bool(re.search(event, moved)) and not re.search(cues.HAND_IN, moved)


CHANGED = (
    Rule("at-most", "最长可延至X", Verdict.SCOPE, near=words(r"(?:最长|最多|至多)[^,。;]{0,10}$")),
    Rule(
        "event-moved",
        "原定于X召开的会议推迟至X",
        Verdict.OWN_EVENT,
        DAYS,
        near=words(rf"(?:原|{_CHANGE})[^,。]{{0,14}}$"),
        after=words(r"[^,。;]{0,4}(?:召开|举办|举行|开赛|开幕|进行的)"),
    ),
    Rule(
        "event-was",
        "初赛时间由原定X调整至",
        Verdict.OWN_EVENT,
        DAYS,
        near=words(rf"{cues.EVENT_WORD}(?:时间|日期)?[由从]原定?[于在]?$"),
        follows=words(_CHANGE),
        when=lambda c: not re.search(cues.HAND_IN, c.near),
    ),
    Rule(
        "superseded",
        "由X延期至",
        Verdict.SUPERSEDED,
        DAYS,
        near=words(
            r"原(?:定|计划|则?上?定|截止|申报|报名|报送|通知|来)?[^,。至]{0,16}$|[由从][^,。至]{0,16}$|(?:要求|规定)(?:于|在)?$"
        ),
        follows=words(_CHANGE),
        when=lambda c: not re.match(r"[^,。;]{0,24}(?:材料|汇总表|回执|申报书)", c.after),
    ),
    Rule(
        "replaced",
        "“X”更正为",
        Verdict.SUPERSEDED,
        DAYS,
        after=words(r"[^,。;]{0,10}[”\"]?(?:更正|修改|变更|调整|改)为"),
    ),
    Rule(
        "superseded-plan",
        "原定于X",
        Verdict.SUPERSEDED,
        DAYS,
        near=words(r"原(?:定|计划|截止|申报|报名|报送)[^,。至]{0,14}$"),
    ),
    Rule(
        "moved",
        "延期至X、调整为X",
        Verdict.DUE,
        DAYS,
        near=words(rf"(?:{_CHANGE}|修改)[^,。]{{0,8}}(?:至|到|为|于|在)[“\"]?$"),
        when=lambda c: bool(c.phrase.last and (c.phrase.last.day or c.phrase.last.part)) and not _moves_an_event(c),
    ),
)
