"""A class that answers all at once: a live round in a real `App`, and presses that arrive together."""

from __future__ import annotations

import asyncio
import itertools
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Self

from bot.chat import Action, Aside, Button, Invoke, Press, Profile, Reply, Room, View, plain
from bot.clock import SystemClock
from bot.main import App, Settings

PACK = Path(__file__).parent.parent / "data" / "garden"
ROOM = Room(key="terminal:history", space="terminal:benchmark", name="history")


class Recorder:
    """A platform that shows nothing and remembers what was posted."""

    name = "terminal"
    posts_a_second = 1_000

    def __init__(self) -> None:
        self.posts: asyncio.Queue[View] = asyncio.Queue()

    async def post(self, room: str, view: View, *, nonce: str) -> str:
        """Remember it."""
        self.posts.put_nowait(view)
        return nonce

    async def edit(self, room: str, message: str, view: View) -> None:
        """Nobody looks."""

    async def open(self, place: Aside) -> str:
        """A room of the person's own."""
        return f"{place}/desk"

    async def profile(self, person: str) -> Profile | None:
        """Everyone there is."""
        return Profile(person)

    async def fetch(self, file: str, *, limit: int) -> bytes:
        """No file has anything in it."""
        return b""


@dataclass(slots=True)
class Crowd:
    """People in a room where a question is open, and what they were told of."""

    app: App
    options: list[Action]
    acknowledged: dict[str, str]
    """Delivery to person."""
    _numbers: itertools.count[int]

    @classmethod
    async def gather(cls, url: str) -> Self:
        """Start Swot as it runs in earnest, and a round whose question stays open for five minutes."""
        app = await App.open(Settings(url, (PACK,), None, SystemClock(), Random(1)))
        platform = Recorder()
        app.connect(platform)
        await app.start()
        start = Invoke(
            person="terminal:teacher",
            name="Teacher",
            room=ROOM,
            at=app.clock.now(),
            delivery="start",
            manages=True,
            command="quiz round",
            options={"topic": "growing/choosing", "questions": 1, "seconds": 300},
        )
        await app.handle(start)
        question = await asyncio.wait_for(platform.posts.get(), 10)
        options = [control.action for control in question.controls if isinstance(control, Button)]
        return cls(app, options, {}, itertools.count())

    async def press(self, persons: range) -> list[float]:
        """Each person presses an option, all at the same moment; give how many seconds each waited to be told."""
        presses = [self._press(f"terminal:p{person}") for person in persons]
        begun = time.perf_counter()
        return await asyncio.gather(*(self._told(press, begun) for press in presses))

    async def leave(self) -> None:
        """Stop Swot."""
        await self.app.close()

    def _press(self, person: str) -> Press:
        number = next(self._numbers)
        return Press(
            person=person,
            name=person,
            room=ROOM,
            at=self.app.clock.now(),
            delivery=f"press:{number}",
            action=self.options[number % len(self.options)],
        )

    async def _told(self, press: Press, begun: float) -> float:
        answer = await self.app.handle(press)
        waited = time.perf_counter() - begun
        told = plain(answer.view.text) if isinstance(answer, Reply) else str(answer)
        if not told.startswith("Locked in"):
            raise RuntimeError(f"a press was not taken: {told}")
        self.acknowledged[press.delivery] = press.person
        return waited
