"""What Slack takes, in one table. Characters unless something else is said."""

from __future__ import annotations

from collections.abc import Sized

LIMITS: dict[str, int] = {
    "blocks of a message": 50,
    "blocks of a page": 100,  # a modal or the Home tab
    "characters of a message": 10_000,  # unpublished; Slack refuses messages from about 11,300 on
    "notification text": 4_000,  # more is allowed, and cut somewhere
    "title": 150,  # header
    "alt text": 2_000,
    "file": 1_000_000_000,  # bytes
    "table rows": 100,
    "table columns": 20,
    "controls": 50,  # a block each, where they are selects
    "elements of an actions block": 25,
    "button label": 75,
    "action address": 255,  # action_id
    "placeholder": 150,
    "checkboxes": 10,
    "radio buttons": 10,
    "options": 100,
    "option label": 75,
    "option value": 150,
    "option about": 75,
    "form title": 24,
    "form submit": 24,
    "entry name": 255,  # block_id
    "entry label": 2_000,
    "entry about": 2_000,  # hint
    "entry text": 3_000,
    "private metadata": 3_000,
    "commands of a manifest": 50,
    "command name": 32,
    "command description": 140,  # more is allowed, and not shown
    "command usage hint": 1_000,
    "shortcuts of a manifest": 5,
    "shortcut name": 24,
    "shortcut description": 150,
}


class TooMuch(Exception):
    """An answer that Slack would refuse: a fault of ours, never of the person's."""


def hold(what: str, size: int | Sized) -> None:
    """Raise `TooMuch` if `size` (or the length of what is given) is over the limit called `what`."""
    count = size if isinstance(size, int) else len(size)
    if count > LIMITS[what]:
        raise TooMuch(f"{what}: {count}, and Slack takes {LIMITS[what]}")
