"""A question as a round puts it, and how it went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.bank.model import Question
from bot.bank.service import Bank
from bot.chat import View
from bot.errors import UserError
from bot.marking.outcome import Outcome
from bot.quiz.kinds import Kind, Layout, Vocabulary, kind_of, settled
from bot.quiz.rounds.model import Round, speed_bonus
from bot.responses.model import Response, Total
from bot.responses.service import Asking


@dataclass(frozen=True, slots=True)
class Put:
    """A question as a round puts it."""

    game: Round
    position: int
    id: str
    question: Question
    kind: Kind
    layout: Layout

    @property
    def asking(self) -> Asking:
        """How its responses are filed."""
        game = self.game
        return Asking(game.class_id, game.session, self.position, self.id, game.questions[self.position - 1][1])

    @property
    def key(self) -> str:
        """The key of its message in the outbox."""
        return key(self.game, self.position)

    def mark(self, response: Response, vocabulary: Vocabulary) -> Outcome:
        """What a response earns; one that was only begun earns nothing, and nothing is asked back any more."""
        if not self.kind.complete(self.question, response.given):
            return Outcome("wrong", 0)
        return settled(self.kind.mark(self.question, response.given, vocabulary))

    def bonus(self, response: Response, outcome: Outcome) -> int:
        """What a right response earns for speed, in hundredths, where the round gives that; never on grave matters."""
        if not self.game.speed or outcome.verdict != "right" or self.question.tone == "grave":
            return 0
        return speed_bonus(self.game, response.at)


@dataclass(frozen=True, slots=True)
class Missed:
    """A learner's answer in a round that was not wholly right."""

    position: int
    stem: str
    given: str
    response: int
    points: int
    """In hundredths."""


@dataclass(frozen=True, slots=True)
class Place:
    """How a learner did in a round."""

    game: Round
    place: int
    total: Total | None
    """Nothing: they took no part."""
    learners: int
    missed: tuple[Missed, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """How a question went: who answered what, and where everyone stands."""

    answers: int
    right: int
    chosen: tuple[int, ...]
    """How many chose each option, in the order shown; empty where there are none."""
    top: tuple[tuple[int, str, Total], ...]
    """The first places whose holders show their names: place, name, total."""
    learners: int
    named: int
    """How many took part so far, and how many of them show their names."""
    grave: bool = False
    """Whether the round is on what nobody should win at: half of its questions or more are grave."""


class Pages(Protocol):
    """How a round's public messages look; given by its commands."""

    def question(self, put: Put, answered: int) -> View:
        """The open question."""
        ...

    def soon(self, game: Round, begins_at: int) -> View:
        """That a round begins by itself, and when."""
        ...

    def begun(self, game: Round) -> View:
        """The same once it has begun."""
        ...

    def closed(self, put: Put, answered: int) -> View:
        """The question once it is closed."""
        ...

    def reveal(self, put: Put, result: Result) -> View:
        """The answer, the distribution and the top."""
        ...

    def withdrawn(self, game: Round) -> View:
        """The question that is no longer in the bank."""
        ...

    def podium(self, game: Round, result: Result) -> View:
        """The end."""
        ...

    def unseen(self, game: Round, advice: str) -> View:
        """What the starter is told of a round that nobody could see."""
        ...


def key(game: Round, position: int) -> str:
    """The key of a question's message in the outbox."""
    return f"round:{game.id}:{position}"


def put(bank: Bank, game: Round, position: int) -> Put:
    """The question that `game` puts at `position`. Raises `Withdrawn`, or `UserError` where there is none."""
    if not 1 <= position <= game.position:
        raise UserError("There is no such question in this round.")
    id = game.question(position)
    question = bank.question(id)
    kind = kind_of(question)
    return Put(game, position, id, question, kind, kind.layout(question, f"{game.id}:{id}"))
