"""What Discord takes, in one table. Whatever is larger is refused here, before Discord refuses it."""

from __future__ import annotations

LIMITS: dict[str, int] = {
    # A message of components (V2)
    "components": 40,
    "text": 4000,  # characters of all text displays together, mark-up included
    "row": 5,
    "button label": 80,
    "custom id": 100,
    "options": 25,
    "option label": 100,
    "option value": 100,
    "option about": 100,
    "placeholder": 150,
    "alt text": 1024,
    "image": 10 * 1024 * 1024,  # bytes
    "file": 10 * 1024 * 1024,  # bytes
    "nonce": 25,
    "thread name": 100,
    # A form
    "form title": 45,
    "form entries": 5,
    "entry label": 45,
    "entry about": 100,
    "entry text": 4000,
    "group": 10,  # options of a radio or checkbox group
    # Suggestions
    "choices": 25,
    "choice name": 100,
    "choice value": 100,
    # Commands
    "commands": 100,
    "command options": 25,
    "command name": 32,
    "command about": 100,
    "command characters": 8000,  # names, descriptions and values of one command and its options
}


class TooMuch(ValueError):
    """Something that Discord would refuse: a fault of ours, never of the person's."""


def hold(what: str, size: int) -> None:
    """Raise `TooMuch` if `size` is more than Discord takes of `what`."""
    if size > LIMITS[what]:
        raise TooMuch(f"{what}: {size}, and Discord takes {LIMITS[what]}")
