"""A mark book as values: who its lines are, and what its columns say of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.classes.register.model import Entered
from bot.sheets import Cell

FIRST = ("Name", "Number", "Chat name")


@dataclass(frozen=True, slots=True)
class Column:
    """What is said of each learner under a heading."""

    title: str
    cells: Mapping[str, Cell]
    """By the learner's id; of whoever is missing nothing is said."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that was set to the class, in as many columns as it takes."""

    on: date
    """The local day by which it is put in order."""
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class MarkBook:
    """The marks of a class."""

    name: str
    """Of the class."""
    lines: tuple[Entered, ...]
    """Its learners, with what the register has of them."""
    pieces: tuple[Piece, ...]
    practice: tuple[Column, ...]
    """What was done besides."""

    def rows(self) -> list[tuple[Cell, ...]]:
        """The book as a table under its headings: learners by their real names, pieces as they came."""
        pieces = sorted(self.pieces, key=lambda piece: piece.on)
        columns = [*(column for piece in pieces for column in piece.columns), *self.practice]
        head = (*FIRST, *(column.title for column in columns))
        return [
            head,
            *((*_who(one), *(column.cells.get(one.learner, "") for column in columns)) for one in self._order()),
        ]

    def _order(self) -> list[Entered]:
        return sorted(self.lines, key=lambda one: (_who(one)[0].casefold(), one.learner))


def _who(one: Entered) -> tuple[str, str, str]:
    return one.line.real_name or one.name, one.line.candidate, one.name
