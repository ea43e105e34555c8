"""What a phone's notification shows of a message, and what screen readers say instead of its blocks."""

from __future__ import annotations

from adapters.columns import in_lines
from adapters.elsewhere import elsewhere
from adapters.harmless import harmless
from adapters.slack.keys import NAME
from adapters.slack.limits import LIMITS
from adapters.slack.rich import told_in_utc
from bot.chat import Moment, Place, Run, Table, Text, View, cut

NOTIFICATION = 300
"""Characters of the first line, which is all that most phones show."""


def speech_of(view: View) -> str:
    """Everything in the view as lines of words, the first of which can stand alone; empty only if the view is.

    Screen readers read this and not the blocks, so nothing is left out that people see: neither options nor tables.
    """
    words = _lines(view.title, _spoken(view.text), *(f"{one.label}: {_spoken(one.text)}" for one in view.fields))
    words += _lines(_table(view.table) if view.table else "", view.image.alt if view.image else "")
    first = " ".join(_lines(view.fallback)) or (words[0] if words else "")
    if words[:1] != [first] or len(first) > NOTIFICATION:
        words = [cut(first, NOTIFICATION), *words]
    return cut("\n".join(words), LIMITS["notification text"])


def _lines(*texts: str) -> list[str]:
    """The lines that say something."""
    return [words for text in texts for line in harmless(text).split("\n") if (words := " ".join(line.split()))]


def _table(table: Table) -> str:
    return _spoken(in_lines(table)) if table.rows else " · ".join(table.headings)


def _spoken(text: Text) -> str:
    return "".join(_said(piece) for piece in text)


def _said(piece: Run | Moment | Place) -> str:
    """A piece in words: here nothing knows the reader's zone, nor what a channel is called."""
    if isinstance(piece, Run):
        return piece.text
    if isinstance(piece, Moment):
        return f"at {told_in_utc(piece)}" if piece.show == "countdown" else told_in_utc(piece)
    return "a channel" if piece.room.startswith(f"{NAME}:") else elsewhere(piece)
