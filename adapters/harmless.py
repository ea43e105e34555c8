"""What anybody wrote, without the characters that act by themselves: on every platform the same."""

from __future__ import annotations


def harmless(text: str) -> str:
    """The text without controls, and without what hides or turns round what follows; lines stay lines."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char == "\n" else " " for char in text)


def harmless_line(text: str) -> str:
    """The text made harmless, on one line."""
    return harmless(text).replace("\n", " ")
