"""Puts Chinese punctuation back where the rules worked on its half-width twins, for what a person sees."""

import re

_HAN = r"[\u3400-\u9fff《》“”、。〔〕]"
_TWINS = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "?": "？", "!": "！"}
_YEARS = re.compile(r"(?<=\d{4})-(?=\d{4}[年学])")
_MARK = re.compile(rf"(?<={_HAN})[,;:?!]|[,;:?!](?={_HAN})|[()]")


def written(text: str) -> str:
    """`text` with full-width marks beside Chinese characters; 17:00 and web addresses stay as they are."""
    if not re.search(_HAN, text):
        return text
    return _MARK.sub(lambda match: _TWINS[match.group()], _YEARS.sub("—", text))
