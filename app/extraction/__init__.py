"""Reading a notice: text or a file in, a draft out, offline and by rules. Nothing here publishes."""

import re

from app.extraction.documents import load_document
from app.extraction.documents.document import Document
from app.extraction.draft import Draft
from app.extraction.reading import read_document
from app.workdays import Workdays

_SURROGATE = re.compile("[\ud800-\udfff]")
__all__ = ["Draft", "read_file", "read_text"]


def read_text(text: str, *, workdays: Workdays) -> Draft:
    """The draft of a notice's text; a lone surrogate, which no file can hold, becomes U+FFFD in its place."""
    return read_document(Document(_SURROGATE.sub("\ufffd", text)), workdays=workdays)


def read_file(name: str, data: bytes, *, workdays: Workdays) -> Draft:
    """The draft of a .txt, .docx, .pdf, .html, and where LibreOffice is installed .doc or .wps.

    `draft.text` is the text that was read; positions are in it. Raises InvalidInput with the remedy for a refused file.
    """
    return read_document(load_document(name, data), workdays=workdays)
