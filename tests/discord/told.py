"""A room of Swot's that says what a test has told it to: one handler of each kind that reaches an adapter."""

from __future__ import annotations

import asyncio
from typing import Annotated, Literal

from bot.chat import (
    About,
    Answer,
    AnyEvent,
    Between,
    Choices,
    Invoke,
    Notice,
    Option,
    PersonKey,
    Press,
    Submit,
    Suggest,
    Suggested,
    command,
    noticed,
    pressed,
    submitted,
)


class Told:
    """Answers as it is told to, at once or when it is let."""

    def __init__(self) -> None:
        self.answer: Answer | None = None
        self.go = asyncio.Event()
        """Unset: every answer waits for it."""
        self.go.set()
        self.events: list[AnyEvent] = []
        """What has arrived, oldest first."""

    async def _said(self, event: AnyEvent) -> Answer | None:
        self.events.append(event)
        await self.go.wait()
        return self.answer

    # Commands: one for each kind of answer, each kind of option and each number of words

    @command("announce", answers="post")
    async def announce(self, event: Invoke) -> Answer | None:
        """Say it to everybody."""
        return await self._said(event)

    @command("say note", answers="note")
    async def note(self, event: Invoke) -> Answer | None:
        """Say it to you alone."""
        return await self._said(event)

    @command("say edit", answers="edit")
    async def edit(self, event: Invoke) -> Answer | None:
        """Say it in place of something else."""
        return await self._said(event)

    @command("say form", answers="form")
    async def form(self, event: Invoke) -> Answer | None:
        """Ask for something."""
        return await self._said(event)

    @command("say home", answers="home")
    async def home(self, event: Invoke) -> Answer | None:
        """Show your own page."""
        return await self._said(event)

    @command("say round", answers="post")
    async def round(
        self,
        event: Invoke,
        questions: Annotated[int, Between(1, 30), About("how many")] = 10,
        *,
        topic: Annotated[str, About("what about"), Suggested("topics")],
        person: Annotated[PersonKey, About("against whom")],
        quick: Annotated[bool, About("no time to think")] = False,
        level: Annotated[Literal["easy", "hard"], About("how hard")] = "easy",
    ) -> Answer | None:
        """A round for everybody."""
        return await self._said(event)

    @command("let teachers add", answers="note")
    async def add(self, event: Invoke, person: Annotated[PersonKey, About("who")]) -> Answer | None:
        """Make somebody a teacher."""
        return await self._said(event)

    @command("let teachers drop", answers="note")
    async def drop(self, event: Invoke, person: Annotated[PersonKey, About("who")]) -> Answer | None:
        """Make somebody a teacher no more."""
        return await self._said(event)

    async def topics(self, event: Suggest) -> tuple[Option, ...]:
        """What topics there are."""
        answer = await self._said(event)
        return answer.options if isinstance(answer, Choices) else ()

    # Presses, and the form that one of them opens

    @pressed("told.note", answers="note")
    async def press_for_note(self, event: Press) -> Answer | None:
        """What stands beside the message that was pressed, for one person."""
        return await self._said(event)

    @pressed("told.post", answers="post")
    async def press_for_post(self, event: Press) -> Answer | None:
        """What stands below it, for everybody."""
        return await self._said(event)

    @pressed("told.edit", answers="edit")
    async def press_for_edit(self, event: Press) -> Answer | None:
        """What stands in place of it."""
        return await self._said(event)

    @pressed("told.form", answers="form")
    async def press_for_form(self, event: Press, card: str, number: int) -> Answer | None:
        """What is to be filled in."""
        return await self._said(event)

    @submitted("told.form", answers="edit")
    async def submit(self, event: Submit, card: str, number: int) -> Answer | None:
        """What becomes of what was filled in."""
        return await self._said(event)

    # What is told outside interactions

    @noticed()
    async def heard(self, event: Notice) -> None:
        """Nobody waits for an answer."""
        await self._said(event)
