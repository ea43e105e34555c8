"""What a class has said at local times: set up, moved, paused, and filled when its time has come."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from random import Random
from typing import Protocol

from sqlalchemy import Connection

from bot.calendar.service import Calendars
from bot.chat import Answer, Event, View, desk_of
from bot.classes.service import Classes
from bot.clock import HOUR, Clock
from bot.errors import UserError
from bot.ids import new_id
from bot.schedule import model, store
from bot.schedule.model import ONE_DAY, Coming, Firing, Rhythm, TimedPost, Wish
from bot.storage import due as due_work
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.due import Due

log = logging.getLogger(__name__)

FILL = "timed.fill"
"""The kind of due work of a timed post: its subject is the post, its step the slot."""
CATCH_UP = 4 * HOUR
"""How late a slot is still filled where nothing ran at its time; microseconds."""


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

    def fill(self, tx: Connection, post: TimedPost, now: int) -> tuple[str, View] | None:
        """Choose what is said: its id for the log, and what everybody sees; none where there is nothing to say."""
        ...

    def unseen(self, advice: str) -> View:
        """What their maker is told where they can't be said any more."""
        ...


class TimedPosts:
    """What every class wants said at local times.

    The slot that comes next is part of the post, and its instant stands in `due`: so a change of time or zone moves
    the instant and leaves the slot, and no day is lost or doubled.
    """

    def __init__(
        self, database: Database, classes: Classes, calendars: Calendars, clock: Clock, random: Random
    ) -> None:
        self._database = database
        self._classes = classes
        self._calendars = calendars
        self._clock = clock
        self._random = random
        self.fillers: dict[str, Filler] = {}
        """By the kind of post that they fill."""

    async def set_up(
        self,
        event: Event,
        kind: str,
        rhythm: Rhythm,
        wish: Wish,
        room: str | None,
        told: Callable[[Connection, Coming], Answer],
    ) -> Answer:
        """Have something said in a room, or in this one; what is said there already is moved.

        Raises `UserError` where it would never come, or the room is none of the class's.
        """
        class_id = await self._classes.of(event)
        room = await self._classes.room_of(event, room or event.room.key)

        def change(tx: Connection) -> Answer:
            posts = store.of_class(tx, class_id, kind)
            here = next((post for post in posts if room in (*post.rooms, *post.lost_rooms)), None)
            here = store.hold(tx, here.id) if here else None
            slot = here.slot if here and room in here.rooms else None
            wanted = TimedPost("", class_id, kind, rhythm, wish, (room,), (), event.person, slot)
            firing = self._first(tx, wanted, event.at)
            post = self._placed(tx, replace(wanted, slot=firing.slot), room, here, event.at)
            return told(tx, self._coming(tx, self._plan(tx, post, firing), 1))

        return await self._database.once(event.delivery, change)

    def _placed(self, tx: Connection, wanted: TimedPost, room: str, here: TimedPost | None, now: int) -> TimedPost:
        """The post that says what is wanted in a room where `here` was said so far.

        That one, if it is said nowhere else; otherwise the one that says the same at the same times, so that every room
        hears the same; otherwise a new one.
        """
        if here and set(here.rooms) <= {room}:
            store.put_room(tx, here.id, room)
            return replace(wanted, id=here.id)
        if here:
            store.remove_room(tx, here.id, room)
        for other in store.of_class(tx, wanted.class_id, wanted.kind):
            if other.rooms and (other.rhythm, other.wish, other.slot) == (wanted.rhythm, wanted.wish, wanted.slot):
                store.put_room(tx, other.id, room)
                return replace(other, rooms=(*other.rooms, room))
        post = replace(wanted, id=new_id(self._random, lambda id: store.find(tx, id)))
        store.create(tx, post, now)
        if here:
            store.copy_occurrences(tx, here.id, post.id)
        return post

    async def pause(self, event: Event, kind: str, id: str, told: Callable[[], Answer]) -> Answer:
        """Say nothing more of a post. Raises `UserError` where nothing is set up, or it is paused already.

        The post is the one with this id; without an id the one of this room, or the only one of the class.
        """

        def stop(tx: Connection, post: TimedPost) -> Answer:
            self._plan(tx, post, None)
            return told()

        return await self._change(event, kind, id, stop)

    async def skip(self, event: Event, kind: str, told: Callable[[Firing, Coming], Answer]) -> Answer:
        """Leave out the slot that is next, here. Raises `UserError` where nothing is set up, or it is paused."""

        def leave_out(tx: Connection, post: TimedPost) -> Answer:
            [firing] = self._coming(tx, post, 1).firings
            store.put_occurrence(tx, post.id, firing.slot, "skipped", "", event.at)
            gone_on = self._go_on(tx, post, event.at)
            if gone_on.slot is None:
                raise UserError("There is no school day after that one.")
            return told(firing, self._coming(tx, gone_on, 1))

        return await self._change(event, kind, "", leave_out)

    async def _change(
        self, event: Event, kind: str, id: str, change: Callable[[Connection, TimedPost], Answer]
    ) -> Answer:
        class_id = await self._classes.of(event)

        def held(tx: Connection) -> Answer:
            meant = self._meant(tx, class_id, kind, id, event)
            return change(tx, self._running(store.hold(tx, meant.id) or meant))

        return await self._database.once(event.delivery, held)

    async def coming(
        self, event: Event, kind: str, id: str, most: int, told: Callable[[Connection, Coming], Answer]
    ) -> Answer:
        """What is to come of a post, found as in `pause`, at most so many. Raises `UserError` as that does."""
        class_id = await self._classes.of(event)

        def look(tx: Connection) -> Answer:
            return told(tx, self._coming(tx, self._running(self._meant(tx, class_id, kind, id, event)), most))

        return await self._database.read(look)

    # When the time has come

    async def fill(self, work: Due) -> None:
        """Have said what is due, if it still is."""
        await self._database.write(self._fill, work)

    def _fill(self, tx: Connection, work: Due) -> None:
        due_work.finish(tx, work)
        post = store.hold(tx, work.subject)
        if post is None or post.slot is None or post.slot.isoformat() != work.step:
            return
        now = self._clock.now()
        if now - work.at > CATCH_UP:
            log.warning("%s of %s was missed: it is too late for it now", post.slot, post.id)
            store.put_occurrence(tx, post.id, post.slot, "missed", "", now)
        else:
            filled = self.fillers[post.kind].fill(tx, post, now)
            if filled:
                id, view = filled
                store.put_occurrence(tx, post.id, post.slot, "said", id, now)
                for room in post.rooms:
                    outbox.post(tx, f"timed:{post.id}:{post.slot}:{room}", room, view, now, bulk=True)
            else:
                log.warning("%s of %s was skipped: there is nothing to say", post.slot, post.id)
                store.put_occurrence(tx, post.id, post.slot, "skipped", "", now)
        self._go_on(tx, post, now)

    async def room_gone(self, room: str, advice: str = "") -> None:
        """Leave out a room that is no more, or that Swot may not write in, and tell the post's maker once."""

        def leave(tx: Connection) -> None:
            for post in store.in_room(tx, room):
                store.put_room(tx, post.id, room, advice or "the room is gone")
                if post.rooms == (room,):
                    self._plan(tx, post, None)
                view = self.fillers[post.kind].unseen(advice)
                outbox.post(tx, f"timed:{post.id}:unseen:{room}", desk_of(post.made_by), view, self._clock.now())

        await self._database.write(leave)

    def recalendar(self, tx: Connection, class_id: str, now: int) -> None:
        """Put everything of a class at the instants that its zone and its holidays give it now."""
        zone, is_open = self._calendars.of(tx, class_id)
        for post in store.of_class(tx, class_id):
            if post.slot is None:
                continue
            coming = [
                model.next_firing(post.rhythm, zone, is_open, post.slot - ONE_DAY),
                # Where a holiday has gone, an earlier day may be one of school again.
                model.first_firing(post.rhythm, zone, is_open, now),
            ]
            left = [firing for firing in coming if firing and not store.is_settled(tx, post.id, firing.slot)]
            self._plan(tx, post, min(left, key=lambda firing: firing.slot, default=None))

    # What all of them need

    def _meant(self, tx: Connection, class_id: str, kind: str, id: str, event: Event) -> TimedPost:
        posts = store.of_class(tx, class_id, kind)
        room = event.room.parent or event.room.key
        here = [post for post in posts if (post.id == id if id else room in (*post.rooms, *post.lost_rooms))]
        only = posts if not id and len(posts) == 1 else []
        found = next(iter(here or only), None)
        if found is None:
            filler = self.fillers[kind]
            raise UserError(f"No {filler.name} is set up here yet. {filler.command} begins one.")
        return found

    def _running(self, post: TimedPost) -> TimedPost:
        if post.slot is None:
            filler = self.fillers[post.kind]
            raise UserError(f"The {filler.name} is paused. {filler.command} sets it going again.")
        return post

    def _first(self, tx: Connection, post: TimedPost, now: int) -> Firing:
        """The firing of the slot that is next, or of the first that is still to come. Raises `UserError`."""
        zone, is_open = self._calendars.of(tx, post.class_id)
        if post.slot is None:
            found = model.first_firing(post.rhythm, zone, is_open, now)
        else:
            found = model.next_firing(post.rhythm, zone, is_open, post.slot - ONE_DAY)
        if found is None:
            raise UserError("That would never come: there is no such school day within two years.")
        return found

    def _plan(self, tx: Connection, post: TimedPost, firing: Firing | None) -> TimedPost:
        """Have this slot filled next, and no other; none: the post pauses. Give the post as it is then."""
        post = replace(post, slot=firing.slot if firing else None)
        store.save(tx, post)
        due_work.call_off(tx, FILL, post.id)
        if firing:
            due_work.add(tx, FILL, post.id, firing.slot.isoformat(), firing.at, bulk=True)
        return post

    def _go_on(self, tx: Connection, post: TimedPost, now: int) -> TimedPost:
        """Have the slot filled that is next, after any that are too old by now; give the post as it is then."""
        assert post.slot is not None
        zone, is_open = self._calendars.of(tx, post.class_id)
        firing = model.next_firing(post.rhythm, zone, is_open, post.slot)
        while firing and now - firing.at > CATCH_UP:
            log.warning("%s of %s was missed: nothing ran at its time", firing.slot, post.id)
            store.put_occurrence(tx, post.id, firing.slot, "missed", "", now)
            firing = model.next_firing(post.rhythm, zone, is_open, firing.slot)
        return self._plan(tx, post, firing)

    def _coming(self, tx: Connection, post: TimedPost, most: int) -> Coming:
        assert post.slot is not None
        zone, is_open = self._calendars.of(tx, post.class_id)
        coming = model.firings(post.rhythm, zone, is_open, post.slot, model.FAR)
        return Coming(post, zone, tuple(islice(coming, most)))
