"""Tables: Slack's own where a phone can show all columns, and otherwise a line for each row."""

from __future__ import annotations

from adapters.columns import aligned, in_lines
from adapters.harmless import harmless
from adapters.slack.limits import LIMITS, hold
from adapters.slack.rich import Json, preformatted, rich_text, section_of
from bot.chat import Table

ROOM = 42
"""Letters that a phone (390 px) shows beside each other in Slack's own tables, `EDGES` of them between two cells."""
EDGES = 3
WIDEST = 38
"""Letters of one width that a phone shows in a line; of what is wider the lines are broken, and nobody can read it."""
BLANK = " "
"""What stands in an empty cell: Slack refuses a message that has a cell without characters."""


def table_of(table: Table, *, own: bool) -> list[Json]:
    """The table as blocks, none where nothing stands in it; `own`: Slack's own tables are shown here."""
    hold("table rows", table.rows)
    hold("table columns", table.headings)
    if not any(_words(cell) for row in (table.headings, *table.rows) for cell in row):
        return []
    if own and _width(table) <= ROOM and len(table.rows) < LIMITS["table rows"]:
        return [_own(table)]
    lines = aligned(table)
    if max(map(len, lines)) <= WIDEST:
        return [rich_text(preformatted("\n".join(lines)))]
    return [rich_text(section_of(in_lines(table)))]


def _width(table: Table) -> int:
    """Letters that the table is wide; whoever has to push it aside does not see whose line they read."""
    columns = zip(table.headings, *table.rows, strict=True)
    return sum(max(len(_words(cell)) for cell in column) + EDGES for column in columns)


def _own(table: Table) -> Json:
    rows = [table.headings, *table.rows]
    columns = list(zip(*table.rows, strict=True)) or [()] * len(table.headings)
    settings = [_setting(column) for column in columns]
    return {"type": "table", "rows": [list(map(_cell, row)) for row in rows], "column_settings": settings}


def _setting(column: tuple[str, ...]) -> Json:
    """Figures stand below each other; words go on in another line."""
    figures = [cell for cell in map(_words, column) if cell not in ("", "–")]
    if figures and all(cell[0].isdigit() and len(cell) < len("100 of 1,000") for cell in figures):
        return {"align": "right"}
    return {"is_wrapped": True}


def _cell(cell: str) -> Json:
    return {"type": "raw_text", "text": _words(cell) or BLANK}


def _words(cell: str) -> str:
    """A cell is one line, and harmless."""
    return " ".join(harmless(cell).split())
