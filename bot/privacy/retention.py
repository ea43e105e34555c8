"""How long a class keeps what it knows of its learners: erased by itself, a month after its teachers were told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Protocol, cast

from sqlalchemy import Connection, select

from bot.calendar.service import Calendars
from bot.chat import Answer, Event, View, desk_of
from bot.classes.learners import humans_of, together
from bot.classes.service import Classes
from bot.clock import SECOND, Clock, local
from bot.privacy import store
from bot.privacy.erasing import erase_part
from bot.privacy.model import MONTH, Keeps, ends_of_school_years, erased_on
from bot.privacy.service import Privacy
from bot.privacy.store import Part
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.dialect import put
from bot.storage.tables import classes
from bot.storage.tables import retention as table

ONE_DAY = timedelta(days=1)
LOOKS_BACK = timedelta(days=5 * 366)
LOOKS_AHEAD = timedelta(days=800)


class Pages(Protocol):
    """What teachers are told unasked."""

    def soon(self, name: str, end: date, last: date) -> View:
        """That a school year's data is about to be erased."""
        ...


@dataclass(frozen=True, slots=True)
class Kept:
    """How long a class keeps what it knows of its learners."""

    keeps: Keeps
    end: date
    """When this school year ends."""
    last: date
    """The last day on which its data is kept."""


class Retention:
    """The clocks of every class."""

    def __init__(
        self,
        database: Database,
        classes: Classes,
        calendars: Calendars,
        clock: Clock,
        random: Random,
        privacy: Privacy,
        pages: Pages,
    ) -> None:
        self._database = database
        self._classes = classes
        self._calendars = calendars
        self._clock = clock
        self._random = random
        self._privacy = privacy
        self._pages = pages
        self.on_part: list[Callable[[Connection, str, Sequence[str]], None]] = []
        """What hears, in the same transaction, that some of what a human has done in a class is erased."""

    def erased_on(self, tx: Connection, class_id: str, at: int) -> date:
        """The last day on which what a class has of the present school year is kept."""
        return self._of(tx, class_id, at).last

    async def look(self, event: Event) -> Kept:
        """How long the event's class keeps what it knows."""
        return await self._database.read(self._of, await self._classes.of(event), event.at)

    async def set(self, event: Event, keeps: Keeps, told: Callable[[Kept], Answer]) -> Answer:
        """Set how long the event's class keeps what it knows; teachers are told anew before anything is erased."""
        class_id = await self._classes.of(event)

        def change(tx: Connection) -> Answer:
            row = {"class_id": class_id, "keeps": keeps, "noticed": "", "noticed_at": 0}
            put(tx, table, row, replacing=("keeps", "noticed", "noticed_at"))
            return told(self._of(tx, class_id, event.at))

        return await self._database.once(event, change)

    async def keep_up(self) -> None:
        """Tell the teachers whose classes' data is a month from being erased, and erase what they were told of."""
        forgot = False
        for class_id in await self._database.read(lambda tx: list(tx.execute(select(classes.c.id)).scalars())):
            forgot = await self._database.write(self._keep_up, class_id) or forgot
        if forgot:
            await self._privacy.hear_of_others()

    def _keep_up(self, tx: Connection, class_id: str) -> bool:
        """Whether anything was erased."""
        now = self._clock.now()
        zone = self._calendars.zone(tx, class_id)
        today = local(now, zone).date()
        row = tx.execute(select(table).where(table.c.class_id == class_id)).first()
        keeps = cast("Keeps", row.keeps) if row else "term"
        over = ends_of_school_years(self._calendars.terms(tx, class_id), today - LOOKS_BACK, today)
        end = max((end for end in over if erased_on(end, keeps) - MONTH <= today), default=None)
        if end is None:
            return False
        before = round(datetime.combine(end + ONE_DAY, time(), zone).timestamp()) * SECOND
        learners = self._known_before(tx, class_id, before)
        if not learners:
            return False
        if row is None or row.noticed != end.isoformat():
            self._notice(tx, class_id, end, max(erased_on(end, keeps), today + MONTH), keeps, now)
            return False
        last = max(erased_on(end, keeps), local(row.noticed_at, zone).date() + MONTH)
        if today <= last:
            return False
        self._erase(tx, class_id, learners, before)
        return True

    def _notice(self, tx: Connection, class_id: str, end: date, last: date, keeps: Keeps, now: int) -> None:
        row = {"class_id": class_id, "keeps": keeps, "noticed": end.isoformat(), "noticed_at": now}
        put(tx, table, row, replacing=("noticed", "noticed_at"))
        view = self._pages.soon(self._classes.name(tx, class_id), end, last)
        for number, person in enumerate(store.teachers(tx, class_id)):
            outbox.post(tx, f"retention:{class_id}:{now}:{number}", desk_of(person), view, now, bulk=True)

    def _known_before(self, tx: Connection, class_id: str, before: int) -> list[tuple[str, ...]]:
        """The accounts of each learner of whom the class has anything that is older."""
        everyone = store.learners(tx, class_id)
        found = together(everyone, humans_of(tx, everyone)).values()
        return [persons for persons in found if store.has_any(tx, persons, Part(class_id, before))]

    def _erase(self, tx: Connection, class_id: str, learners: list[tuple[str, ...]], before: int) -> None:
        """Erase what is older; whoever has been in no class since is forgotten altogether."""
        store.hold_still(tx)
        gone: list[str] = []
        for persons in learners:
            names = store.memberships(tx, persons)
            if all(id == class_id and seen < before for id, *_, seen in names):
                gone += persons
                continue
            erase_part(tx, persons, self._random, Part(class_id, before))
            if not any(id == class_id for id, *_ in store.memberships(tx, persons)):
                erase_part(tx, persons, self._random, Part(class_id))
            for hear in self.on_part:
                hear(tx, class_id, persons)
        if gone:
            self._privacy.forget_within(tx, gone)
        else:
            self._privacy.scrub_within(tx)

    def _of(self, tx: Connection, class_id: str, at: int) -> Kept:
        keeps = cast("Keeps", tx.execute(select(table.c.keeps).where(table.c.class_id == class_id)).scalar() or "term")
        today = local(at, self._calendars.zone(tx, class_id)).date()
        end = ends_of_school_years(self._calendars.terms(tx, class_id), today, today + LOOKS_AHEAD)[0]
        return Kept(keeps, end, erased_on(end, keeps))
