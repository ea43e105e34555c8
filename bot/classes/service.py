"""Which class is meant, and what a person may do in it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from random import Random

from sqlalchemy import Connection

from bot.chat import Answer, Event, Level, NotSent, OutcomeUnknown, Platform, Profile, Unreachable
from bot.classes import store
from bot.classes.learners import accounts_of
from bot.errors import UserError
from bot.ids import new_id
from bot.storage.database import Database

log = logging.getLogger(__name__)

LEFT = "somebody who has left"
ROLES = {"teacher": Level.TEACHER, "marker": Level.MARKER, "observer": Level.OBSERVER}
"""What a class may make of somebody, and what that lets them do."""
DEFAULT_ZONE = "Europe/London"


class Classes:
    """The classes of this installation. The router's gate."""

    def __init__(self, database: Database, platforms: Mapping[str, Platform], random: Random) -> None:
        self._database = database
        self._platforms = platforms
        self._random = random
        self._by_room: dict[str, str] = {}
        self._known: dict[tuple[str, str], str] = {}

    async def of(self, event: Event) -> str:
        """The class that the event is about.

        The thread's parent room decides, then the room, then the space's only class, then the class the person was
        last active in; a room that has none gets one of its own. Raises `UserError` where nothing decides.
        """
        found = await self.known(event)
        if found is None and event.room.private:
            raise UserError("Use this in your class's room first, so that Swot knows which class you belong to.")
        if found is None:
            found = await self._database.write(_found_class, event, new_id(self._random))
        if not event.room.private:
            self._by_room[event.room.parent or event.room.key] = found
        return found

    async def known(self, event: Event) -> str | None:
        """The same, where it is on record; nothing where it is not: to look around founds no class."""
        for room in (event.room.parent, event.room.key):
            if room in self._by_room:
                return self._by_room[room]
        return await self._database.read(_find, event)

    async def room_of(self, event: Event, room: str) -> str:
        """The key of a room that the person named, if it is one of the class's. Raises `UserError`.

        A room is a class's once somebody has used Swot in it: so nobody has things said where they can't be themselves.
        """
        class_id = await self.of(event)
        if room in (event.room.key, event.room.parent):
            return event.room.parent or event.room.key
        if await self._database.read(store.class_of_room, room) != class_id:
            raise UserError("That room is none of this class's yet. Say /class teachers there once, and try again.")
        return room

    async def standing(self, event: Event) -> tuple[str, Level]:
        """The class that the event is about, and what the person may do in it.

        The first teacher is whoever manages the space, the first time they act as one; nobody else until they say so.
        """
        class_id = await self.of(event)
        held = await self._database.read(store.roles_of, class_id, [event.person])
        teaches = "teacher" in held
        if await self._manages(event, teaches=teaches):
            if not teaches:
                await self._database.write(store.put_role, class_id, event.person, "teacher", event.person, event.at)
            return class_id, Level.MANAGER
        return class_id, max((ROLES[role] for role in held), default=Level.EVERYONE)

    async def _manages(self, event: Event, *, teaches: bool) -> bool:
        """Whether the person manages the space: as the event says, or else their profile."""
        if event.manages is not None:
            return event.manages
        try:
            profile = await self._profile(event.person)
        except UserError:
            if teaches:
                return False
            raise
        return profile is not None and profile.manages

    def knows(self, class_id: str, event: Event) -> bool:
        """Whether the person is on record in the class under their present name; see `note`."""
        return self._known.get((class_id, event.person)) == event.name

    def note(self, tx: Connection, class_id: str, *events: Event) -> None:
        """Record in the caller's transaction that the people behind these events are active in the class."""
        store.put_members(tx, class_id, [(event.person, event.name, event.at) for event in events])

    def noted(self, class_id: str, event: Event) -> None:
        """Remember that `note` is on disk, so that the next press need not repeat it."""
        self._known[class_id, event.person] = event.name

    def shown_names(self, tx: Connection, class_id: str, learners: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
        """The names of those of these learners, given with their accounts, who let theirs stand on boards."""
        names = store.shown_names(tx, class_id, [person for persons in learners.values() for person in persons])
        shown = {
            id: next((names[person] for person in persons if person in names), "") for id, persons in learners.items()
        }
        return {id: name for id, name in shown.items() if name}

    def show_name(self, tx: Connection, class_id: str, event: Event, *, shown: bool) -> None:
        """Set whether the learner's name may stand on boards, whichever account they answer with."""
        self.note(tx, class_id, event)
        for person in accounts_of(tx, event.person):
            store.show_name(tx, class_id, person, shown=shown)

    async def teachers(self, event: Event) -> list[str]:
        """The names of those who teach the class."""
        class_id = await self.of(event)
        named = await self._database.read(store.holders_of, class_id)
        teaching = [holder for holder, role in named if role == "teacher"]
        return [await self._known_name(class_id, person) or LEFT for person in teaching]

    async def name_teacher(self, event: Event, person: str, told: Callable[[str], Answer]) -> Answer:
        """Make `person` a teacher of the class; tell their name. Raises `UserError` if there is no such person."""
        class_id = await self.of(event)
        name = await self._name(class_id, person)

        def add(tx: Connection) -> Answer:
            store.put_role(tx, class_id, person, "teacher", event.person, event.at)
            return told(name)

        return await self._database.once(event, add)

    async def unname_teacher(self, event: Event, person: str, told: Callable[[str], Answer]) -> Answer:
        """Make `person` no longer a teacher; tell their name. Raises `UserError` if they are none, or the last."""
        class_id = await self.of(event)
        teaches = "teacher" in await self._database.read(store.roles_of, class_id, [person])
        name = await self._known_name(class_id, person) or LEFT if teaches else await self._name(class_id, person)

        def remove(tx: Connection) -> Answer:
            if store.remove_role(tx, class_id, person) != "teacher":
                raise UserError(f"{name} does not teach this class.")
            if not any(role == "teacher" for _, role in store.holders_of(tx, class_id)):
                raise UserError("A class needs a teacher. Name another one first.")
            return told(name)

        return await self._database.once(event, remove)

    async def _known_name(self, class_id: str, person: str) -> str | None:
        name = await self._database.read(store.member_name, class_id, person)
        try:
            profile = await self._profile(person)
        except UserError:
            if name is None:
                raise
            return name
        return profile.name if profile is not None else name

    async def _profile(self, person: str) -> Profile | None:
        """What the platform tells of a person. Raises `UserError` where it can't be asked."""
        platform = self._platforms.get(person.partition(":")[0])
        try:
            return await platform.profile(person) if platform else None
        except (NotSent, OutcomeUnknown, Unreachable) as error:
            log.warning("nobody could be asked who %s is: %s", person, error)
            raise UserError("I can't look people up at the moment. Try again in a minute.") from error

    async def _name(self, class_id: str, person: str) -> str:
        known = await self._known_name(class_id, person)
        if known is None:
            raise UserError(f"There is nobody called {person.rpartition(':')[2][:60]} here.")
        return known


def _find(tx: Connection, event: Event) -> str | None:
    for room in (event.room.parent, event.room.key):
        if room and (found := store.class_of_room(tx, room)):
            return found
    if not event.room.private:
        return None
    in_space = store.classes_of_space(tx, event.room.space)
    return in_space[0] if len(in_space) == 1 else store.last_class_of(tx, event.person)


def _found_class(tx: Connection, event: Event, class_id: str) -> str:
    room = event.room.parent or event.room.key
    in_space = store.classes_of_space(tx, event.room.space)
    if existing := store.class_of_room(tx, room):
        return existing
    if len(in_space) == 1:
        store.give_room(tx, in_space[0], room, event.room.space)
        return in_space[0]
    store.create(tx, class_id, event.room.name or "Class", DEFAULT_ZONE, event.at)
    store.give_room(tx, class_id, room, event.room.space)
    owner = store.class_of_room(tx, room)
    if owner != class_id:
        # Another process met the room at the same moment, and was quicker.
        store.remove(tx, class_id)
    return owner or class_id
