"""`/leaderboard`, and the person's home page."""

from __future__ import annotations

from typing import Annotated, Literal

from bot.chat import (
    About,
    Button,
    Home,
    Invoke,
    Opened,
    Press,
    Reply,
    Table,
    Text,
    View,
    command,
    home,
    lines,
    paragraphs,
    pressed,
    rich,
    to,
)
from bot.quiz.solo.commands import SoloCommands
from bot.responses.model import nth, points
from bot.standings.service import Standings, StandingsService

Over = Annotated[Literal["week", "all"], About("this week, or all time")]
Names = Annotated[Literal["show", "hide"], About("whether your name may stand on boards")]
TITLES = {"week": "This week", "all": "All time"}


class StandingsCommands:
    """Where the class stands."""

    def __init__(self, standings: StandingsService) -> None:
        self._standings = standings

    @command("leaderboard", answers="note")
    async def leaderboard(self, event: Invoke, over: Over = "week", names: Names | None = None) -> Reply:
        """Where the class stands, and your own place."""
        if names is not None:
            await self._standings.show_name(event, shown=names == "show")
        standings = await self._standings.of(event, over)
        return Reply(_board(standings, TITLES[over]))

    @pressed("standings.names", answers="edit")
    async def names(self, event: Press, choice: str) -> Reply:
        """Show or hide one's name."""
        await self._standings.show_name(event, shown=choice == "show")
        return Reply(_board(await self._standings.of(event, "week"), TITLES["week"]), "edit")

    @home()
    async def page(self, event: Opened) -> Home:
        """A learner's own page."""
        standings = await self._standings.of(event, "week")
        revise = Button("Revise now", to(SoloCommands.afresh), "main")
        return Home(
            View(paragraphs(_own(standings), rich("/swot help shows what there is.")), title="Swot", controls=(revise,))
        )


def _board(standings: Standings, title: str) -> View:
    if not standings.learners:
        nobody = rich("Nobody has points yet. /quiz solo is a beginning.")
        return View(lines(nobody, _naming(standings)), title=title)
    rows = tuple((str(place), name, points(total.points)) for place, name, total in standings.top)
    many = "1 learner has" if standings.learners == 1 else f"{standings.learners} learners have"
    hidden = standings.learners - len(standings.top)
    count = rich("{} points{}.", many, f"; {hidden} without showing a name" if hidden else "")
    change = (
        Button("Hide my name", to(StandingsCommands.names, "hide"))
        if standings.shows_name
        else Button("Show my name", to(StandingsCommands.names, "show"))
    )
    table = Table(("", "Learner", "Points"), rows) if rows else None
    return View(lines(count, _own(standings), _naming(standings)), title=title, table=table, controls=(change,))


def _own(standings: Standings) -> Text:
    if standings.own is None:
        return rich("You have no points yet this time.")
    place, total = standings.own
    return rich("You are **{}** of {}, with **{}**.", nth(place), standings.learners, points(total.points))


def _naming(standings: Standings) -> Text:
    return rich("Your name is shown on boards." if standings.shows_name else "Your name is not shown on boards.")
