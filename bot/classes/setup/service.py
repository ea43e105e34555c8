"""What the card of a class shows, and what it changes; each step is kept at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import Connection

from bot.calendar.service import Calendars
from bot.chat import Answer, Event
from bot.classes import store
from bot.classes.roles import Roles
from bot.classes.service import DEFAULT_ZONE, Classes
from bot.curriculum.service import Curriculum
from bot.errors import UserError
from bot.ids import new_id
from bot.privacy.retention import Retention
from bot.schedule.model import Coming
from bot.schedule.service import TimedPosts
from bot.storage.database import Database

MOST_NAME = 40
NOT_PRIVATE = "Say that in the room that the class is for, not in a direct message."


@dataclass(frozen=True, slots=True)
class Card:
    """A class as its teacher sets it up."""

    name: str
    zone: ZoneInfo
    packs: tuple[str, ...]
    """Their titles."""
    rooms: tuple[str, ...]
    teachers: tuple[str, ...]
    """Their names."""
    fact: Coming | None
    """The fact of the day, if there is one."""
    erased_on: date
    """When the answers of this school year are erased."""
    is_open: bool


class Setup:
    """Sets up classes."""

    def __init__(
        self,
        database: Database,
        classes: Classes,
        roles: Roles,
        calendars: Calendars,
        timed: TimedPosts,
        curriculum: Curriculum,
        retention: Retention,
        random: Random,
    ) -> None:
        self._database = database
        self._classes = classes
        self._roles = roles
        self._calendars = calendars
        self._timed = timed
        self._curriculum = curriculum
        self._retention = retention
        self._random = random
        self.is_busy: Callable[[Connection, str], bool] = lambda _tx, _room: False
        """Whether something goes on in a room that would be torn apart."""
        self.on_part: list[Callable[[Connection, Sequence[str]], None]] = []
        """What hears, in the same transaction, that rooms are of another class now."""

    async def card(self, event: Event) -> Card:
        """The class as it stands."""
        class_id = await self._classes.of(event)
        teachers = [named.name for named in await self._roles.named(event) if named.holding.role == "teacher"]

        def find(tx: Connection) -> Card:
            facts = self._timed.of_kind(tx, class_id, "fact")
            return Card(
                name=self._classes.name(tx, class_id),
                zone=self._calendars.zone(tx, class_id),
                packs=tuple(pack.title for pack in self._curriculum.at(tx, class_id).packs()),
                rooms=tuple(store.rooms_of(tx, class_id)),
                teachers=tuple(teachers),
                fact=facts[0] if facts else None,
                erased_on=self._retention.erased_on(tx, class_id, event.at),
                is_open=store.is_open(tx, class_id),
            )

        return await self._database.read(find)

    async def begin(self, event: Event) -> Card:
        """The class of this room, with what is known of its first teacher for a beginning: their time zone."""
        if event.room.private:
            raise UserError(NOT_PRIVATE)
        card = await self.card(event)
        if card.is_open or card.zone.key != DEFAULT_ZONE:
            return card
        profile = await self._classes.profile(event.person)
        zone = profile.zone if profile else ""
        if zone in (DEFAULT_ZONE, "") or zone not in available_timezones():
            return card
        await self._calendars.guess_zone(event, ZoneInfo(zone))
        return await self.card(event)

    async def found(self, event: Event, name: str, told: Callable[[str], Answer]) -> Answer:
        """Make this room a class of its own; `told` gets the name of the class that has no room any more, if one.

        Raises `UserError` where something goes on in it.
        """
        if event.room.private:
            raise UserError(NOT_PRIVATE)
        name = named(name)
        room = event.room.parent or event.room.key

        def make(tx: Connection, class_id: str) -> Answer:
            if self.is_busy(tx, room):
                raise UserError("A round or an exam is going on here. Begin another class when it is over.")
            is_all = store.rooms_of(tx, class_id) == [room]
            if is_all and not store.is_open(tx, class_id):
                store.rename(tx, class_id, name)
                return told("")
            new = new_id(self._random, lambda id: store.exists_class(tx, id))
            store.create(tx, new, name, self._calendars.zone(tx, class_id).key, event.at)
            store.move_room(tx, room, new)
            store.put_role(tx, new, event.person, "teacher", event.person, event.at)
            for hears in self.on_part:
                hears(tx, [room])
            return told(self._classes.name(tx, class_id) if is_all else "")

        return await self._classes.keep(event, make)

    async def rename(self, event: Event, name: str, told: Callable[[str], Answer]) -> Answer:
        """Call the class otherwise. Raises `UserError`."""
        name = named(name)

        def change(tx: Connection, class_id: str) -> Answer:
            store.rename(tx, class_id, name)
            return told(name)

        return await self._classes.keep(event, change)

    async def open(self, event: Event, told: Callable[[str], Answer]) -> Answer:
        """Tell the room that the class is open; `told` gets its name. Raises `UserError` if that was told already."""

        def open_class(tx: Connection, class_id: str) -> Answer:
            if not store.open_class(tx, class_id, event.at):
                raise UserError("The class is open already. /class settings changes what it is like.")
            return told(self._classes.name(tx, class_id))

        return await self._classes.keep(event, open_class)


def named(name: str) -> str:
    """A class's name as it is kept. Raises `UserError`."""
    words = " ".join(name.split())
    if not words or len(words) > MOST_NAME:
        raise UserError(f"A class's name has 1 to {MOST_NAME} characters, such as 12A History.")
    return words
