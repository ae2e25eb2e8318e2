"""What an entry says: its summary, and a description that leaves nothing of the page out.

Nothing here depends on today: 「还有3天」 would change every entry every day.
"""

from datetime import date, time

from icalendar import vText

from app.feeds.lines import summary
from app.feeds.options import Lead
from app.models import Revision, Task
from app.provinces import audience_label
from app.tellings import Origin, Telling, origin_of
from app.words import say_channel, say_contact, say_full_day
from app.workdays import Workdays

_DATES = {"due_on": "截止日", "opens_on": "填报期起始日", "due_time": "截止时刻"}


def due_summary(task: Task) -> vText:
    """The deadline's entry, what matters first: 「17:00截止 社区教育工作总结和数据填报」."""
    return summary(f"{mark(task)}{_hour(task)}截止 ", task.title)


def bar_summary(task: Task) -> vText:
    """The bar over the window: 「填报期 社区教育工作总结和数据填报」, with its last hour where the notice names one."""
    return summary(f"{mark(task)}填报期 ", task.title, f"（{_hour(task)}截止）" if task.due_time else "")


def opening_summary(task: Task) -> vText:
    """The window's first day: 「开始填报 社区教育工作总结和数据填报」."""
    return summary(f"{mark(task)}开始填报 ", task.title)


def remind_summary(task: Task, due_on: date) -> vText:
    """A reminder, which stands on a fixed day: 「提醒 社区教育工作总结和数据填报（10月30日截止）」."""
    return summary(f"{mark(task)}提醒 ", task.title, f"（{due_on.month}月{due_on.day}日{_hour(task)}截止）")


def todo_summary(task: Task) -> vText:
    """A to-do: the task itself, marked while its date is still to come."""
    if task.due_on is None:
        return summary(f"{mark(task)}【待定】", task.title)
    return summary(mark(task), task.title, f"（{_hour(task)}截止）" if task.due_time else "")


def alarm_text(task: Task, lead: Lead) -> vText:
    """What an alarm shows: 「提前7天提醒：社区教育工作总结和数据填报」."""
    return summary(f"提前{lead.days}天提醒：{_hour(task)}截止 ", task.title)


def describe(task: Task, base_url: str, workdays: Workdays) -> str:
    """Plain text that says all the page says; the bare address last."""
    notice, origin = task.notice, origin_of(task)
    parts = [
        *_changes(task),
        _summary(task, origin),
        _window(task, workdays),
        _deadline(task, workdays),
        f"通知原文{_by_another(origin.wording_from, task)}：{task.wording}",
        *(say_channel(channel) for channel in task.channels),
        "须加盖公章。" if task.needs_seal else "",
        *(f"表格：{form['label']} {form['title']}" for form in task.forms),
        f"要求：{task.limits}" if task.limits else "",
        *(say_contact(contact) for contact in task.contacts),
        f"报送单位：{audience_label(task.audience)}（{task.applies_because}）",
        f"依据：{notice.issuer}《{notice.title}》（{notice.number}，{say_full_day(notice.issued_on)}印发）{task.item}",
        _dated_by(origin.dated_by),
        f"通知全文：{notice.url}" if notice.url else "",
        f"内容截至 {task.updated_at:%Y-%m-%d}",
        f"{base_url}/tasks/{task.id}",
    ]
    return "\n".join(part for part in parts if part)


def mark(task: Task) -> str:
    """What became of a task, before its title: 【已撤回】, 【延期】, 【改期】, or nothing."""
    if task.withdrawn_at:
        return "【已撤回】"
    moved = _moves(task)
    if not moved:
        return ""
    due_on = moved.get("due_on")
    return "【延期】" if due_on and task.due_on and date.fromisoformat(due_on) < task.due_on else "【改期】"


def _hour(task: Task) -> str:
    return f"{task.due_time:%H:%M}" if task.due_time else ""


def _moves(task: Task) -> dict[str, str]:
    """What the notice named first, in ISO 8601, for each date or hour that is another today."""
    first: dict[str, str] = {}
    for revision in task.revisions:
        if revision.field in _DATES and revision.old:
            first.setdefault(revision.field, revision.old)
    now = {field: getattr(task, field) for field in first}
    return {field: old for field, old in first.items() if now[field] and now[field].isoformat() != old}


def _changes(task: Task) -> list[str]:
    """A line for what became of the task: the old date, the new one, and which notice says so."""
    if task.withdrawn_at:
        return [f"本事项已撤回{_because(task, 'withdrawn')}。"]
    return [
        f"{_DATES[field]}由{_say(type(now), old)}改为{_say(type(now), now.isoformat())}{_because(task, field)}。"
        for field, old in _moves(task).items()
        for now in [getattr(task, field)]
    ]


def _say(kind: type, iso: str) -> str:
    """A day in full, or an hour as 17:00."""
    return iso[:5] if kind is time else say_full_day(date.fromisoformat(iso))


def _because(task: Task, field: str) -> str:
    """Which notice says so, and why."""
    last: Revision | None = next((it for it in reversed(task.revisions) if it.field == field), None)
    return f"（{last.source}，{last.reason}）" if last else ""


def _summary(task: Task, origin: Origin) -> str:
    """The summary; one that a later notice left behind says whose date holds."""
    if origin.dated_by is None or not origin.is_summary_older:
        return task.summary
    return f"原通知的内容（日期以{origin.dated_by.number}为准）：{task.summary}"


def _by_another(number: str, task: Task) -> str:
    return "" if number == task.notice.number else f"（{number}）"


def _dated_by(telling: Telling | None) -> str:
    """The later notice that set the date, which the originating one does not tell."""
    if telling is None:
        return ""
    issued = f"（{say_full_day(telling.issued_on)}印发）" if telling.issued_on else ""
    return f"日期依据：{telling.number}{issued}"


def _window(task: Task, workdays: Workdays) -> str:
    if task.opens_on is None:
        return ""
    opens = f"填报期：{say_full_day(task.opens_on)}起"
    if workdays.is_workday(task.opens_on):
        return opens
    first = workdays.first_on_or_after(task.opens_on)
    return f"{opens}，当日非工作日；其后第一个工作日为{say_full_day(first)}"


def _deadline(task: Task, workdays: Workdays) -> str:
    if task.due_on is None:
        return "截止日：待通知"
    until = f"截止日：{say_full_day(task.due_on)}" + (f" {_hour(task)}前" if task.due_time else "（含当日）")
    if not workdays.is_workday(task.due_on):
        safe = workdays.last_on_or_before(task.due_on)
        until += f"，非工作日；此前最后一个工作日为{say_full_day(safe)}"
    return until + ("（当年放假安排尚未公布，按周末推算）" if workdays.is_provisional(task.due_on) else "")
