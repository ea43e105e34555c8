"""Which fact a class is told next."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from sqlalchemy import Connection

from bot.bank.service import Bank
from bot.chat import Answer, Event
from bot.classes.service import Classes
from bot.errors import UserError
from bot.facts import store
from bot.storage.database import Database


class Facts:
    """The facts of every class: none comes twice before all have been told."""

    def __init__(self, database: Database, bank: Bank, classes: Classes, random: Random) -> None:
        self._database = database
        self._bank = bank
        self._classes = classes
        self._random = random

    async def now(self, event: Event, *, topic: str | None, told: Callable[[str], Answer]) -> Answer:
        """Choose a fact for the class and have it told. Raises `UserError` if there is none on `topic`."""
        class_id = await self._classes.of(event)
        known = sorted(self._bank.facts(topic))
        if not known:
            raise UserError("There are no facts on that yet.")

        def choose(tx: Connection) -> Answer:
            times = store.times(tx, class_id)
            fewest = min(times.get(fact, 0) for fact in known)
            fact = self._random.choice([fact for fact in known if times.get(fact, 0) == fewest])
            store.put_told(tx, class_id, fact, fewest + 1, event.at)
            return told(fact)

        return await self._database.once(event.delivery, choose)
