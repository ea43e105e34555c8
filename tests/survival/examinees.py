"""Learners who sit a mock exam on a database until their Swot is killed; a line for whatever it cannot take back.

    python -m tests.survival.examinees <database> <pack> <seed> <learners> <clock>

`ack` tells of an answer that was said to be saved, `began` of a sitting, `moved` of time that is about to pass. The
platform is a bad one: one message in five is not sent, or may have been.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from random import Random
from typing import Any

from bot.chat import Action, Invoke, NotSent, OutcomeUnknown, Press, Reply, View, plain
from bot.clock import SECOND, SteppedClock
from tests.survival.crowd import Crowd, Wall

QUESTIONS = 20
OPTIONS = 4


class BadWall(Wall):
    """A platform that loses messages."""

    chance: Random

    async def post(self, room: str, view: View, *, nonce: str) -> str:
        """Post, or not, or nobody knows."""
        luck = self.chance.random()
        if luck < 0.1:
            raise NotSent("lost on the way")
        message = await super().post(room, view, nonce=nonce)
        if luck > 0.9:
            raise OutcomeUnknown
        return message

    async def edit(self, room: str, message: str, view: View) -> None:
        """Edit, or not."""
        if self.chance.random() < 0.2:
            raise NotSent("lost on the way")
        await super().edit(room, message, view)


class Examinees:
    """A class that sits an exam in a hurry."""

    def __init__(self, crowd: Crowd, seed: int, names: list[str]) -> None:
        self._crowd = crowd
        self._random = Random(f"examinees {seed}")
        self._names = names
        self._sittings: dict[str, str] = {}

    async def sit(self) -> None:
        """Come back, or begin; then answer, and let time pass, until there is nothing left to do."""
        await self._crowd.app.dispatcher.run()
        await asyncio.gather(*(self._come(name) for name in self._names))
        while self._sittings:
            chance, now = self._random, self._crowd.clock.now()
            busy = chance.sample(self._names, k=max(1, len(self._names) // 3))
            presses = [self._answer(name, now) for name in busy if name in self._sittings]
            await asyncio.gather(self._crowd.app.dispatcher.run(), *presses)
            late = [name for name in self._names if name not in self._sittings]
            await asyncio.gather(*(self._come(name) for name in chance.sample(late, k=min(5, len(late)))))
            self._move(now + chance.randint(5 * SECOND, 60 * SECOND))
            await self._crowd.app.dispatcher.run()

    async def _come(self, name: str) -> None:
        """Go on with the sitting, or begin it: most begin at once, some later."""
        told = await self._do(Invoke(**self._crowd.by(name), command="mock resume"))
        if told is None and self._random.random() < 0.6:
            told = await self._do(Invoke(**self._crowd.by(name), command="mock begin"))
        if told is not None:
            self._sittings[name] = told
            self._say("began", person=name, sitting=told)

    async def _do(self, event: Invoke) -> str | None:
        """The sitting that an event leads to, if it does."""
        answer = await self._crowd.app.handle(event)
        assert isinstance(answer, Reply), answer
        opens = [one.action for one in answer.view.controls if one.action.name == "sit.open"]
        return opens[0].arguments[0] if opens else None

    async def _answer(self, name: str, at: int) -> None:
        """Press an option of some question, now and then twice in a row by the platform's doing."""
        chance = self._random
        address = f"sit.answer:{self._sittings[name]}:{chance.randint(1, QUESTIONS)}:{chance.randrange(OPTIONS)}"
        event = Press(**self._crowd.by(name, at=at), action=Action(address))
        for _ in range(2 if chance.random() < 0.05 else 1):
            answer = await self._crowd.app.handle(event)
            assert isinstance(answer, Reply), answer
            told = plain(answer.view.text)
            if "saved, and you can change it" in told:
                self._say("ack", person=name, delivery=event.delivery, action=address)
            else:
                assert "handed in" in told, told
                self._sittings.pop(name, None)

    def _move(self, instant: int) -> None:
        self._say("moved", to=instant)
        self._crowd.clock.move_to(instant)

    def _say(self, word: str, **what: Any) -> None:
        print(json.dumps({"word": word, "clock": self._crowd.clock.now(), **what}), flush=True)


async def main(database: str, pack: str, seed: int, learners: int, clock: int) -> None:
    """Sit until nobody can, or until killed."""
    stepped = SteppedClock(clock)
    wall = BadWall(stepped)
    wall.chance = Random(f"bad wall {seed}")
    crowd = await Crowd.open(f"sqlite:///{database}", clock=stepped, wall=wall, seed=seed, packs=(Path(pack),))
    await Examinees(crowd, seed, [f"learner{number}" for number in range(learners)]).sit()
    await crowd.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6])))
