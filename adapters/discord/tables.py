"""Tables on a phone: columns where they fit, and otherwise a line for each row."""

from __future__ import annotations

from adapters.columns import aligned, in_lines
from adapters.discord.markdown import code_block, markdown
from bot.chat import Table

WIDEST = 30
"""Letters of one width that a phone (390 px) shows in a line of a card."""


def laid_out(table: Table) -> str:
    """The table as Discord's markdown.

    A phone breaks the lines of a code block that is too wide, and then nobody can tell which cell is whose.
    """
    columns = aligned(table)
    if not any(line.strip() for line in columns):
        return ""
    if max(map(len, columns)) <= WIDEST:
        return code_block(columns)
    return markdown(in_lines(table))
