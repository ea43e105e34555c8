"""Joining and parting: a class's spaces, a human's accounts, a learner and a class."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from random import Random
from typing import Protocol, TypeAlias

from sqlalchemy import Connection

from bot.chat import Answer, Event, View, desk_of
from bot.classes import store as classes_store
from bot.classes.learners import accounts_of, humans_of
from bot.classes.links import store
from bot.classes.links.model import ALPHABET, LENGTH, LIVES, MOST_ACCOUNTS, Belongings, Code, What, parted, read, told
from bot.classes.service import Classes
from bot.errors import UserError
from bot.ids import new_id
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.deeds import add_deed

UNKNOWN_CODE = "That code is not good: mistyped, used already, or older than half an hour. Ask for a new one."
NOT_PRIVATE = "Say that in the class's room, not in a direct message."


Joining: TypeAlias = Callable[[Connection, str, str, int], None]
"""Hears of a class that becomes part of another: both ids, and the instant (microseconds UTC)."""


class Pages(Protocol):
    """What others hear of it."""

    def class_joined(self, name: str, platform: str) -> View:
        """To whoever asked for the code: the class is on another platform too."""
        ...

    def account_linked(self, name: str, platform: str) -> View:
        """To a human's first account: another one is theirs now."""
        ...


class Links:
    """What joins classes' spaces and people's accounts."""

    def __init__(self, database: Database, classes: Classes, random: Random, pages: Pages) -> None:
        self._database = database
        self._classes = classes
        self._random = random
        self._pages = pages
        self.is_busy: Callable[[Connection, str], bool] = lambda _tx, _room: False
        """Whether something goes on in a room that would be torn apart."""
        self.before_join: list[Joining] = []
        self.after_join: list[Joining] = []
        """What hears, in the same transaction, which class becomes part of which, and when."""
        self.on_accounts: list[Callable[[Connection, Collection[str]], None]] = []
        """What hears, in the same transaction, that these accounts are one human's now, or no longer."""
        self.on_part: list[Callable[[Connection, Sequence[str]], None]] = []
        """What hears, in the same transaction, that rooms are of another class now."""

    # Classes

    async def class_code(self, event: Event, told_code: Callable[[str, str], Answer]) -> Answer:
        """A code that joins another space to the event's class; `told_code` gets the class's name and the code."""
        if event.room.private:
            raise UserError(NOT_PRIVATE)
        room = event.room.parent or event.room.key

        def make(tx: Connection, class_id: str) -> Answer:
            code = self._new_code(tx, event, "class", class_id, room)
            return told_code(self._classes.name(tx, class_id), told(code))

        return await self._classes.keep(event, make)

    async def look_at_class(self, event: Event, written: str) -> tuple[Code, str, Belongings]:
        """A code, the class it is for, and what the class of this room has. Raises `UserError` for a bad one."""
        if event.room.private:
            raise UserError(NOT_PRIVATE)
        class_id = await self._classes.of(event)

        def find(tx: Connection) -> tuple[Code, str, Belongings]:
            code = self._class_code(tx, event, written)
            return code, self._classes.name(tx, code.class_id), store.belongings(tx, class_id)

        return await self._database.read(find)

    async def join_class(self, event: Event, written: str, told_joined: Callable[[str], Answer]) -> Answer:
        """Join the room's class to that of a code: one class, whose rooms show the same rounds. Raises `UserError`."""
        room = event.room.parent or event.room.key

        def join(tx: Connection, class_id: str) -> Answer:
            code = self._class_code(tx, event, written)
            if any(self.is_busy(tx, one) for one in (*classes_store.rooms_of(tx, class_id), code.room)):
                raise UserError("A round or an exam is going on. Join the classes when it is over.")
            if class_id != code.class_id:
                self.merge(tx, class_id, code.class_id, event.at)
                add_deed(tx, event, code.class_id, "Joined with another class.")
            together = {*classes_store.twins_of(tx, code.room), *classes_store.twins_of(tx, room)}
            classes_store.join_rooms(tx, together, new_id(self._random))
            store.use_code(tx, code.code)
            name = self._classes.name(tx, code.class_id)
            heard = self._pages.class_joined(name, event.room.platform)
            outbox.post(tx, f"link:{code.code}", desk_of(code.person), heard, event.at)
            return told_joined(name)

        return await self._classes.keep(event, join)

    def merge(self, tx: Connection, class_id: str, into: str, at: int) -> None:
        """Make all that one class has another's, in the caller's transaction, and take it away."""
        for hear in self.before_join:
            hear(tx, class_id, into, at)
        store.merge(tx, class_id, into)
        for hear in self.after_join:
            hear(tx, class_id, into, at)

    async def look_at_parting(self, event: Event) -> str:
        """The name of the class that the event's space would leave. Raises `UserError` where it is nowhere else."""
        class_id = await self._classes.of(event)

        def find(tx: Connection) -> str:
            _parting(tx, class_id, event)
            return self._classes.name(tx, class_id)

        return await self._database.read(find)

    async def part_class(self, event: Event, told_parted: Callable[[str], Answer]) -> Answer:
        """Give the class's rooms of this space a class of their own; what was answered stays with the old one."""

        def part(tx: Connection, class_id: str) -> Answer:
            rooms = _parting(tx, class_id, event)
            if any(self.is_busy(tx, room) for room in rooms):
                raise UserError("A round or an exam is going on. Part them when it is over.")
            name = self._classes.name(tx, class_id)
            new = new_id(self._random, lambda id: classes_store.exists_class(tx, id))
            store.part(tx, class_id, new, name, rooms, event.at)
            store.copy_roles(tx, class_id, new, [_people_of(event)])
            classes_store.put_role(tx, new, event.person, "teacher", event.person, event.at)
            members = [person for person, _ in classes_store.members_of(tx, class_id)]
            store.leave(tx, class_id, [person for person in members if person.startswith(_people_of(event))])
            for hears in self.on_part:
                hears(tx, rooms)
            return told_parted(name)

        return await self._classes.keep(event, part)

    def _class_code(self, tx: Connection, event: Event, written: str) -> Code:
        code = store.find_code(tx, "class", read(written), event.at)
        if code is None or not classes_store.exists_class(tx, code.class_id):
            raise UserError(UNKNOWN_CODE)
        room = event.room.parent or event.room.key
        if room in classes_store.twins_of(tx, code.room):
            raise UserError("This is the room the code is from. Enter it in the class's room on the other platform.")
        return code

    # Accounts

    async def account_code(self, event: Event, told_code: Callable[[str], Answer]) -> Answer:
        """A code that makes another account the same human's."""

        def make(tx: Connection) -> Answer:
            return told_code(told(self._new_code(tx, event, "account", "", "")))

        return await self._database.once(event, make)

    async def link_account(self, event: Event, written: str, told_linked: Callable[[int], Answer]) -> Answer:
        """Make the event's person the same human as whoever asked for the code; tell how many accounts that makes.

        Raises `UserError` for a code that is not good, or of this very account.
        """

        def link(tx: Connection) -> Answer:
            code = store.find_code(tx, "account", read(written), event.at)
            if code is None:
                raise UserError(UNKNOWN_CODE)
            theirs, mine = accounts_of(tx, code.person), accounts_of(tx, event.person)
            if event.person in theirs:
                raise UserError("That code is this account's own. Enter it with your other account.")
            together = {*theirs, *mine}
            if len(together) > MOST_ACCOUNTS:
                raise UserError(f"At most {MOST_ACCOUNTS} accounts can be linked.")
            human = humans_of(tx, [code.person]).get(code.person) or new_id(self._random)
            store.link(tx, together, human)
            self._tell_of_accounts(tx, together)
            store.use_code(tx, code.code)
            heard = self._pages.account_linked(event.name, event.room.platform)
            outbox.post(tx, f"link:{code.code}", desk_of(code.person), heard, event.at)
            return told_linked(len(together))

        return await self._database.once(event, link)

    async def unlink_account(self, event: Event, told_unlinked: Callable[[], Answer]) -> Answer:
        """Make the event's person a human of their own again. Raises `UserError` if they are."""

        def unlink(tx: Connection) -> Answer:
            together = accounts_of(tx, event.person)
            if len(together) == 1:
                raise UserError("This account is linked to no other. /account link links one.")
            # Of two neither is left linked to anything.
            store.unlink(tx, [event.person] if len(together) > 2 else together)  # noqa: PLR2004
            self._tell_of_accounts(tx, together)
            return told_unlinked()

        return await self._database.once(event, unlink)

    def _tell_of_accounts(self, tx: Connection, persons: Collection[str]) -> None:
        for hear in self.on_accounts:
            hear(tx, persons)

    async def accounts(self, event: Event) -> tuple[str, ...]:
        """The accounts of the event's person, this one first."""
        return await self._database.read(accounts_of, event.person)

    # A learner and a class

    async def leave_class(self, event: Event, told_left: Callable[[str], Answer]) -> Answer:
        """Take the event's person, with all accounts, off the class's lists. Raises `UserError` if they are on none."""

        def leave(tx: Connection, class_id: str) -> Answer:
            mine = accounts_of(tx, event.person)
            if not {person for person, _ in classes_store.members_of(tx, class_id)} & set(mine):
                raise UserError("You are on none of this class's lists.")
            if any(one.holder in mine and one.role == "teacher" for one in classes_store.holdings(tx, class_id)):
                raise UserError("You teach this class. Make somebody else its teacher first: /class role.")
            store.leave(tx, class_id, mine)
            return told_left(self._classes.name(tx, class_id))

        return await self._classes.keep(event, leave)

    def _new_code(self, tx: Connection, event: Event, what: What, class_id: str, room: str) -> str:
        code = "".join(self._random.choices(ALPHABET, k=LENGTH))
        store.put_code(tx, Code(code, what, class_id, room, event.person, event.at + LIVES), event.at)
        return code


def _parting(tx: Connection, class_id: str, event: Event) -> list[str]:
    """The rooms that would leave the class with the event's space. Raises `UserError` where none would stay."""
    here, elsewhere = parted(store.rooms_with_spaces(tx, class_id), event.room.space)
    if not here or not elsewhere:
        raise UserError("This class is in one space only. /class link joins another.")
    return here


def _people_of(event: Event) -> str:
    """What the keys of the people of the event's space begin with: on Slack they tell the workspace."""
    platform = event.room.platform
    return f"{event.room.space}." if platform == "slack" else f"{platform}:"
