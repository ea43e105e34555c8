"""One of several Swots on one PostgreSQL, until it is killed: it runs as in earnest, and its learners never rest.

    python -m tests.survival.member <database> <wall> <number> [<questions of a round that it begins>]

The wall is a file that all of them post to, and outlives them; a line is one write, so whoever is killed leaves whole
ones. Every answer that was acknowledged is printed.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import sys
from pathlib import Path
from typing import Any

from bot.chat import Action, Button, Invoke, Press, Reply, Room, View, plain
from bot.clock import SECOND, SystemClock
from bot.main import App, Settings
from tests.benchmarks.crowd import Recorder
from tests.survival.crowd import ACKNOWLEDGED, GARDEN

LEARNERS, SECONDS = 5, 10
REST = 0.15
"""Seconds between two answers of a learner."""


def room_of(number: int) -> Room:
    """The room in which a member begins a round."""
    return Room(key=f"terminal:garden{number}", space=f"terminal:space{number}", name="garden")


class Wall(Recorder):
    """What everybody sees: lines of a file."""

    def __init__(self, file: Path, clock: SystemClock) -> None:
        super().__init__()
        self._file = os.open(file, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
        self._clock = clock

    async def post(self, room: str, view: View, *, nonce: str) -> str:
        """Show it; the nonce is what the message is known by."""
        answers = [
            one.action.address for one in view.controls if isinstance(one, Button) and "answer" in one.action.name
        ]
        line = {
            "nonce": nonce,
            "room": room,
            "at": self._clock.now(),
            "answers": answers,
            "text": plain(view.text)[:60],
        }
        os.write(self._file, (json.dumps(line) + "\n").encode())
        return nonce


class Member:
    """One process, and those who answer through it."""

    def __init__(self, app: App, wall: Path, number: int) -> None:
        self._app = app
        self._wall = wall
        self._number = number
        self._deliveries = itertools.count()

    async def begin(self, questions: int) -> None:
        """Begin a round in a room of this member's."""
        told = await self._app.handle(
            Invoke(
                **self._who("teacher", room_of(self._number)),
                manages=True,
                command="quiz round",
                options={"questions": questions, "seconds": SECONDS},
            )
        )
        assert isinstance(told, Reply)
        assert "question" in plain(told.view.text), plain(told.view.text)

    async def answer(self, learner: int) -> None:
        """A learner answers whatever was asked last in each room, again and again."""
        while True:
            for room, address in self._asked().items():
                place = Room(key=room, space=room.replace("garden", "space"), name="garden")
                press = Press(**self._who(f"l{self._number}{learner}", place), action=Action(address))
                told = await self._app.handle(press)
                if isinstance(told, Reply) and plain(told.view.text).startswith(ACKNOWLEDGED):
                    print(json.dumps({"delivery": press.delivery, "person": press.person}), flush=True)
                await asyncio.sleep(REST)
            await asyncio.sleep(REST)

    def _asked(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for line in self._wall.read_text("utf-8").splitlines() if self._wall.exists() else ():
            post = json.loads(line)
            if post["answers"]:
                found[post["room"]] = post["answers"][0]
        return found

    def _who(self, name: str, room: Room) -> dict[str, Any]:
        delivery = f"{os.getpid()}:{next(self._deliveries)}"
        return {
            "person": f"terminal:{name}",
            "name": name,
            "room": room,
            "at": self._app.clock.now(),
            "delivery": delivery,
        }


async def main(database: str, wall: Path, number: int, questions: int) -> None:
    """Play until somebody ends it."""
    clock = SystemClock()
    app = await App.open(Settings(database, (GARDEN,), None, clock))
    app.connect(Wall(wall, clock))
    await app.start()
    member = Member(app, wall, number)
    if questions:
        await member.begin(questions)
    print(json.dumps({"ready": clock.now() // SECOND}), flush=True)
    await asyncio.gather(*(member.answer(learner) for learner in range(LEARNERS)))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])))
