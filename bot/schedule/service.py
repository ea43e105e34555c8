"""What a class has said at local times: set up, moved, paused, and filled when its time has come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from sqlalchemy import Connection

from bot.calendar.service import Calendars
from bot.chat import Answer, Event
from bot.classes.service import Classes
from bot.clock import local
from bot.errors import UserError
from bot.ids import new_id
from bot.schedule import store
from bot.schedule.filling import Filling
from bot.schedule.model import (
    TRY,
    Changes,
    Coming,
    Firing,
    NothingToSay,
    Occurrence,
    Past,
    PostKind,
    Rhythm,
    TimedPost,
    Wish,
)
from bot.schedule.planning import FILL, Planner
from bot.storage import due as due_work
from bot.storage.database import Database

AHEAD = 3
"""Dates to come that a list tells."""


@dataclass(frozen=True, slots=True)
class Next:
    """A timed post, and when it comes next."""

    name: str
    coming: Coming
    firing: Firing


class TimedPosts:
    """What every class wants said at local times.

    The slot that comes next is part of the post, and its instant stands in `due`: so a change of time or zone moves
    the instant and leaves the slot, and no day is lost or doubled.
    """

    def __init__(
        self,
        database: Database,
        classes: Classes,
        calendars: Calendars,
        random: Random,
        planner: Planner,
        filling: Filling,
    ) -> None:
        self._database = database
        self._classes = classes
        self._calendars = calendars
        self._random = random
        self._planner = planner
        self._filling = filling

    def leave_rooms(self, tx: Connection, rooms: Sequence[str]) -> None:
        """Have nothing said in these rooms any more: they are another class's. A post that has no other is paused."""
        for room in rooms:
            for post in store.in_room(tx, room):
                store.remove_room(tx, post.id, room)
                if post.rooms == (room,):
                    self._planner.plan(tx, replace(post, paused=True), None)

    # What a class has set up

    async def set_up(
        self,
        event: Event,
        kind: PostKind,
        changes: Changes,
        usual: tuple[Rhythm, Wish],
        room: str | None,
        told: Callable[[Connection, Coming], Answer],
        *,
        only: bool = True,
    ) -> Answer:
        """Have something said in a room, or in this one, as is `usual` but for the `changes`.

        What is said there already is changed, if it is the `only` one of its kind in a room, or has the same times.
        Raises `UserError` where it would never come, or the room is none of the class's.
        """
        class_id = await self._classes.of(event)
        if event.room.private and room is None:
            raise UserError("That needs a room with the class in it. Say it there, or name one with room:")
        room = await self._classes.room_of(event, room or event.room.key)

        def change(tx: Connection) -> Answer:
            everywhere = store.of_class(tx, class_id, kind, hold=True)
            posts = [post for post in everywhere if room in (*post.rooms, *post.lost_rooms)]
            asked_for, _ = changes.to(*usual)
            here = next((post for post in posts if only or post.rhythm == asked_for), None)
            rhythm, wish = changes.to(*(here.rhythm, here.wish) if here else usual)
            self._filling.fillers[kind].check(tx, self._today(tx, class_id, event), class_id, rhythm, wish)
            slot = here.slot if here and room in here.rooms else None
            wanted = TimedPost(here.id if here else "", class_id, kind, rhythm, wish, (room,), (), event.person, slot)
            firing = self._planner.first(tx, wanted, event.at)
            post = self._placed(tx, replace(wanted, slot=firing.slot), room, here, everywhere, event.at)
            return told(tx, self._planner.coming(tx, self._planner.plan(tx, post, firing, changed_at=event.at), 1))

        return await self._database.once(event, change)

    def _placed(
        self,
        tx: Connection,
        wanted: TimedPost,
        room: str,
        here: TimedPost | None,
        everywhere: Sequence[TimedPost],
        now: int,
    ) -> TimedPost:
        """The post that says what is wanted in a room where `here` was said so far.

        That one, if it is said nowhere else; otherwise the one that says the same at the same times, so that every room
        hears the same; otherwise a new one.
        """
        if here and set(here.rooms) <= {room}:
            store.put_room(tx, here.id, room)
            return wanted
        if here:
            store.remove_room(tx, here.id, room)
        for other in everywhere:
            is_other = other.rooms and other.id != wanted.id
            if is_other and (other.rhythm, other.wish, other.slot) == (wanted.rhythm, wanted.wish, wanted.slot):
                store.put_room(tx, other.id, room)
                return replace(other, rooms=(*other.rooms, room))
        post = replace(wanted, id=new_id(self._random, lambda id: store.find(tx, id)))
        store.create(tx, post, now)
        if here:
            store.copy_occurrences(tx, here.id, post.id)
        return post

    async def listed(self, event: Event, most: int, told: Callable[[list[Coming], int], Answer]) -> Answer:
        """What the class has set up, by time of day, and how many more there are; of many those of this room first."""
        class_id = await self._classes.of(event)
        here = event.room.parent or event.room.key

        def look(tx: Connection) -> Answer:
            posts = sorted(store.of_class(tx, class_id), key=lambda post: here not in post.rooms)
            shown = sorted(posts[:most], key=lambda post: post.rhythm.at)
            return told([self._planner.coming(tx, post, AHEAD) for post in shown], len(posts) - len(shown))

        return await self._database.read(look)

    def of_kind(self, tx: Connection, class_id: str, kind: PostKind) -> list[Coming]:
        """What a class has set up of a kind, the oldest first, and what comes next of each."""
        return [self._planner.coming(tx, post, AHEAD) for post in store.of_class(tx, class_id, kind)]

    def next_of(self, tx: Connection, class_id: str, most: int) -> list[Next]:
        """What a class has said by itself next, in order; each post once."""
        coming = (self._planner.coming(tx, post, 1) for post in store.of_class(tx, class_id) if post.slot)
        found = [Next(self._filling.fillers[one.post.kind].name, one, one.firings[0]) for one in coming if one.firings]
        return sorted(found, key=lambda one: (one.firing.at, one.coming.post.id))[:most]

    async def seen(self, event: Event, id: str, told: Callable[[Coming], Answer]) -> Answer:
        """A post of the class, running or not. Raises `UserError` where there is none with this id."""
        class_id = await self._classes.of(event)
        return await self._database.read(lambda tx: told(self._planner.coming(tx, _known(tx, class_id, id), AHEAD)))

    async def coming(
        self, event: Event, kind: PostKind | None, id: str, most: int, told: Callable[[Connection, Coming], Answer]
    ) -> Answer:
        """What is to come of a post, found as in `pause`, at most so many. Raises `UserError` as that does."""
        class_id = await self._classes.of(event)

        def look(tx: Connection) -> Answer:
            return told(tx, self._planner.coming(tx, self._running(self._meant(tx, class_id, kind, id, event)), most))

        return await self._database.read(look)

    def past(self, tx: Connection, id: str, since: date) -> list[Past]:
        """What became of a post's slots from a date on, in order, and of what came between them."""
        return store.occurrences_since(tx, id, since)

    def note(self, tx: Connection, id: str, past: Past, at: int) -> None:
        """Note that a post has said something between its slots."""
        store.put_occurrence(tx, id, past, at)

    # What is changed about it

    async def pause(self, event: Event, kind: PostKind | None, id: str, told: Callable[[Coming], Answer]) -> Answer:
        """Say nothing more of a post. Raises `UserError` where nothing is set up, or it is paused already.

        The post is the one with this id; without an id the one of this kind in this room, or the only one of the class.
        """

        def stop(tx: Connection, post: TimedPost) -> Answer:
            if post.paused:
                raise self._not_running(post)
            paused = self._planner.plan(tx, replace(post, paused=True), None)
            return told(self._planner.coming(tx, paused, AHEAD))

        return await self._change(event, kind, id, stop)

    async def skip(
        self, event: Event, kind: PostKind | None, id: str, told: Callable[[Firing, Coming], Answer]
    ) -> Answer:
        """Leave out the slot that is next. Raises `UserError` where nothing is set up, or it is paused."""

        def leave_out(tx: Connection, post: TimedPost) -> Answer:
            [firing] = self._planner.coming(tx, self._running(post), 1).firings
            store.put_occurrence(tx, post.id, Past(firing.slot.isoformat(), "skipped", "by a teacher"), event.at)
            gone_on = self._planner.go_on(tx, post, self._calendars.of(tx, post.class_id), event.at)
            return told(firing, self._planner.coming(tx, gone_on, AHEAD))

        return await self._change(event, kind, id, leave_out)

    async def move(self, event: Event, id: str, changes: Changes, told: Callable[[Coming], Answer]) -> Answer:
        """Have a post come at other times, or with another wish; one that is paused goes on. Raises `UserError`."""

        def moved(tx: Connection, post: TimedPost) -> Answer:
            rhythm, wish = changes.to(post.rhythm, post.wish)
            today = self._today(tx, post.class_id, event)
            self._filling.fillers[post.kind].check(tx, today, post.class_id, rhythm, wish)
            wanted = replace(self._placed_somewhere(post), rhythm=rhythm, wish=wish, paused=False)
            firing = self._planner.first(tx, wanted, event.at)
            return told(self._planner.coming(tx, self._planner.plan(tx, wanted, firing, changed_at=event.at), AHEAD))

        return await self._change(event, None, id, moved)

    async def remove(self, event: Event, id: str, told: Callable[[TimedPost], Answer]) -> Answer:
        """Take a post off the list for good. Raises `UserError` where there is none with this id."""

        def gone(tx: Connection, post: TimedPost) -> Answer:
            due_work.call_off(tx, FILL, post.id)
            store.remove(tx, post.id)
            return told(post)

        return await self._change(event, None, id, gone)

    async def say_now(self, event: Event, id: str, told: Callable[[TimedPost], Answer]) -> Answer:
        """Have a post say now, in its rooms, what it would say today; its slots stay. Raises `UserError`."""

        def say(tx: Connection, post: TimedPost) -> Answer:
            calendar = self._calendars.of(tx, post.class_id)
            today = local(event.at, calendar.zone).date()
            key = f"{TRY}{new_id(self._random)}"
            try:
                self._filling.say(tx, Occurrence(self._placed_somewhere(post), key, today, event.at, calendar))
            except NothingToSay as error:
                raise UserError(f"Nothing to say now: {error}.") from error
            return told(post)

        return await self._change(event, None, id, say)

    async def _change(
        self, event: Event, kind: PostKind | None, id: str, change: Callable[[Connection, TimedPost], Answer]
    ) -> Answer:
        class_id = await self._classes.of(event)

        def held(tx: Connection) -> Answer:
            meant = self._meant(tx, class_id, kind, id, event)
            return change(tx, store.hold(tx, meant.id) or meant)

        return await self._database.once(event, held)

    # What all of them need

    def _today(self, tx: Connection, class_id: str, event: Event) -> date:
        return local(event.at, self._calendars.zone(tx, class_id)).date()

    def _meant(self, tx: Connection, class_id: str, kind: PostKind | None, id: str, event: Event) -> TimedPost:
        if id:
            return _known(tx, class_id, id)
        assert kind is not None
        posts = store.of_class(tx, class_id, kind)
        room = event.room.parent or event.room.key
        here = [post for post in posts if room in (*post.rooms, *post.lost_rooms)]
        found = next(iter(here or (posts if len(posts) == 1 else [])), None)
        if found is None:
            filler = self._filling.fillers[kind]
            raise UserError(f"No {filler.name} is set up here yet. {filler.command} begins one.")
        return found

    def _placed_somewhere(self, post: TimedPost) -> TimedPost:
        if not post.rooms:
            filler = self._filling.fillers[post.kind]
            raise UserError(f"It has no room any more. {filler.command} in a room begins it there.")
        return post

    def _running(self, post: TimedPost) -> TimedPost:
        if post.slot is None:
            raise self._not_running(post)
        return post

    def _not_running(self, post: TimedPost) -> UserError:
        filler = self._filling.fillers[post.kind]
        if post.paused:
            return UserError(f"The {filler.name} is paused. {filler.command} sets it going again.")
        return UserError(f"The {filler.name} has no school day to come. /calendar term notes when there is school.")


def _known(tx: Connection, class_id: str, id: str) -> TimedPost:
    post = store.find(tx, id)
    if post is None or post.class_id != class_id:
        raise UserError("That is no longer on the list. /schedule list shows what is.")
    return post
