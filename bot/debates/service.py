"""What happens in a debate: it is opened, people vote, the teacher moves it on."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from sqlalchemy import Connection

from bot.chat import Answer, Event
from bot.classes.service import Classes
from bot.debates import model, store
from bot.debates.model import FIRST, OVER, Opened, Shift, Side, Vote
from bot.errors import UserError
from bot.ids import new_id
from bot.storage.database import Database


class Debates:
    """The debates of every class."""

    def __init__(self, database: Database, classes: Classes, random: Random) -> None:
        self._database = database
        self._classes = classes
        self._random = random

    async def open(self, event: Event, debate: str, told: Callable[[Opened], Answer]) -> Answer:
        """Begin a debate with its first vote."""
        class_id = await self._classes.of(event)

        def start(tx: Connection) -> Answer:
            opened = Opened(new_id(self._random, lambda id: store.find(tx, id)), class_id, debate, FIRST)
            store.create(tx, opened, event.at)
            return told(opened)

        return await self._database.once(event, start)

    async def vote(
        self, event: Event, id: str, stage: int, side: Side, told: Callable[[Opened, int], Answer]
    ) -> Answer:
        """Somebody takes a side; `told` gets the debate, and how many have voted at this stage.

        Raises `UserError` when that stage is over.
        """
        await self._own(event, id)

        def cast(tx: Connection) -> Answer:
            opened = _known(store.hold(tx, id))
            if opened.stage != stage:
                raise UserError("This debate is over." if opened.stage == OVER else "The second vote has begun.")
            store.vote(tx, id, Vote(event.person, stage, side), event.at)
            return told(opened, sum(vote.stage == stage for vote in store.votes(tx, id)))

        return await self._database.once(event, cast)

    async def move(self, event: Event, id: str, stage: int, told: Callable[[Opened, Shift], Answer]) -> Answer:
        """Move the debate on from `stage`. Raises `UserError` if somebody has done so already."""
        await self._own(event, id)

        def on(tx: Connection) -> Answer:
            opened = _known(store.hold(tx, id))
            if opened.stage != stage:
                raise UserError("This debate has moved on already.")
            store.move(tx, id, stage + 1)
            moved = Opened(opened.id, opened.class_id, opened.debate, stage + 1)
            return told(moved, model.shift(store.votes(tx, id)))

        return await self._database.once(event, on)

    async def _own(self, event: Event, id: str) -> None:
        """Refuse a debate that is another class's. Raises `UserError`."""
        class_id = await self._classes.of(event)
        opened = _known(await self._database.read(lambda tx: store.find(tx, id)))
        if opened.class_id != class_id:
            raise UserError("That debate belongs to another class.")


def _known(opened: Opened | None) -> Opened:
    if opened is None:
        raise UserError("That debate is no longer there.")
    return opened
