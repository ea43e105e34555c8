"""Plays live rounds on a database until it is killed, and prints a line for whatever it cannot take back.

    python -m tests.survival.player <database> <seed>

`ack` tells of a note that said that an answer is kept, `posted` of a message that everyone saw, `moved` of time that
is about to pass. Each line is one write to the pipe, so a killed player leaves whole lines.
"""

from __future__ import annotations

import asyncio
import json
import sys
from random import Random
from typing import Any

from bot.chat import Action, AnyEvent, Form, Press, Submit
from bot.clock import SECOND
from tests.survival.crowd import ACKNOWLEDGED, LEARNERS, Crowd, Post, too_late

ROUNDS = 40
"""Far more than anybody waits for: a player that nobody kills ends by itself."""
SECONDS = 20
WORDS = ("Spade", "a spade", "fork", "digging spade", "rake")
PLACE = "terminal:garden"


class Player:
    """A class in a hurry."""

    def __init__(self, crowd: Crowd, seed: int) -> None:
        self._crowd = crowd
        self._random = Random(f"player {seed}")
        crowd.wall.on_post = self._posted

    async def play(self) -> None:
        """Play one round to its end."""
        chance = self._random
        # `begin` tells of the first question by posting it.
        id = await self._crowd.begin(questions=chance.randint(5, 8), seconds=SECONDS, speed=chance.random() < 0.3)
        while not self._is_over(id):
            await self._question()

    async def _question(self) -> None:
        """Answer the open question in three waves, the last of them while it closes, and go on to the next."""
        chance, crowd = self._random, self._crowd
        offered = crowd.open_question()
        closes_at = crowd.wall.deadline(PLACE)
        for _ in range(2):
            await asyncio.gather(crowd.app.dispatcher.run(), *self._wave(offered, crowd.clock.now()))
            self._move(crowd.clock.now() + chance.randint(1, 4 * SECOND))
        last = self._wave(offered, closes_at - 1)
        self._move(closes_at)
        await asyncio.gather(*last[:4], crowd.app.dispatcher.run(), *last[4:])
        while crowd.open_question() == offered:
            await self._go_on()
        hurry = crowd.wall.controls(PLACE, "round.next")
        if hurry and chance.random() < 0.3:
            told = await crowd.note(crowd.press("teacher", hurry[0]))
            assert told == "On we go.", told
            await crowd.app.dispatcher.run()
        while not crowd.open_question() and not self._is_over(offered[0].arguments[0]):
            await self._go_on()

    def _wave(self, offered: list[Action], at: int) -> list[Any]:
        """Most learners answer, some twice, and now and then the platform delivers an event twice."""
        chance = self._random
        answers: list[Any] = []
        for person in LEARNERS:
            for _ in range(chance.choice((0, 1, 1, 1, 2))):
                copies = 2 if chance.random() < 0.1 else 1
                if offered[0].name == "round.write":
                    answers.append(self._write(person, offered[0], chance.choice(WORDS), at, copies))
                else:
                    event = self._crowd.press(person, chance.choice(offered), at=at)
                    answers += [self._answer(event) for _ in range(copies)]
        return answers

    async def _write(self, person: str, action: Action, words: str, at: int, copies: int) -> None:
        form = await self._crowd.app.handle(self._crowd.press(person, action, at=at))
        assert isinstance(form, Form), form
        event = self._crowd.submit(person, form.action, words, at=at)
        await asyncio.gather(*(self._answer(event) for _ in range(copies)))

    async def _answer(self, event: Press | Submit) -> None:
        told = await self._crowd.note(event)
        if told.startswith(ACKNOWLEDGED):
            self._say("ack", told=told, **_as_row(event))
        else:
            assert told.startswith(too_late(int(event.action.arguments[1]))), told

    async def _go_on(self) -> None:
        upcoming = await self._crowd.app.dispatcher.next_at()
        assert upcoming is not None, "the round stands still"
        self._move(upcoming)
        await self._crowd.app.dispatcher.run()

    def _is_over(self, id: str) -> bool:
        return any(action.arguments[0] == id for action in self._crowd.wall.controls(PLACE, "round.place"))

    def _move(self, instant: int) -> None:
        self._say("moved", to=instant)
        self._crowd.clock.move_to(instant)

    def _posted(self, post: Post) -> None:
        self._say("posted", room=post.room, nonce=post.nonce, message=post.message)

    def _say(self, word: str, **what: Any) -> None:
        print(json.dumps({"word": word, "clock": self._crowd.clock.now(), **what}), flush=True)


def _as_row(event: Press | Submit) -> dict[str, Any]:
    """An event as a line keeps it; `event_of` gives it back."""
    fields = dict(event.fields) if isinstance(event, Submit) else None
    return {
        "person": event.person,
        "delivery": event.delivery,
        "at": event.at,
        "action": event.action.address,
        "fields": fields,
        "round": event.action.arguments[0],
        "position": int(event.action.arguments[1]),
    }


def event_of(crowd: Crowd, line: dict[str, Any]) -> AnyEvent:
    """The event that was acknowledged, as the platform would deliver it again."""
    how = {"at": line["at"], "delivery": line["delivery"]}
    person = line["person"].partition(":")[2]
    if line["fields"] is None:
        return crowd.press(person, line["action"], **how)
    return crowd.submit(person, line["action"], line["fields"]["answer"], **how)


async def main(database: str, seed: int) -> None:
    """Play."""
    crowd = await Crowd.open(f"sqlite:///{database}", seed=seed)
    player = Player(crowd, seed)
    for _ in range(ROUNDS):
        await player.play()
    await crowd.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
