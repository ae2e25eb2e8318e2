"""Bytes of a text file into text: UTF-8 with or without its mark, UTF-16, GB18030."""

import unicodedata

from app.errors import InvalidInput

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decode(data: bytes) -> str:
    """The text of `data` in the encoding it is written in. Raises InvalidInput when it is no text."""
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_text(text):
            return text
    raise InvalidInput("这不是文本文件，或编码不是 UTF-8、UTF-16、GB18030；请另存为 UTF-8 的 .txt。", param="file")


def _is_text(text: str) -> bool:
    """Whether the decoded start looks written by a person: hardly a control or unassigned character in it."""
    sample = text[:4096]
    strange = sum(unicodedata.category(char) in {"Cc", "Cn", "Co"} and char not in "\t\n\r\f\v" for char in sample)
    return "\x00" not in text and strange <= len(sample) // 50


def _encodings(data: bytes) -> tuple[str, ...]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return (encoding,)
    if b"\x00" in data[:4096]:
        sample = data[:4096]
        return ("utf-16-le", "utf-16-be") if sample[1::2].count(0) >= sample[::2].count(0) else ("utf-16-be",)
    return ("utf-8", "gb18030")
