"""`/leaderboard`."""

from __future__ import annotations

from typing import Annotated, Literal, cast, get_args

from bot.chat import (
    About,
    Answer,
    Button,
    Control,
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
from bot.errors import UserError
from bot.marking.outcome import FULL
from bot.responses.model import how_many_named, nth, points
from bot.schedule.written import told_date
from bot.standings.model import BEFORE, ENOUGH, By, Window
from bot.standings.service import Board, Standings, StandingsService

Over = Annotated[Window, About("this week, this half-term, or all time")]
What = Annotated[By, About("points, becoming better, or school days with answers")]
Names = Annotated[Literal["show", "hide"], About("whether your name may stand on boards")]
TITLES: dict[Window, str] = {"week": "This week", "half-term": "This half-term", "all": "All time"}
WITHIN: dict[Window, str] = {"week": " this week", "half-term": " this half-term", "all": ""}
BY: dict[By, str] = {"points": "Points", "improvement": "Better by", "steadiness": "School days"}
OTHERS: dict[By, str] = {"points": "By points", "improvement": "Most improved", "steadiness": "Steadiest"}
WEEKS = BEFORE.days // 7


class StandingsCommands:
    """Where the class stands."""

    def __init__(self, standings: StandingsService) -> None:
        self._standings = standings

    @command("leaderboard", answers="note")
    async def leaderboard(
        self, event: Invoke, over: Over = "week", by: What = "points", names: Names | None = None
    ) -> Answer:
        """Where the class stands, and your own place."""
        board = _sound(Board(over, by))
        if names is not None:
            return await self._standings.show_name(
                event, board, shown=names == "show", told=lambda found: Reply(_told(found, board))
            )
        return Reply(_told(await self._standings.of(event, board), board))

    @pressed("standings.names", answers="edit")
    async def names(self, event: Press, choice: str, board: str) -> Answer:
        """Show or hide one's name."""
        shown = _board_of(board)
        return await self._standings.show_name(
            event, shown, shown=choice == "show", told=lambda found: Reply(_told(found, shown), "edit")
        )

    @pressed("standings.look", answers="edit")
    async def look(self, event: Press, board: str) -> Reply:
        """Another board takes this one's place."""
        shown = _board_of(board)
        return Reply(_told(await self._standings.of(event, shown), shown), "edit")

    @pressed("standings.week", answers="note")
    async def own_week(self, event: Press, since: int, until: int) -> Answer:
        """A learner asks for their own place in the week that a digest told of."""
        return Reply(View(own_place(await self._standings.between(event, since, until), Board())))


def _sound(board: Board) -> Board:
    """The board, if there can be one. Raises `UserError`."""
    if board.by == "improvement" and board.over == "all":
        raise UserError("Who has improved most is told of a week or a half-term: over:week or over:half-term.")
    return board


def _board_of(address: str) -> Board:
    """The board that a button names, as `week.steadiness`; without a word of what counts it is points."""
    over, _, by = address.partition(".")
    known = over in get_args(Window) and (by or "points") in get_args(By)
    return _sound(Board(cast("Window", over), cast("By", by or "points"))) if known else Board()


def _address(board: Board) -> str:
    return board.over if board.by == "points" else f"{board.over}.{board.by}"


def _told(standings: Standings, board: Board) -> View:
    title = TITLES[board.over] if board.by == "points" else f"{OTHERS[board.by]}{WITHIN[board.over]}"
    if not standings.learners:
        return View(lines(_nobody(board), _naming(standings)), title=title, controls=_others(board))
    rows = tuple((str(place), name, _figure(total.points, board.by)) for place, name, total in standings.top)
    count = rich("{}; {}.", _how_many(standings.learners, board), how_many_named(standings.named))
    since = rich("Since {}.", told_date(standings.since)) if board.over == "half-term" and standings.since else ()
    change = (
        Button("Hide my name", to(StandingsCommands.names, "hide", _address(board)))
        if standings.shows_name
        else Button("Show my name", to(StandingsCommands.names, "show", _address(board)))
    )
    table = Table(("", "Learner", BY[board.by]), rows) if rows else None
    return View(
        lines(count, since, own_place(standings, board), _naming(standings)),
        title=title,
        table=table,
        controls=(*_others(board), change),
    )


def _others(board: Board) -> tuple[Control, ...]:
    """What leads to the other boards of the same time."""
    others = [Board(board.over, by) for by in get_args(By) if by != board.by]
    sound = [other for other in others if not (other.by == "improvement" and other.over == "all")]
    return tuple(Button(OTHERS[other.by], to(StandingsCommands.look, _address(other))) for other in sound)


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
    place, total = standings.own
    where = rich("You are **{}** of {} ", nth(place), standings.learners)
    match board.by:
        case "points":
            unit = "point" if total.points == FULL else "points"
            return (*where, *rich("with **{}** {}.", points(total.points), unit))
        case "steadiness":
            return (*where, *rich("with answers on **{}**.", counted(total.points, "school day")))
        case "improvement":
            return (*where, *rich("with **{} %** more right than before.", total.points))


def _naming(standings: Standings) -> Text:
    return rich("Your name is shown on boards." if standings.shows_name else "Your name is not shown on boards.")
