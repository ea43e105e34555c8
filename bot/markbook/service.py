"""Fills a class's mark book from everything that marks its learners."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.chat import Answer, Event, File, Reply
from bot.classes.register.service import Register
from bot.classes.service import Classes
from bot.markbook.model import Column, MarkBook, Piece
from bot.marking.outcome import FULL
from bot.responses import service as responses
from bot.sheets import Format, file_of
from bot.storage.database import Database

Source = Callable[[Connection, str, int], Sequence[Piece]]
"""What was set to a class, from its id and the present instant (microseconds UTC)."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken away of a mark book."""

    name: str
    learners: int
    pieces: int


class MarkBooks:
    """The mark books of every class."""

    def __init__(self, database: Database, classes: Classes, register: Register) -> None:
        self._database = database
        self._classes = classes
        self._register = register
        self.sources: list[Source] = []
        """Everything that is set and marked."""

    async def take(self, event: Event, format: Format, told: Callable[[Taken], Reply]) -> Answer:
        """The mark book of the event's class as a file, and that it was taken in the class's log."""
        class_id = await self._classes.of(event)
        book = await self._database.read(self._book, class_id, event.at)
        file = await asyncio.to_thread(_filed, book, format)
        taken = Taken(book.name, len(book.lines), len(book.pieces))
        answer = await self._database.once(event, lambda _: told(taken))
        # The file itself is not kept with the answer: it is made of what is there.
        return replace(answer, file=file) if isinstance(answer, Reply) else answer

    def _book(self, tx: Connection, class_id: str, at: int) -> MarkBook:
        pieces = [piece for source in self.sources for piece in source(tx, class_id, at)]
        totals = responses.class_totals(tx, class_id, 0)
        practice = (
            Column("Questions answered", {total.learner: float(total.questions) for total in totals}),
            Column("Points", {total.learner: total.points / FULL for total in totals}),
        )
        lines = self._register.entered(tx, class_id)
        return MarkBook(self._classes.name(tx, class_id), tuple(lines), tuple(pieces), practice)


def _filed(book: MarkBook, format: Format) -> File:
    return file_of(f"{book.name} marks", format, book.rows(), "Marks")
