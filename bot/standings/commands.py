"""`/leaderboard`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Literal, cast, get_args

from bot.chat import (
    About,
    Answer,
    Button,
    Control,
    Event,
    Invoke,
    Press,
    Reply,
    Table,
    Text,
    View,
    command,
    counted,
    lines,
    pressed,
    rich,
    to,
)
from bot.chat.answers import How
from bot.errors import UserError
from bot.marking.outcome import FULL
from bot.responses.model import how_many_named, nth, points
from bot.schedule.written import told_date
from bot.standings.model import BEFORE, ENOUGH, By, Of, Window
from bot.standings.service import Board, Standings, StandingsService
from bot.standings.teams.service import TeamBoard, Teams

Over = Annotated[Window, About("this week, this half-term, or all time")]
What = Annotated[By, About("points, becoming better, or school days with answers")]
OfWhom = Annotated[Of, About("everybody, or teams")]
Names = Annotated[Literal["show", "hide"], About("whether your name may stand on boards")]
TITLES: dict[Window, str] = {"week": "This week", "half-term": "This half-term", "all": "All time"}
WITHIN: dict[Window, str] = {"week": " this week", "half-term": " this half-term", "all": ""}
BY: dict[By, str] = {"points": "Points", "improvement": "Better by", "steadiness": "School days"}
OTHERS: dict[By, str] = {"points": "By points", "improvement": "Most improved", "steadiness": "Steadiest"}
WEEKS = BEFORE.days // 7
COUNTING = "A question counts fully in a round, half alone, and little when it comes again."


class StandingsCommands:
    """Where the class stands."""

    def __init__(self, standings: StandingsService, teams: Teams) -> None:
        self._standings = standings
        self._teams = teams

    @command("leaderboard", answers="note")
    async def leaderboard(
        self,
        event: Invoke,
        over: Over = "week",
        by: What = "points",
        of: OfWhom = "class",
        names: Names | None = None,
    ) -> Answer:
        """Where the class stands, and your own place."""
        if names is not None:
            board = _sound(Board(over, by))
            return await self._shown(event, board, names, lambda found: Reply(_told(found, board)))
        return await self._board(event, _sound(Board(over, by, of)), "note")

    @pressed("standings.names", answers="edit")
    async def names(self, event: Press, choice: str, board: str) -> Answer:
        """Show or hide one's name."""
        shown = _board_of(board)
        return await self._shown(event, shown, choice, lambda found: Reply(_told(found, shown), "edit"))

    @pressed("standings.look", answers="edit")
    async def look(self, event: Press, board: str) -> Answer:
        """Another board takes this one's place."""
        return await self._board(event, _board_of(board), "edit")

    @pressed("standings.team", answers="note")
    async def team(self, event: Press) -> Answer:
        """A learner asks which team is theirs."""
        return await self._board(event, Board(of="teams"), "note")

    @pressed("standings.week", answers="note")
    async def own_week(self, event: Press, since: int, until: int) -> Answer:
        """A learner asks for their own place in the week that a digest told of."""
        return Reply(View(own_place(await self._standings.between(event, since, until), Board())))

    async def _board(self, event: Event, board: Board, how: How) -> Answer:
        if board.of == "teams":
            return Reply(_of_teams(await self._teams.board(event, board), board), how)
        standings, has_teams = await self._standings.of(event, board), await self._teams.has_any(event)
        return await self._pictured(event, board, Reply(_told(standings, board, has_teams=has_teams), how))

    async def _shown(self, event: Event, board: Board, choice: str, told: Callable[[Standings], Answer]) -> Answer:
        answer = await self._standings.show_name(event, board, shown=choice == "show", told=told)
        # The picture is not kept with the answer: it is made of what is there.
        return await self._pictured(event, board, answer)

    async def _pictured(self, event: Event, board: Board, answer: Answer) -> Answer:
        image = await self._standings.picture(event, board, _title(board))
        return replace(answer, view=replace(answer.view, image=image)) if isinstance(answer, Reply) else answer


def _sound(board: Board) -> Board:
    """The board, if there can be one. Raises `UserError`."""
    if board.by == "improvement" and board.over == "all":
        raise UserError("Who has improved most is told of a week or a half-term: over:week or over:half-term.")
    return board


def _board_of(address: str) -> Board:
    """The board that a button names, as `week.steadiness.teams`; where words are missing, by points, of the class."""
    over, by, of, *_ = *address.split("."), "", ""
    by, of = by or "points", of or "class"
    known = over in get_args(Window) and by in get_args(By) and of in get_args(Of)
    return _sound(Board(cast("Window", over), cast("By", by), cast("Of", of))) if known else Board()


def _address(board: Board) -> str:
    of = ".teams" if board.of == "teams" else ""
    return board.over if board.by == "points" and not of else f"{board.over}.{board.by}{of}"


def _title(board: Board) -> str:
    return TITLES[board.over] if board.by == "points" else f"{OTHERS[board.by]}{WITHIN[board.over]}"


def _told(standings: Standings, board: Board, *, has_teams: bool = False) -> View:
    title, others = _title(board), _others(board)
    if has_teams:
        others = (*others, Button("Teams", to(StandingsCommands.look, _address(replace(board, of="teams")))))
    if not standings.learners:
        return View(lines(_nobody(board), _naming(standings)), title=title, controls=others)
    rows = tuple((str(place), name, _figure(value, board.by)) for place, name, value in standings.top)
    count = rich("{}; {}.", _how_many(standings.learners, board), how_many_named(standings.named))
    since = rich("Since {}.", told_date(standings.since)) if board.over == "half-term" and standings.since else ()
    change = (
        Button("Hide my name", to(StandingsCommands.names, "hide", _address(board)))
        if standings.shows_name
        else Button("Show my name", to(StandingsCommands.names, "show", _address(board)))
    )
    table = Table(("", "Learner", BY[board.by]), rows) if rows else None
    return View(
        lines(
            count,
            since,
            own_place(standings, board),
            _naming(standings),
            rich(COUNTING) if board.by == "points" else (),
        ),
        title=title,
        table=table,
        controls=(*others, change),
    )


def _of_teams(found: TeamBoard, board: Board) -> View:
    """Where the teams stand, to one of the class."""
    controls = _others(board)
    if not found.places:
        return View(rich("The class has no teams. A teacher draws them with /class teams."), controls=controls[-1:])
    rows = tuple((str(place), team.name, _figure(team.each, board.by)) for place, team in found.places)
    own: Text = rich("You are in none of them.")
    if found.own is not None:
        place, team = found.own
        own = rich("You are in **{}**, {} of {}.", team.name, nth(place), len(found.places))
    return View(
        lines(own, rich("What counts is what a team has for each of its learners.")),
        title=f"{_title(board)}, by team",
        table=Table(("", "Team", f"{BY[board.by]} each"), rows),
        controls=controls,
    )


def announced(found: TeamBoard) -> View:
    """That there are teams, to the whole room."""
    count, sizes = len(found.places), [team.learners for _, team in found.places]
    each = str(min(sizes)) if min(sizes) == max(sizes) else f"{min(sizes)} or {max(sizes)}"
    return View(
        rich(
            "**{} teams**, of {} learners each, as strong as each other by what everyone has earned so far.",
            count,
            each,
        ),
        controls=(Button("Which is mine?", to(StandingsCommands.team), "main"),),
        tone="news",
    )


def _others(board: Board) -> tuple[Control, ...]:
    """What leads to the other boards of the same time."""
    others = [Board(board.over, by, board.of) for by in get_args(By) if by != board.by]
    sound = [other for other in others if not (other.by == "improvement" and other.over == "all")]
    buttons = [Button(OTHERS[other.by], to(StandingsCommands.look, _address(other))) for other in sound]
    if board.of == "teams":
        buttons.append(Button("Everybody", to(StandingsCommands.look, _address(replace(board, of="class")))))
    return tuple(buttons)


def _nobody(board: Board) -> Text:
    match board.by:
        case "points":
            return rich("Nobody has points yet. /quiz solo is a beginning.")
        case "steadiness":
            return rich("Nobody has answered anything on a school day yet. /quiz solo is a beginning.")
        case "improvement":
            return rich("Nobody can be compared yet. {}", _needed())


def _needed() -> str:
    return f"It takes {ENOUGH} answers, {ENOUGH} in the {WEEKS} weeks before, and a larger share of right ones."


def _how_many(learners: int, board: Board) -> str:
    one = learners == 1
    match board.by:
        case "points":
            return f"{counted(learners, 'learner')} {'has' if one else 'have'} points"
        case "steadiness":
            return f"{counted(learners, 'learner')} {'has' if one else 'have'} answered on school days"
        case "improvement":
            return f"{counted(learners, 'learner')} {'is' if one else 'are'} better than in the {WEEKS} weeks before"


def _figure(value: int, by: By) -> str:
    """What is counted, as a board has it."""
    match by:
        case "points":
            return points(value)
        case "steadiness":
            return str(value)
        case "improvement":
            return f"{value} %"


def own_place(standings: Standings, board: Board) -> Text:
    """The reader's own place."""
    if standings.own is None:
        match board.by:
            case "points":
                return rich("You have no points yet{}.", WITHIN[board.over])
            case "steadiness":
                return rich("You have answered nothing on a school day yet{}.", WITHIN[board.over])
            case "improvement":
                return rich("You are not among them yet. {}", _needed())
    place, figure = standings.own
    where = rich("You are **{}** of {} ", nth(place), standings.learners)
    match board.by:
        case "points":
            unit = "point" if figure == FULL else "points"
            return (*where, *rich("with **{}** {}.", points(figure), unit))
        case "steadiness":
            return (*where, *rich("with answers on **{}**.", counted(figure, "school day")))
        case "improvement":
            return (*where, *rich("with **{} %** more right than before.", figure))


def _naming(standings: Standings) -> Text:
    return rich("Your name is shown on boards." if standings.shows_name else "Your name is not shown on boards.")
