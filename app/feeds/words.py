"""What an entry says: its summary, and a description that leaves nothing of the page out."""

from datetime import date, time

from app.models import Task
from app.provinces import audience_label
from app.words import say_channel, say_contact, say_full_day
from app.workdays import Workdays


def due_summary(task: Task) -> str:
    """The deadline's entry, what matters first: 「截止 社区教育工作总结和数据填报」."""
    hour = f"{task.due_time:%H:%M}" if task.due_time else ""
    return f"{_mark(task)}{hour}截止 {task.title}"


def window_summary(task: Task) -> str:
    """The bar over the window: 「填报期 社区教育工作总结和数据填报」."""
    return f"{_mark(task)}填报期 {task.title}"


def describe(task: Task, base_url: str, workdays: Workdays) -> str:
    """Plain text that says all the page says; the bare address last."""
    parts = [
        _change(task),
        task.summary,
        _deadline(task, workdays),
        f"通知原文：{task.wording}",
        *(say_channel(channel) for channel in task.channels),
        "须加盖公章。" if task.needs_seal else "",
        *(f"表格：{form['label']} {form['title']}" for form in task.forms),
        f"要求：{task.limits}" if task.limits else "",
        *(say_contact(contact) for contact in task.contacts),
        f"报送单位：{audience_label(task.audience)}（{task.applies_because}）",
        f"依据：{task.notice.issuer}《{task.notice.title}》（{task.notice.number}）{task.item}",
        f"内容截至 {task.updated_at:%Y-%m-%d}",
        f"{base_url}/tasks/{task.id}",
    ]
    return "\n".join(part for part in parts if part)


def _mark(task: Task) -> str:
    if task.withdrawn_at:
        return "【已撤回】"
    moved = _moved_from(task)
    if moved is None or task.due_on is None:
        return ""
    return "【延期】" if task.due_on > moved else "【改期】"


def _moved_from(task: Task) -> date | None:
    """The first deadline the task ever had, if it is another than today's."""
    dates = [revision.old for revision in task.revisions if revision.field == "due_on" and revision.old]
    first = date.fromisoformat(dates[0]) if dates else None
    return first if first != task.due_on else None


def _change(task: Task) -> str:
    if task.withdrawn_at:
        last = task.revisions[-1] if task.revisions else None
        return "本事项已撤回" + (f"（{last.source}，{last.reason}）。" if last else "。")
    moved = _moved_from(task)
    if moved is None or task.due_on is None:
        return ""
    last = next(revision for revision in reversed(task.revisions) if revision.field == "due_on")
    return f"截止日由{say_full_day(moved)}改为{say_full_day(task.due_on)}（{last.source}，{last.reason}）。"


def _deadline(task: Task, workdays: Workdays) -> str:
    if task.due_on is None:
        return "截止日：待通知"
    hour: time | None = task.due_time
    until = say_full_day(task.due_on) + (f" {hour:%H:%M}" if hour else "（含当日）")
    opens = f"填报期：{say_full_day(task.opens_on)}起\n" if task.opens_on else ""
    if workdays.is_workday(task.due_on):
        return f"{opens}截止日：{until}"
    safe = workdays.last_on_or_before(task.due_on)
    return f"{opens}截止日：{until}，非工作日；此前最后一个工作日为{say_full_day(safe)}"
