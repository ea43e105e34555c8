"""`/class teams`."""

from __future__ import annotations

from typing import Annotated

from bot.chat import (
    About,
    Answer,
    Between,
    Button,
    Invoke,
    Level,
    Press,
    Reply,
    View,
    command,
    counted,
    cut,
    lines,
    paragraphs,
    pressed,
    rich,
    to,
)
from bot.errors import UserError
from bot.responses.model import points
from bot.standings.commands import announced
from bot.standings.service import Board
from bot.standings.teams.model import LEAST, MOST, Team
from bot.standings.teams.service import Squad, Teams

Count = Annotated[int, About("how many; none: look at the teams that there are"), Between(LEAST, MOST)]
MOST_NAMES = 400
"""Characters of the names of one team."""


class TeamCommands:
    """Teams of a class."""

    def __init__(self, teams: Teams) -> None:
        self._teams = teams

    @command("class teams", answers="note", level=Level.TEACHER)
    async def teams(self, event: Invoke, count: Count | None = None) -> Answer:
        """Draw teams that are balanced by what everyone has earned so far, or look at them."""
        squads = await self._teams.squads(event)
        if count is None:
            return Reply(_told(squads), deed="")
        if squads:
            return Reply(_asked(squads, count), deed="")
        return await self._teams.draw(event, count, lambda drawn: Reply(_told(drawn)))

    @pressed("teams.draw", answers="edit", level=Level.TEACHER)
    async def draw(self, event: Press, count: int) -> Answer:
        """The teacher has teams drawn afresh."""
        if not LEAST <= count <= MOST:
            raise UserError(f"A class can have from {LEAST} to {MOST} teams.")
        return await self._teams.draw(event, count, lambda drawn: Reply(_told(drawn), "edit"))

    @pressed("teams.clear", answers="edit", level=Level.TEACHER)
    async def clear(self, event: Press) -> Answer:
        """The teacher wants no teams any more."""
        return await self._teams.clear(event, lambda: Reply(View(rich("The class has no teams any more.")), "edit"))

    @pressed("teams.show", answers="post", level=Level.TEACHER)
    async def show(self, event: Press) -> Answer:
        """The teacher tells the room of the teams."""
        board = await self._teams.board(event, Board())
        if not board.places:
            raise UserError("The class has no teams any more. /class teams draws some.")
        return Reply(announced(board), "post")


def _told(squads: list[Squad]) -> View:
    """The teams, to a teacher."""
    if not squads:
        return View(rich("The class has no teams. /class teams count:4 draws four, balanced by what all have earned."))
    told = [
        lines(
            rich("**{}** · {} · {} points each", one.team.name, _learners(one.team), points(one.team.each)),
            rich("{}", cut(", ".join(one.names), MOST_NAMES)),
        )
        for one in squads
    ]
    hint = rich("Learners see theirs with /leaderboard of:teams. Whoever comes later joins the smallest.")
    return View(
        paragraphs(*told, hint),
        title=counted(len(squads), "team"),
        controls=(
            Button("Tell the room", to(TeamCommands.show), "main"),
            Button("Draw again", to(TeamCommands.draw, len(squads))),
            Button("No teams", to(TeamCommands.clear)),
        ),
    )


def _learners(team: Team) -> str:
    return counted(team.learners, "learner")


def _asked(squads: list[Squad], count: int) -> View:
    """That there are teams already, before everyone gets another."""
    return View(
        rich(
            "The class has {} already. Drawn again, most learners come into another one.", counted(len(squads), "team")
        ),
        controls=(
            Button(f"Draw {count} teams", to(TeamCommands.draw, count), "main"),
            Button("No teams", to(TeamCommands.clear)),
        ),
    )
