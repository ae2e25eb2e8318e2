"""Words a reviewer selects in the text: where they stand, and the date-like phrases that go with them."""

from app.drafts.acts import AddDeadline
from app.drafts.review import PERSON
from app.errors import InvalidInput
from app.extraction.draft import PhraseOut, Quote


def selected(text: str, act: AddDeadline) -> Quote:
    """The words the reviewer selected, with their place. Raises InvalidInput when they are not there, or not once."""
    if act.start is not None and act.end is not None:
        start, end = act.start, act.end
        if start >= end:
            raise InvalidInput(f"选中的文字从第 {start} 字到第 {end} 字，里面没有字，请重新选择。", param="start")
        if end > len(text):
            raise InvalidInput(f"原文只有 {len(text)} 字，没有第 {end} 字。", param="end")
        return Quote(text=text[start:end], start=start, end=end)
    words = act.words or ""
    if not words:
        raise InvalidInput("请选中原文中的一段文字，或把它粘贴到「原文」一栏。", param="words")
    count = text.count(words)
    if count == 0:
        raise InvalidInput(f"「{words[:40]}」在原文中找不到，请照原文复制。", param="words")
    if count > 1:
        raise InvalidInput(f"「{words[:40]}」在原文中出现 {count} 次，请多选几个字。", param="words")
    start = text.index(words)
    return Quote(text=words, start=start, end=start + len(words))


def claim(phrases: list[PhraseOut], quote: Quote, at: int) -> None:
    """Let the phrases inside the selected words belong to task `at`, in place, unless they stand on a task already."""
    inside = [p for p in phrases if p.quote.start < quote.end and quote.start < p.quote.end]
    for phrase in inside:
        if phrase.task is None:
            phrase.task, phrase.reason = at, None
    if not inside:
        phrases.append(PhraseOut(quote=quote, rule=PERSON, task=at))
        phrases.sort(key=lambda phrase: phrase.quote.start)
