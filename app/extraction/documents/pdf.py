"""A .pdf through PDFium in a process of its own: a file made to crash or exhaust it takes nothing else along."""

import json
import subprocess
import sys
from pathlib import Path

from app.errors import InvalidInput
from app.extraction.documents.document import Document

_WORKER = Path(__file__).with_name("pdf_worker.py")
_SECONDS = 30
_LEAST_ON_A_PAGE = 12
_REFUSALS = {
    "encrypted": "PDF 已加密，请去掉密码后再上传。",
    "broken": "PDF 已损坏，打不开；请重新导出，或另存为 .docx。",
    "pages": "PDF 超过 {pages} 页，请只上传通知正文。",
    "memory": "PDF 太大或太复杂，读不下来；请只上传通知正文，或另存为 .docx。",
}


def read_pdf(data: bytes) -> Document:
    """The text of a PDF, its pages parted by form feeds.

    Raises InvalidInput when it is encrypted, broken, a scan without text, too long, or takes too much time or memory.
    """
    answer = _asked(data)
    if error := answer.get("error"):
        raise InvalidInput(_REFUSALS[error].format(pages=answer.get("pages")), param="file")
    pages: list[str] = answer["pages"]
    scans = [number for number, page in enumerate(pages, 1) if len("".join(page.split())) < _LEAST_ON_A_PAGE]
    if len(scans) == len(pages):
        raise InvalidInput("PDF 是扫描件，没有文字；请先识别成文字（OCR），或上传 .docx。", param="file")
    shown = "、".join(map(str, scans[:20]))
    return Document(
        "\f".join(pages), warnings=(f"第 {shown} 页几乎没有文字，可能是扫描件或空白页，请对照原件。",) if scans else ()
    )


def _asked(data: bytes) -> dict:
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own file
            [sys.executable, "-I", str(_WORKER)], input=data, capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return {"error": "memory"}
    if done.returncode:
        return {"error": "memory"}
    return json.loads(done.stdout)
