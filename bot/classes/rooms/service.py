"""Which rooms are a class's: another one is given to it by a word that is said in that room itself.

A room that is named from elsewhere is never taken: its key may have been typed by somebody who can't be there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.chat import Answer, Event
from bot.classes import store
from bot.classes.links.model import Belongings
from bot.classes.links.service import Links
from bot.classes.links.store import belongings
from bot.classes.service import Classes
from bot.errors import UserError
from bot.storage.database import Database
from bot.storage.deeds import add_deed
from bot.storage.moving import move

NOT_PRIVATE = "Say that in the room it is about, not in a direct message."


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose a room is, and whose it could be."""

    name: str
    """Of the room's class."""
    rooms: tuple[str, ...]
    """That class's rooms in this space."""
    others: tuple[tuple[str, str], ...]
    """Id and name of the other classes of this space that the person teaches."""


@dataclass(frozen=True, slots=True)
class Gift:
    """A room that is to be another class's."""

    class_id: str
    """The class that gets it."""
    name: str
    left: Belongings
    """What comes along with it, where it is all that its class has."""


class ClassRooms:
    """The rooms of every class."""

    def __init__(self, database: Database, classes: Classes, links: Links) -> None:
        self._database = database
        self._classes = classes
        self._links = links
        self.is_busy: Callable[[Connection, str], bool] = lambda _tx, _room: False
        """Whether something goes on in a room that would be torn apart."""
        self.on_part: list[Callable[[Connection, Sequence[str]], None]] = []
        """What hears, in the same transaction, that rooms are of another class now."""

    async def whose(self, event: Event) -> Whose:
        """Whose the event's room is. Raises `UserError` in a direct message."""
        if event.room.private:
            raise UserError(NOT_PRIVATE)
        class_id = await self._classes.of(event)
        others = await self.others(event)

        def find(tx: Connection) -> Whose:
            rooms = store.rooms_in(tx, class_id, event.room.space)
            return Whose(self._classes.name(tx, class_id), tuple(rooms), tuple(others))

        return await self._database.read(find)

    async def others(self, event: Event) -> list[tuple[str, str]]:
        """Id and name of the classes of the space that the person teaches, but for the room's own."""
        own = await self._classes.known(event)
        return [(id, name) for id, name in await self._classes.taught(event) if id != own]

    async def moved(self, old: str, new: str) -> None:
        """The platform calls a room otherwise from now on: it stays its class's, with all that goes on in it."""
        await self._database.write(move, old, new)

    async def give(
        self,
        event: Event,
        written: str,
        told: Callable[[str], Answer],
        asked: Callable[[Gift], Answer] | None,
    ) -> Answer:
        """Make the event's room one of the class that a person named, by id or name; `told` gets its name.

        If the room is all that its present class has, that class becomes part of the other; `asked` first, where it
        would be missed. If it is not, what was answered stays where it was. Only who teaches a class can give it a
        room. Raises `UserError`.
        """
        if event.room.private:
            raise UserError(NOT_PRIVATE)
        taught = await self._classes.taught(event)
        room = event.room.parent or event.room.key

        def change(tx: Connection, own: str) -> Answer:
            class_id, name = _meant(written, own, taught)
            if self.is_busy(tx, room):
                raise UserError("A round or an exam is going on here. Give the room away when it is over.")
            if not store.exists_class(tx, class_id) or store.class_of_room(tx, room) != own:
                raise UserError("The classes here were changed just now. Look again: /class room")
            is_all = store.rooms_of(tx, own) == [room]
            left = belongings(tx, own)
            if is_all and asked is not None and not left.is_bare:
                return asked(Gift(class_id, name, left))
            if is_all:
                self._links.merge(tx, own, class_id, event.at)
            else:
                store.move_room(tx, room, class_id)
                for hears in self.on_part:
                    hears(tx, [room])
            add_deed(tx, event, class_id, "Another room was given to this class.")
            return told(name)

        return await self._classes.keep(event, change)


def _meant(written: str, own: str, taught: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Id and name of the class that a person named, of those they teach, but for a room's `own`. Raises `UserError`."""
    wanted = " ".join(written.split()).casefold()
    found = [(id, name) for id, name in taught if wanted in (id, name.casefold())]
    others = [(id, name) for id, name in found if id != own]
    if found and not others:
        raise UserError(f"This room is one of {found[0][1]}'s already.")
    if len(others) > 1:
        raise UserError(f"{len(others)} of your classes are called {others[0][1]}. Choose from the list.")
    if not others:
        yours = ", ".join(name for id, name in taught if id != own) or "none but this room's own"
        raise UserError(f"You teach no class of that name here. Those you teach here: {yours}.")
    return others[0]
