"""Which mock exam somebody means."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection

from bot.chat import Event, Option, Suggest
from bot.classes.service import Classes
from bot.errors import UserError
from bot.exams import store
from bot.exams.model import Mock
from bot.storage.database import Database

NOT_HERE = "That exam is none of this class's. /mock status shows those that are."
MOST = 25
"""Exams of a class that can be chosen, the newest first: what a list holds."""
STATES = {"open": "being sat", "ended": "to be marked", "released": "released"}


class Choosing:
    """Finds the exam that is meant."""

    def __init__(self, database: Database, classes: Classes) -> None:
        self._database = database
        self._classes = classes

    async def meant(self, event: Event, written: str | None, states: Collection[str], *, or_any: bool = False) -> Mock:
        """An exam of the event's class by id or title, or the newest in one of these states. Raises `UserError`.

        Where none of those fits, it is one in any state, with `or_any`.
        """
        class_id = await self._classes.of(event)
        found = await self._database.read(store.of_class, class_id, MOST, states)
        mock = named(found, written) if written is not None else next(iter(found), None)
        if mock is not None:
            return mock
        if or_any:
            return await self.meant(event, written, ())
        if written is None:
            raise UserError(_none(states))
        if not found:
            raise UserError(_none(states))
        there = ", ".join(mock.title for mock in found[:5])
        raise UserError(f"There is no such exam here that would fit. There are: {there}.")

    async def suggested(self, event: Suggest, states: Collection[str]) -> tuple[Option, ...]:
        """The exams of the class in these states, as far as they begin like what is typed."""
        class_id = await self._classes.known(event)
        found = await self._database.read(store.of_class, class_id, MOST, states) if class_id else []
        typed = event.typed.strip().casefold()
        return tuple(
            Option(f"{mock.title} ({STATES[mock.state]})", mock.id) for mock in found if typed in mock.title.casefold()
        )

    def class_of(self, tx: Connection, mock_id: str) -> str | None:
        """The class of an exam, for whoever acts on it where no room says it."""
        mock = store.find(tx, mock_id)
        return mock.class_id if mock else None


def named(found: Iterable[Mock], written: str) -> Mock | None:
    """The first of these exams that somebody means by an id or a title."""
    wanted = " ".join(written.split()).casefold()
    return next((mock for mock in found if wanted in (mock.id, mock.title.casefold())), None)


def of_class(mock: Mock | None, class_id: str) -> Mock:
    """The exam, if it is this class's. Raises `UserError`."""
    if mock is None or mock.class_id != class_id:
        raise UserError(NOT_HERE)
    return mock


def _none(states: Collection[str]) -> str:
    if set(states) == {"open"}:
        return "No mock exam is open here. A teacher sets one with /mock start."
    return "There is no mock exam here that would fit. /mock status shows those there are."
