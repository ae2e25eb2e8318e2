"""A phrase on its way from the text to the draft: its context, the rule that decided, the days, the task."""

import re
from dataclasses import dataclass, replace
from datetime import date

from app.extraction import cues
from app.extraction.context import Context
from app.extraction.draft import DraftStatus
from app.extraction.phrases import Shape
from app.extraction.resolve import EACH_TIME, Resolved, Resolver
from app.extraction.rules import Rule, Verdict
from app.extraction.years import Anchor, Sources, YearBasis

_STATED = frozenset({YearBasis.PHRASE, YearBasis.RANGE_START})
_HALF_A_YEAR, _A_YEAR, _SOON = 183, 366, 90
HOUR = Rule("hour", "X，……11:00前", Verdict.NOT_A_DATE)
BEFORE_ISSUE = Rule("before-issue", "签发以前的X", Verdict.HISTORY)
_PUT_OFF = re.compile(r"[遇逢](?:法定)?(?:节?假日|双休日|周末|休息日|节日)[^,。;]{0,6}顺延")
_SAID_YEAR = re.compile(r"(?<![\d-])((?:19|20)\d{2})年(?![度级来以底末前\d]|\d?[-~至到])")
_EXPLICIT = frozenset({"deadline", "until", "duty-label", "on", "on-direct"})
_LIMIT = re.compile(rf"(?:{cues.DUTY_LABEL}|{cues.PLAIN_LABEL})[:为是自从于在]{{0,3}}$")
PASSED = Rule("passed", "没有写年份、签发以前结束的X至X", Verdict.UNCLEAR)


@dataclass(slots=True)
class Judged:
    """Either `task` (its place in the draft) or `reason` is set once the draft stands."""

    context: Context
    rule: Rule
    resolved: Resolved
    task: int | None = None
    reason: str | None = None

    @property
    def verdict(self) -> Verdict:
        """What the phrase is to the reader."""
        return self.rule.verdict


def resolve_all(decided: list[tuple[Context, Rule]], resolver: Resolver) -> list[Judged]:
    """Every phrase with its days; each duty sees the day read before it in the same sentence.

    Where the notice says nothing of its own year, the day before it in the same line serves too, and then the one
    year that all days name which are still to come.
    """
    judged: list[Judged] = []
    anchor, place = None, (-1, -1)
    stated = [day for context, rule in decided for day in _to_come(context, rule, resolver)]
    for context, rule in decided:
        if context.phrase.shape is Shape.CLOCK and (context.phrase.closes or context.phrase.words[0] == "当"):
            rule = _with_hour(judged, context, rule)
        here = (context.block.start, context.start if resolver.sources.issued_on else -1)
        if here != place:
            place, anchor = here, None
        resolved = Resolved(DraftStatus.TO_BE_NOTIFIED)
        if rule.verdict.is_duty and rule.verdict is not Verdict.UNSAID:
            resolved = _days(rule, context, resolver, anchor or _year_of_the_line(judged, context), stated)
            anchor = _anchor(resolved) or anchor
            rule, resolved = _settled(context, rule, resolved, resolver.sources)
        judged.append(Judged(context, rule, resolved))
    return judged


def _days(rule: Rule, context: Context, resolver: Resolver, anchor: Anchor | None, stated: list[date]) -> Resolved:
    """The days of a duty; only a proposal where the notice does not say the year, none where it comes each period."""
    if rule.verdict is Verdict.RECURRING:
        return Resolved(DraftStatus.RECURRING, note=EACH_TIME)
    resolved = resolver.resolve(context.phrase, anchor)
    if resolved.status is DraftStatus.NEEDS_YEAR:
        resolved = (
            _in_the_sentence(resolver, context)
            or _in_their_year(resolver, context, stated)
            or _proposed(resolver, context, stated)
            or resolved
        )
    if rule.verdict is Verdict.OPENS:
        return resolved.opening()
    if _PUT_OFF.search(context.sentence):
        resolved = resolver.put_off(resolved)
    if rule.verdict is Verdict.DUE and resolved.status is DraftStatus.DATED and _is_by_the_month(context):
        return replace(resolved, status=DraftStatus.PLANNED, note="只写到月份，没有确定的日子")
    return resolved


def _to_come(context: Context, rule: Rule, resolver: Resolver) -> list[date]:
    """The days with a stated year of a duty, of the writer's own event, and of 「X后登录」."""
    is_dated = context.phrase.last is not None and context.phrase.shape in {Shape.POINT, Shape.SPAN, Shape.FROM_NOW}
    if not is_dated or not (rule.verdict.is_duty or rule.verdict is Verdict.OWN_EVENT or rule.id == "not-before"):
        return []
    resolved = resolver.resolve(context.phrase)
    if resolved.basis not in _STATED and resolved.basis is not YearBasis.WEEKDAY:
        return []
    return [day for day in (resolved.opens_on, resolved.due_on) if day]


def _in_the_sentence(resolver: Resolver, context: Context) -> Resolved | None:
    """「2011年专利奖的推荐安排在5月9日至6月3日」: the year its own sentence says before, never that of 「2011年度」."""
    years = set(_SAID_YEAR.findall(context.lead))
    return resolver.in_year(context.phrase, int(years.pop())) if len(years) == 1 else None


def _in_their_year(resolver: Resolver, context: Context, stated: list[date]) -> Resolved | None:
    """The days of a phrase in the one year `stated` name that puts it within half a year of them all; else None."""
    tried = [resolver.in_year(context.phrase, year) for year in {day.year for day in stated}]
    near = [
        each
        for each in tried
        if each.due_on is None or all(abs((each.due_on - day).days) <= _HALF_A_YEAR for day in stated)
    ]
    return near[0] if len(near) == 1 else None


def _proposed(resolver: Resolver, context: Context, stated: list[date]) -> Resolved | None:
    """The days in the last year the text names at all, 「2023年度」 too: still a question for a person."""
    sources = resolver.sources
    year = sources.passed_on or max(sources.mentioned, default=None)
    if stated or not year:
        return None
    note = f"通知里看不出是哪一年，暂按文中的{year}年填，请确认"
    days = resolver.in_year(context.phrase, year)
    return replace(days, status=DraftStatus.NEEDS_YEAR, basis=YearBasis.NONE, note=note) if days.due_on else None


def _year_of_the_line(judged: list[Judged], context: Context) -> Anchor | None:
    """「自2025年1月起……；12月份快报于次年1月15日前」: the year stated before, for a word that counts from it."""
    point = context.phrase.last
    if point is None or point.year_word not in {"次年", "当年", "同年"}:
        return None
    for before in reversed(judged):
        if before.context.block is not context.block:
            return None
        if year := next(
            (each.year for each in (before.context.phrase.last, before.context.phrase.first) if each and each.year),
            None,
        ):
            return Anchor(date(year, 12, 31), YearBasis.SENTENCE)
    return None


def _with_hour(judged: list[Judged], context: Context, rule: Rule) -> Rule:
    """「24日上午，请将……在11:00前交送」: an hour behind other words ends the day before it in the same sentence."""
    before = judged[-1] if judged else None
    clock = context.phrase.last.clock if context.phrase.last else None
    if not (before and clock and before.context.start == context.start and before.verdict is Verdict.DUE):
        return rule
    if before.context.phrase.shape is not Shape.POINT or before.resolved.due_on is None or before.resolved.due_time:
        return rule
    before.resolved = replace(before.resolved, due_time=clock.at)
    return HOUR


def _settled(context: Context, rule: Rule, resolved: Resolved, sources: Sources) -> tuple[Rule, Resolved]:
    """Why a day that had passed when the notice was signed is no duty: history where it names its year, else unclear.

    Where one year more would put it just ahead, the year may be a misprint: a person decides. A limit in so many words
    stays one: the day of issue may be that of a web page.
    """
    issued_on, due_on = sources.issued_on or _new_year(sources.number_year), resolved.due_on
    if not (rule.verdict is Verdict.DUE and issued_on and due_on and due_on < issued_on):
        return rule, resolved
    if resolved.basis not in _STATED:
        return (PASSED if resolved.opens_on and resolved.basis is YearBasis.ISSUE_DATE else rule), resolved
    if _A_YEAR - _SOON <= (issued_on - due_on).days <= _A_YEAR:
        return rule, replace(resolved, status=DraftStatus.DAMAGED, note="早于签发日期近一年，年份可能有误，请对照原件")
    explicit = (context.phrase.closes or rule.id in _EXPLICIT) and "尚未" not in context.rest
    if explicit and (issued_on - due_on).days <= _SOON:
        return rule, replace(resolved, note="早于签发或发布日期，请对照原件")
    return BEFORE_ISSUE, resolved


def _is_by_the_month(context: Context) -> bool:
    """「宣传阶段：6月-7月中旬」: a stage planned by the month; 「7月底前」 and 「申报时间：6-7月」 set a limit."""
    phrase, last = context.phrase, context.phrase.last
    is_bare = last is not None and last.day is None and not last.part.endswith(("底", "末"))
    return phrase.shape is Shape.SPAN and is_bare and not phrase.closes and not _LIMIT.search(context.near)


def _new_year(year: int | None) -> date | None:
    return date(year, 1, 1) if year else None


def _anchor(resolved: Resolved) -> Anchor | None:
    day = resolved.due_on or resolved.opens_on
    if day is None or resolved.basis is YearBasis.NONE:
        return None
    return Anchor(day, YearBasis.SENTENCE if resolved.basis in _STATED else resolved.basis)
