"""`/mock begin` and `/mock resume`: a sitting as its learner works through it."""

from __future__ import annotations

from typing import Annotated

from bot.chat import (
    About,
    Answer,
    Form,
    Invalid,
    Invoke,
    Option,
    Press,
    Reply,
    Submit,
    Suggest,
    Suggested,
    View,
    command,
    pressed,
    submitted,
    to,
)
from bot.exams.choosing import Choosing
from bot.exams.sitting.service import Sittings

Exam = Annotated[str, About("which exam; the newest if left out"), Suggested("exams")]


class SittingCommands:
    """Sitting a mock exam."""

    def __init__(self, sittings: Sittings, choosing: Choosing) -> None:
        self._sittings = sittings
        self._choosing = choosing

    @command("mock begin", answers="note")
    async def begin(self, event: Invoke, exam: Exam | None = None) -> Answer:
        """Begin the mock exam that your teacher has set; your time runs from then on."""
        mock = await self._choosing.meant(event, exam, ("open",))
        return await self._sittings.begin(event, mock.id, Reply)

    @pressed("mock.begin", answers="note")
    async def begin_it(self, event: Press, mock: str) -> Answer:
        """Begin the exam that is announced."""
        return await self._sittings.begin(event, mock, Reply)

    @command("mock resume", answers="note")
    async def resume(self, event: Invoke) -> Answer:
        """Go on with your mock exam where you left off, on whatever device."""
        return await self._sittings.resume(event, Reply)

    async def exams(self, event: Suggest) -> tuple[Option, ...]:
        """The open exams of the class."""
        return await self._choosing.suggested(event, ("open",))

    @pressed("sit.open", answers="edit")
    async def open(self, event: Press, id: str, number: int) -> Answer:
        """Open a question, or the contents."""
        return await self._sittings.open(event, id, number, _edit)

    @pressed("sit.contents", answers="edit")
    async def contents(self, event: Press, id: str, first: int) -> Answer:
        """More of the contents."""
        return await self._sittings.contents(event, id, first, _edit)

    @pressed("sit.answer", answers="edit")
    async def answer(self, event: Press, id: str, number: int, option: int) -> Answer:
        """An option was pressed."""
        return await self._sittings.press(event, id, number, option, _edit)

    @pressed("sit.part", answers="form")
    async def part(self, event: Press, id: str, number: int, part: int) -> Form:
        """The learner wants to write."""
        return await self._sittings.form(event, id, number, part, to(SittingCommands.written, id, number, part))

    @submitted("sit.part", answers="edit")
    async def written(self, event: Submit, id: str, number: int, part: int) -> Answer:
        """The learner has written."""
        reopen = to(SittingCommands.part, id, number, part)
        return await self._sittings.write(
            event,
            id,
            number,
            part,
            event.fields,
            told=_edit,
            refused=lambda refused: Invalid(refused.problems, reopen),
        )

    @pressed("sit.flag", answers="edit")
    async def flag(self, event: Press, id: str, number: int) -> Answer:
        """Flag a question, or take its flag off."""
        return await self._sittings.flag(event, id, number, _edit)

    @pressed("sit.rest", answers="edit")
    async def rest(self, event: Press, id: str) -> Answer:
        """A rest break begins."""
        return await self._sittings.rest(event, id, _edit)

    @pressed("sit.go-on", answers="edit")
    async def go_on(self, event: Press, id: str) -> Answer:
        """The rest break is over."""
        return await self._sittings.go_on(event, id, _edit)

    @pressed("sit.ask", answers="edit")
    async def ask(self, event: Press, id: str) -> Answer:
        """The learner wants to hand in."""
        return await self._sittings.ask_to_hand_in(event, id, _edit)

    @pressed("sit.hand-in", answers="edit")
    async def hand_in(self, event: Press, id: str) -> Answer:
        """The learner hands in."""
        return await self._sittings.hand_in(event, id, _edit)


def _edit(view: View) -> Answer:
    return Reply(view, "edit")
