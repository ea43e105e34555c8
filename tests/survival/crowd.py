"""A class that sends Swot its events directly, so that many can be under way at once."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.sql import Select

from adapters.terminal.screen import Message, Screen
from bot.chat import Action, AnyEvent, Button, Invoke, Moment, Press, Reply, Room, Submit, View, plain
from bot.clock import Clock, SteppedClock
from bot.main import App, Settings
from tests.chat_harness import MONDAY

GARDEN = Path(__file__).parent.parent / "data" / "garden"
LEARNERS = ("amal", "ben", "chloe", "dev", "ella", "femi", "greta", "hugo")
ACKNOWLEDGED = ("Locked in", "Ticked", "So far")
"""How the notes begin that tell a learner that an answer is kept."""


def too_late(position: int) -> str:
    """How the note begins that tells a learner that an answer comes after the deadline."""
    return f"Question {position} is closed."


@dataclass(frozen=True, slots=True)
class Post:
    """One call that posted something: a second one under the same nonce is told apart by the platform."""

    room: str
    nonce: str
    message: str


class Wall(Screen):
    """A terminal that outlives the bot: it counts what is posted, and knows what was posted before."""

    def __init__(self, clock: Clock, before: Iterable[Post] = ()) -> None:
        super().__init__(clock, lambda _shown: None)
        self.posts: list[Post] = []
        self.on_post: Callable[[Post], None] = lambda _post: None
        self.while_posting: Callable[[str, View], Awaitable[None]] = _at_once
        for post in before:
            self._posted[post.nonce] = post.message
            self.messages.append(Message(post.message, post.room, View(), clock.now()))

    def beside(self) -> Wall:
        """The same wall, as another process is connected to it: what it posts is counted on its own."""
        other = Wall(self._clock)
        other._posted, other.messages = self._posted, self.messages
        return other

    async def post(self, room: str, view: View, *, nonce: str) -> str:
        """Show `view`, and count it."""
        await self.while_posting(room, view)
        message = await super().post(room, view, nonce=nonce)
        self.posts.append(Post(room, nonce, message))
        self.on_post(self.posts[-1])
        return message

    def nonces(self) -> list[str]:
        """The nonce of every call that posted, in order."""
        return [post.nonce for post in self.posts]

    def controls(self, room: str, name: str) -> list[Action]:
        """The actions of the newest message of a room that has any of this name."""
        for message in reversed(self.messages):
            buttons = [control for control in message.view.controls if isinstance(control, Button)]
            found = [button.action for button in buttons if button.action.name == name]
            if message.room == room and found:
                return found
        return []

    def deadline(self, room: str) -> int:
        """When the newest question of a room closes, as it says itself."""
        for message in reversed(self.messages):
            told = [run.at for run in message.view.text if isinstance(run, Moment)]
            if message.room == room and told:
                return told[0]
        raise AssertionError("no question tells when it closes")


class Crowd:
    """A teacher, learners and a wall in a room, and one Swot."""

    def __init__(self, app: App, clock: SteppedClock, wall: Wall) -> None:
        self.app = app
        self.clock = clock
        self.wall = wall
        self._name = secrets.token_hex(4)
        self._deliveries = itertools.count(1)
        app.connect(wall)

    @classmethod
    async def open(
        cls,
        url: str,
        *,
        clock: SteppedClock | None = None,
        wall: Wall | None = None,
        seed: int = 1,
        packs: tuple[Path, ...] = (GARDEN,),
    ) -> Crowd:
        """Start a Swot of one's own on a database; people and wall may be those of another."""
        clock = clock or SteppedClock(MONDAY)
        app = await App.open(Settings(url, packs, None, clock, Random(seed)))
        return cls(app, clock, wall or Wall(clock))

    async def close(self) -> None:
        """Stop Swot."""
        await self.app.close()

    def by(self, person: str, *, room: str = "garden", at: int | None = None, delivery: str = "") -> dict[str, Any]:
        """What every event of a person carries; a delivery of its own unless one is named."""
        return {
            "person": f"terminal:{person}",
            "name": person.capitalize(),
            "room": Room(key=f"terminal:{room}", space="terminal:survival", name=room),
            "at": self.clock.now() if at is None else at,
            "delivery": delivery or f"{self._name}:{next(self._deliveries)}",
            "manages": person == "teacher",
        }

    def press(self, person: str, address: str | Action, **how: Any) -> Press:
        """A person presses the button with this address."""
        action = address if isinstance(address, Action) else Action(address)
        return Press(**self.by(person, **how), action=action)

    def submit(self, person: str, address: str | Action, words: str, **how: Any) -> Submit:
        """A person sends the form that asks for an answer."""
        action = address if isinstance(address, Action) else Action(address)
        return Submit(**self.by(person, **how), action=action, fields={"answer": words})

    async def begin(self, *, room: str = "garden", **options: Any) -> str:
        """The teacher starts a round, and its first question is posted; the round's id comes back."""
        invoke = Invoke(**self.by("teacher", room=room), command="quiz round", options=options)
        told = await self.note(invoke)
        assert "/quiz stop ends it" in told, told
        await self.app.dispatcher.run()
        return self.open_question(room)[0].arguments[0]

    def open_question(self, room: str = "garden") -> list[Action]:
        """What the newest question offers to press."""
        key = f"terminal:{room}"
        return self.wall.controls(key, "round.answer") or self.wall.controls(key, "round.write")

    async def note(self, event: AnyEvent) -> str:
        """What a person is told in answer to an event."""
        answer = await self.app.handle(event)
        assert isinstance(answer, Reply), answer
        return plain(answer.view.text)

    async def step(self) -> bool:
        """Let time pass until something is due, and have it done; tell whether there was anything."""
        upcoming = await self.app.dispatcher.next_at()
        if upcoming is None:
            return False
        self.clock.move_to(upcoming)
        await self.app.dispatcher.run()
        return True

    async def rows(self, query: Select[Any]) -> list[Any]:
        """What a query finds."""

        def find(tx: Connection) -> list[Any]:
            return list(tx.execute(query).all())

        return await self.app.database.read(find)

    async def count(self, table: Any) -> int:
        """How many rows a table has."""
        return int((await self.rows(select(func.count()).select_from(table)))[0][0])


async def _at_once(_room: str, _view: View) -> None:
    """Post without delay."""
