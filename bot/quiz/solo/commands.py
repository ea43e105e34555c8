"""`/quiz solo` as its owner sees it."""

from __future__ import annotations

from typing import Annotated

from bot.chat import (
    About,
    Action,
    Answer,
    Between,
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
    prose,
    rich,
    submitted,
    to,
)
from bot.curriculum.service import Curriculum
from bot.errors import UserError
from bot.quiz.kinds import KindName
from bot.quiz.solo.service import Solos
from bot.quiz.suggesting import suggest_topics

TopicName = Annotated[str, About("what to revise; everything if left out"), Suggested("topics")]
Count = Annotated[int, Between(1, 30), About("how many questions; ten if left out")]
Practice = Annotated[bool, About("whether it stays out of the leaderboard")]
Kind = Annotated[KindName, About("one kind of question only")]


class SoloCommands:
    """Revising on one's own."""

    def __init__(self, solos: Solos, curriculum: Curriculum) -> None:
        self._solos = solos
        self._curriculum = curriculum

    @command("quiz solo", answers="note", shortcut="Start a quiz")
    async def solo(
        self,
        event: Invoke,
        topic: TopicName | None = None,
        questions: Count | None = None,
        practice: Practice | None = None,
        kind: Kind | None = None,
    ) -> Answer:
        """Revise on your own; only you see the questions."""
        return await self._solos.begin(
            event, topic=topic, count=questions, practice=practice, kind=kind or "", told=Reply
        )

    async def topics(self, event: Suggest) -> tuple[Option, ...]:
        """Topics that begin like what is typed."""
        return suggest_topics(await self._curriculum.here(event), event.typed)

    @pressed("solo.answer", answers="edit")
    async def answer(self, event: Press, id: str, position: int, option: int) -> Answer:
        """An option was pressed."""
        return await self._solos.press(event, id, position, option, _edit)

    @pressed("solo.check", answers="edit")
    async def check(self, event: Press, id: str, position: int) -> Answer:
        """What was ticked or ordered is the answer."""
        return await self._solos.check(event, id, position, _edit)

    @pressed("solo.write", answers="form")
    async def write(self, event: Press, id: str, position: int) -> Form:
        """The learner wants to write the answer."""
        return await self._solos.form(event, id, position, 0, to(SoloCommands.written, id, position))

    @submitted("solo.write", answers="edit")
    async def written(self, event: Submit, id: str, position: int) -> Answer:
        """The learner has written the answer."""
        return await self._take(event, id, position, 0, to(SoloCommands.write, id, position))

    @pressed("solo.part", answers="form")
    async def part(self, event: Press, id: str, position: int, pressed: int) -> Form:
        """The learner wants to write about the part that was pressed."""
        action = to(SoloCommands.part_written, id, position, pressed)
        return await self._solos.form(event, id, position, pressed, action)

    @submitted("solo.part", answers="edit")
    async def part_written(self, event: Submit, id: str, position: int, pressed: int) -> Answer:
        """The learner has written about the part that was pressed."""
        return await self._take(event, id, position, pressed, to(SoloCommands.part, id, position, pressed))

    async def _take(self, event: Submit, id: str, position: int, pressed: int, reopen: Action) -> Answer:
        return await self._solos.write(
            event,
            id,
            position,
            pressed,
            event.fields,
            told=_edit,
            refused=lambda refused: Invalid(refused.problems, reopen),
        )

    @pressed("solo.hint", answers="note")
    async def hint(self, event: Press, id: str, position: int) -> Reply:
        """The learner wants a hint."""
        page = await self._solos.page(event, id, position)
        if not page.hint:
            raise UserError("There is no hint to this one.")
        return Reply(View(rich("*Hint:* {}", prose(page.hint))))

    @pressed("solo.skip", answers="edit")
    async def skip(self, event: Press, id: str, position: int) -> Answer:
        """The learner would rather see the answer."""
        return await self._solos.skip(event, id, position, _edit)

    @pressed("solo.next", answers="edit")
    async def next(self, event: Press, id: str, position: int) -> Answer:
        """On to the next question."""
        return await self._solos.next(event, id, position, _edit)

    @pressed("solo.afresh", answers="edit")
    async def afresh(self, event: Press) -> Answer:
        """The learner would rather begin anew than go on."""
        return await self._solos.begin(event, topic=None, count=10, practice=None, told=_edit)

    @pressed("solo.missed", answers="edit")
    async def missed(self, event: Press, id: str) -> Answer:
        """The learner wants to try again what went wrong."""
        return await self._solos.retry(event, id, _edit)

    @pressed("solo.revise", answers="note")
    async def revise(self, event: Press) -> Answer:
        """The learner wants to revise, wherever they are."""
        return await self._solos.begin(event, topic=None, count=None, practice=None, told=Reply)

    @pressed("solo.more", answers="edit")
    async def more(self, event: Press, id: str) -> Answer:
        """The learner wants more of the same."""
        return await self._solos.more(event, id, _edit)


def _edit(view: View) -> Answer:
    return Reply(view, "edit")
