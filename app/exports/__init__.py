"""Tasks → tables that Excel opens: CSV and XLSX, written row by row."""

from app.exports.columns import COLUMNS, Column, chosen_columns
from app.exports.delimited import render_csv
from app.exports.workbook import MAX_ROWS, render_xlsx

__all__ = ["COLUMNS", "MAX_ROWS", "Column", "chosen_columns", "render_csv", "render_xlsx"]
