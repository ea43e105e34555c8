"""Tables that people take away as files: a spreadsheet opens them as they are meant, and works out nothing in them."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

from bot.chat import File
from bot.chat.answers import MAX_FILE
from bot.errors import UserError

Cell: TypeAlias = str | float
"""Words, or a figure that a spreadsheet can work with."""
Rows: TypeAlias = Sequence[Sequence[Cell]]
Format: TypeAlias = Literal["xlsx", "csv"]
MEDIA: Mapping[str, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}
LIKE_A_FORMULA = "=+-@\t\r＝＋－＠"
"""With one of these a spreadsheet takes a cell for something to be worked out."""

LONGEST_NAME = 50
"""Characters of a file's name before its ending."""


def escaped(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: in front of what could be one stands an apostrophe."""
    return f"'{cell}" if cell.lstrip().startswith(tuple(LIKE_A_FORMULA)) or cell.startswith(("\t", "\r")) else cell


def csv_of(rows: Rows) -> bytes:
    """Rows as a CSV file that every spreadsheet opens as it is meant, and runs nothing of."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([_plain(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def workbook_of(sheets: Mapping[str, Rows]) -> bytes:
    """Rows as a workbook, a sheet for each name; words are words, and nothing is worked out."""
    from openpyxl import Workbook  # noqa: PLC0415 - a tenth of a second that a start should not take
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - likewise

    book = Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for row in rows:
            cells = [WriteOnlyCell(sheet, escaped(cell) if isinstance(cell, str) else cell) for cell in row]
            for cell, given in zip(cells, row, strict=True):
                cell.data_type = "s" if isinstance(given, str) else "n"
            sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def file_of(title: str, format: Format, rows: Rows, sheet: str) -> File:
    """Rows as a file that is called after a title; a workbook has them on a sheet of that name.

    Raises `UserError` where they are too many for one file.
    """
    return file_of_sheets(title, format, {sheet: rows})


def file_of_sheets(title: str, format: Format, sheets: Mapping[str, Rows]) -> File:
    """Several sheets as a file, as `file_of` does it for one; a CSV file has room for the first alone."""
    sheet, rows = next(iter(sheets.items()))
    data = csv_of(rows) if format == "csv" else workbook_of(sheets)
    if len(data) > MAX_FILE:
        raise UserError("That is too much for one file. XLSX is the smaller format.")
    words = re.findall(r"[a-z0-9]+", unicodedata.normalize("NFKD", title).casefold())
    return File(f"{'-'.join(words)[:LONGEST_NAME].strip('-') or sheet.casefold()}.{format}", MEDIA[format], data)


def _plain(cell: Cell) -> str:
    return escaped(cell) if isinstance(cell, str) else f"{cell:g}"
