"""The rules of a round, as a state machine.

asking ──deadline──▶ revealed ──pause or teacher──▶ asking (the next question) … ──▶ over
   └────────────── stop, or nobody answers any more ──────────────────────────────────▶ over
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from bot.clock import MINUTE, SECOND

Phase = Literal["asking", "revealed", "over"]
RoundKind = Literal["live", "daily"]
"""A live round has everybody at it at once; a daily one is a single question that is open for hours."""
Ending = Literal["", "finished", "stopped", "deserted", "room gone"]

PAUSE = 8 * SECOND
"""From a reveal to the next question: long enough to read two sentences."""
GATHERING = MINUTE
"""From the announcement of a round that begins by itself to its first question."""
DESERTED = 2
"""Questions in a row that nobody answers, after which a round stops by itself."""
BONUS = 50
"""The most that speed adds to a right answer, in hundredths of a mark."""


@dataclass(frozen=True, slots=True)
class Round:
    """A live quiz. Positions count from 1; instants are microseconds UTC."""

    id: str
    class_id: str
    room: str
    starter: str
    title: str
    questions: tuple[tuple[str, int], ...]
    """Question id and revision, in the order asked."""
    seconds: int
    speed: bool
    created_at: int
    phase: Phase = "revealed"
    position: int = 0
    opened_at: int = 0
    closes_at: int = 0
    silent: int = 0
    """Questions in a row that nobody answered."""
    ended: Ending = ""
    closed: int = 0
    """The position of the last question that was closed and marked."""
    kind: RoundKind = "live"
    also: tuple[str, ...] = ()
    """Further rooms where the same is asked: whoever answers in one has answered."""
    threaded: bool = False
    """Whether it is asked in a thread below its announcement, so that a room keeps one message of it."""

    @property
    def rooms(self) -> tuple[str, ...]:
        """Everywhere it goes on."""
        return (self.room, *self.also)

    @property
    def session(self) -> str:
        """What its responses are filed under."""
        return f"round:{self.id}"

    @property
    def last(self) -> bool:
        """Whether the present question is the last."""
        return self.position == len(self.questions)

    def question(self, position: int | None = None) -> str:
        """The id of the present question, or of the one at `position`."""
        return self.questions[(position or self.position) - 1][0]


def asked(game: Round, now: int) -> Round:
    """The round once its next question is put."""
    if game.phase == "asking" and game.position:
        raise ValueError("the present question is still open")
    if game.phase == "over" or game.last:
        raise ValueError("there is no next question")
    closes_at = now + game.seconds * SECOND
    return replace(game, phase="asking", position=game.position + 1, opened_at=now, closes_at=closes_at)


def revealed(game: Round, answers: int) -> Round:
    """The round once its question is closed, which `answers` people had answered."""
    if game.phase != "asking":
        raise ValueError("no question is open")
    game = replace(game, phase="revealed", closed=game.position, silent=0 if answers else game.silent + 1)
    if game.kind == "daily":
        return over(game, "finished")
    return over(game, "deserted") if game.silent >= DESERTED else game


def over(game: Round, ended: Ending) -> Round:
    """The round at its end; a question that is still open is not marked."""
    return replace(game, phase="over", ended=ended)


def speed_bonus(game: Round, at: int) -> int:
    """What answering right at `at` adds, in hundredths: all of it at once, none at the deadline, evenly between."""
    span = game.closes_at - game.opened_at
    left = min(max(game.closes_at - at, 0), span)
    return BONUS * left // span
