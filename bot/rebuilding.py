"""`swot rebuild`: what follows from stored marks is made again of nothing else, and comes to the same to the point."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from bot.errors import UserError
from bot.responses import service as responses
from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class Part:
    """Something that follows from marks."""

    name: str
    """What its rows are, for people: cards."""
    rows: Callable[[Connection, str], Sequence[tuple[Any, ...]]]
    """All that is stored of it in a class."""
    rebuild: Callable[[Connection, str], None]
    """Makes it again in a class, of marks alone."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was made again in a class."""

    name: str
    """The class's."""
    rows: int
    """How many there are now."""
    others: int
    """How many of those are not as they were, or were not there, or are gone."""


class Rebuilding:
    """Makes again what follows from marks: class by class, each in one transaction."""

    def __init__(self, database: Database, parts: Sequence[Part]) -> None:
        self._database = database
        self._parts = parts

    async def classes(self, class_id: str | None = None) -> list[tuple[str, str]]:
        """Id and name of the classes that have marks, or of one of them. Raises `UserError` where it has none."""
        found = await self._database.read(responses.classes_marked)
        mine = [(id, name) for id, name in found if class_id in (None, id)]
        if class_id is not None and not mine:
            raise UserError(f"No class with the id {class_id} has any marks.")
        return mine

    async def rebuild(self, class_id: str, name: str) -> Rebuilt:
        """Make everything of a class again."""

        def again(tx: Connection) -> Rebuilt:
            before = self._rows(tx, class_id)
            for part in self._parts:
                part.rebuild(tx, class_id)
            after = self._rows(tx, class_id)
            others = max((before - after).total(), (after - before).total())
            return Rebuilt(name, after.total(), others)

        return await self._database.write(again)

    def _rows(self, tx: Connection, class_id: str) -> Counter[tuple[Any, ...]]:
        return Counter((part.name, *row) for part in self._parts for row in part.rows(tx, class_id))
