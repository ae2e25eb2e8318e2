"""XLSX with real dates, a frozen heading and widths to read by, in bounded memory."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import IO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.exports.columns import Cell, Column
from app.schemas.answers import TaskOut

# A sheet has 1,048,576 rows, one of them the heading.
MAX_ROWS = 1_048_575
_LONGEST_CELL = 32_767
_CHUNK = 64_000
# Excel counts days from here, for every day after February 1900.
_DAY_ZERO = date(1899, 12, 30)


def render_xlsx(columns: Sequence[Column], tasks: Iterable[TaskOut], made_on: date) -> Iterator[bytes]:
    """The workbook in chunks; rows go to a temporary file as they come. Equal tasks and `made_on` give equal bytes."""
    with tempfile.TemporaryFile() as file:
        _write(file, columns, tasks, made_on)
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk


def _write(file: IO[bytes], columns: Sequence[Column], tasks: Iterable[TaskOut], made_on: date) -> None:
    with Workbook(file, {"constant_memory": True}) as book:
        book.set_properties({"title": "期限", "created": datetime(made_on.year, made_on.month, made_on.day)})  # noqa: DTZ001 - a spreadsheet has no zones
        sheet = book.add_worksheet("报送期限")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        _write_head(sheet, columns, book.add_format({"bold": True, "bottom": 1}))
        for row, task in enumerate(tasks, start=1):
            for place, column in enumerate(columns):
                _write_cell(sheet, row, place, column.show(task), day)


def _write_head(sheet: Worksheet, columns: Sequence[Column], bold: Format) -> None:
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.title, bold)


def _write_cell(sheet: Worksheet, row: int, place: int, cell: Cell, day: Format) -> None:
    """A cell by its own type; text is written as text, so that nothing in it becomes a formula or a link."""
    match cell:
        case None:
            return
        case date():
            sheet.write_number(row, place, (cell - _DAY_ZERO).days, day)
        case int():
            sheet.write_number(row, place, cell)
        case _:
            sheet.write_string(row, place, cell[:_LONGEST_CELL])
