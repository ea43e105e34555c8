"""Which class is meant, and what a person may do in it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from random import Random

from sqlalchemy import Connection

from bot.chat import Answer, Event, Level, NotSent, OutcomeUnknown, Platform, Profile, Unreachable
from bot.classes import store
from bot.classes.learners import accounts_of
from bot.classes.model import Holding, is_group, level_of
from bot.classes.named import mentioned
from bot.clock import DAY
from bot.errors import UserError
from bot.ids import new_id
from bot.storage.database import Database

log = logging.getLogger(__name__)

DEFAULT_ZONE = "Europe/London"
NOT_HERE = "That belongs to another class, or is not known any more."


class Classes:
    """The classes of this installation. The router's gate."""

    def __init__(self, database: Database, platforms: Mapping[str, Platform], random: Random) -> None:
        self._database = database
        self._platforms = platforms
        self._random = random
        self.subjects: dict[str, Callable[[Connection, str], str | None]] = {}
        """How the class is found of what an action is about, where no room says it: by kind, from the thing's id."""
        self.on_names: list[Callable[[Connection, str, str], None]] = []
        """What hears, in the same transaction, that somebody shows their name on a class's boards, or no longer."""
        self.on_join: list[Callable[[Connection, str, Sequence[str], int], None]] = []
        """What hears, in the same transaction, which persons have come into a class, and when."""

    # Which class

    async def of(self, event: Event) -> str:
        """The class that the event is about.

        The thread's parent room decides, then the room, then the space's only class, then the class that the person
        has chosen or the only one they are in; a room that has none gets one of its own. Raises `UserError` where
        nothing decides.
        """
        found = await self.known(event)
        if found is None and event.room.private:
            raise UserError(await self._database.read(_asked_which, event.person))
        if found is None:
            found = await self._database.write(_found_class, event, new_id(self._random))
        return found

    async def known(self, event: Event) -> str | None:
        """The same, where it is on record; nothing where it is not: to look around founds no class."""
        return event.duty.class_id if event.duty else await self._database.read(_find, event)

    async def choices(self, event: Event) -> list[tuple[str, str]]:
        """Id and name of the classes that the person can choose from: none where it is the place that says which."""
        return await self._database.read(_choices, event)

    async def room_of(self, event: Event, room: str) -> str:
        """The key of a room that the person named, if it is one of the class's. Raises `UserError`.

        A room is a class's once somebody has used Swot in it: so nobody has things said where they can't be themselves.
        """
        class_id = await self.of(event)
        if room in (event.room.key, event.room.parent):
            return event.room.parent or event.room.key
        if await self._database.read(store.class_of_room, room) != class_id:
            raise UserError("That room is none of this class's yet. Say /class room there, and try again.")
        return room

    # What somebody may do

    async def standing(
        self, event: Event, subject: tuple[str, str] | None = None, *, claiming: bool = False
    ) -> tuple[str, Level]:
        """The class that the event is about, and what the person may do in it.

        Where an action is about something, `subject` is its kind and id, and its class decides; in another class's
        room it is not there. The first teacher is whoever manages the space, the first time they act as one; nobody
        else until they say so. Where somebody is `claiming` a room whose class has nobody yet, it is enough that
        they teach another class of the space.
        """
        class_id = await (self.of(event) if subject is None else self._class_of(event, *subject))
        holdings = await self._database.read(store.holdings, class_id)
        groups = await self._groups_of(event, holdings)
        level, by = level_of(holdings, [event.person], groups, event.at)
        if await self._manages(event, level):
            if level < Level.TEACHER or by:
                named = (class_id, event.person, "teacher", event.person, event.at)
                await self._database.note(event, store.put_role, *named)
            return class_id, Level.MANAGER
        await self._note_group(class_id, event, holdings, groups, by)
        if claiming and not holdings and await self.taught(event):
            return class_id, Level.TEACHER
        return class_id, level

    async def level(self, event: Event, class_id: str) -> Level:
        """What the person may do in a class by what is on record of it; nothing is noted, and no profile looked up."""
        holdings = await self._database.read(store.holdings, class_id)
        return level_of(holdings, [event.person], await self._groups_of(event, holdings), event.at)[0]

    async def taught(self, event: Event) -> list[tuple[str, str]]:
        """Id and name of the classes of the event's space that the person teaches: all, where they manage it.

        And of those that have no room any more, where they have a role in one.
        """
        in_space = await self._database.read(store.classes_with_holdings, event.room.space, event.person)
        groups = await self._groups_of(event, [one for _, _, holdings in in_space for one in holdings])
        levels = {id: level_of(holdings, [event.person], groups, event.at)[0] for id, _, holdings in in_space}
        manages = await self._manages(event, max(levels.values(), default=Level.EVERYONE))
        return [(id, name) for id, name, _ in in_space if manages or levels[id] >= Level.TEACHER]

    async def may(self, event: Event, level: Level) -> bool:
        """Whether the person may do so much in the event's class; not where that can't be told."""
        try:
            return (await self.standing(event))[1] >= level
        except UserError:
            return False

    async def _class_of(self, event: Event, kind: str, id: str) -> str:
        class_id = await self._database.read(self.subjects[kind], id)
        if class_id is None or (not event.room.private and class_id != await self.of(event)):
            raise UserError(NOT_HERE)
        return class_id

    async def _groups_of(self, event: Event, holdings: Sequence[Holding]) -> frozenset[str] | None:
        """The groups that the person is in, as far as it matters here and can be known."""
        if event.groups is not None:
            return event.groups
        platform = self._platforms.get(event.room.platform)
        asked = {holding.holder for holding in holdings if is_group(holding.holder)}
        if platform is None or not any(group.startswith(f"{platform.name}:") for group in asked):
            return None
        try:
            groups = await platform.groups(event.room.space)
        except (NotSent, OutcomeUnknown, Unreachable) as error:
            log.info("the groups of %s can't be asked for: %s", event.room.space, error)
            return None
        if any(group.people is None for group in groups):
            return None
        return frozenset(group.key for group in groups if event.person in (group.people or ()))

    async def _note_group(
        self,
        class_id: str,
        event: Event,
        holdings: Sequence[Holding],
        groups: frozenset[str] | None,
        by: Holding | None,
    ) -> None:
        """Keep on record who has a role by a group, and that they have it no more: not every event tells."""
        own = next((holding for holding in holdings if holding.holder == event.person), None)
        if by is not None and (own is None or own.by_group):
            await self._database.note(event, store.put_role, class_id, event.person, by.role, by.holder, event.at)
        elif by is None and own and own.by_group and groups is not None:
            await self._database.write(lambda tx: store.remove_role(tx, class_id, event.person) and None)

    async def _manages(self, event: Event, level: Level) -> bool:
        """Whether the person manages the space: as the event says, or else their profile."""
        if event.manages is not None:
            return event.manages
        try:
            profile = await self.profile(event.person)
        except UserError:
            if level > Level.EVERYONE:
                return False
            raise
        return profile is not None and profile.manages

    # Who takes part

    def note(self, tx: Connection, class_id: str, *events: Event) -> None:
        """Record in the caller's transaction that the people behind these events are active in the class.

        What stands there under the same name since less than a day is left as it is: a press costs no row.
        """
        there = store.present(tx, class_id, [event.person for event in events])
        news = [event for event in events if not _is_on_record(event, there)]
        store.put_members(tx, class_id, [(event.person, event.name, event.at) for event in news])
        joining = list(dict.fromkeys(event.person for event in news if event.person not in there))
        if joining:
            for hear in self.on_join:
                hear(tx, class_id, joining, max(event.at for event in events))

    def name(self, tx: Connection, class_id: str) -> str:
        """What a class is called."""
        return store.name_of(tx, class_id)

    def twins(self, tx: Connection, room: str) -> list[str]:
        """The rooms that show the same rounds as a room, itself among them, in an order that is always the same."""
        return store.twins_of(tx, room)

    def shown_names(self, tx: Connection, class_id: str, learners: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
        """The names of those of these learners, given with their accounts, who let theirs stand on boards."""
        names = store.shown_names(tx, class_id, [person for persons in learners.values() for person in persons])
        shown = {
            id: next((names[person] for person in persons if person in names), "") for id, persons in learners.items()
        }
        return {id: name for id, name in shown.items() if name}

    def names_shown(self, tx: Connection, class_id: str, persons: Sequence[str]) -> dict[str, str]:
        """The names of those of these persons who let theirs stand on boards, whichever account they said so with."""
        return store.names_shown(tx, class_id, persons)

    def show_name(self, tx: Connection, class_id: str, event: Event, *, shown: bool) -> None:
        """Set whether the learner's name may stand on boards, whichever account they answer with."""
        self.note(tx, class_id, event)
        for person in accounts_of(tx, event.person):
            store.show_name(tx, class_id, person, shown=shown)
        for hear in self.on_names:
            hear(tx, class_id, event.person)

    # Who people are

    async def spaces_of(self, person: str) -> list[str]:
        """The spaces in which a person is in a class, as learner or otherwise."""
        return await self._database.read(store.spaces_of, person)

    async def known_name(self, class_id: str, person: str) -> str | None:
        """What somebody is called, by their platform or else by the class. Raises `UserError`."""
        name = await self._database.read(store.member_name, class_id, person)
        try:
            profile = await self.profile(person)
        except UserError:
            if name is None:
                raise
            return name
        return profile.name if profile is not None else name

    async def absent(self, class_id: str, written: str) -> dict[str, str]:
        """What those are called whom a text mentions and who are not in the class; empty: nobody knows.

        Raises `UserError` where their platform can't be asked.
        """
        keys = mentioned(written)
        there = await self._database.read(store.present, class_id, keys) if keys else {}
        found = {key: await self.profile(key) for key in keys if key not in there}
        return {key: profile.name if profile else "" for key, profile in found.items()}

    async def profile(self, person: str) -> Profile | None:
        """What the platform tells of a person. Raises `UserError` where it can't be asked."""
        platform = self._platforms.get(person.partition(":")[0])
        try:
            return await platform.profile(person) if platform else None
        except (NotSent, OutcomeUnknown, Unreachable) as error:
            log.warning("nobody could be asked who somebody is: %s", error)
            raise UserError("I can't look people up at the moment. Try again in a minute.") from error

    async def keep(self, event: Event, change: Callable[[Connection, str], Answer]) -> Answer:
        """Change the event's class, once: `change` gets the transaction and the class's id."""
        class_id = await self.of(event)
        return await self._database.once(event, lambda tx: change(tx, class_id))


def _find(tx: Connection, event: Event) -> str | None:
    for room in (event.room.parent, event.room.key):
        if room and (found := store.class_of_room(tx, room)):
            return found
    if not event.room.private:
        return None
    in_space = store.classes_of_space(tx, event.room.space)
    if len(in_space) == 1:
        return in_space[0]
    accounts = accounts_of(tx, event.person)
    chosen = next((found for person in accounts if (found := store.chosen_class(tx, person))), None)
    if chosen:
        return chosen
    mine = store.classes_of(tx, accounts)
    return mine[0][0] if len(mine) == 1 else None


def _choices(tx: Connection, event: Event) -> list[tuple[str, str]]:
    rooms = [room for room in (event.room.parent, event.room.key) if room]
    is_said = not event.room.private or any(store.class_of_room(tx, room) for room in rooms)
    if is_said or len(store.classes_of_space(tx, event.room.space)) == 1:
        return []
    mine = store.classes_of(tx, accounts_of(tx, event.person))
    return mine if len(mine) > 1 else []


def _is_on_record(event: Event, there: Mapping[str, tuple[str, int]]) -> bool:
    """Whether the person stands in a class under their present name, as of today or yesterday."""
    name, seen_at = there.get(event.person, ("", 0))
    return name == event.name and event.at - seen_at < DAY


def _asked_which(tx: Connection, person: str) -> str:
    mine = store.classes_of(tx, accounts_of(tx, person))
    if not mine:
        return "Use this in your class's room first, so that Swot knows which class you belong to."
    names = " and ".join(name for _, name in mine[:3]) if len(mine) < 4 else f"{len(mine)} classes"  # noqa: PLR2004
    return f"You are in {names}. Say which one you mean with /class choose, and then this again."


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
