"""What a follow-up says besides the date: laid beside the published task, taken over only where a person ticks it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.drafts.review import Part
from app.extraction.draft import DraftTask
from app.models import Task
from app.words import say_channel, say_contact

NAMES: Mapping[Part, str] = {
    "title": "名称",
    "summary": "摘要",
    "channels": "报送方式",
    "needs_seal": "公章",
    "forms": "表格",
    "contacts": "联系人",
    "limits": "要求",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One part of a task as it is published and as the follow-up has it, in words."""

    part: Part
    name: str
    old: str
    new: str


def find_offers(published: Task, task: DraftTask) -> list[Offer]:
    """The parts that the follow-up words otherwise; one it is silent about takes nothing away."""
    read = task.model_dump(mode="json", include={*NAMES})
    changed = {part: name for part, name in NAMES.items() if read[part] and read[part] != getattr(published, part)}
    return [
        Offer(part, name, _say(part, getattr(published, part)), _say(part, read[part]))
        for part, name in changed.items()
    ]


def _say(part: Part, value: Any) -> str:
    match part:
        case "channels":
            return _lines(map(say_channel, value))
        case "contacts":
            return _lines(map(say_contact, value))
        case "forms":
            return _lines(f"{form['label']} {form['title']}" for form in value)
        case "needs_seal":
            return "需要加盖公章" if value else "没有要求"
        case _:
            return value or "无"


def _lines(words: Iterable[str]) -> str:
    return "\n".join(words) or "无"
