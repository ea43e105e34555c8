"""Every service of standings with what it needs, and the handlers and due work that lead to them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from bot.standings.commands import StandingsCommands
from bot.standings.keeping import COUNT, StandingsKeeping
from bot.standings.service import StandingsService
from bot.standings.teams.commands import TeamCommands
from bot.standings.teams.service import Teams

if TYPE_CHECKING:
    from random import Random

    from bot.calendar.service import Calendars
    from bot.classes.links.service import Links
    from bot.classes.service import Classes
    from bot.clock import Clock
    from bot.privacy.retention import Retention
    from bot.privacy.service import Privacy
    from bot.responses.marks import Marks
    from bot.storage.database import Database
    from bot.storage.due import Due


class StandingsRooms:
    """Where learners stand."""

    def __init__(
        self, database: Database, classes: Classes, calendars: Calendars, clock: Clock, random: Random, marks: Marks
    ) -> None:
        self.service = StandingsService(database, classes, calendars)
        self.keeping = StandingsKeeping(database, calendars, clock)
        self.teams = Teams(database, classes, calendars, random)
        classes.on_join.append(self.teams.welcome)
        marks.counter = self.keeping
        classes.on_names.append(self.keeping.named)
        calendars.on_change.append(self.keeping.recalendar)

    def follow(self, links: Links, privacy: Privacy, retention: Retention) -> None:
        """Hear of people that are joined, parted and forgotten, and of classes that are joined."""
        links.on_accounts.append(self.keeping.linked)
        links.before_join += [self.keeping.before_join, self.teams.before_join]
        links.after_join.append(self.teams.after_join)
        privacy.on_erasing.append(self.keeping.before_erasing)
        retention.on_part.append(self.keeping.erased_in_part)

    def handlers(self) -> tuple[object, ...]:
        """The owners of all handlers."""
        return StandingsCommands(self.service, self.teams), TeamCommands(self.teams)

    def workers(self) -> dict[str, Callable[[Due], Awaitable[None]]]:
        """What does due work, by its kind."""
        return {COUNT: self.keeping.count}
