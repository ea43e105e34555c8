"""What is kept about somebody: told, given to them, erased."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection
from datetime import date
from random import Random

from sqlalchemy import Connection

from bot.chat import Answer, Event
from bot.classes.learners import accounts_of
from bot.clock import MINUTE, SECOND, Clock
from bot.errors import UserError
from bot.privacy import store
from bot.privacy.erasing import erase
from bot.privacy.exporting import Everything, Section, zipped
from bot.privacy.forgotten import Forgotten
from bot.privacy.model import Count, Summary
from bot.storage import due as due_work
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.due import Due
from bot.storage.groups import bury, is_buried
from bot.storage.tables import accounts, members
from bot.storage.tables.kept import kept_of

log = logging.getLogger(__name__)

SCRUB = "privacy.scrub"
"""The kind of due work that leaves nothing of what was deleted in the database's files."""
PATIENCE = 10 * MINUTE
"""How long it waits for rounds that go on: meanwhile what is deleted is in no table, but may be in the file."""

TOLD_OTHERWISE = tuple(kept_of(table).one for table in (members, accounts))
"""What a summary has sentences for, and no figures."""

Hear = Callable[[Callable[[str], bool]], None]
"""What forgets whoever a condition on a person's key holds for."""


class Privacy:
    """What this installation keeps about people."""

    def __init__(self, database: Database, clock: Clock, random: Random, forgotten: Forgotten) -> None:
        self._database = database
        self._clock = clock
        self._random = random
        self._forgotten = forgotten
        self.before_erasing: list[Callable[[Connection, Collection[str], int], None]] = []
        """What hears first, in the same transaction: rooms that have said to others what these persons wrote."""
        self.on_erasing: list[Callable[[Connection, Collection[str]], None]] = []
        """What keeps something that follows from answers: hears first too, also where somebody is erased once more."""
        self.on_forget: list[Hear] = []
        """What remembers people in memory, and is to forget them with the rest."""
        self.is_busy: Callable[[Connection], bool] = lambda _tx: False
        """Whether something goes on that should not wait while the database is rewritten."""
        database.seal = forgotten.seal

    # Looking

    async def summary(self, event: Event, erased_on: Callable[[Connection], date | None]) -> Summary:
        """What is kept about the person, in figures; `erased_on` tells until when, if anything is."""

        def find(tx: Connection) -> Summary:
            persons = accounts_of(tx, event.person)
            names = tuple((name, called, shown) for _, name, called, shown, _ in store.memberships(tx, persons))
            counts = tuple(found for found in _counts(tx, persons) if found[1] not in TOLD_OTHERWISE)
            return Summary(names, counts, len(persons), erased_on(tx) if names else None)

        return await self._database.read(find)

    async def counts(self, person: str) -> tuple[Count, ...]:
        """How much of what is kept about a person, with all of their accounts."""
        return await self._database.read(lambda tx: _counts(tx, accounts_of(tx, person)))

    async def warnings(self, person: str) -> list[str]:
        """What whoever erases a person should know first, in sentences."""
        alone = await self._database.read(lambda tx: store.taught_alone(tx, accounts_of(tx, person)))
        return [f"They are the only teacher of {name}; nobody will teach it until somebody is named." for name in alone]

    async def export(self, person: str) -> bytes:
        """Everything about a person, with all of their accounts, as a ZIP file. Made off the event loop."""

        def find(tx: Connection) -> Everything:
            persons = accounts_of(tx, person)
            sections = [
                Section(table.name, kept.many[:1].upper() + kept.many[1:], found)
                for table, kept in store.tables()
                if kept.one and (found := store.rows(tx, table, persons))
            ]
            classes = {id: name for id, name, *_ in store.memberships(tx, persons)}
            return Everything(persons, self._clock.now(), classes, tuple(reversed(sections)))

        return await asyncio.to_thread(zipped, await self._database.read(find))

    async def named_like(self, part: str) -> list[tuple[str, str, str, int]]:
        """Person, name, class and when last seen, of everybody whose name or key has this in it."""
        return await self._database.read(store.named_like, part)

    # Forgetting

    async def check_may_go(self, event: Event) -> None:
        """Make sure that no class would lose its only teacher. Raises `UserError`."""
        await self._database.read(lambda tx: _check_may_go(tx, accounts_of(tx, event.person)))

    async def forget(self, event: Event, told: Callable[[], Answer]) -> Answer:
        """Erase everything of the person who asks for it, with all of their accounts.

        Raises `UserError` where a class would lose its only teacher.
        """

        def change(tx: Connection) -> Answer:
            persons = accounts_of(tx, event.person)
            _check_may_go(tx, persons)
            self._forget(tx, persons, event.at, by=event.delivery)
            gone.update(persons)
            return told()

        gone: set[str] = set()
        answer = await self._database.once(event, change)
        self._tell(gone.__contains__)
        return answer

    async def forget_for(self, person: str) -> tuple[str, ...]:
        """Erase everything of somebody for them, whatever class is left without a teacher; tell their accounts."""

        def change(tx: Connection) -> tuple[str, ...]:
            persons = accounts_of(tx, person)
            self._forget(tx, persons, self._clock.now())
            return persons

        persons = await self._database.write(change)
        self._tell(frozenset(persons).__contains__)
        return persons

    def forget_within(self, tx: Connection, persons: Collection[str]) -> None:
        """Erase everything of these persons in the caller's transaction, who then sees to `hear_of_others`."""
        self._forget(tx, persons, self._clock.now())

    def scrub_within(self, tx: Connection) -> None:
        """Have nothing of what the caller's transaction deletes left in the database's files."""
        now = self._clock.now()
        due_work.add(tx, SCRUB, "database", now, now)

    def _forget(self, tx: Connection, persons: Collection[str], at: int, *, by: str = "") -> None:
        """`at`: what they did before that instant and is still under way leaves nothing either."""
        now = self._clock.now()
        for hear in self.before_erasing:
            hear(tx, persons, now)
        self._erase(tx, persons, now)
        bury(tx, persons, at, now, self._forgotten.seal, by=by)
        self.scrub_within(tx)
        # Last, and before the commit: a crash in between erases once more at the next start, never less.
        store.deal_with(tx, self._forgotten.id, self._forgotten.add(persons, now))

    def _erase(self, tx: Connection, persons: Collection[str], now: int) -> None:
        for hear in self.on_erasing:
            hear(tx, persons)
        erase(tx, persons, now, self._random)

    def _tell(self, is_gone: Callable[[str], bool]) -> None:
        for hear in self.on_forget:
            hear(is_gone)

    async def hear_of_others(self) -> None:
        """Forget in memory whoever has been forgotten in the last day, also by another process."""
        buried = await self._database.read(is_buried, self._forgotten.seal)
        self._tell(buried)

    async def honour(self) -> int:
        """Erase again who came back with a backup that was restored; tell how many persons that were.

        Whoever the list names that this database has not dealt with, and whose data begins before they were forgotten.
        """
        entries = self._forgotten.entries()
        done = await self._database.read(store.dealt_with, self._forgotten.id)
        if len(entries) <= done:
            return 0
        forgotten_at = {entry.sealed: entry.at for entry in entries[done:]}

        def again(tx: Connection) -> int:
            back = [
                person
                for person, first in store.everybody(tx).items()
                if (at := forgotten_at.get(self._forgotten.seal(person))) is not None and (first is None or first <= at)
            ]
            now = self._clock.now()
            if back:
                self._erase(tx, back, now)
                self.scrub_within(tx)
            store.deal_with(tx, self._forgotten.id, len(entries))
            return len(back)

        return await self._database.write(again)

    async def scrub(self, work: Due) -> None:
        """Leave nothing of what was deleted in the database's files, once nobody has to wait for it."""
        now = self._clock.now()

        def waits(tx: Connection) -> bool:
            return outbox.is_withdrawing(tx) or self.is_busy(tx)

        if now - int(work.at) < PATIENCE and await self._database.read(waits):
            await self._database.write(due_work.retry, work, now + 5 * SECOND)
        elif await self._database.scrub():
            await self._database.write(due_work.finish, work)
        else:
            log.warning("somebody else is reading the database: what was erased is still in its file")
            await self._database.write(due_work.retry, work, now + MINUTE)


def _counts(tx: Connection, persons: Collection[str]) -> tuple[Count, ...]:
    counts = ((store.count(tx, table, persons), kept.one, kept.many) for table, kept in store.tables() if kept.one)
    return tuple(sorted((found for found in counts if found[0]), reverse=True))


def _check_may_go(tx: Connection, persons: Collection[str]) -> None:
    alone = store.taught_alone(tx, persons)
    if alone:
        raise UserError(f"You are the only teacher of {alone[0]}. Name another one first, with /class role.")
