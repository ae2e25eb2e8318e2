"""Old .doc and .wps (and .rtf) through LibreOffice where it is installed; else the way out is to save as .docx."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from app.errors import InvalidInput
from app.extraction.documents.document import Document
from app.extraction.documents.docx import read_docx

_SECONDS = 25
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS = "请用 Word 或 WPS 另存为 .docx 再上传。"


def read_office(data: bytes) -> Document:
    """The text of an old office file. Raises InvalidInput when it is locked or cannot be converted here."""
    if _LOCKED in data:
        raise InvalidInput("文件已加密，请去掉密码后再上传。", param="file")
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise InvalidInput(f"这是旧格式的 .doc 或 .wps 文档，这里读不了；{_SAVE_AS}", param="file")
    with tempfile.TemporaryDirectory(prefix="qixian-office-") as folder:
        return read_docx(_converted(program, Path(folder), data))


def _converted(program: str, folder: Path, data: bytes) -> bytes:
    given = folder / "notice.doc"
    given.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        program,
        profile,
        "--headless",
        "--norestore",
        "--convert-to",
        "docx",
        "--outdir",
        str(folder),
        str(given),
    ]
    try:
        subprocess.run(command, capture_output=True, timeout=_SECONDS, check=True)  # noqa: S603
        return (folder / "notice.docx").read_bytes()
    except (subprocess.SubprocessError, OSError) as error:
        raise InvalidInput(f"旧格式文档转换失败；{_SAVE_AS}", param="file") from error
