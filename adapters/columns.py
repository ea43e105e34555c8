"""Tables for platforms that have none of their own: in letters of one width, or a line for each row."""

from __future__ import annotations

from adapters.harmless import harmless
from bot.chat import Run, Table, Text, dotted, lines

_NOTHING = ("", "–")


def aligned(table: Table) -> list[str]:
    """The table's lines, headings first, each column as wide as its widest cell; a cell is one line and harmless."""
    rows = [[" ".join(harmless(cell).split()) for cell in row] for row in (table.headings, *table.rows)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]


def in_lines(table: Table) -> Text:
    """The table's rows, each by itself: what it is about in bold, and further cells by their headings."""
    return lines(*(_row(table.headings, row) for row in table.rows))


def _row(headings: tuple[str, ...], row: tuple[str, ...]) -> Text:
    cells = [(heading, " ".join(cell.split())) for heading, cell in zip(headings, row, strict=True)]
    # A place in front of a name belongs to it.
    about = 2 if len(cells) > 1 and not cells[0][0] and cells[0][1].isdecimal() else 1
    head = " ".join(cell for _, cell in cells[:about] if cell)
    facts = [
        (Run(f"{heading}: {cell}" if heading else cell),) for heading, cell in cells[about:] if cell not in _NOTHING
    ]
    return dotted((Run(head, "bold"),) if head else (), *facts)
