"""What the house said in Chinese before anybody knew the reader's language: reasons, notes, refusals.

Each is known again by its template in the catalogue, whose values are named a, b, c in their order, as in
「%(a)s」里没有文字。 What is not known stays Chinese, marked as such: those are the words of a notice or of a person.
"""

import re
from functools import cache, lru_cache

from markupsafe import Markup, escape

from app.pages.language import Language, catalogue, translations

_KEPT = 4096
_VALUE = re.compile(r"%\((\w+)\)s")
_QUOTED = re.compile(r"[「“]%\((\w+)\)s")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# A template of less would be found in all kinds of words.
_LEAST = 4
# No sentence of ours is longer; what is longer is not searched for one.
_LONGEST = 1000
# Which field, and what is wrong with it: both are known by themselves.
FAULT = "%(a)s：%(b)s"
COUNTED = ("处日期", "个截止日", "个计划", "个待定", "处同一事项的其他日期", "处不是任务", "处未处理")
_COUNTS = re.compile(rf"(\d+) ({'|'.join(COUNTED)})")
# As Markdown has them: `qixian admin token list`.
_COMMAND = re.compile(r"`([^`]+)`")


def say_detail(detail: str, language: Language) -> Markup:
    """An error's detail: as `say` has it, and on a Chinese page marked where it is English."""
    letter = next(filter(str.isalpha, detail), "")
    said = say(detail, language)
    is_foreign = letter.isascii() and language is Language.CHINESE
    return Markup('<span lang="en">{}</span>').format(said) if is_foreign else said


def say(text: str, language: Language) -> Markup:
    """`text` as HTML in `language`, sentence by sentence; its values, and what is not known, marked as Chinese."""
    if language is Language.CHINESE:
        return _commands(escape(text))
    return Markup("\n").join(_sentences(line, language) for line in text.split("\n"))


def say_summary(summary: str, language: Language) -> str:
    """A draft's coverage proof: 「51 处日期：10 个截止日…」 is 51 dates: 10 deadlines…."""
    if language is Language.CHINESE:
        return summary
    words = translations(language)
    counts = [
        words.ngettext(f"%(num)d {of}", f"%(num)d {of}", int(number)) % {"num": int(number)}
        for number, of in _COUNTS.findall(summary)
    ]
    return ": ".join([counts[0], ", ".join(counts[1:])]) if counts else summary


@lru_cache(maxsize=_KEPT)
def _sentences(text: str, language: Language) -> Markup:
    whole = _known(text.strip(), language)
    return whole or Markup("; ").join(_known(part, language) or _foreign(part) for part in text.split("；"))


def _known(text: str, language: Language) -> Markup | None:
    words = translations(language)
    said = words.gettext(text) if text else ""
    if said != text or not _CHINESE.search(text):
        return _commands(escape(said))
    if len(text) > _LONGEST:
        return None
    for pattern, template in _templates(language):
        match = pattern.fullmatch(text)
        if match and (template != FAULT or words.gettext(match["a"]) != match["a"]):
            return _filled(template, match.groupdict(), language)
    return None


def _filled(template: str, values: dict[str, str], language: Language) -> Markup:
    """The template's sentence around its values: ours in its language too, those it quotes as they are."""
    quoted = set(_QUOTED.findall(template))
    said = {
        name: (None if name in quoted else _known(value, language)) or _foreign(value) for name, value in values.items()
    }
    return _commands(escape(translations(language).gettext(template))) % said


@cache
def _templates(language: Language) -> list[tuple[re.Pattern[str], str]]:
    """Every sentence with values, as the pattern that finds them; those with the most words of their own first."""
    found = [str(message.id) for message in catalogue(language) if isinstance(message.id, str)]
    own = {text: len(_CHINESE.findall(_VALUE.sub("", text))) for text in found if _VALUE.search(text)}
    chosen = sorted((text for text in own if own[text] >= _LEAST or text == FAULT), key=lambda text: -own[text])
    return [(_pattern(text), text) for text in chosen]


def _pattern(template: str) -> re.Pattern[str]:
    parts = _VALUE.split(template)
    return re.compile(
        "".join(f"(?P<{part}>.*?)" if at % 2 else re.escape(part) for at, part in enumerate(parts)), re.DOTALL
    )


def _foreign(text: str) -> Markup:
    return Markup('<span lang="zh-CN">{}</span>').format(text) if _CHINESE.search(text) else escape(text)


def _commands(html: Markup) -> Markup:
    return Markup(_COMMAND.sub(r"<code>\1</code>", html))  # noqa: S704 - escaped before
