"""Opens the zip of an office file within bounds, and its XML without a DTD."""

import io
import zipfile
import zlib
from xml.etree import ElementTree

from app.errors import InvalidInput

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_UNZIPPED = 64_000_000
_MOST_MEMBERS = 5_000


class _NoDtd(ElementTree.TreeBuilder):
    """Refuses a document type declaration: an office file has none, an attack on the parser does."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise InvalidInput("文件里有 DTD 声明，已拒绝读取；请用 Word 或 WPS 另存为 .docx 再上传。", param="file")


class Archive:
    """The parts of one office file; no part and not all together unzip to more than the bound."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise InvalidInput("文件已损坏，打不开；请重新另存为 .docx。", param="file") from error
        self._left = _MOST_UNZIPPED
        if len(self._zip.infolist()) > _MOST_MEMBERS:
            raise InvalidInput("压缩包里的文件太多，已拒绝读取。", param="file")

    def __contains__(self, name: str) -> bool:
        return name in self._zip.namelist()

    def xml(self, name: str) -> ElementTree.Element | None:
        """The root of a part, None when there is no such part. Raises InvalidInput when it is a bomb or broken."""
        if name not in self:
            return None
        parser = ElementTree.XMLParser(target=_NoDtd())  # noqa: S314 - no DTD, and size is bounded
        try:
            parser.feed(self._read(name))
            return parser.close()
        except ElementTree.ParseError as error:
            raise InvalidInput("文件内容已损坏，读不完整；请重新另存为 .docx。", param="file") from error

    def _read(self, name: str) -> bytes:
        try:
            with self._zip.open(name) as part:
                data = part.read(self._left + 1)
        except RuntimeError as error:
            raise InvalidInput("文件已加密，请去掉密码后再上传。", param="file") from error
        except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError, zlib.error) as error:
            raise InvalidInput("文件已损坏，打不开；请重新另存为 .docx。", param="file") from error
        self._left -= len(data)
        if self._left < 0:
            raise InvalidInput(f"文件解压后超过 {_MOST_UNZIPPED // 1_000_000} MB，已拒绝读取。", param="file")
        return data
