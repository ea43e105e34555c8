"""`swot settings`: every setting with its value, where it came from and what it is for; no secret is shown."""

from __future__ import annotations

import re

from pydantic import SecretStr

from adapters.settings.model import ABOUT, variable
from adapters.settings.reading import NAMED, Reading
from adapters.settings.values import Address

UNSET = "–"
HEADINGS = "| variable | what it is | for example |"
_NAME = 27
"""Columns for a name, with what parts it from the value."""
_ORDER = (
    f"The environment counts before .env, that before swot.toml. {NAMED} or\n"
    "--settings names another file; any secret may stand in a file of its own,\n"
    "as SWOT_DISCORD_TOKEN_FILE=/run/secrets/discord.\n"
)


def shown(reading: Reading, width: int) -> str:
    """All of them for a person to read, in lines of `width` columns unless a value is longer."""
    lines: list[str] = []
    group = ""
    for name, about in ABOUT.items():
        if about.group != group:
            group = about.group
            lines += ["", group] if lines else [group]
        value = value_of(getattr(reading.settings, name))
        origin = reading.origins[name] if value != UNSET else ""
        line = f"  {variable(name):{_NAME}}{value}"
        room = width - len(line) - 2
        lines += [line + origin.rjust(width - len(line))] if len(origin) <= room else [line, origin.rjust(width)]
        lines.append(f"      {about.what}")
    told = [f"! {words}" for words in (*reading.mistakes, *reading.warnings)]
    return "\n".join([*(line.rstrip() for line in lines), "", _ORDER, *told]).rstrip()


def value_of(value: object) -> str:
    """A value as it may be shown: of a secret its length alone."""
    match value:
        case None | "":
            return UNSET
        case SecretStr():
            count = len(value.get_secret_value())
            return f"set, {count:,} character{'' if count == 1 else 's'}"
        case Address():
            return value.shown
    return str(value)


def as_markdown() -> str:
    """What there is to set, as a table for the page beside the pages that it names."""
    rows = [HEADINGS, "|---|---|---|"]
    for name, about in ABOUT.items():
        what = re.sub(r"deploy/(\w+\.md)", r"[\1](\1)", about.what)
        rows.append(f"| `{variable(name)}` | {what} | `{about.example}` |")
    return "\n".join(rows) + "\n"
