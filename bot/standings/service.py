"""A class's standings over a window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

from bot.chat import Answer, Event
from bot.classes.learners import accounts_of, learner_of
from bot.classes.service import Classes
from bot.clock import week_of
from bot.responses import service as responses
from bot.responses.model import Total, ranked
from bot.storage.database import Database

Window = Literal["week", "all"]
TOP = 10


@dataclass(frozen=True, slots=True)
class Standings:
    """Where a class stands: the best who show their names, and the person's own place."""

    top: tuple[tuple[int, str, Total], ...]
    named: int
    """How many show their names, on the board or below it."""
    own: tuple[int, Total] | None
    learners: int
    shows_name: bool


def window_start(window: Window, now: int) -> int:
    """When the window began: Monday at midnight UTC, or the beginning. Microseconds UTC."""
    return 0 if window == "all" else week_of(now)


class StandingsService:
    """The standings of every class."""

    def __init__(self, database: Database, classes: Classes) -> None:
        self._database = database
        self._classes = classes

    async def of(self, event: Event, window: Window) -> Standings:
        """The standings of the event's class over `window`."""
        class_id = await self._classes.of(event)
        return await self._database.read(self._find, class_id, event, window_start(window, event.at))

    def over(self, tx: Connection, class_id: str, event: Event, window: Window) -> Standings:
        """The standings of a class over `window`, within a transaction of the caller's."""
        return self._find(tx, class_id, event, window_start(window, event.at))

    async def between(self, event: Event, since: int, until: int) -> Standings:
        """The standings of the event's class from one instant to another; microseconds UTC."""
        return await self._database.read(self._find, await self._classes.of(event), event, since, until)

    async def show_name(
        self, event: Event, window: Window, *, shown: bool, told: Callable[[Standings], Answer]
    ) -> Answer:
        """Set whether the person's name may stand on boards of the class, and tell the standings then."""
        class_id = await self._classes.of(event)

        def save(tx: Connection) -> Answer:
            self._classes.show_name(tx, class_id, event, shown=shown)
            return told(self._find(tx, class_id, event, window_start(window, event.at)))

        return await self._database.once(event, save)

    def _find(self, tx: Connection, class_id: str, event: Event, since: int, until: int | None = None) -> Standings:
        everyone = responses.class_totals(tx, class_id, since, until)
        places = ranked([total for total in everyone if total.points])
        me = learner_of(tx, event.person)
        learners = {total.learner: total.persons for _, total in places}
        names = self._classes.shown_names(tx, class_id, {me: accounts_of(tx, event.person), **learners})
        top = [(place, names[total.learner], total) for place, total in places if total.learner in names]
        own = next(((place, total) for place, total in places if total.learner == me), None)
        return Standings(tuple(top[:TOP]), len(top), own, len(places), me in names)
