"""A draft as lines of plain text, for a terminal: the tasks, their dates and quotes, and the coverage proof."""

import unicodedata

from app.drafts.lines import write_channels, write_contacts, write_forms, write_provinces
from app.drafts.open_points import STATUSES, OpenPoint
from app.drafts.review import PERSON
from app.extraction import Draft
from app.extraction.draft import Deadline, DraftStatus, DraftTask, PhraseOut, YearBasis
from app.words import KINDS, say_full_day

YEARS = {
    YearBasis.RANGE_START: "年份同开始日",
    YearBasis.SENTENCE: "年份据同一句",
    YearBasis.CONTEXT: "年份据前文",
    YearBasis.ISSUE_DATE: "年份据发文日期",
    YearBasis.NEXT_YEAR: "月日早于发文日期，算作次年",
    YearBasis.NUMBER: "年份据文号",
    YearBasis.TITLE: "年份据标题",
    YearBasis.WEEKDAY: "年份据星期",
}
_CONTROLS = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_WIDE = {"W", "F"}
_WIDEST = 44


def say_draft(draft: Draft) -> str:
    """The whole draft; nothing of a document's text can steer the terminal."""
    facts = draft.notice
    lines = [
        facts.title or "（没有读出标题）",
        f"文号 {facts.number or '？'}  发文 {facts.issuer or '？'}  日期 {facts.issued_on or '？'}",
        f"主送 {facts.addressees or '？'}",
        "",
    ]
    for number, task in enumerate(draft.tasks, 1):
        lines += _task(number, task)
    lines += [f"注意：{warning}" for warning in draft.warnings]
    lines += _proof(draft)
    return "\n".join(visible(line, keep="\n") for line in lines)


def say_open(points: list[OpenPoint]) -> str:
    """What a person has to settle in a draft that is looked at by itself."""
    if not points:
        return "没有要人处理的。与已发布事项的关系，发布时再核对。"
    listed = "\n".join(f"  {visible(_flat(point.message))}" for point in points)
    return f"还有 {len(points)} 处要处理，处理完才能发布：\n{listed}"


def visible(text: str, keep: str = "\n\t") -> str:
    """`text`, character for character, with those that are invisible or steer the screen shown as a replacement."""
    return "".join(char if char in keep or unicodedata.category(char) not in _CONTROLS else "\ufffd" for char in text)


def say_deadline(deadline: Deadline) -> str:
    """「2022年9月12日（周一）至2022年9月30日（周五）」, or what the date waits for."""
    if deadline.status is not DraftStatus.DATED:
        is_void = deadline.status is DraftStatus.SUPERSEDED
        proposed = f"，暂算作 {deadline.due_on}" if deadline.due_on and not is_void else ""
        return f"{STATUSES[deadline.status]}{proposed}"
    opens = f"{say_full_day(deadline.opens_on)}至" if deadline.opens_on else ""
    clock = f" {deadline.due_time:%H:%M}" if deadline.due_time else ""
    return f"{opens}{say_full_day(deadline.due_on) if deadline.due_on else '？'}{clock}"


def say_basis(deadline: Deadline) -> str:
    """Why the words are read as this date: 「原文写法如“报送时间：某日”，年份据发文日期」, and what is doubtful."""
    is_read = deadline.rule != PERSON
    written = deadline.cites.replace("X内", "若干日内").replace("X", "某日")
    parts = [f"原文写法如“{_unquoted(written)}”" if is_read else deadline.cites]
    parts += [YEARS[deadline.year_basis]] if deadline.due_on and deadline.year_basis in YEARS else []
    parts += [deadline.note] if deadline.note and deadline.note != deadline.cites else []
    return "；".join(parts)


def _unquoted(words: str) -> str:
    """Quotation marks inside others, as GB/T 15834 has them."""
    return words.translate(str.maketrans("“”", "‘’"))


def _task(number: int, task: DraftTask) -> list[str]:
    lines = [f"{number}. {task.item} {task.title}（{KINDS[task.kind]}）", f"   {say_deadline(task.deadline)}"]
    lines += [f"   「{_flat(each.quote.text)}」 {say_basis(each)}" for each in task.deadlines]
    lines.append(f"   报送范围 {write_provinces(task.provinces)}；{task.applies_because}")
    for words in (write_channels(task.channels), write_contacts(task.contacts)):
        lines += [f"   {line}" for line in words.splitlines()]
    lines += [f"   表格 {line}" for line in write_forms(task.forms).splitlines()]
    lines += ["   需要加盖公章"] * task.needs_seal
    lines += [f"   要求 {task.limits}"] if task.limits else []
    return [*lines, ""]


def _proof(draft: Draft) -> list[str]:
    """The proof and what it sums up: every date-like phrase with its task, or the reason it has none."""
    quotes = [f"「{_flat(phrase.quote.text)}」" for phrase in draft.phrases]
    width = min(max(map(_width, quotes), default=0), _WIDEST)
    return [
        draft.summary,
        *(
            f"{number:>5}  {quote}{' ' * (width - _width(quote))}  {_fate(phrase)}"
            for number, (quote, phrase) in enumerate(zip(quotes, draft.phrases, strict=True), 1)
        ),
    ]


def _fate(phrase: PhraseOut) -> str:
    return f"事项 {phrase.task + 1}" if phrase.task is not None else phrase.reason or "待处理"


def _width(text: str) -> int:
    """The columns of a terminal that `text` takes; a Chinese character takes two."""
    return sum(1 + (unicodedata.east_asian_width(char) in _WIDE) for char in text)


def _flat(text: str) -> str:
    return " ".join(text.split())
