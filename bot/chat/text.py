"""Text that can be styled without anybody's words acting.

A `Text` is a row of runs. Only templates in our own code carry mark-up; what is filled in, from people or from content,
stays what it is, and each adapter escapes it for its platform.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

Style = Literal["plain", "bold", "italic"]


@dataclass(frozen=True, slots=True)
class Run:
    """Some characters in one style; line breaks are part of them."""

    text: str
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant (microseconds UTC) that each platform shows in the reader's own way.

    `countdown` is how long until then ("in 25 s"), `clock` the time of day, `day` the date.
    """

    at: int
    show: Literal["countdown", "clock", "day"] = "countdown"


@dataclass(frozen=True, slots=True)
class Place:
    """A room, by its key, which each platform shows by the name that it has there; its own lead into it."""

    room: str


Text: TypeAlias = tuple[Run | Moment | Place, ...]
Filling: TypeAlias = str | int | Moment | Place | Text

_MARKS = re.compile(r"(\*\*|\*|\{\})")


@cache
def _parsed(template: str) -> tuple[Run | None, ...]:
    """The template's runs; for a placeholder an empty run in the style it stands in."""
    parts: list[Run | None] = []
    style: Style = "plain"
    for piece in _MARKS.split(template):
        if piece in ("**", "*"):
            wanted: Style = "bold" if piece == "**" else "italic"
            style = "plain" if style == wanted else wanted
        elif piece == "{}":
            parts += [None, Run("", style)]
        elif piece:
            parts.append(Run(piece, style))
    if style != "plain":
        raise ValueError(f"unbalanced mark-up in {template!r}")
    return tuple(parts)


def rich(template: str, *fillings: Filling) -> Text:
    """Build a text from a template of ours: `**bold**`, `*italic*`, and `{}` for each filling.

    A string filled in takes the style around it and is never parsed.
    """
    runs: list[Run | Moment | Place] = []
    rest = iter(fillings)
    filled: Filling | None = None
    for part in _parsed(template):
        if part is None:
            filled = next(rest)
        elif filled is None:
            runs.append(part)
        else:
            if isinstance(filled, str | int):
                runs.append(Run(str(filled), part.style))
            elif isinstance(filled, Moment | Place):
                runs.append(filled)
            else:
                runs += filled
            filled = None
    if next(rest, None) is not None:
        raise ValueError(f"more fillings than placeholders in {template!r}")
    return tuple(runs)


def prose(written: str) -> Text:
    """An author's prose, in which `*a title*` is set in italics and nothing else acts."""
    pieces = re.split(r"\*([^*\n]+)\*", " ".join(written.split()))
    return tuple(Run(piece, "italic" if odd % 2 else "plain") for odd, piece in enumerate(pieces) if piece)


def bare(written: str) -> str:
    """An author's prose without its italics, for where there is no style: buttons, forms, notifications."""
    return re.sub(r"\*([^*\n]+)\*", r"\1", written)


def counted(count: int, thing: str) -> str:
    """So many things in words: 1 mark, 1,200 marks."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def waits(count: int, thing: str) -> str:
    """That so many things wait: 1 answer waits, 2 answers wait."""
    return f"{counted(count, thing)} {'waits' if count == 1 else 'wait'}"


def listed(words: Sequence[str]) -> str:
    """Words in a row: a, b and c."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


_MOST_OF_IT = 0.7
"""How much of the room has to be filled where words are cut between two of them."""


def cut(words: str, most: int) -> str:
    """The words, cut where they are longer than `most` characters: between two words, if there is room for most."""
    if len(words) <= most:
        return words
    kept = words[: most - 1]
    whole = kept if words[most - 1].isspace() else kept.rpartition(" ")[0]
    return f"{(whole if len(whole) >= most * _MOST_OF_IT else kept).rstrip(' .,;:')}…"


def lines(*texts: Text) -> Text:
    """The texts that are not empty, each on a line of its own."""
    return _joined("\n", texts)


def paragraphs(*texts: Text) -> Text:
    """The texts that are not empty, with a blank line between them."""
    return _joined("\n\n", texts)


def dotted(*texts: Text) -> Text:
    """The texts that are not empty, on one line with dots between them."""
    return _joined(" · ", texts)


def _joined(glue: str, texts: tuple[Text, ...]) -> Text:
    joined: list[Run | Moment | Place] = []
    for text in texts:
        if text:
            joined += [Run(glue), *text] if joined else text
    return tuple(joined)


def plain(text: Text) -> str:
    """The characters alone; moments and rooms are left out: only adapters know a reader's clock, and names."""
    return "".join(run.text for run in text if isinstance(run, Run))
