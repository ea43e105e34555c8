"""Tables on a phone: columns where they fit, and otherwise a line for each row."""

from __future__ import annotations

from adapters.columns import aligned
from adapters.discord.markdown import code_block, markdown
from bot.chat import Run, Table, Text, dotted, lines

WIDEST = 30
"""Letters of one width that a phone (390 px) shows in a line of a card."""
_NOTHING = ("", "–")


def laid_out(table: Table) -> str:
    """The table as Discord's markdown.

    A phone breaks the lines of a code block that is too wide, and then nobody can tell which cell is whose.
    """
    columns = aligned(table)
    if not any(line.strip() for line in columns):
        return ""
    if max(map(len, columns)) <= WIDEST:
        return code_block(columns)
    return markdown(lines(*(_row(table.headings, row) for row in table.rows)))


def _row(headings: tuple[str, ...], row: tuple[str, ...]) -> Text:
    """A row by itself: what it is about in bold, and each further cell under its heading; empty ones are left out."""
    cells = [(heading, " ".join(cell.split())) for heading, cell in zip(headings, row, strict=True)]
    # A place in front of a name belongs to it.
    about = 2 if len(cells) > 1 and not cells[0][0] and cells[0][1].isdecimal() else 1
    head = " ".join(cell for _, cell in cells[:about] if cell)
    facts = [
        (Run(f"{heading}: {cell}" if heading else cell),) for heading, cell in cells[about:] if cell not in _NOTHING
    ]
    return dotted((Run(head, "bold"),) if head else (), *facts)
