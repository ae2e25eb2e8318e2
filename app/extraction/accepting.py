"""An accepted draft becomes a notice document, with ids that a second reading of the same text gives again."""

import hashlib
import re
from collections import Counter

from pydantic import ValidationError

from app.errors import InvalidInput
from app.extraction.draft import OPEN, Draft, DraftStatus, DraftTask, NoticeFacts
from app.extraction.numerals import number
from app.schemas.document import NoticeDocument, NoticeIn, Status, TaskIn

_WAITS = frozenset({DraftStatus.PLANNED, DraftStatus.TO_BE_NOTIFIED})
_NAMES = {"title": "标题", "issuer": "发文机关", "issued_on": "签发日期"}
_NUMERAL = re.compile(r"[一二三四五六七八九十]+|\d+")


def problems_of(draft: Draft) -> list[str]:
    """What keeps a draft from being published, a sentence each with the words it is about; [] when nothing does."""
    missing = [f"缺{name}，请补上" for field, name in _NAMES.items() if not getattr(draft.notice, field)]
    open_phrases = [phrase.quote.text for phrase in draft.phrases if not phrase.is_accounted]
    unread = [f"「{words}」未处理，请归入事项或注明理由" for words in open_phrases]
    waiting = [problem for task in draft.tasks if (problem := _problem_of(task))]
    return missing + unread + waiting + ([] if _published(draft) else ["没有事项，请至少添加一项"])


def _problem_of(task: DraftTask) -> str:
    deadline = task.deadline
    where = f"{task.item}《{task.title[:40]}》的「{deadline.wording}」"
    if deadline.status in OPEN:
        return f"{where}还没有确定的日期：{deadline.note or '请填写日期或删除'}"
    if deadline.status in _WAITS and not task.confirmed:
        return f"{where}尚无日期，请确认按待定发布"
    return ""


def to_document(draft: Draft) -> NoticeDocument:
    """The notice document of a draft a person has settled; before that InvalidInput, naming every open point."""
    if problems := problems_of(draft):
        raise InvalidInput("草稿还不能发布：\n" + "\n".join(f"  {problem}" for problem in problems), param="draft")
    slug = notice_slug(draft.notice)
    ids = _task_ids(draft, slug)
    try:
        tasks = [_task(task, task_id) for task, task_id in zip(_published(draft), ids, strict=True)]
        return NoticeDocument(format="qixian/notice-1", notice=_notice(draft.notice, slug), tasks=tasks)
    except ValidationError as error:
        found = "\n".join(f"  {'.'.join(map(str, each['loc']))}：{each['msg']}" for each in error.errors())
        raise InvalidInput(f"草稿里有不合格的值：\n{found}", param="draft") from error


def _published(draft: Draft) -> list[DraftTask]:
    return [task for task in draft.tasks if task.status is not DraftStatus.SUPERSEDED]


def notice_slug(facts: NoticeFacts) -> str:
    """教职成司函〔2022〕8号 → notice-2022-8-<hex digits of its letters>; without a 文号 from issuer, day, title."""
    digits = re.findall(r"\d+", facts.number or "")
    if len(digits) >= 2:
        return f"notice-{digits[0]}-{digits[1]}-{_mark(re.sub(r'[^一-鿿A-Za-z]', '', facts.number or ''))}"
    day = facts.issued_on.isoformat() if facts.issued_on else "undated"
    return f"notice-{day}-{_mark(f'{facts.issuer}{facts.title}')}"


def _mark(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8")).hexdigest()[:6]


def _task_ids(draft: Draft, slug: str) -> list[str]:
    """一（六） → …-1-6, its second task …-1-6-b."""
    seen: Counter[str] = Counter()
    ids = []
    for task in _published(draft):
        item = "-".join(str(number(piece)) for piece in _NUMERAL.findall(task.item)) or "0"
        base = f"{slug}-{'a' * task.item.startswith('附')}{item}"[:60]
        seen[base] += 1
        ids.append(base + _suffix(seen[base]))
    return ids


def _suffix(count: int) -> str:
    return "" if count == 1 else f"-{chr(ord('a') + count - 1)}" if count <= 26 else f"-{count}"


def _notice(facts: NoticeFacts, slug: str) -> NoticeIn:
    return NoticeIn.model_validate(
        {
            "id": slug,
            "number": facts.number or "无文号",
            "title": facts.title,
            "issuer": facts.issuer,
            "issued_on": facts.issued_on,
            "addressees": facts.addressees or "未写明",
            "attachments": [form.model_dump() for form in facts.attachments],
        }
    )


def _task(task: DraftTask, task_id: str) -> TaskIn:
    deadline = task.deadline
    return TaskIn.model_validate(
        {
            **task.model_dump(exclude={"deadlines", "confirmed"}),
            "id": task_id,
            "status": Status(deadline.status.value),
            "opens_on": deadline.opens_on,
            "due_on": deadline.due_on,
            "due_time": deadline.due_time,
            "precision": deadline.precision,
            "wording": deadline.wording,
        }
    )
