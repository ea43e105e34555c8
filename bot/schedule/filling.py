"""What happens when a slot's time has come: what is said is chosen once, and posted in each room."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from sqlalchemy import Connection

from bot.calendar.service import Calendars
from bot.chat import View, desk_of, told_apart
from bot.clock import Clock
from bot.schedule import store
from bot.schedule.model import NothingToSay, Occurrence, Outcome, Past, PostKind, Rhythm, Said, TooLate, Wish
from bot.schedule.planning import Planner
from bot.storage import due as due_work
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.due import Due

log = logging.getLogger(__name__)


class Filler(Protocol):
    """What timed posts of some kind say."""

    @property
    def name(self) -> str:
        """What they are called: fact of the day."""
        ...

    @property
    def command(self) -> str:
        """What sets one up: /fact schedule."""
        ...

    def check(self, tx: Connection, today: date, class_id: str, rhythm: Rhythm, wish: Wish) -> None:
        """Make sure that there would be something to say. Raises `UserError`."""
        ...

    def fill(self, tx: Connection, occurrence: Occurrence) -> Said:
        """Choose what is said. Raises `NothingToSay`."""
        ...


class Pages(Protocol):
    """What people are told of timed posts who are not asking."""

    def unseen(self, fillers: Sequence[Filler], advice: str) -> View:
        """That something can't be posted where it should be: all of one person's in one room."""
        ...

    def last(self, filler: Filler) -> View:
        """That no day for it is to come."""
        ...


class Filling:
    """Fills the slots of every class."""

    def __init__(self, database: Database, calendars: Calendars, clock: Clock, planner: Planner, pages: Pages) -> None:
        self._database = database
        self._calendars = calendars
        self._clock = clock
        self._planner = planner
        self._pages = pages
        self.fillers: dict[PostKind, Filler] = {}
        """By the kind of post that they fill."""

    async def fill(self, work: Due) -> None:
        """Have said what is due, if it still is."""
        await self._database.write(self._fill, work)

    def _fill(self, tx: Connection, work: Due) -> None:
        due_work.finish(tx, work)
        post = store.hold(tx, work.subject)
        if post is None or post.slot is None or post.slot.isoformat() != work.step:
            return
        now = self._clock.now()
        calendar = self._calendars.of(tx, post.class_id)
        if not store.is_settled(tx, post.id, post.slot):
            self._settle(tx, Occurrence(post, work.step, post.slot, now, calendar), late=now - work.at)
        if self._planner.go_on(tx, post, calendar, now).slot is None:
            view = self._pages.last(self.fillers[post.kind])
            outbox.post(tx, f"timed:{post.id}:last:{work.step}", desk_of(post.made_by), view, now)

    def _settle(self, tx: Connection, occurrence: Occurrence, *, late: int) -> None:
        """Have a slot filled, or note why it is not; `late` in microseconds."""
        post, key, now = occurrence.post, occurrence.key, occurrence.now
        try:
            if late > occurrence.calendar.catch_up:
                raise TooLate("nothing ran at its time")
            if not occurrence.calendar.is_open(occurrence.slot):
                raise NothingToSay("it is no school day any more")
            self.say(tx, occurrence, bulk=True)
        except NothingToSay as error:
            outcome: Outcome = "missed" if isinstance(error, TooLate) else "skipped"
            log.warning("%s of %s is %s: %s", key, post.id, outcome, error)
            store.put_occurrence(tx, post.id, Past(key, outcome, str(error)), now)

    def say(self, tx: Connection, occurrence: Occurrence, *, bulk: bool = False) -> None:
        """Choose once what is said, note it, and have it posted in each room. Raises `NothingToSay`."""
        post = occurrence.post
        said = self.fillers[post.kind].fill(tx, occurrence)
        store.put_occurrence(tx, post.id, Past(occurrence.key, "said", said.content), occurrence.now)
        if said.view is None:
            return
        repeats = occurrence.calendar.repeats
        for room in post.rooms:
            key = f"timed:{post.id}:{occurrence.key}:{room}"
            outbox.post(tx, key, room, said.view, occurrence.now, bulk=bulk, repeats=repeats)

    async def room_gone(self, room: str, advice: str = "") -> frozenset[str]:
        """Leave out a room that is no more, or that Swot may not write in.

        The makers of its posts are told, once; they come back.
        """
        now = self._clock.now()

        def leave(tx: Connection) -> frozenset[str]:
            lost: dict[str, set[PostKind]] = {}
            for post in store.in_room(tx, room):
                store.put_room(tx, post.id, room, advice or "the room is gone")
                if post.rooms == (room,):
                    self._planner.plan(tx, replace(post, paused=True), None)
                lost.setdefault(post.made_by, set()).add(post.kind)
            for maker, kinds in lost.items():
                view = self._pages.unseen([one for kind, one in self.fillers.items() if kind in kinds], advice)
                key = f"timed:unseen:{room}:{now}:{told_apart(maker)}"
                outbox.post(tx, key, desk_of(maker), view, now)
            return frozenset(lost)

        return await self._database.write(leave)
