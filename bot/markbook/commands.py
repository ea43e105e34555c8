"""`/class marks`: the mark book as a file."""

from __future__ import annotations

from typing import Annotated

from bot.chat import About, Answer, Invoke, Level, Press, Reply, View, command, counted, lines, pressed, rich
from bot.markbook.service import MarkBooks, Taken
from bot.sheets import Format

As = Annotated[Format, About("the file's format; left out: xlsx, for any spreadsheet")]


class MarkBookCommands:
    """The mark book of a class."""

    def __init__(self, books: MarkBooks) -> None:
        self._books = books

    @command("class marks", answers="note", level=Level.TEACHER)
    async def marks(self, event: Invoke, format: As | None = None) -> Answer:
        """The mark book as a file: homework, mock exams and practice of each learner, under real names."""
        return await self._books.take(event, format or "xlsx", _taken)

    @pressed("class.marks", answers="note", level=Level.TEACHER)
    async def pressed_marks(self, event: Press) -> Answer:
        """The mark book as a file."""
        return await self._books.take(event, "xlsx", _taken)


def _taken(taken: Taken) -> Reply:
    what = rich(
        "The mark book of **{}**: {}, {} of set work, and what was practised.",
        taken.name,
        counted(taken.learners, "learner"),
        counted(taken.pieces, "piece"),
    )
    hint = rich("It has real names from /class register. Keep it where you keep marks, and no longer than those.")
    deed = f"The mark book was taken as a file: {counted(taken.learners, 'learner')}."
    return Reply(View(lines(what, hint)), deed=deed)
