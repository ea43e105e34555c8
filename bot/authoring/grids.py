"""Tables as they come from a spreadsheet: rows of text, whatever the file was."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

from bot.sheets import escaped

MOST_ROWS = 500
"""Questions of a file."""
MOST_COLUMNS = 64
MOST_CELL = 4_000
"""Characters of a cell; no field of a question takes more."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing wrong in what somebody sent: the row or line, where in it, what it is, and what to do.

    Row nought is the file as a whole.
    """

    at: int
    where: str
    what: str
    remedy: str


class Refused(Exception):
    """Something that can't be used as it is; `unit` is what its places count: rows or lines."""

    def __init__(self, *troubles: Trouble, unit: str = "Row") -> None:
        super().__init__("; ".join(f"{trouble.where}: {trouble.what}" for trouble in troubles))
        self.troubles = troubles
        self.unit = unit


def whole(what: str, remedy: str) -> Refused:
    """A refusal of a file as a whole."""
    return Refused(Trouble(0, "", what, remedy))


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, and its number as a spreadsheet shows it."""

    number: int
    cells: tuple[str, ...]


def unescaped(cell: str) -> str:
    """A cell as it was before `escaped`, or before a teacher put an apostrophe there for the same reason."""
    return cell[1:] if cell.startswith("'") and escaped(cell[1:]) != cell[1:] else cell


def rows_of_csv(content: bytes) -> list[Row]:
    """The rows of a CSV file that are not empty. Raises `Refused`."""
    text = decoded(content)
    if "\0" in text:
        row = text[: text.index("\0")].count("\n") + 1
        raise Refused(
            Trouble(row, "", "there is a character that no text has (NUL)", "save the file again as “CSV UTF-8”")
        )
    first = text.lstrip("\r\n").partition("\n")[0]
    between = max(",;\t", key=first.count)
    found: list[Row] = []
    number = 0
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True), 1):
            if len(cells) > MOST_COLUMNS:
                remedy = f"keep to the template's columns; there is room for {MOST_COLUMNS}"
                raise Refused(Trouble(number, "", f"there are {len(cells):,} columns here", remedy))
            tidy = tuple(tidied(number, cell) for cell in cells)
            if any(tidy):
                found.append(Row(number, tidy))
            hold_rows(found)
    except csv.Error as error:
        what = "a quotation mark is not closed, or a cell is far too long"
        raise Refused(Trouble(number + 1, "", what, "look at the quotation marks in this row")) from error
    return found


def tidied(row: int, cell: str) -> str:
    """What a cell says. Raises `Refused` where that is more than any question has."""
    if len(cell) > MOST_CELL:
        what = f"a cell has {len(cell):,} characters"
        raise Refused(Trouble(row, "", what, f"keep each to {MOST_CELL:,}, and learners will thank you for less"))
    return unescaped(cell.strip())


def hold_rows(found: list[Row]) -> None:
    """Raise `Refused` if there are more rows than a pack has questions."""
    if len(found) > MOST_ROWS + 1:
        remedy = f"a file has at most {MOST_ROWS} questions: make two of it"
        raise Refused(Trouble(found[-1].number, "", f"there are more than {MOST_ROWS} questions", remedy))


def decoded(content: bytes) -> str:
    """The text of a file, where its encoding is certain. Raises `Refused` with the row where it is not."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as error:
            raise whole("this file says that it is UTF-16, and breaks off", "save it again as “CSV UTF-8”") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if _is_windows(content):
            return content.decode("windows-1252")
        row = content[: error.start].count(b"\n") + 1
        seen = (
            content[max(0, error.start - 12) : error.end + 8]
            .decode("ascii", "replace")
            .replace("\ufffd", "?")
            .split("\n")
        )
        what = f"there are letters here that can't be told for certain (“{' '.join(seen).strip()}”)"
        raise Refused(Trouble(row, "", what, "save the file as “CSV UTF-8” and send it again")) from error


_ODD = re.compile(
    rb"[\x80-\x84\x86-\x90\x98-\x9f]"  # signs that nobody types, and other systems' letters
    rb"|[\xc0-\xff]{3}"  # letters of another alphabet
    rb"|[a-z][\xc0-\xde]"  # a capital within a word: another system's quotation marks
    rb"|[A-Za-z][\x93\x94\x96\x97][a-z]"  # a dash or an opening quotation mark within a word
    rb"|[\xa1-\xa2\xa4-\xaf\xb1\xb4-\xbb\xbf\xd7\xf7](?=[A-Za-z])"
)
"""What hardly stands in a text in Windows-1252, and often in one that is something else."""


def _is_windows(content: bytes) -> bool:
    """Whether bytes that are not UTF-8 are Windows-1252 beyond doubt: nothing in them would be odd in it."""
    return not _ODD.search(content) and not re.search(rb"[\x81\x8d\x8f\x90\x9d]", content)
