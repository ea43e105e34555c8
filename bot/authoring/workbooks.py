"""Excel workbooks: bounded before anything in them is read, then read row by row."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from bot.authoring.grids import MOST_COLUMNS, Refused, Row, Trouble, hold_rows, tidied, whole

MOST_PARTS = 200
"""Files within a workbook."""
MOST_UNPACKED = 6_000_000
"""Bytes of a workbook once it is unpacked: several times what five hundred questions have."""
MOST_RATIO = 60
"""How many times larger a part may become; what people write becomes ten times larger at most."""
LEAST_FOR_RATIO = 1_000_000
MOST_FURNITURE = 2_000_000
"""Bytes of a part that is neither a sheet nor its texts, and is read in one go."""
MOST_EMPTY = 2_000
"""Empty rows that may follow each other: nobody scrolls past more to find another question."""
PIECE = 256 * 1024
LONGEST_TAG = 200
SHEET = "Questions"
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=[\"']([A-Z]{1,3}([0-9]{1,7}):[A-Z]{1,3}[0-9]{1,7})[\"']")


def rows_of_workbook(content: bytes) -> list[Row]:
    """The rows of a workbook's questions that are not empty. Raises `Refused`."""
    _bounded(content)
    from openpyxl import load_workbook  # noqa: PLC0415 - a tenth of a second that a start should not take

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False, rich_text=False)
        try:
            return _rows(_sheet(book))
        finally:
            book.close()
    except Refused:
        raise
    except Exception as error:  # whatever the library makes of a broken file
        raise _unreadable(error) from error


def _unreadable(error: BaseException | None) -> Refused:
    from defusedxml import DefusedXmlException  # noqa: PLC0415 - likewise

    while error is not None:
        if isinstance(error, DefusedXmlException):
            return whole("this workbook defines entities, which no spreadsheet does", "save it again as .xlsx")
        error = error.__cause__ or error.__context__
    return _broken()


def _broken() -> Refused:
    return whole(
        "this workbook is broken, and can't be read", "open it in your spreadsheet, save it as .xlsx, send it again"
    )


def _bounded(content: bytes) -> None:
    """Refuse an archive that would unpack to far more than it is, before any of it is read."""
    too_much = "make a new workbook and copy the questions into it"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = archive.infolist()
            if len(found) > MOST_PARTS:
                raise whole(f"this workbook has {len(found):,} parts", too_much)
            if any(part.flag_bits & 1 for part in found):
                raise whole("this workbook is locked with a password", "save it without one and send it again")
            unpacked = sum(part.file_size for part in found)
            swells = any(
                part.file_size > LEAST_FOR_RATIO and part.file_size > MOST_RATIO * max(1, part.compress_size)
                for part in found
            )
            if unpacked > MOST_UNPACKED or swells:
                raise whole(f"this workbook would be {unpacked // 1_000_000:,} MB once it is unpacked", too_much)
            if "xl/workbook.xml" not in {part.filename for part in found}:
                raise whole("this is no Excel workbook", "save it as .xlsx, or as CSV")
            for part in found:
                if part.filename.startswith("xl/worksheets/"):
                    _refuse_merged(archive, part)
                elif part.file_size > MOST_FURNITURE and not part.filename.startswith(("xl/shared", "xl/media/")):
                    raise whole(f"the part {part.filename[:60]} of this workbook is too large", too_much)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise _broken() from error


def _refuse_merged(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse merged cells, which are written at a sheet's end; in pieces, so that nobody else has to wait."""
    before = b""
    with archive.open(part) as sheet:
        while piece := sheet.read(PIECE):
            if merged := _MERGED.search(before + piece):
                where, row = merged[1].decode(), int(merged[2])
                remedy = "take them apart (Unmerge Cells), so that each row is a question"
                raise Refused(Trouble(row, "", f"the cells {where} are merged", remedy))
            before = piece[-LONGEST_TAG:]


def _sheet(book: Any) -> Any:
    """The sheet that has the questions: it is called so, or it is the only one."""
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    if hidden:
        remedy = "show it or delete it: nothing is published that you can't see"
        raise whole(f"the sheet “{hidden[0][:40]}” is hidden", remedy)
    named = [sheet for sheet in book.worksheets if sheet.title.casefold() == SHEET.casefold()]
    if not named and len(book.worksheets) != 1:
        raise whole(
            f"there are {len(book.worksheets)} sheets, and none is called {SHEET}", f"call the right one {SHEET}"
        )
    return named[0] if named else book.worksheets[0]


def _rows(sheet: Any) -> list[Row]:
    sheet.reset_dimensions()  # what the file says of its size need not be true
    found: list[Row] = []
    last = 0
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1):
        if number - last > MOST_EMPTY:
            remedy = "delete the empty rows, and whatever stands below them"
            raise Refused(Trouble(last + 1, "", f"{MOST_EMPTY:,} empty rows begin here", remedy))
        if all(cell.value is None for cell in cells):
            continue
        last = number
        texts = tuple(_text(number, cell) for cell in cells)
        if any(texts):
            found.append(Row(number, texts))
        hold_rows(found)
    return found


def _text(number: int, cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    where = f"cell {_letters(cell.column)}{number}"
    if cell.data_type == "f":
        raise Refused(Trouble(number, where, "this is a formula", "put what it says in its place, as text"))
    if cell.data_type == "e":
        raise Refused(Trouble(number, where, f"this says {str(value)[:20]}", "put right what it should say"))
    return tidied(number, _written(value))


def _written(value: Any) -> str:
    """A cell's value as it is read on the screen."""
    match value:
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004 - beyond, a float is no longer exact
            return str(int(value))
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
        case date():
            return value.isoformat()
    return str(value)


def _letters(column: int) -> str:
    return "".join(reversed(list(_digits(column))))


def _digits(column: int) -> Iterator[str]:
    while column:
        column, rest = divmod(column - 1, 26)
        yield "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[rest]
