"""What stands on a person's own page, found in one transaction."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from bot.appeals.deciding import Deciding
from bot.appeals.reports import Reports
from bot.calendar.service import Calendars
from bot.chat import Event, Level
from bot.classes.learners import Turnout, accounts_of, turnout
from bot.classes.service import Classes
from bot.clock import DAY, local
from bot.desks.service import Desks, Way
from bot.exams.glance import Ahead, Glance, Kept
from bot.exams.model import Mock
from bot.homework.minding import Brief, Minding
from bot.homework.service import Homeworks, Own
from bot.responses import service as responses
from bot.review.service import Reviews
from bot.schedule.service import Next, TimedPosts
from bot.standings.model import LONGEST, MAKES_UP, Streak, streak_of
from bot.standings.service import Board, Standings, StandingsService
from bot.storage.database import Database

WEEK = 7
"""Days of which a teacher is told how many learners were active."""
SHOWN = 3
"""Of each thing: the next ones."""


@dataclass(frozen=True, slots=True)
class Mine:
    """What is a learner's own."""

    standings: Standings
    """Of this week."""
    streak: Streak
    due: int
    """Cards that are due for review; no more than are looked at."""
    homework: tuple[Own, ...]
    """What is to do, the next due first."""
    more_homework: int
    exams: tuple[Ahead, ...]
    released: Mock | None
    """The mock exam whose results came last."""


@dataclass(frozen=True, slots=True)
class Theirs:
    """What those who teach, mark or observe see of a class."""

    level: Level
    turnout: Turnout
    """Of the last seven days."""
    posts: tuple[Next, ...]
    """What is said by itself next; for teachers alone."""
    exams: tuple[Kept, ...]
    homework: tuple[Brief, ...]
    disputes: int
    reports: int


@dataclass(frozen=True, slots=True)
class Page:
    """A person's own page."""

    class_id: str
    class_name: str
    classes: tuple[tuple[str, str], ...]
    """Id and name of those that can be chosen; none where the place says which it is."""
    at: int
    today: date
    """Where the class is."""
    way: Way
    mine: Mine
    theirs: Theirs | None = None


@dataclass(frozen=True, slots=True)
class Undecided:
    """A person in several classes who has not said which one they mean."""

    classes: tuple[tuple[str, str], ...]


class Homes:
    """The pages of everyone."""

    def __init__(
        self,
        database: Database,
        classes: Classes,
        calendars: Calendars,
        desks: Desks,
        standings: StandingsService,
        homeworks: Homeworks,
        minding: Minding,
        glance: Glance,
        timed: TimedPosts,
        deciding: Deciding,
        reports: Reports,
        reviews: Reviews,
    ) -> None:
        self._database = database
        self._classes = classes
        self._calendars = calendars
        self._desks = desks
        self._standings = standings
        self._homeworks = homeworks
        self._minding = minding
        self._glance = glance
        self._timed = timed
        self._deciding = deciding
        self._reports = reports
        self._reviews = reviews

    async def of(self, event: Event) -> Page | Undecided:
        """The person's page for the class of the event. Raises `UserError` where they are in none."""
        classes = tuple(await self._classes.choices(event))
        if classes and await self._classes.known(event) is None:
            return Undecided(classes)
        class_id = await self._classes.of(event)
        level = await self._classes.level(event, class_id)
        await self._calendars.warm()
        return await self._database.read(self._page, event, class_id, level, classes)

    def _page(
        self, tx: Connection, event: Event, class_id: str, level: Level, classes: tuple[tuple[str, str], ...]
    ) -> Page:
        today = local(event.at, self._calendars.zone(tx, class_id)).date()
        return Page(
            class_id,
            self._classes.name(tx, class_id),
            classes,
            event.at,
            today,
            self._desks.way(tx, event),
            self._mine(tx, event, class_id, today),
            self._theirs(tx, event, class_id, level) if level >= Level.OBSERVER else None,
        )

    def _mine(self, tx: Connection, event: Event, class_id: str, today: date) -> Mine:
        persons = accounts_of(tx, event.person)
        waiting = self._homeworks.waiting(tx, event, class_id)
        return Mine(
            self._standings.over(tx, class_id, event, Board()),
            self._streak(tx, event, class_id, today),
            self._reviews.glance(tx, event, class_id).count,
            tuple(waiting[:SHOWN]),
            max(0, len(waiting) - SHOWN),
            tuple(self._glance.ahead(tx, class_id, persons, event.at)[:SHOWN]),
            self._glance.released(tx, class_id, persons),
        )

    def _streak(self, tx: Connection, event: Event, class_id: str, today: date) -> Streak:
        """By answers that have a mark, and by exams that were begun."""
        persons, since = accounts_of(tx, event.person), event.at - (LONGEST + 1) * DAY
        calendar = self._calendars.of(tx, class_id)
        answered: Counter[date] = Counter()
        for at, count in responses.marked_at(tx, class_id, persons, since).items():
            answered[local(at, calendar.zone).date()] += count
        for at in self._glance.sat_at(tx, class_id, persons):
            answered[local(at, calendar.zone).date()] += MAKES_UP
        return streak_of(answered, today, calendar.is_open)

    def _theirs(self, tx: Connection, event: Event, class_id: str, level: Level) -> Theirs:
        return Theirs(
            level,
            turnout(tx, class_id, event.at - WEEK * DAY),
            tuple(self._timed.next_of(tx, class_id, SHOWN)) if level >= Level.TEACHER else (),
            tuple(self._glance.kept(tx, class_id, SHOWN)),
            tuple(self._minding.briefly(tx, class_id, event.at, SHOWN)),
            self._deciding.waiting(tx, class_id),
            self._reports.waiting(tx, class_id),
        )
