"""Files that teachers send, well meant and otherwise."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from bot.authoring.grids import Refused
from bot.authoring.making import Read, Titles
from bot.authoring.reading import read

TITLES = Titles("own-abc", "Kitchen garden")
HEADINGS = ("ID", "Type", "Question", "Answer", "Wrong 1", "Wrong 2", "Explanation", "Topic", "Source")
GARLIC = (
    "",
    "single choice",
    "When is garlic planted?",
    "Autumn",
    "Spring",
    "Summer",
    "It needs a cold spell.",
    "",
    "",
)
CHITTING = ("", "typed", "What is sprouting in the light called?", "chitting", "", "", "Before planting.", "", "")


def csv(*rows: Sequence[str], headings: Sequence[str] = HEADINGS) -> bytes:
    """Rows as a spreadsheet writes them."""
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in (headings, *rows)]
    return "\r\n".join(quoted).encode()


def workbook(
    *rows: Sequence[Any], headings: Sequence[str] = HEADINGS, change: Callable[[Workbook], None] = lambda _book: None
) -> bytes:
    """Rows as a workbook; `change` does to it what else a teacher may have done."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Questions"
    for row in (headings, *rows):
        sheet.append(list(row))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """A workbook with its parts changed by hand."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def taken(content: bytes) -> Read:
    """What came of a file that is all right."""
    return read(content, TITLES)


def refused(content: bytes) -> list[tuple[int, str, str]]:
    """Where a file is wrong, and how: row or line, column, and what."""
    with pytest.raises(Refused) as refusal:
        read(content, TITLES)
    assert all(trouble.remedy for trouble in refusal.value.troubles)
    return [(trouble.at, trouble.where, trouble.what) for trouble in refusal.value.troubles]


A_DAY = date(1929, 11, 27)
