"""What is pressed and written below the questions of an exam that is sat together."""

from __future__ import annotations

from collections.abc import Callable

from bot.chat import Answer, Form, Invalid, Level, Press, Reply, Submit, View, pressed, rich, submitted, to
from bot.exams.sitting.putting import Sheet
from bot.exams.together.service import Together


class TogetherCommands:
    """Answering in the room; only whoever answers sees what."""

    def __init__(self, together: Together, kept: Callable[[Sheet], View]) -> None:
        self._together = together
        self._kept = kept

    @pressed("together.answer", answers="note")
    async def answer(self, event: Press, mock: str, number: int, option: int) -> Answer:
        """An option was pressed."""
        return await self._together.press(event, mock, number, option, self._note)

    @pressed("together.part", answers="form")
    async def part(self, event: Press, mock: str, number: int, part: int) -> Form:
        """The learner wants to write."""
        return await self._together.form(event, mock, number, part, to(TogetherCommands.written, mock, number, part))

    @submitted("together.part", answers="note")
    async def written(self, event: Submit, mock: str, number: int, part: int) -> Answer:
        """The learner has written."""
        reopen = to(TogetherCommands.part, mock, number, part)
        return await self._together.write(
            event,
            mock,
            number,
            part,
            event.fields,
            told=self._note,
            refused=lambda refused: Invalid(refused.problems, reopen),
        )

    @pressed("mock.next", answers="note", level=Level.TEACHER, about="mock")
    async def next(self, event: Press, mock: str) -> Answer:
        """On to the next question, for everybody."""

        def told(number: int) -> Answer:
            words = rich("Question {} is put.", number) if number else rich("That was the last one: it is over.")
            return Reply(View(words))

        return await self._together.hurry(event, mock, told)

    def _note(self, sheet: Sheet) -> Answer:
        return Reply(self._kept(sheet))
