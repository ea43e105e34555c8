"""What a school's own calendar file adds to a class's calendar, once its teacher has seen it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

from sqlalchemy import Connection

from bot.calendar import store
from bot.calendar.reading import MOST_BYTES, Found, read_calendar
from bot.calendar.service import MOST_CLOSURES, MOST_TERMS, Calendars, fitting
from bot.chat import Answer, Event, Platform
from bot.classes.service import Classes
from bot.errors import UserError
from bot.ids import new_id
from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class Added:
    """How many days of a file were added, and how many found no room."""

    holidays: int
    terms: int
    over: int


class CalendarFiles:
    """Reads iCalendar files; what they say waits until it is added."""

    def __init__(
        self,
        database: Database,
        classes: Classes,
        calendars: Calendars,
        platforms: Mapping[str, Platform],
        random: Random,
    ) -> None:
        self._database = database
        self._classes = classes
        self._calendars = calendars
        self._platforms = platforms
        self._random = random
        self._reading = asyncio.Lock()

    async def import_file(self, event: Event, file: str, told: Callable[[str, Found], Answer]) -> Answer:
        """As `import_calendar`, with the file that the person attached under this key."""
        content = await self._platforms[event.room.platform].fetch(file, limit=MOST_BYTES)
        return await self.import_calendar(event, content, told)

    async def import_calendar(self, event: Event, content: bytes, told: Callable[[str, Found], Answer]) -> Answer:
        """Read an iCalendar file and keep what it says, for a day, until it is added; nothing changes.

        `told` gets what it is kept under, and what was found. Raises `UserError` where that is nothing.
        """
        class_id = await self._classes.of(event)
        today = await self._calendars.today(event)
        async with self._reading:  # one at a time: others want the processor too
            found = await asyncio.to_thread(read_calendar, content, today)
        if not (found.holidays or found.others or found.terms):
            raise UserError(_nothing(found))
        id = new_id(self._random)

        def keep(tx: Connection) -> Answer:
            store.keep_found(tx, event.person, id, class_id, found, event.at)
            return told(id, found)

        return await self._database.once(event, keep)

    async def look_at_found(self, event: Event, id: str, told: Callable[[Found], Answer]) -> Answer:
        """What was found in a file, all events taken; nothing changes. Raises `UserError` where it is kept no more."""
        class_id = await self._classes.of(event)
        return await self._database.read(lambda tx: told(_kept(tx, event, id, class_id).all_taken()))

    async def add_found(self, event: Event, id: str, *, takes_all: bool, told: Callable[[Added], Answer]) -> Answer:
        """Add what was found in a file, as much as has room. Raises `UserError` where it is kept no more."""

        def change(tx: Connection, class_id: str, today: date) -> Added:
            found = _kept(tx, event, id, class_id)
            found = found.all_taken() if takes_all else found
            closures = fitting(found.holidays, store.closures_of(tx, class_id), today, MOST_CLOSURES)
            terms = fitting(found.terms, store.terms_of(tx, class_id), today, MOST_TERMS)
            store.put_closures(tx, class_id, closures)
            store.put_terms(tx, class_id, terms)
            store.drop_found(tx, event.person, id)
            over = len(found.holidays) + len(found.terms) - len(closures) - len(terms)
            return Added(len(closures), len(terms), over)

        return await self._calendars.change(event, change, told)

    async def drop_found(self, event: Event, id: str, told: Callable[[], Answer]) -> Answer:
        """Add nothing of what was found in a file."""

        def drop(tx: Connection) -> Answer:
            store.drop_found(tx, event.person, id)
            return told()

        return await self._database.once(event, drop)


def _kept(tx: Connection, event: Event, id: str, class_id: str) -> Found:
    found = store.kept_found(tx, event.person, id, class_id)
    if found is None:
        raise UserError("That list is no longer kept. Send the file again.")
    return found


def _nothing(found: Found) -> str:
    if found.timed:
        return "That calendar has no all-day events still to come, and those with times are no holidays."
    return "That calendar has nothing that is still to come."
