"""`/leaderboard`."""

from __future__ import annotations

from typing import Annotated, Literal

from bot.chat import (
    About,
    Answer,
    Button,
    Invoke,
    Press,
    Reply,
    Table,
    Text,
    View,
    command,
    lines,
    pressed,
    rich,
    to,
)
from bot.marking.outcome import FULL
from bot.responses.model import how_many_named, nth, points
from bot.standings.service import Standings, StandingsService, Window

Over = Annotated[Literal["week", "all"], About("this week, or all time")]
Names = Annotated[Literal["show", "hide"], About("whether your name may stand on boards")]
TITLES = {"week": "This week", "all": "All time"}


class StandingsCommands:
    """Where the class stands."""

    def __init__(self, standings: StandingsService) -> None:
        self._standings = standings

    @command("leaderboard", answers="note")
    async def leaderboard(self, event: Invoke, over: Over = "week", names: Names | None = None) -> Answer:
        """Where the class stands, and your own place."""
        if names is not None:
            return await self._standings.show_name(
                event, over, shown=names == "show", told=lambda found: Reply(_board(found, over))
            )
        return Reply(_board(await self._standings.of(event, over), over))

    @pressed("standings.names", answers="edit")
    async def names(self, event: Press, choice: str, over: str) -> Answer:
        """Show or hide one's name."""
        window: Window = "all" if over == "all" else "week"
        return await self._standings.show_name(
            event, window, shown=choice == "show", told=lambda found: Reply(_board(found, window), "edit")
        )

    @pressed("standings.week", answers="note")
    async def own_week(self, event: Press, since: int, until: int) -> Answer:
        """A learner asks for their own place in the week that a digest told of."""
        return Reply(View(own_place(await self._standings.between(event, since, until), "week")))


def _board(standings: Standings, over: Window) -> View:
    title = TITLES[over]
    if not standings.learners:
        nobody = rich("Nobody has points yet. /quiz solo is a beginning.")
        return View(lines(nobody, _naming(standings)), title=title)
    rows = tuple((str(place), name, points(total.points)) for place, name, total in standings.top)
    many = "1 learner has" if standings.learners == 1 else f"{standings.learners} learners have"
    count = rich("{} points; {}.", many, how_many_named(standings.named))
    change = (
        Button("Hide my name", to(StandingsCommands.names, "hide", over))
        if standings.shows_name
        else Button("Show my name", to(StandingsCommands.names, "show", over))
    )
    table = Table(("", "Learner", "Points"), rows) if rows else None
    return View(
        lines(count, own_place(standings, over), _naming(standings)), title=title, table=table, controls=(change,)
    )


def own_place(standings: Standings, over: Window) -> Text:
    """The reader's own place."""
    if standings.own is None:
        return rich("You have no points yet{}.", "" if over == "all" else " this week")
    place, total = standings.own
    unit = "point" if total.points == FULL else "points"
    return rich("You are **{}** of {} with **{}** {}.", nth(place), standings.learners, points(total.points), unit)


def _naming(standings: Standings) -> Text:
    return rich("Your name is shown on boards." if standings.shows_name else "Your name is not shown on boards.")
