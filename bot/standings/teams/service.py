"""Drawing teams, and telling where they stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from sqlalchemy import Connection

from bot.calendar.service import Calendars
from bot.chat import Answer, Event
from bot.classes.learners import Learner, accounts_of, is_staff, learners_of
from bot.classes.service import Classes
from bot.errors import UserError
from bot.standings import store as figures
from bot.standings.figures import Spans
from bot.standings.service import Board
from bot.standings.teams import model, store
from bot.standings.teams.model import LEAST, Team
from bot.storage.database import Database

PAST = Board("all")
"""The results by which teams are balanced."""


@dataclass(frozen=True, slots=True)
class Squad:
    """A team as the teacher sees it."""

    team: Team
    """With what its learners have of all time."""
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TeamBoard:
    """Where teams stand, and which is the person's own."""

    places: tuple[tuple[int, Team], ...]
    own: tuple[int, Team] | None


class Teams:
    """The teams of every class."""

    def __init__(self, database: Database, classes: Classes, calendars: Calendars, random: Random) -> None:
        self._database = database
        self._classes = classes
        self._calendars = calendars
        self._random = random

    async def squads(self, event: Event) -> list[Squad]:
        """The teams of the event's class with their learners; none: there are no teams."""
        class_id = await self._classes.of(event)
        await self._calendars.warm()
        return await self._database.read(self._squads, class_id, event.at)

    async def has_any(self, event: Event) -> bool:
        """Whether the event's class has teams."""
        return await self._database.read(store.has_any, await self._classes.of(event))

    async def draw(self, event: Event, count: int, told: Callable[[list[Squad]], Answer]) -> Answer:
        """Draw so many teams, balanced by what learners have of all time. Raises `UserError` where they are too few."""
        await self._calendars.warm()

        def change(tx: Connection, class_id: str) -> Answer:
            learners = [learner for learner in learners_of(tx, class_id) if not learner.staff]
            if len(learners) < LEAST * count:
                raise UserError(f"{count} teams take {LEAST * count} learners; the class has {len(learners)} so far.")
            results = self._figures(tx, class_id, learners, PAST, event.at)
            self._random.shuffle(learners)
            drawn = model.balanced({learner.id: results[learner.id] for learner in learners}, count)
            persons = {learner.id: learner.persons for learner in learners}
            store.replace(
                tx, class_id, {one: number for number, team in enumerate(drawn) for id in team for one in persons[id]}
            )
            return told(self._squads(tx, class_id, event.at))

        return await self._classes.keep(event, change)

    async def clear(self, event: Event, told: Callable[[], Answer]) -> Answer:
        """Have the event's class have no teams any more."""

        def change(tx: Connection, class_id: str) -> Answer:
            store.replace(tx, class_id, {})
            return told()

        return await self._classes.keep(event, change)

    def welcome(self, tx: Connection, class_id: str, persons: Sequence[str], at: int) -> None:
        """Who comes into a class that has teams comes into the smallest of them, unless they teach there."""
        teams = store.of_class(tx, class_id)
        for person in persons if teams else ():
            accounts = accounts_of(tx, person)
            if is_staff(tx, class_id, accounts):
                continue
            mine = next((teams[account] for account in accounts if account in teams), None)
            if mine is None:
                squads = self._squads(tx, class_id, at)
                mine = squads[model.joined([(one.team.learners, one.team.total) for one in squads])].team.number
            store.add(tx, class_id, [person], mine)
            teams[person] = mine

    def before_join(self, tx: Connection, class_id: str, _into: str, _at: int) -> None:
        """A class is about to become part of another: its teams are no more."""
        store.replace(tx, class_id, {})

    def after_join(self, tx: Connection, _class_id: str, into: str, at: int) -> None:
        """A class has become part of another: whoever came along comes into the other's teams."""
        teams = store.of_class(tx, into)
        everyone = [one for learner in learners_of(tx, into) for one in learner.persons]
        self.welcome(tx, into, [one for one in everyone if teams and one not in teams], at)

    async def board(self, event: Event, board: Board) -> TeamBoard:
        """Where the teams of the event's class stand."""
        class_id = await self._classes.of(event)
        await self._calendars.warm()

        def find(tx: Connection) -> TeamBoard:
            teams, members = self._teams(tx, class_id, board, event.at)
            places = model.ranked(teams)
            mine = next((members[one] for one in accounts_of(tx, event.person) if one in members), None)
            own = next(((place, team) for place, team in places if team.number == mine), None)
            return TeamBoard(tuple(places), own)

        return await self._database.read(find)

    def _squads(self, tx: Connection, class_id: str, at: int) -> list[Squad]:
        teams, members = self._teams(tx, class_id, PAST, at)
        names: dict[int, list[str]] = {}
        for learner in learners_of(tx, class_id):
            if not learner.staff and learner.persons[0] in members:
                names.setdefault(members[learner.persons[0]], []).append(learner.name)
        return [Squad(team, tuple(names.get(team.number, ()))) for team in teams]

    def _teams(self, tx: Connection, class_id: str, board: Board, at: int) -> tuple[list[Team], dict[str, int]]:
        """The teams with what their learners have, and the team of every account of a learner."""
        drawn = store.of_class(tx, class_id)
        if not drawn:
            return [], {}
        learners = [learner for learner in learners_of(tx, class_id) if not learner.staff]
        found = self._figures(tx, class_id, learners, board, at)
        members: dict[str, int] = {}
        totals: dict[int, list[int]] = {number: [] for number in range(max(drawn.values()) + 1)}
        for learner in learners:
            # Accounts that were linked since may have been drawn into two teams: the first by key decides.
            team = next((drawn[one] for one in sorted(learner.persons) if one in drawn), None)
            if team is not None:
                members |= dict.fromkeys(learner.persons, team)
                totals[team].append(found[learner.id])
        return [Team(number, len(mine), sum(mine)) for number, mine in totals.items()], members

    def _figures(
        self, tx: Connection, class_id: str, learners: Sequence[Learner], board: Board, at: int
    ) -> dict[str, int]:
        """What each learner has, by their id; 0 for whoever stands nowhere yet."""
        spans = Spans(self._calendars.zone(tx, class_id), self._calendars.open_days(tx, class_id))
        over = spans.over(board.over, at)
        everyone = figures.figures_of(tx, class_id, over, board.by)
        return {
            learner.id: next((everyone[one] for one in learner.persons if one in everyone), 0) for learner in learners
        }
