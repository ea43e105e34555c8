"""A class's standings over a window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import Connection

from bot.calendar.model import Calendar
from bot.calendar.service import Calendars
from bot.chat import Answer, Event
from bot.classes.learners import accounts_of, learner_of
from bot.classes.service import Classes
from bot.clock import SECOND, local
from bot.responses import service as responses
from bot.responses.model import Total, ranked
from bot.standings import model
from bot.standings.model import By, Share, Window
from bot.storage.database import Database

TOP = 10


@dataclass(frozen=True, slots=True)
class Board:
    """Which standings are told: over what, by what."""

    over: Window = "week"
    by: By = "points"


@dataclass(frozen=True, slots=True)
class Standings:
    """Where a class stands: the best who show their names, and the person's own place.

    What is counted is in `Total.points`: hundredths of marks, school days, or by how many hundredths of a mark an
    answer is worth more than before.
    """

    top: tuple[tuple[int, str, Total], ...]
    named: int
    """How many show their names, on the board or below it."""
    own: tuple[int, Total] | None
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
        calendar = self._calendars.of(tx, class_id)
        first = _first(board.over, local(event.at, calendar.zone).date(), calendar)
        since = _instant(first, calendar) if first else 0
        match board.by:
            case "points":
                totals = responses.class_totals(tx, class_id, since)
            case "steadiness":
                totals = _steady(tx, class_id, since, calendar)
            case "improvement":
                totals = _better(tx, class_id, first, event.at, calendar) if first else []
        return self._told(tx, class_id, event, [total for total in totals if total.points > 0], first)

    async def between(self, event: Event, since: int, until: int) -> Standings:
        """The standings by points of the event's class from one instant to another; microseconds UTC."""

        def find(tx: Connection, class_id: str) -> Standings:
            totals = responses.class_totals(tx, class_id, since, until)
            return self._told(tx, class_id, event, [total for total in totals if total.points], None)

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

    def _told(self, tx: Connection, class_id: str, event: Event, totals: list[Total], since: date | None) -> Standings:
        places = ranked(totals)
        me = learner_of(tx, event.person)
        learners = {total.learner: total.persons for _, total in places}
        names = self._classes.shown_names(tx, class_id, {me: accounts_of(tx, event.person), **learners})
        top = [(place, names[total.learner], total) for place, total in places if total.learner in names]
        own = next(((place, total) for place, total in places if total.learner == me), None)
        return Standings(tuple(top[:TOP]), len(top), own, len(places), me in names, since)


def _first(window: Window, today: date, calendar: Calendar) -> date | None:
    """The first day of a window, where the class is."""
    if window == "half-term":
        return model.half_term_of(today, calendar.is_open)
    return model.week_of(today) if window == "week" else None


def _instant(day: date, calendar: Calendar) -> int:
    """When a day begins where the class is; microseconds UTC."""
    return round(datetime.combine(day, time(), calendar.zone).timestamp()) * SECOND


def _steady(tx: Connection, class_id: str, since: int, calendar: Calendar) -> list[Total]:
    """On how many school days each learner has answered something."""
    found = responses.answered_when(tx, class_id, since)
    return [
        Total(id, model.steadiness({local(at, calendar.zone).date() for at in instants}, calendar.is_open), 0, persons)
        for id, persons, instants in found
    ]


def _better(tx: Connection, class_id: str, first: date, now: int, calendar: Calendar) -> list[Total]:
    """By how much each learner has become better than in the four weeks before; those of whom that is known."""
    begins = _instant(first, calendar)
    earlier = responses.shares(tx, class_id, _instant(first - model.BEFORE, calendar), begins)
    before = {total.learner: Share(total.points, total.questions) for total in earlier}
    found = []
    for total in responses.shares(tx, class_id, begins, now + SECOND):
        share = Share(total.points, total.questions)
        better = model.improvement(share, before.get(total.learner, Share()))
        found += [Total(total.learner, better, total.questions, total.persons)] if better is not None else []
    return found
