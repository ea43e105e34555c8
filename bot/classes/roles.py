"""Who is more than a learner in a class, and what they have done by it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

from bot.chat import Answer, Event, Group, NotSent, OutcomeUnknown, Platform, Unreachable
from bot.classes import store
from bot.classes.learners import accounts_of
from bot.classes.model import Deed, Holding, Role, is_group
from bot.classes.service import Classes
from bot.errors import UserError
from bot.storage.database import Database

LEFT = "somebody who has left"
A_PAGE = 12
"""Deeds of one page of the log."""


@dataclass(frozen=True, slots=True)
class Named:
    """A role, and what its holder is called."""

    name: str
    holding: Holding


@dataclass(frozen=True, slots=True)
class Done:
    """A deed, and what its doer is called."""

    name: str
    deed: Deed


class Roles:
    """The roles of every class."""

    def __init__(self, database: Database, classes: Classes, platforms: Mapping[str, Platform]) -> None:
        self._database = database
        self._classes = classes
        self._platforms = platforms

    async def named(self, event: Event) -> list[Named]:
        """Who has which role in the class, in the order they were given; not those who have it by a group."""
        class_id = await self._classes.of(event)
        holdings = await self._database.read(store.holdings, class_id)
        return [Named(await self._name(class_id, event, one.holder), one) for one in holdings if not one.by_group]

    async def groups(self, event: Event) -> tuple[Group, ...]:
        """The groups of the space. Raises `UserError` where the platform can't be asked."""
        platform = self._platforms.get(event.room.platform)
        try:
            return await platform.groups(event.room.space) if platform else ()
        except (NotSent, OutcomeUnknown, Unreachable) as error:
            raise UserError("I can't look up the groups at the moment. Try again in a minute.") from error

    async def group_named(self, event: Event, written: str) -> Group:
        """The group that a person meant, by key or name. Raises `UserError`."""
        groups = await self.groups(event)
        wanted = written.strip().removeprefix("@").casefold()
        for group in groups:
            if wanted in (group.key.casefold(), group.name.casefold()):
                return group
        if not groups:
            raise UserError(f"There is no group “{wanted[:40]}” here, nor any other.")
        there = ", ".join(group.name for group in groups[:10])
        raise UserError(f"There is no group “{wanted[:40]}” here. There are: {there}.")

    async def give(
        self, event: Event, holder: str, role: Role | Literal["learner"], told: Callable[[str], Answer]
    ) -> Answer:
        """Give a person or group a role, or make them learners again; tell their name. Raises `UserError`.

        A class keeps a teacher.
        """
        class_id = await self._classes.of(event)
        held = {holding.holder for holding in await self._database.read(store.holdings, class_id)}
        is_known = holder in held or is_group(holder)
        name = await self._name(class_id, event, holder) if is_known else await self._found(class_id, holder)

        def change(tx: Connection) -> Answer:
            if role == "learner":
                if store.remove_role(tx, class_id, holder) is None:
                    raise UserError(f"{name} is a learner already.")
            else:
                store.put_role(tx, class_id, holder, role, event.person, event.at)
            if not any(holding.role == "teacher" and not holding.by_group for holding in store.holdings(tx, class_id)):
                raise UserError("A class needs a teacher. Name another one first.")
            return told(name)

        return await self._database.once(event, change)

    async def log(self, event: Event, before: int) -> tuple[list[Done], bool]:
        """What was done in the class by a right, the latest first, before an instant; and whether there is more."""
        class_id = await self._classes.of(event)
        deeds = await self._database.read(store.deeds_of, class_id, before, A_PAGE + 1)
        names = await self._names(class_id, event, [deed.person for deed in deeds])
        return [Done(names[deed.person], deed) for deed in deeds[:A_PAGE]], len(deeds) > A_PAGE

    async def choices(self, event: Event) -> list[tuple[str, str]]:
        """Id and name of the classes that the person is in."""
        return await self._database.read(_classes_of, event.person)

    async def choose(self, event: Event, class_id: str, told: Callable[[str], Answer]) -> Answer:
        """Note which class the person means in direct messages; tell its name. Raises `UserError` for others'."""

        def change(tx: Connection) -> Answer:
            name = dict(_classes_of(tx, event.person)).get(class_id)
            if name is None:
                raise UserError("You are not in that class. Use Swot in its room once.")
            store.choose_class(tx, event.person, class_id)
            return told(name)

        return await self._database.once(event, change)

    async def _found(self, class_id: str, person: str) -> str:
        known = await self._classes.known_name(class_id, person)
        if known is None:
            # Of somebody who was mentioned only a key is known, which tells nobody anything.
            who = "no such person" if ":" in person else f"nobody called {person[:60]}"
            raise UserError(f"There is {who} here.")
        return known

    async def _name(self, class_id: str, event: Event, holder: str) -> str:
        if not is_group(holder):
            return await self._classes.known_name(class_id, holder) or LEFT
        groups = {group.key: group.name for group in await self.groups(event)}
        return f"@{groups[holder]}" if holder in groups else "a group of another space"

    async def _names(self, class_id: str, event: Event, persons: Sequence[str]) -> dict[str, str]:
        return {person: await self._name(class_id, event, person) for person in dict.fromkeys(persons)}


def _classes_of(tx: Connection, person: str) -> list[tuple[str, str]]:
    return store.classes_of(tx, accounts_of(tx, person))
