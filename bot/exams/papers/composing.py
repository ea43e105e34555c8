"""What happens while a teacher puts a paper together: draw, draw again, change, save."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from random import Random

from sqlalchemy import Connection

from bot.bank.service import Bank
from bot.chat import Answer, Event
from bot.classes.service import Classes
from bot.clock import DAY
from bot.curriculum.service import Curriculum
from bot.errors import UserError
from bot.exams.papers import store
from bot.exams.papers.model import Drawn, OwnPaper, Wanted, draw, fits, laid_out
from bot.exams.papers.service import Papers, candidates
from bot.ids import new_id
from bot.storage.database import Database

LATELY = 8 * 7 * DAY
"""How long ago the class must have been asked a question, for it to be fresh; microseconds."""
MOST_SEED = 999_999
MOST_PAPERS = 50
"""Papers that a class may keep."""
GONE = "That draw is no longer kept. /mock compose draws a paper afresh."

Told = Callable[[Bank, Drawn], Answer]
"""What is said of a paper that was drawn."""


class Composing:
    """Puts papers together out of the bank. What was drawn waits for a day, just as it was shown, until it is saved."""

    def __init__(
        self, database: Database, classes: Classes, curriculum: Curriculum, random: Random, papers: Papers
    ) -> None:
        self._database = database
        self._classes = classes
        self._curriculum = curriculum
        self._random = random
        self._papers = papers

    async def bank(self, event: Event) -> Bank:
        """What papers are made of in the class that the event is about, or would be if there were one yet."""
        return (await self._curriculum.here(event)).whole

    async def compose(self, event: Event, wanted: Wanted, seed: int | None, told: Told) -> Answer:
        """Draw a paper; the same one from the same seed, as long as bank and class are the same.

        Raises `UserError` where there is no question like that.
        """
        class_id = await self._classes.of(event)
        bank = (await self._curriculum.of(class_id)).whole
        lately = await self._database.read(store.asked_since, class_id, event.at - LATELY)
        id, seed = new_id(self._random), seed or self._random.randint(1, MOST_SEED)
        drawn = await asyncio.to_thread(_drawn, id, bank, wanted, seed, lately)

        def keep(tx: Connection) -> Answer:
            store.keep_drawn(tx, event.person, class_id, drawn, event.at)
            return told(bank, drawn)

        return await self._database.once(event, keep)

    async def again(self, event: Event, id: str, told: Told) -> Answer:
        """Draw another paper of the same sort. Raises `UserError` where it is kept no more."""
        drawn = (await self.look(event, id))[1]
        return await self.compose(event, drawn.wanted, drawn.seed % MOST_SEED + 1, told)

    async def freshly(self, event: Event, id: str, *, fresh: bool, told: Told) -> Answer:
        """Draw once more, without what the class was asked lately or with it. Raises `UserError`."""
        drawn = (await self.look(event, id))[1]
        return await self.compose(event, replace(drawn.wanted, fresh=fresh), drawn.seed, told)

    async def look(self, event: Event, id: str) -> tuple[Bank, Drawn]:
        """What was drawn, and the bank that it was drawn from. Raises `UserError` where it is kept no more."""
        class_id = await self._classes.of(event)
        drawn = await self._database.read(store.drawn, event.person, class_id, id)
        if drawn is None:
            raise UserError(GONE)
        return (await self._curriculum.of(class_id)).whole, drawn

    async def save(
        self, event: Event, id: str, title: str, told: Callable[[OwnPaper], Answer], refused: Callable[[str], Answer]
    ) -> Answer:
        """Save what was drawn, just as it was shown; `refused` gets what is wrong with the title.

        Raises `UserError` where it is kept no more, or there is no room for another paper.
        """
        class_id = await self._classes.of(event)

        def keep(tx: Connection) -> Answer:
            drawn = store.drawn(tx, event.person, class_id, id)
            if drawn is None:
                raise UserError(GONE)
            if len(store.of_class(tx, class_id)) >= MOST_PAPERS:
                raise UserError(f"Your class keeps {MOST_PAPERS} papers. Delete one with /mock papers first.")
            try:
                called = self._papers.free_title(tx, class_id, title)
            except UserError as error:
                return refused(str(error))
            new = new_id(self._random, lambda id: store.has(tx, id))
            paper = OwnPaper(new, class_id, called, drawn.wanted.minutes, drawn.sections, event.person, event.at)
            store.add(tx, paper)
            return told(paper)

        return await self._database.once(event, keep)


def _drawn(id: str, bank: Bank, wanted: Wanted, seed: int, lately: set[str]) -> Drawn:
    pool = [one for one in candidates(bank, bank.questions()) if fits(one, wanted)]
    left = [one for one in pool if not wanted.fresh or one.id not in lately]
    if not pool:
        raise UserError("There are no questions like that. Ask for other topics, kinds, objectives or difficulties.")
    if not left:
        raise UserError("Your class was asked all questions like that lately. Say fresh:no to have them again.")
    return Drawn(id, wanted, seed, laid_out(draw(left, wanted, seed)), len(pool) - len(left))
