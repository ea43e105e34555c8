"""A class's standings over a window."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy import Connection

from bot.calendar.service import Calendars
from bot.chat import Answer, Event, Image
from bot.classes.learners import accounts_of, learner_of, owner_of
from bot.classes.service import Classes
from bot.responses import service as responses
from bot.responses.model import Total, ranked
from bot.standings import picture, store
from bot.standings.figures import WIDE, Over, Spans
from bot.standings.model import By, Of, Window
from bot.storage.database import Database

TOP = 10


@dataclass(frozen=True, slots=True)
class Board:
    """Which standings are told: over what, by what."""

    over: Window = "week"
    by: By = "points"
    of: Of = "class"
    """Whether learners stand on it, or teams."""


@dataclass(frozen=True, slots=True)
class Standings:
    """Where a class stands: the best who show their names, and the person's own place.

    Figures are hundredths of points, school days, or by how many hundredths of a mark an answer is worth more.
    """

    top: tuple[tuple[int, str, int], ...]
    """Place, name and figure."""
    named: int
    """How many show their names, on the board or below it."""
    own: tuple[int, int] | None
    """Place and figure."""
    learners: int
    shows_name: bool
    since: date | None = None
    """The first day that counts; nothing: all days do."""


class StandingsService:
    """The standings of every class."""

    def __init__(self, database: Database, classes: Classes, calendars: Calendars) -> None:
        self._database = database
        self._classes = classes
        self._calendars = calendars

    async def of(self, event: Event, board: Board) -> Standings:
        """The standings of the event's class."""
        class_id = await self._classes.of(event)
        await self._calendars.warm()
        return await self._database.read(self.over, class_id, event, board)

    def over(self, tx: Connection, class_id: str, event: Event, board: Board) -> Standings:
        """The standings of a class, within a transaction of the caller's."""
        over = self._over(tx, class_id, event, board)
        me = owner_of(tx, event.person)
        best, mine = store.best_and(tx, class_id, me, over, board.by, TOP)
        bands = store.wide_counts(tx, class_id, over, board.by)
        names = self._classes.names_shown(tx, class_id, [me, *(one.person for one in best)])

        def place(one: store.Stand) -> int:
            wide = one.figure // WIDE * WIDE
            return 1 + one.above + sum(learners for begins, learners, _ in bands if begins > wide)

        return Standings(
            tuple((place(one), names[one.person], one.figure) for one in best if one.person in names),
            sum(named for *_, named in bands),
            (place(mine), mine.figure) if mine else None,
            sum(learners for _, learners, _ in bands),
            me in names,
            over.first,
        )

    async def picture(self, event: Event, board: Board, title: str) -> Image | None:
        """How many learners stand where, as a picture, drawn off the event loop.

        None where all stand together, and none for so few that they would see what each has.
        """
        class_id = await self._classes.of(event)

        def find(tx: Connection) -> tuple[int, dict[int, int], int]:
            over = self._over(tx, class_id, event, board)
            step, counts = store.spread(tx, class_id, over, board.by, partial(picture.step_of, by=board.by))
            return step, counts, store.figure_of(tx, class_id, owner_of(tx, event.person), over, board.by)

        step, counts, own = await self._database.read(find)
        if sum(counts.values()) < picture.LEAST_LEARNERS or len(counts) == 1:
            return None
        return await asyncio.to_thread(picture.image_of, counts, step, own or None, board.by, title)

    def _over(self, tx: Connection, class_id: str, event: Event, board: Board) -> Over:
        spans = Spans(self._calendars.zone(tx, class_id), self._calendars.open_days(tx, class_id))
        return spans.over(board.over, event.at)

    async def between(self, event: Event, since: int, until: int) -> Standings:
        """The standings by points of the event's class from one instant to another; microseconds UTC."""

        def find(tx: Connection, class_id: str) -> Standings:
            totals = responses.class_totals(tx, class_id, since, until)
            return self._told(tx, class_id, event, [total for total in totals if total.points])

        return await self._database.read(find, await self._classes.of(event))

    async def show_name(
        self, event: Event, board: Board, *, shown: bool, told: Callable[[Standings], Answer]
    ) -> Answer:
        """Set whether the person's name may stand on boards of the class, and tell the standings then."""
        class_id = await self._classes.of(event)
        await self._calendars.warm()

        def save(tx: Connection) -> Answer:
            self._classes.show_name(tx, class_id, event, shown=shown)
            return told(self.over(tx, class_id, event, board))

        return await self._database.once(event, save)

    def _told(self, tx: Connection, class_id: str, event: Event, totals: list[Total]) -> Standings:
        places = ranked(totals)
        me = learner_of(tx, event.person)
        learners = {total.learner: total.persons for _, total in places}
        names = self._classes.shown_names(tx, class_id, {me: accounts_of(tx, event.person), **learners})
        top = [(place, names[total.learner], total.points) for place, total in places if total.learner in names]
        own = next(((place, total.points) for place, total in places if total.learner == me), None)
        return Standings(tuple(top[:TOP]), len(top), own, len(places), me in names)
