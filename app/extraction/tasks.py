"""Puts judged phrases together into tasks: one duty a task, a duty named twice once, two groups apart."""

import re
from collections import defaultdict
from datetime import date

from app.extraction.contacts import Found
from app.extraction.context import Context
from app.extraction.draft import Deadline, DraftStatus, DraftTask, Quote
from app.extraction.facts import Facts
from app.extraction.items import Block
from app.extraction.judged import Judged
from app.extraction.normalise import Normalised
from app.extraction.rules import Verdict
from app.extraction.scopes import Scopes
from app.extraction.titles import heading_title, is_generic, kind_of, names_papers, notice_title, own_words, short_deed
from app.extraction.typography import written
from app.schemas.document import Precision

_SHORT_HEADING = 4
# A name up to so long needs the notice's matter before it in a calendar of many notices; 「馆藏清点表」 does not.
_SHORT_NAME, _SHORT_PAPER = 6, 4
_LONGEST_WORDS, _REACH = 24, 12
HAS_A_DATE = "该事项的日期已写明"
# 「2022年下半年职业教育与继续教育相关工作」 says nothing beside a heading
_MANY_MATTERS = re.compile(r"(?:有关|相关|重点|若干)(?:工作|事项|事宜|任务)$")
_LETTER = re.compile(r"[^\W\d_]")
_TOLD_LATER = re.compile(r"时间|日期|安排|部署|(?:的)?通知(?:要求)?$")
# 「结题材料报送时间另行通知」 beside the date of other material
_OTHER_MATTER = re.compile(
    r"(?:材料|申报书|报告|作品|表|数据|论文|总结)(?:的)?(?:报送|提交|上报|填报|申报|寄送|受理)(?:的)?(?:时间|日期)$"
)
_OWN_MATTER = re.compile(r"评审|公示|答辩|结果|名单|评选|复核")


def quote(page: Normalised, start: int, end: int) -> Quote:
    """The original words of a span of the normalised text."""
    first, last = page.span(start, end)
    return Quote(text=page.source[first:last], start=first, end=last)


class Assembler:
    """Makes the tasks of one notice out of its judged phrases."""

    def __init__(self, page: Normalised, blocks: list[Block], facts: Facts, contacts: list[Found]) -> None:
        self.page, self.blocks, self.facts, self.contacts = page, blocks, facts, contacts
        self.tasks: list[DraftTask] = []
        self.words: list[str] = []
        self.begun: list[Judged] = []
        self.scopes: Scopes

    def assemble(self, judged: list[Judged]) -> list[DraftTask]:
        """The tasks; each of `judged` learns its task or the reason it was dismissed for."""
        by_item: dict[str, list[Judged]] = defaultdict(list)
        for each in judged:
            if each.verdict.is_duty:
                by_item[each.context.block.item].append(each)
            elif each.verdict is not Verdict.UNCLEAR:
                each.reason = each.verdict.value
        self.scopes = Scopes(self.page.text, self.blocks, self.contacts, set(by_item))
        own_events = {each.context.block.item for each in judged if each.verdict is Verdict.OWN_EVENT} - {""}
        for group in by_item.values():
            self._dated([each for each in group if each.verdict is not Verdict.UNSAID])
            unsaid = [each for each in group if each.verdict is Verdict.UNSAID]
            self._unsaid(unsaid, has_date=_has_date(group) or group[0].context.block.item in own_events)
        self._name_apart()
        return self.tasks

    def _dated(self, group: list[Judged]) -> None:
        waiting: list[Judged] = []
        for each in group:
            if each.verdict in {Verdict.SUPERSEDED, Verdict.OPENS}:
                waiting.append(each)
                continue
            same = self._same_duty(each)
            self._put(each, self._new_task(each) if same is None else same)
            for earlier in waiting:
                self._settle(earlier, each.task or 0)
            waiting = []
        for each in waiting:
            if each.verdict is Verdict.SUPERSEDED and len(waiting) < len(group):
                self._settle(each, len(self.tasks) - 1)
            else:
                self._put(each, self._new_task(each))

    def _settle(self, each: Judged, task: int) -> None:
        """A superseded date, and a day on which something opens, go to the deadline that follows them."""
        current = self.tasks[task].deadlines[-1]
        opens_on = each.resolved.opens_on
        if each.verdict is Verdict.SUPERSEDED:
            self.tasks[task].deadlines.insert(0, self._deadline(each))
        elif opens_on and current.opens_on is None and _may_open(current, opens_on):
            current.opens_on = opens_on
        else:
            self._put(each, self._new_task(each))
            return
        each.task = task

    def _same_duty(self, each: Judged) -> int | None:
        """The task that already has this very day and hour for the same thing."""
        day, words = each.resolved.due_on, own_words(each.context)
        if day is None or each.verdict is not Verdict.DUE:
            return None
        for index in range(max(0, len(self.tasks) - _REACH), len(self.tasks)):
            task, known = self.tasks[index], self.tasks[index].deadline
            if known.due_on != day:
                continue
            if _says_more_exactly(self.begun[index], known, each):
                return index
            here = task.item == (each.context.block.item or "正文")
            is_same = (words and words == self.words[index]) or (
                here and (is_generic(words) or is_generic(self.words[index]))
            )
            if known.due_time == each.resolved.due_time and is_same:
                return index
        return None

    def _unsaid(self, group: list[Judged], *, has_date: bool) -> None:
        """「另行通知」 makes a task only where the item has no date and its time is what will be told."""
        for each in group:
            lead = each.context.lead
            told = _TOLD_LATER.search(lead) or "时间" in each.context.heading
            is_known = has_date and not _OTHER_MATTER.search(each.context.near)
            if is_known or not told or _OWN_MATTER.search(lead):
                each.reason = HAS_A_DATE if has_date else Verdict.NO_ASK.value
                continue
            self._put(each, self._new_task(each))
            has_date = True

    def _put(self, each: Judged, task: int) -> None:
        each.task = task
        deadlines = self.tasks[task].deadlines
        new = self._deadline(each)
        if deadlines and deadlines[-1].due_on == new.due_on and new.opens_on is None:
            new.opens_on = deadlines[-1].opens_on
        if deadlines and deadlines[-1].due_on == new.due_on and new.due_time is None:
            new.due_time = deadlines[-1].due_time
        deadlines.append(new)

    def _deadline(self, each: Judged) -> Deadline:
        phrase, resolved = each.context.phrase, each.resolved
        status = {Verdict.PLANNED: DraftStatus.PLANNED, Verdict.SUPERSEDED: DraftStatus.SUPERSEDED}.get(
            each.verdict, resolved.status
        )
        undated = status is DraftStatus.PLANNED
        vague = undated and resolved.precision is not Precision.HALF_YEAR
        return Deadline(
            quote=quote(self.page, phrase.start, phrase.end),
            wording=written(phrase.words),
            rule=each.rule.id,
            cites=each.rule.cites,
            status=status,
            precision=Precision.UNDATED if vague else resolved.precision,
            opens_on=None if undated else resolved.opens_on,
            due_on=None if undated else resolved.due_on,
            due_time=None if undated else resolved.due_time,
            year_basis=resolved.basis,
            note=resolved.note,
        )

    def _new_task(self, each: Judged) -> int:
        context, item = each.context, each.context.block.item
        scope = self.scopes.of(item, self.facts)
        words = own_words(context)
        title = self._title(heading_title(context), words or short_deed(context))
        self.words.append(words)
        self.begun.append(each)
        self.tasks.append(
            DraftTask(
                item=item or "正文",
                title=written(title)[:200] or written(context.after.strip(",:") or context.sentence)[:_LONGEST_WORDS],
                summary=written(_said(context))[:1000],
                kind=kind_of(f"{title}{words}"),
                deadlines=[],
                provinces=scope.audience.provinces,
                applies_because=scope.audience.because,
                audience_is_said=scope.audience.is_said,
                channels=scope.channels,
                needs_seal=scope.needs_seal,
                forms=scope.forms,
                contacts=scope.contacts,
                limits=scope.limits,
            )
        )
        return len(self.tasks) - 1

    def _title(self, heading: str, words: str) -> str:
        """The heading with what is handed in, else the words beside the date; the notice's matter before short ones."""
        matter = notice_title(self.facts.title or self.facts.matter)
        is_told = len(heading) <= _SHORT_HEADING or names_papers(words)
        name = heading or (words if _LETTER.search(words) else "")
        if heading and is_told and not is_generic(words) and words not in heading:
            name = f"{heading}：{words}"
        tells_itself = len(name) > (_SHORT_PAPER if names_papers(name) else _SHORT_NAME)
        is_of_many = bool(heading) and _MANY_MATTERS.search(matter) is not None
        if len(matter) < _SHORT_PAPER or is_of_many or (tells_itself and (heading or not is_generic(words))):
            return name or matter
        return f"{matter}：{name}" if name and name not in matter else matter

    def _name_apart(self) -> None:
        """Tasks that would share a title are told apart by their own words: 「…报告：典型案例」."""
        seen: dict[str, list[int]] = defaultdict(list)
        for index, task in enumerate(self.tasks):
            seen[task.title].append(index)
        for indexes in seen.values():
            for index in indexes if len(indexes) > 1 else []:
                words, task = self.words[index], self.tasks[index]
                if words and written(words) not in task.title:
                    task.title = f"{task.title}：{written(words)}"[:200]


def _says_more_exactly(begun: Judged, known: Deadline, each: Judged) -> bool:
    """Whether a day says a known one again: its window, its hour in brackets, its heading's, when its system closes."""
    opens_on, due_time = each.resolved.opens_on, each.resolved.due_time
    if opens_on and opens_on == known.opens_on:
        return begun.context.block is not each.context.block and known.due_time in {due_time, None}
    if known.due_time and due_time and known.due_time != due_time:
        return False
    if each.rule.id == "system-closes" and not opens_on:
        return known.due_time is None
    in_brackets = each.context.before == "(" and begun.context.block is each.context.block
    heads = (
        begun.context.is_item
        and not begun.resolved.opens_on
        and begun.context.before.endswith("(")
        and begun.context.after.startswith(")")
    )
    return in_brackets or (heads and begun.context.block.item == each.context.block.item)


def _said(context: Context) -> str:
    """The sentence a date stands in; in a table its row, the filled cells parted by 「；」."""
    cells = [cell for cell in context.line.split("\t") if cell]
    return ";".join(cells) if len(cells) > 1 else context.sentence


def _may_open(deadline: Deadline, day: date) -> bool:
    """Whether a window that ends so can open on `day`; one that recurs has no end."""
    return deadline.status is DraftStatus.RECURRING or (deadline.due_on is not None and day <= deadline.due_on)


def _has_date(group: list[Judged]) -> bool:
    return any(each.verdict is not Verdict.UNSAID for each in group)
