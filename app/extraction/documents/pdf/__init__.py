"""A .pdf through PDFium: the text of its pages, in the order it stands in the file, ruled tables as rows of cells."""

from app.errors import InvalidInput
from app.extraction.documents.document import Document
from app.extraction.documents.pdf.cells import Piece
from app.extraction.documents.pdf.flow import text_of

_MOST_PAGES = 300
_MOST_CHARACTERS = 2_100_000
_LEAST_ON_A_PAGE = 12
_PASSWORD_ERROR = 4


def read_pdf(data: bytes) -> Document:
    """The text of a PDF, its pages parted by form feeds.

    Raises InvalidInput when it is encrypted, broken, a scan without text, or too long. PDFium is a large C++ program:
    a service that reads strangers' files does so in a process of its own.
    """
    pages = _pages(data)
    scans = [number for number, pieces in enumerate(pages, 1) if _is_scan(pieces)]
    if len(scans) == len(pages):
        raise InvalidInput("PDF 是扫描件，没有文字；请先识别成文字（OCR），或上传 .docx。", param="file")
    shown = "、".join(map(str, scans[:20]))
    warning = f"第 {shown} 页几乎没有文字，可能是扫描件或空白页，请对照原件。"
    return Document(text_of(pages), warnings=(warning,) if scans else ())


def _is_scan(pieces: list[Piece]) -> bool:
    return len("".join("".join(map(str, pieces)).split())) < _LEAST_ON_A_PAGE


def _pages(data: bytes) -> list[list[Piece]]:
    import pypdfium2  # its library is loaded where a PDF is read, and nowhere else

    from app.extraction.documents.pdf.page import pieces_of

    try:
        document = pypdfium2.PdfDocument(data)
        if len(document) > _MOST_PAGES:
            raise InvalidInput(f"PDF 超过 {_MOST_PAGES} 页，请只上传通知正文。", param="file")
        pages, left = [], _MOST_CHARACTERS
        for page in document:
            pages.append(pieces_of(page) if left > 0 else [])
            left -= sum(len(str(piece)) for piece in pages[-1])
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD_ERROR:
            raise InvalidInput("PDF 已加密，请去掉密码后再上传。", param="file") from None
        raise InvalidInput("PDF 已损坏，打不开；请重新导出，或另存为 .docx。", param="file") from None
    return pages
