"""Tables in letters of one width, for platforms that have no tables of their own."""

from __future__ import annotations

from adapters.harmless import harmless
from bot.chat import Table


def aligned(table: Table) -> list[str]:
    """The table's lines, headings first, each column as wide as its widest cell; a cell is one line and harmless."""
    rows = [[" ".join(harmless(cell).split()) for cell in row] for row in (table.headings, *table.rows)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
