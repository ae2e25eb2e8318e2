"""From a file's bytes to its text: sniffed by content, bounded in size, nothing executed and nothing fetched."""

from collections.abc import Callable

from app.errors import InvalidInput
from app.extraction.documents.archive import OLE, ZIP
from app.extraction.documents.document import Document
from app.extraction.documents.docx import read_docx
from app.extraction.documents.html import looks_like_html, read_html
from app.extraction.documents.office import read_office
from app.extraction.documents.pdf import read_pdf
from app.extraction.documents.plain import decode

MOST_BYTES = 20_000_000
MOST_CHARACTERS = 2_000_000
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_READERS: tuple[tuple[bytes, Callable[[bytes], Document]], ...] = (
    (b"%PDF-", read_pdf),
    (ZIP, read_docx),
    (OLE, read_office),
    (b"{\\rtf", read_office),
)


def load_document(name: str, data: bytes) -> Document:
    """The text of a file, by what it holds and not by what it is called.

    Raises InvalidInput, saying what to do, for a file that is empty, too large, a picture, encrypted or damaged.
    """
    document = _bounded_reader(name, data)
    if not document.text.strip():
        raise InvalidInput(f"「{name[:80]}」里没有文字。", param="file")
    if len(document.text) > MOST_CHARACTERS:
        raise InvalidInput(f"「{name[:80]}」超过 {MOST_CHARACTERS:,} 字，请分成几份。", param="file")
    return document


def _bounded_reader(name: str, data: bytes) -> Document:
    if not data:
        raise InvalidInput(f"「{name[:80]}」是空文件。", param="file")
    if len(data) > MOST_BYTES:
        raise InvalidInput(f"「{name[:80]}」超过 {MOST_BYTES // 1_000_000} MB，请只上传通知正文。", param="file")
    if data.startswith(_PICTURES):
        raise InvalidInput(f"「{name[:80]}」是图片，请先识别成文字（OCR）再上传。", param="file")
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, reader in _READERS:
        if head.startswith(magic):
            return reader(data)
    text = decode(data)
    return read_html(text) if looks_like_html(name, text) else Document(text)
