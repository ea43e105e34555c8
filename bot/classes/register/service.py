"""The register of a class: looked at and changed by its teachers alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.chat import Answer, Event
from bot.classes.learners import learners_of
from bot.classes.register import store
from bot.classes.register.model import Entered, Line, read_all
from bot.classes.service import Classes
from bot.errors import UserError
from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the register, and where the next part begins."""

    entered: tuple[Entered, ...]
    learners: int
    following: int
    """Nought: there is no more."""


class Register:
    """The registers of every class."""

    def __init__(self, database: Database, classes: Classes) -> None:
        self._database = database
        self._classes = classes

    def lines(self, tx: Connection, class_id: str) -> dict[str, Line]:
        """What is known of each learner of a class, by the learner's id; of whom nothing is known is not there."""
        return {one.learner: one.line for one in self.entered(tx, class_id) if not one.line.is_empty}

    def entered(self, tx: Connection, class_id: str) -> list[Entered]:
        """Every learner of a class, by name, with what is known of each."""
        return _entered(tx, class_id)

    def line_of(self, tx: Connection, class_id: str, persons: Sequence[str]) -> Line:
        """What is known of one learner, given by all of their accounts; an empty line where nothing is."""
        lines = store.lines_of_persons(tx, class_id, persons)
        return next((lines[person] for person in persons if person in lines), Line())

    async def page(self, event: Event, start: int, most: int) -> Page:
        """The learners of the class from `start` on, by name."""
        class_id = await self._classes.of(event)
        found = await self._database.read(_entered, class_id)
        following = start + most if start + most < len(found) else 0
        return Page(tuple(found[start : start + most]), len(found), following)

    async def all(self, event: Event) -> list[Entered]:
        """Every learner of the class, by name."""
        return await self._database.read(_entered, await self._classes.of(event))

    async def one(self, event: Event, person: str) -> Entered:
        """What is known of a learner, given by any account or their id. Raises `UserError` for strangers."""
        return _found(await self.all(event), person)

    async def write(self, event: Event, person: str, line: Line, told: Callable[[], Answer]) -> Answer:
        """Write a learner's line; an empty one takes them out. Raises `UserError` if they are not in the class."""

        def change(tx: Connection, class_id: str) -> Answer:
            _put(tx, class_id, [(_found(_entered(tx, class_id), person), line)])
            return told()

        return await self._classes.keep(event, change)

    async def write_all(self, event: Event, text: str, told: Callable[[int], Answer]) -> Answer:
        """Write the lines of a text; tell how many have changed. Raises `UserError`, and then nothing is."""

        def change(tx: Connection, class_id: str) -> Answer:
            known = _entered(tx, class_id)
            lines = read_all(text, known)
            changed = [(one, lines[one.learner]) for one in known if lines.get(one.learner, one.line) != one.line]
            _put(tx, class_id, changed)
            return told(len(changed))

        return await self._classes.keep(event, change)


def _entered(tx: Connection, class_id: str) -> list[Entered]:
    lines = store.lines_of(tx, class_id)
    found = []
    for learner in learners_of(tx, class_id):
        if not learner.staff:
            # Of somebody who has linked two accounts, either may stand in the register.
            line = next((lines[person] for person in learner.persons if person in lines), Line())
            found.append(Entered(learner.id, learner.persons, learner.name, line))
    return found


def _put(tx: Connection, class_id: str, changed: Sequence[tuple[Entered, Line]]) -> None:
    for one, line in changed:
        store.remove(tx, class_id, one.persons)
        if not line.is_empty:
            store.put_line(tx, class_id, one.persons[0], line)


def _found(entered: Sequence[Entered], person: str) -> Entered:
    for one in entered:
        if person == one.learner or person in one.persons:
            return one
    raise UserError("They are not among this class's learners. Whoever has answered something here is.")
