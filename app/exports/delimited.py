"""CSV (RFC 4180) that opens in Excel with its Chinese intact and cannot carry a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from app.exports.columns import Cell, Column
from app.schemas.answers import TaskOut

# Excel takes a file for UTF-8 by its byte-order mark alone.
_BOM = "\ufeff"
# A cell that begins so is a formula in Excel, WPS or LibreOffice, full-width signs included.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_CHUNK = 64_000


def render_csv(columns: Sequence[Column], tasks: Iterable[TaskOut]) -> Iterator[bytes]:
    """The table in chunks of about 64 kB: a row of Chinese headings, then a row a task; days as 2022-09-30."""
    buffer = io.StringIO(newline="")
    buffer.write(_BOM)
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([column.title for column in columns])
    for task in tasks:
        writer.writerow([plain(column.show(task)) for column in columns])
        if buffer.tell() > _CHUNK:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def plain(cell: Cell) -> Cell:
    """The cell as text, never as a formula: an apostrophe goes before what would begin one."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
