"""The paper for the data-protection officer says what the tables declare."""

from __future__ import annotations

import re
from pathlib import Path

from bot.storage.tables import metadata
from bot.storage.tables.kept import kept_of

PAPER = Path(__file__).parent.parent.parent / "deploy" / "privacy.md"
FATES = {
    "deleted": "deleted",
    "unlinked": "emptied; the row stays and is nobody's",
    "by its room": {
        "outbox": "edited there, then deleted",
        "responses": "text, times, round and order go; question and week stay with the mark",
        "marks": "question, mark and week stay, nobody's, tied to no other mark",
    },
}


def table_of() -> str:
    """The table as the declarations have it."""
    lines = ["| table | what it is | what of the person is in it | when they are forgotten |", "|---|---|---|---|"]
    for table in metadata.sorted_tables:
        kept = kept_of(table)
        fate = FATES[kept.fate]
        told = fate[table.name] if isinstance(fate, dict) else fate
        if kept.one:
            columns = ", ".join(sorted([kept.person or kept.via, *kept.about]))
            lines.append(f"| `{table.name}` | {kept.many.replace('your', 'their')} | {columns} | {told} |")
        lines += [
            f"| `{table.name}` | who had to do with it | {doer} | replaced by nobody |" for doer in sorted(kept.doers)
        ]
        if kept.mentions:
            lines.append(f"| `{table.name}` | what others were told | names in {kept.mentions} | taken out |")
    return "\n".join(lines)


def test_the_paper_lists_what_the_tables_declare():
    """Row for row: whoever adds a table puts its rows there too, as this test prints them."""
    assert table_of() in PAPER.read_text("utf-8"), f"deploy/privacy.md should have this table:\n\n{table_of()}"


def test_every_command_that_the_paper_names_exists():
    """A right that is exercised in Swot is exercised by a command that is there."""
    source = "".join(path.read_text("utf-8") for path in (PAPER.parent.parent / "bot").rglob("commands.py"))
    for group, word in re.findall(r"`/(\w+) (\w+)", PAPER.read_text("utf-8")):
        assert f'@command("{group} {word}"' in source, f"/{group} {word}"
