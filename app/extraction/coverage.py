"""The coverage proof: a second, much broader scan, so that no date-like phrase falls between task and dismissal."""

import re
from bisect import bisect_right

from app.extraction.phrases import Phrase
from app.extraction.rules import Verdict
from app.extraction.scanner import MASKED

# Anything that smells of time. It shares no pattern with the grammar on purpose: what that misses shows up here.
_SMELLS = re.compile(
    r"(?:[\d〇一二三四五六七八九十两]{1,8}(?:个?月份?|年度?|[日号]|个?季度|[时点](?=\d|前|整|半|至|止|,|。)|个?工作日|天|周(?=内|前|后)|个小时)"
    r"|(?:19|20)\d{2}(?=[-~/至到、.])|\d{1,4}[./]\d{1,2}(?:[./]\d{1,2})?(?=日|前|之前|[-~至到]\d|止|\))|\d{1,2}:\d{2}"
    r"|年\s?月\s?日|[年月季周](?:底|末|初)|学年|学期|[上下]半年|季度|旬|(?:周|星期|礼拜)[一二三四五六日天]"
    r"|今年|本年度?|明年|去年|次年|当年|即日|次日|翌日|当日|近期|近日|年内|月内|日内|工作日"
    r"|(?:春节|元旦|国庆节?|五一|清明节?|端午节?|中秋节?|寒假|暑假|开学|放假|期末|学期末|节)(?:之?前|以前)"
    r"|另行通知|待定)"
)
_NEEDS_A_PERSON = re.compile(
    r"(?:春节|元旦|国庆节?|五一|清明节?|端午节?|中秋节?|寒假|暑假|开学|放假|期末|学期末|节)(?:之?前|以前)"
)
_DISMISSED: tuple[tuple[str, re.Pattern[str], Verdict], ...] = (
    ("blank", re.compile(r"年\s?月\s?日"), Verdict.NOT_A_DATE),
    ("street-number", re.compile(r"[\d一二三四五六七八九十]+号"), Verdict.NOT_A_DATE),
    ("number-only", re.compile(r"[\d.:/]+"), Verdict.NOT_A_DATE),
    ("year-list", re.compile(r"(?:19|20)\d{2}"), Verdict.NAME),
    ("duration", re.compile(r".*(?:个月|年|天|周|小时|工作日|季度|月)"), Verdict.PROCEDURE),
    (
        "name",
        re.compile(
            r".*(?:学年|学期|年度?|半年|季度|旬|当日|次日|翌日|即日|近期|近日|年内|月内|日内|工作日|[年月季周][底末初]|(?:周|星期|礼拜)[一二三四五六日天]|待定|通知)"
        ),
        Verdict.NAME,
    ),
)


def leftovers(text: str, phrases: list[Phrase]) -> list[tuple[int, int]]:
    """The date-like spans of `text` that no phrase and no masked number covers."""
    taken = sorted(
        [(phrase.start, phrase.end) for phrase in phrases]
        + [match.span() for match in MASKED.finditer(text) if not match["number"]]
    )
    starts = [start for start, _ in taken]
    spans = []
    for match in _SMELLS.finditer(text):
        at = bisect_right(starts, match.end() - 1) - 1
        if at < 0 or taken[at][1] <= match.start():
            spans.append(match.span())
    return spans


def dismissal_of(words: str) -> tuple[str, str | None]:
    """The rule and reason that dismiss a leftover; no reason when a person must look."""
    if _NEEDS_A_PERSON.fullmatch(words):
        return "unread", None
    for name, pattern, reason in _DISMISSED:
        if pattern.fullmatch(words):
            return name, reason.value
    return "unread", None
