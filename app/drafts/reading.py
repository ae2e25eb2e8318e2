"""Reading within bounds, for whoever sends a text or a file."""

from dataclasses import replace
from hashlib import sha256

from app.errors import InvalidInput, TooLarge
from app.extraction import Draft
from app.extraction.documents import load_document
from app.extraction.documents.document import Document
from app.extraction.reading import read_document
from app.workdays import Workdays

MAX_BYTES = 5_000_000
# Reading costs time in proportion: about two seconds for this much, and forty times a long notice.
MAX_CHARACTERS = 400_000
# Nobody reviews more on one page.
MAX_TASKS = 500
_RTF = b"{\\rtf"
# What no database can hold, what rings or steers a terminal, what turns the reading direction; one for one, so that
# positions stay.
_REPLACED = dict.fromkeys([*range(0x09), *range(0x0E, 0x1C), 0x7F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], " ")
_REPLACED |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def read_bounded(name: str, source: bytes | str, workdays: Workdays) -> Draft:
    """The draft of a text, or of the file called `name`.

    Raises TooLarge, or InvalidInput saying what to do, for what is too long, empty or no readable document.
    """
    said = called(name)
    if len(source) > MAX_BYTES:
        raise TooLarge(f"「{said}」超过 {MAX_BYTES // 1_000_000} MB，请只上传通知正文。", param="file")
    document = _load(name or said, source) if isinstance(source, bytes) else Document(source)
    text = harmless(document.text)
    if not text.strip():
        raise InvalidInput("没有文字。请粘贴通知全文，或上传文件。", param="text")
    if len(text) > MAX_CHARACTERS:
        raise TooLarge(f"「{said}」超过 {MAX_CHARACTERS:,} 字，请只上传通知正文，或分成几份。", param="text")
    draft = read_document(replace(document, text=text), workdays=workdays)
    if len(draft.tasks) > MAX_TASKS:
        raise TooLarge(f"「{said}」读出 {len(draft.tasks):,} 个事项，不像一份通知，请只上传通知正文。", param="text")
    return draft


def called(name: str) -> str:
    """What a refusal calls a text or file; a pasted text may have no name."""
    return name[:80] or "粘贴的文字"


def _load(name: str, data: bytes) -> Document:
    try:
        return load_document(name, data)
    except InvalidInput:
        if not data.lstrip().startswith(_RTF):
            raise
    raise InvalidInput(
        f"「{called(name)}」是 .rtf 文档，这里读不出；请用 Word 或 WPS 另存为 .docx 再上传。", param="file"
    )


def harmless(text: str) -> str:
    """`text`, character for character, that can be kept and shown anywhere."""
    return text.translate(_REPLACED)


def text_hash(draft: Draft) -> str:
    """What the same text has in common, however it came: SHA-256 without its blanks and line breaks."""
    return sha256("".join(draft.text.split()).encode()).hexdigest()
