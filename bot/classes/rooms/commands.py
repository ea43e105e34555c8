"""`/class room`: whose this room is, and giving it to another class."""

from __future__ import annotations

from typing import Annotated, Literal

from bot.chat import (
    About,
    Answer,
    Control,
    Invoke,
    Level,
    Notice,
    Option,
    Place,
    Press,
    Reply,
    Select,
    Suggest,
    Suggested,
    View,
    command,
    cut,
    dotted,
    lines,
    noticed,
    paragraphs,
    pressed,
    rich,
    to,
)
from bot.classes.links.commands import LinkCommands
from bot.classes.links.pages import asked_to_join
from bot.classes.rooms.service import ClassRooms, Gift, Whose
from bot.errors import UserError

OfClass = Annotated[
    str, About("the class that gets this room: another one that you teach; none: look"), Suggested("classes")
]
MOST_OPTIONS, MOST_LABEL = 25, 60
MOST_ROOMS = 20
"""Rooms that are named."""


class RoomCommands:
    """The rooms of a class."""

    def __init__(self, rooms: ClassRooms) -> None:
        self._rooms = rooms

    @command("class room", answers="note", level=Level.TEACHER, claiming=True)
    async def room(self, event: Invoke, of: OfClass | None = None) -> Answer:
        """Which class this room is of; give it to another one that you teach."""
        if of is None:
            return Reply(_whose(await self._rooms.whose(event)), deed="")
        return await self._given(event, of)

    @pressed("class.rooms", answers="note", level=Level.TEACHER, claiming=True)
    async def rooms(self, event: Press) -> Reply:
        """The class's rooms."""
        return Reply(_whose(await self._rooms.whose(event)), deed="")

    @pressed("class.give", answers="edit", level=Level.TEACHER, claiming=True)
    async def give(self, event: Press) -> Answer:
        """Another class was chosen for the room."""
        if not event.values:
            raise UserError("Choose a class from the list.")
        return await self._given(event, event.values[0])

    @pressed("class.given", answers="edit", level=Level.TEACHER, claiming=True)
    async def given(self, event: Press, class_id: str) -> Answer:
        """The room's class becomes part of another one."""
        return await self._rooms.give(event, class_id, lambda name: Reply(_is_theirs(name), "edit"), None)

    @noticed()
    async def moved(self, event: Notice) -> None:
        """A room has another key, and stays the class's."""
        if event.what == "room moved":
            await self._rooms.moved(event.was, event.room.key)

    async def classes(self, event: Suggest) -> tuple[Option, ...]:
        """The other classes here that the person teaches."""
        typed = event.typed.strip().casefold()
        return tuple(Option(name, id) for id, name in await self._rooms.others(event) if typed in name.casefold())

    async def _given(self, event: Invoke | Press, of: str) -> Answer:
        how: Literal["edit", "note"] = "edit" if isinstance(event, Press) else "note"

        def asked(gift: Gift) -> Answer:
            join = to(RoomCommands.given, gift.class_id)
            return Reply(asked_to_join(gift.name, gift.left, join, to(LinkCommands.keep)), how, deed="")

        return await self._rooms.give(event, of, lambda name: Reply(_is_theirs(name), how), asked)


def _whose(whose: Whose) -> View:
    places = [rich("{}", Place(room)) for room in whose.rooms[:MOST_ROOMS]]
    more = len(whose.rooms) - MOST_ROOMS
    told = rich("**{}** is in {}", whose.name, dotted(*places, *([rich("{} more", more)] if more > 0 else [])))
    hint = lines(
        rich("To give it another room, say /class room there."),
        rich("/class new makes this room a class of its own; /class link is for another platform."),
    )
    options = tuple(Option(cut(name, MOST_LABEL), id) for id, name in whose.others[:MOST_OPTIONS])
    chooser: tuple[Control, ...] = (Select("Give this room to…", to(RoomCommands.give), options),) if options else ()
    return View(paragraphs(told, hint), title="Rooms", controls=chooser)


def _is_theirs(name: str) -> View:
    return View(rich("This room is one of **{}**'s now: the same learners, standings and settings.", name))
