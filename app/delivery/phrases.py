"""The frame of a mail in the reader's language. What a notice says stays in the notice's own words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.digests import Entry
from app.provinces import Province
from app.words import say_channel, say_contact, say_day, say_full_day

_ENGLISH_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class Frame:
    """One language: its phrases by name, and how it says days and names."""

    code: str
    phrases: Mapping[str, str]
    day: Callable[[date], str]
    full_day: Callable[[date], str]
    left: Callable[[Entry], str]

    def __call__(self, name: str, *values: object) -> str:
        """The phrase `name` with `values` put in."""
        return self.phrases[name].format(*values)

    def place(self, province: Province) -> str:
        """A province as this language calls it."""
        return province.name if self.code == "zh-CN" else province.english

    def value(self, field: str, value: Any) -> str:
        """One side of a change in words."""
        if value is None or value == "" or value == []:
            return self("no_date") if field in {"due_on", "opens_on"} else self("nothing")
        if isinstance(value, bool):
            return self("yes" if value else "no")
        return _SAYERS.get(field, _short)(self, value)


def _short(_frame: Frame, value: Any) -> str:
    text = str(value)
    return text if len(text) <= 100 else f"{text[:99]}…"


_SAYERS: Mapping[str, Callable[[Frame, Any], str]] = {
    "due_on": lambda frame, value: frame.full_day(date.fromisoformat(value)),
    "opens_on": lambda frame, value: frame.full_day(date.fromisoformat(value)),
    "due_time": lambda _frame, value: str(value)[:5],
    "channels": lambda frame, value: _short(frame, "；".join(say_channel(channel) for channel in value)),
    "contacts": lambda frame, value: _short(frame, "；".join(say_contact(contact) for contact in value)),
    "forms": lambda frame, value: _short(frame, "；".join(f"{form['label']} {form['title']}" for form in value)),
}


def english_day(day: date) -> str:
    """Tue 2022-08-30."""
    return f"{_ENGLISH_DAYS[day.weekday()]} {day.isoformat()}"


def say_left(entry: Entry) -> str:
    """How long is left: 「还有 6 个工作日」, 「今天截止」, 「已过 22 天」."""
    if entry.days_left is None or entry.workdays_left is None:
        return "时间待通知"
    if entry.days_left < 0:
        return f"已过 {-entry.days_left} 天"
    if entry.days_left == 0:
        return "今天截止"
    return f"还有 {entry.workdays_left} 个工作日" if entry.workdays_left else "此前已无工作日"


def say_left_in_english(entry: Entry) -> str:
    """The same: "6 working days left", "due today", "22 days ago"."""
    if entry.days_left is None or entry.workdays_left is None:
        return "date to be announced"
    if entry.days_left < 0:
        return f"{-entry.days_left} days ago"
    if entry.days_left == 0:
        return "due today"
    return f"{entry.workdays_left} working days left" if entry.workdays_left else "no working day left before it"


_ZH: Mapping[str, str] = {
    "weekly_title": "{} · 报送期限周报",
    "reminder_title": "{} · 截止提醒",
    "change_title": "{} · 期限变更通知",
    "confirm_title": "请确认订阅",
    "ended_title": "已停止发送",
    "overdue": "刚过截止日（近30天）",
    "this_week": "本周截止",
    "open_now": "正在填报",
    "ahead": "未来30天内截止",
    "opening": "即将开始填报",
    "changes": "上次周报以来的变更",
    "undated": "时间待通知",
    "count": "（{} 项）",
    "more": "另有 {} 项，见 ",
    "due": "截止：",
    "left": "，{}",
    "safe": "当日非工作日，此前最后一个工作日为{}",
    "window": "填报期：{}至{}",
    "wording": "原文：{}",
    "seal": "须加盖公章",
    "from_notice": "依据：{}",
    "reason": "原因：{}",
    "arrow": "{}：{} → {}",
    "no_date": "待通知",
    "nothing": "无",
    "yes": "是",
    "no": "否",
    "task_gone": "该事项已撤销，无须再报送。",
    "task_back": "该事项已恢复，请按期报送。",
    "not_yours": "该事项不再涉及本单位。",
    "yours_now": "该事项新涉及本单位。",
    "summary": "本周截止 {} 项，近期 {} 项{}。",
    "changed": "，变更 {} 项",
    "calendar": "订阅日历：",
    "truth": "期限均为北京时间，截止日当天有效；以通知原文为准。",
    "manage": "管理订阅",
    "unsubscribe": "退订",
    "why": "您收到此邮件，是因为该邮箱订阅了{}的报送期限。",
    "submitted": "已经报送？点此停止提醒",
    "confirm_intro": "有人用此邮箱订阅“期限”的邮件。若是您本人，请在{}前点击下面的链接并确认；"
    "若不是，请忽略此邮件，不会再发送任何内容。",
    "confirm_provinces": "省份：{}",
    "confirm_cadence": "内容：{}",
    "confirm_link": "确认订阅",
    "ended_intro": "{}的邮件（{}）已按要求停止发送到此邮箱。",
    "ended_undo": "如果这不是您的意思，可以在此恢复：",
    "undo": "恢复订阅",
    "weekly": "每周周报",
    "reminders": "截止提醒",
    "both": "每周周报和截止提醒",
    "changes_cadence": "变更通知",
}
_ZH_FIELDS: Mapping[str, str] = {
    "due_on": "截止日", "due_time": "截止时刻", "opens_on": "开始日", "title": "名称", "channels": "报送方式",
    "needs_seal": "加盖公章", "forms": "附件", "limits": "要求", "contacts": "联系人", "summary": "内容",
}  # fmt: skip

_EN: Mapping[str, str] = {
    "weekly_title": "{} · deadlines this week",
    "reminder_title": "{} · deadline reminder",
    "change_title": "{} · deadlines changed",
    "confirm_title": "Please confirm your subscription",
    "ended_title": "Mail stopped",
    "overdue": "Just past (last 30 days)",
    "this_week": "Due this week",
    "open_now": "Open now",
    "ahead": "Due in the next 30 days",
    "opening": "Opening soon",
    "changes": "Changed since your last digest",
    "undated": "Date to be announced",
    "count": " ({})",
    "more": "{} more, see ",
    "due": "Due: ",
    "left": ", {}",
    "safe": "A day off; the last working day before it is {}",
    "window": "Open from {} to {}",
    "wording": "In the notice's words: {}",
    "seal": "Official seal required",
    "from_notice": "Source: {}",
    "reason": "Reason: {}",
    "arrow": "{}: {} → {}",
    "no_date": "to be announced",
    "nothing": "none",
    "yes": "yes",
    "no": "no",
    "task_gone": "Withdrawn: nothing to hand in any more.",
    "task_back": "Reinstated: to be handed in as before.",
    "not_yours": "No longer asked of you.",
    "yours_now": "Now asked of you.",
    "summary": "{} due this week, {} coming up{}.",
    "changed": ", {} changed",
    "calendar": "Calendar: ",
    "truth": "All deadlines are Beijing time and include the day itself; the notice's own text prevails.",
    "manage": "Manage subscription",
    "unsubscribe": "Unsubscribe",
    "why": "You get this mail because this address subscribed to the deadlines of {}.",
    "submitted": "Handed in already? Stop reminding me",
    "confirm_intro": "Somebody asked for Qixian's mail to be sent to this address. If it was you, open the link before "
    "{} and confirm; if not, ignore this mail and nothing more will be sent.",
    "confirm_provinces": "Province: {}",
    "confirm_cadence": "Mail: {}",
    "confirm_link": "Confirm the subscription",
    "ended_intro": "The mail of {} ({}) is no longer sent to this address, as requested.",
    "ended_undo": "If you did not mean this, you can undo it here: ",
    "undo": "Subscribe again",
    "weekly": "weekly digest",
    "reminders": "reminders before a deadline",
    "both": "weekly digest and reminders",
    "changes_cadence": "changes",
}
_EN_FIELDS: Mapping[str, str] = {
    "due_on": "Deadline", "due_time": "Hour", "opens_on": "Opens", "title": "Title", "channels": "How to hand in",
    "needs_seal": "Official seal", "forms": "Forms", "limits": "Limits", "contacts": "Contact", "summary": "Summary",
}  # fmt: skip


def _frame(code: str, phrases: Mapping[str, str], fields: Mapping[str, str], *say: Callable[..., str]) -> Frame:
    return Frame(code, {**phrases, **{f"field_{name}": word for name, word in fields.items()}}, *say)


FRAMES: Mapping[str, Frame] = {
    "zh": _frame("zh-CN", _ZH, _ZH_FIELDS, say_day, say_full_day, say_left),
    "en": _frame("en", _EN, _EN_FIELDS, english_day, english_day, say_left_in_english),
}
