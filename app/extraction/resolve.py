"""From a phrase as written to days of the calendar, with the year's basis and what remains doubtful."""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from app.extraction.draft import DraftStatus, YearBasis
from app.extraction.phrases import Phrase, Point, Shape
from app.extraction.years import Anchor, Sources, near, stated_year
from app.schemas.document import Precision
from app.workdays import Workdays

_THIRDS = {"中旬": 11, "下旬": 21, "底": 21, "末": 21, "月底": 21}
_TEN_DAYS = {"上旬": 10, "中旬": 20, "上中旬": 20}
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
# 「比赛结束后10日内」: counted from a day that is not in the notice
_FROM_AN_END = re.compile(r"(?:结束|完成|闭幕)(?:之?后|起|之日)")
_NO_SUCH_DAY = "日历里没有这一天，请对照原件改正"
EACH_TIME = "周期性任务，请确认从哪一期开始"
_FIRST_YEAR, _LAST_YEAR = 1949, 2199


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a phrase means in days. `status` is dated only when nothing is doubtful; `note` says what is."""

    status: DraftStatus
    precision: Precision = Precision.UNDATED
    opens_on: date | None = None
    due_on: date | None = None
    due_time: time | None = None
    basis: YearBasis = YearBasis.NONE
    note: str = ""

    def opening(self) -> "Resolved":
        """The same day as the one on which something opens: it has no end yet."""
        if self.due_on is None:
            return self
        note = "通知只写了开始日，没有写截止日"
        return Resolved(DraftStatus.TO_BE_NOTIFIED, opens_on=self.due_on, basis=self.basis, note=note)


@dataclass(frozen=True, slots=True)
class Resolver:
    """Reads phrases against one notice's year and China's working days."""

    sources: Sources
    workdays: Workdays

    def resolve(self, phrase: Phrase, anchor: Anchor | None = None) -> Resolved:
        """The days of a phrase; `anchor` is the day read before it in the same sentence."""
        if phrase.shape is Shape.RELATIVE:
            return self._relative(phrase)
        if phrase.shape is Shape.RECURRING:
            return Resolved(DraftStatus.RECURRING, note=EACH_TIME)
        if phrase.shape is Shape.DAMAGED or phrase.last is None:
            return Resolved(DraftStatus.DAMAGED, note="日期有缺字或多字，请对照原件改正")
        return self._dated(phrase, phrase.last, anchor)

    def put_off(self, resolved: Resolved) -> Resolved:
        """The days of a duty whose notice says 「遇节假日顺延」: the next working day after one off."""
        due = resolved.due_on
        if due is None or resolved.status is not DraftStatus.DATED or self.workdays.is_workday(due):
            return resolved
        note = f"{due.month}月{due.day}日是休息日，按原文顺延"
        if self.workdays.is_provisional(due):
            note = f"{due.month}月{due.day}日是休息日，按原文顺延；当年放假安排尚未公布，按双休日推算"
        return replace(resolved, due_on=self.workdays.first_on_or_after(due), note=note)

    def in_year(self, phrase: Phrase, year: int) -> Resolved:
        """The days of a phrase in the year that every duty before it names."""
        resolver = replace(self, sources=Sources(title_year=year))
        resolved = resolver.resolve(phrase)
        return replace(resolved, basis=YearBasis.CONTEXT) if resolved.basis is YearBasis.TITLE else resolved

    def _dated(self, phrase: Phrase, last: Point, anchor: Anchor | None) -> Resolved:
        first = phrase.first
        takes_from_end = bool(first and last.year and not first.year)
        start = self._day(first, anchor) if first and not takes_from_end else None
        if start and start.due_on:
            basis = YearBasis.RANGE_START if start.basis is YearBasis.PHRASE else start.basis
            anchor = Anchor(start.due_on, basis)
        end = self._day(_inherit(last, first), anchor)
        if first and end.due_on and (start is None or start.due_on is None):
            start = self._backwards(first, end.due_on)
        if phrase.opens and not first:
            return end.opening()
        opens_on = _first_day(first, start.due_on) if first and start and start.due_on else None
        if phrase.shape is Shape.FROM_NOW:
            opens_on = self.sources.issued_on
        return _checked(replace(end, opens_on=opens_on), phrase)

    def _backwards(self, first: Point, end: date) -> Resolved | None:
        """「12月20日至2025年1月10日」: the start takes its year from the end."""
        if not first.month or not first.day:
            return None
        year = end.year - ((first.month, first.day) > (end.month, end.day))
        return self._on(first, year, first.month, YearBasis.PHRASE)

    def _day(self, point: Point, anchor: Anchor | None) -> Resolved:
        year, basis = stated_year(point, self.sources, anchor)
        month = point.month or _month_of(point)
        if point.month_word or (month is None and point.part.startswith("月")):
            return self._by_month_word(point, anchor)
        if month is None and point.day:
            return self._day_of_some_month(point, anchor)
        if not 1 <= (month or 12) <= 12:
            return Resolved(DraftStatus.DAMAGED, note=_NO_SUCH_DAY)
        if not year:
            year, basis = self._implied_year(month or 12, point.day or 28, anchor)
        if not year and point.weekday is not None and point.day:
            year, basis = self.sources.by_weekday(month or 12, point.day, point.weekday), YearBasis.WEEKDAY
        if not year and self.sources.term and month:
            year, basis = self.sources.term.year_of(month), YearBasis.CONTEXT
        if not year:
            return Resolved(DraftStatus.NEEDS_YEAR, note="通知里看不出是哪一年")
        return self._on(point, year, month or 12, basis)

    def _implied_year(self, month: int, day: int, anchor: Anchor | None) -> tuple[int | None, YearBasis]:
        reference = anchor.day if anchor else self.sources.issued_on
        if reference is None:
            return self.sources.fallback
        year = near(month, day, reference)
        if anchor:
            return year or reference.year, anchor.basis
        if year is None:
            return None, YearBasis.NONE
        return year, YearBasis.ISSUE_DATE if year == reference.year else YearBasis.NEXT_YEAR

    def _day_of_some_month(self, point: Point, anchor: Anchor | None) -> Resolved:
        """「于16日至23日」: of the month before it in the sentence, else of the issue date's or the one after."""
        reference = anchor.day if anchor else self.sources.issued_on
        if reference is None:
            return Resolved(DraftStatus.NEEDS_YEAR, note="通知里看不出是哪一年哪一月")
        later = not anchor and (point.day or 0) < reference.day
        year, month = _next_month(reference) if later else (reference.year, reference.month)
        return self._on(point, year, month, anchor.basis if anchor else YearBasis.ISSUE_DATE)

    def _by_month_word(self, point: Point, anchor: Anchor | None) -> Resolved:
        """「本月30日」「下月5日」, seen from the issue date; 「6月3日启动，月底前完成」 from the day before it."""
        issued = anchor.day if anchor and not point.month_word else self.sources.issued_on
        if issued is None:
            return Resolved(DraftStatus.NEEDS_YEAR, note="通知没有写签发日期，看不出是哪一月")
        later = point.month_word[:1] in {"下", "次"}
        year, month = _next_month(issued) if later else (issued.year, issued.month)
        return self._on(point, year, month, YearBasis.ISSUE_DATE)

    def _on(self, point: Point, year: int, month: int, basis: YearBasis) -> Resolved:
        last = monthrange(year, month)[1] if 1 <= month <= 12 and _FIRST_YEAR <= year <= _LAST_YEAR else 0
        if not last or (point.day or 1) > last or point.day == 0:
            return Resolved(DraftStatus.DAMAGED, note=_NO_SUCH_DAY)
        day, precision, note = _in_month(point, last)
        due = date(year, month, day) - timedelta(days=point.excluded)
        clock = point.clock.at if point.clock else None
        status = DraftStatus.PLANNED if precision is Precision.UNDATED else DraftStatus.DATED
        return Resolved(status, precision, None, due, clock, basis, note)

    def _relative(self, phrase: Phrase) -> Resolved:
        """「印发之日起10个工作日内」: counting starts on the next day; a proposal only."""
        if phrase.unit == "教学周":
            return Resolved(DraftStatus.RELATIVE, note="按校历的教学周，日子由人填写")
        note = "从哪一天起算由人确认"
        issued = self.sources.issued_on
        if issued and phrase.unit == "本周":
            due = issued + timedelta(days=phrase.count - issued.weekday())
            return Resolved(DraftStatus.RELATIVE, Precision.DAY, None, due, None, YearBasis.ISSUE_DATE, note)
        if issued is None or phrase.unit in {"小时", "年"} or phrase.count > 400 or _FROM_AN_END.search(phrase.words):
            return Resolved(DraftStatus.RELATIVE, note=note)
        days = {"周": 7, "星期": 7, "月": 30}.get(phrase.unit, 1) * phrase.count
        due = self.workdays.add(issued, phrase.count) if phrase.unit == "工作日" else issued + timedelta(days=days)
        return Resolved(DraftStatus.RELATIVE, Precision.DAY, None, due, None, YearBasis.ISSUE_DATE, note)


def _inherit(last: Point, first: Point | None) -> Point:
    """「2022年9月12日至30日」: the end takes year and month from the start where it leaves them out."""
    if first is None or last.year:
        return last
    if last.month or last.month_word or _month_of(last):
        return last
    return replace(last, month=first.month, month_word=first.month_word)


def _month_of(point: Point) -> int | None:
    """The last month of 「年底」, 「第三季度末」, 「上半年」; None where no month is named."""
    part = point.part
    if part.endswith("半年"):
        return 6 if part[0] == "上" else 12
    if "季度" in part and (quarter := next((_QUARTERS[char] for char in part if char in _QUARTERS), None)):
        return 3 * quarter
    return 12 if part and not point.month and not point.month_word and not part.startswith(("月", "季")) else None


def _in_month(point: Point, last: int) -> tuple[int, Precision, str]:
    """The day of the month, how exactly it is named, and what is doubtful."""
    if point.day:
        return point.day, Precision.DAY, ""
    part = point.part
    if part.endswith("半年"):
        return last, Precision.HALF_YEAR, ""
    if part.endswith("旬"):
        return _TEN_DAYS.get(part, last), Precision.MONTH_END, f"「{part}」按最后一天计"
    if part.endswith("初"):
        return 1, Precision.UNDATED, "「初」没有确定的日子"
    return last, Precision.MONTH_END, ""


def _first_day(point: Point, day: date) -> date:
    """The first day of a window that names a month or a third of one: 「9月下旬至10月」 opens on 21 September."""
    return day if point.day else day.replace(day=_THIRDS.get(point.part, 1))


def _next_month(day: date) -> tuple[int, int]:
    return (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)


def _checked(resolved: Resolved, phrase: Phrase) -> Resolved:
    """The result against what the phrase says besides: the weekday, the order of its ends, 「9月前」."""
    point = phrase.last
    if resolved.due_on is None or point is None:
        return resolved
    if resolved.opens_on and resolved.opens_on > resolved.due_on:
        return replace(resolved, status=DraftStatus.DAMAGED, note="开始日晚于截止日，请对照原件改正")
    if phrase.closes and not point.day and (point.part.endswith("季度") if point.part else bool(point.month)):
        return replace(resolved, status=DraftStatus.PLANNED, note=f"「{phrase.words}」含不含当期看不出来")
    return _weekday_checked(resolved, point)


def _weekday_checked(resolved: Resolved, point: Point) -> Resolved:
    """「7月8日（星期四）」: a weekday that agrees confirms; one that does not settles an implied year, or is told."""
    due = resolved.due_on
    if due is None or point.weekday is None or due.weekday() == point.weekday:
        return resolved
    note = "星期与日期不符，请对照原件"
    if resolved.basis is YearBasis.PHRASE or (due.month, due.day) == (2, 29):
        return replace(resolved, status=DraftStatus.DAMAGED, note=note)
    other = due.replace(year=due.year + 1)
    if other.weekday() == point.weekday and resolved.opens_on is None:
        return replace(resolved, due_on=other, basis=YearBasis.WEEKDAY)
    return replace(resolved, status=DraftStatus.NEEDS_YEAR, note=note)
