"""A room for tests: its handlers answer what they are told, at once or when they are let."""

from __future__ import annotations

import asyncio
from typing import Annotated

from bot.chat import (
    About,
    Answer,
    AnyEvent,
    Choices,
    Invoke,
    Notice,
    Option,
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
    """`/tell …` and the actions `tell.…` declare the answer that they are named for, and give what a test has set."""

    def __init__(self) -> None:
        self.answer: Answer | None = None
        self.events: list[AnyEvent] = []
        """What has come, in order."""
        self.go = asyncio.Event()
        """Cleared, it keeps what comes waiting for its answer."""
        self.go.set()

    @command("tell note", answers="note")
    async def note(self, event: Invoke) -> Answer:
        """Be told something privately."""
        return await self._answered(event)

    @command("tell post", answers="post")
    async def post(self, event: Invoke) -> Answer:
        """Be told something with everybody."""
        return await self._answered(event)

    @command("tell edit", answers="edit")
    async def edit(self, event: Invoke) -> Answer:
        """Have something changed."""
        return await self._answered(event)

    @command("tell form", answers="form")
    async def form(self, event: Invoke) -> Answer:
        """Be asked something."""
        return await self._answered(event)

    @command("tell topic", answers="note")
    async def topic(self, event: Invoke, topic: Annotated[str, About("which one"), Suggested("topics")]) -> Answer:
        """Be told of a topic."""
        return await self._answered(event)

    async def topics(self, event: Suggest) -> tuple[Option, ...]:
        """What the topic could be."""
        answer = await self._answered(event)
        assert isinstance(answer, Choices)
        return answer.options

    @pressed("tell.note", answers="note")
    async def pressed_note(self, event: Press) -> Answer:
        """Answer with a note."""
        return await self._answered(event)

    @pressed("tell.post", answers="post")
    async def pressed_post(self, event: Press) -> Answer:
        """Answer with a post."""
        return await self._answered(event)

    @pressed("tell.edit", answers="edit")
    async def pressed_edit(self, event: Press) -> Answer:
        """Answer with an edit."""
        return await self._answered(event)

    @pressed("tell.form", answers="form")
    async def pressed_form(self, event: Press) -> Answer:
        """Answer with the form."""
        return await self._answered(event)

    @submitted("tell.form", answers="note")
    async def submitted_form(self, event: Submit) -> Answer:
        """Answer with a note."""
        return await self._answered(event)

    @pressed("tell.change", answers="form")
    async def pressed_change(self, event: Press) -> Answer:
        """Answer with the form whose answer is an edit."""
        return await self._answered(event)

    @submitted("tell.change", answers="edit")
    async def submitted_change(self, event: Submit) -> Answer:
        """Answer with an edit."""
        return await self._answered(event)

    @noticed()
    async def notice(self, event: Notice) -> None:
        """Note it."""
        self.events.append(event)
        await self.go.wait()

    async def _answered(self, event: AnyEvent) -> Answer:
        self.events.append(event)
        await self.go.wait()
        assert self.answer is not None, "nothing was said to answer"
        return self.answer
