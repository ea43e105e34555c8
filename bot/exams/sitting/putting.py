"""A sitting as its learner sees it: the contents, and one question at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.bank.model import Extended
from bot.chat import View
from bot.desks.service import Way
from bot.errors import UserError
from bot.exams.model import Mock, Sitting
from bot.exams.paper import ExamPaper, Item
from bot.quiz.kinds import Kind, Layout, kind_of
from bot.responses.model import Given
from bot.responses.service import Asking


@dataclass(frozen=True, slots=True)
class Desk:
    """A sitting with all that has been given in it, at an instant."""

    mock: Mock
    paper: ExamPaper
    sitting: Sitting
    answers: Mapping[int, Given]
    at: int

    @property
    def order(self) -> tuple[int, ...]:
        """The positions of the paper's questions in the learner's own order."""
        return self.paper.order(self.sitting.seed)

    def numbers(self, positions: frozenset[int]) -> list[int]:
        """What these questions are numbered for the learner."""
        return [number for number, position in enumerate(self.order, 1) if position in positions]

    @property
    def unanswered(self) -> list[int]:
        """The learner's numbers of questions that have no whole answer."""
        return [number for number in range(1, len(self.order) + 1) if not self.sheet(number).is_answered]

    def sheet(self, number: int) -> Sheet:
        """The question that the learner knows under a number. Raises `UserError` where there is none."""
        if not 1 <= number <= len(self.order):
            raise UserError("There is no such question in this paper.")
        position = self.order[number - 1]
        item = self.paper.item(position)
        kind = kind_of(item.question)
        layout = kind.layout(item.question, f"{self.sitting.seed}:{item.id}")
        return Sheet(self, number, position, item, kind, layout, self.answers.get(position, ()))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One question of a sitting."""

    desk: Desk
    number: int
    """In the learner's own order, from 1."""
    position: int
    """In the paper, from 1."""
    item: Item
    kind: Kind
    layout: Layout
    given: Given

    @property
    def is_long(self) -> bool:
        """Whether it is answered in passages."""
        return isinstance(self.item.question, Extended)

    @property
    def is_flagged(self) -> bool:
        """Whether the learner wants to come back to it."""
        return self.position in self.desk.sitting.flags

    @property
    def is_answered(self) -> bool:
        """Whether there is a whole answer."""
        return bool(self.given) and (self.is_long or self.kind.complete(self.item.question, self.given))

    @property
    def asking(self) -> Asking:
        """How its responses are filed."""
        desk = self.desk
        return Asking(desk.mock.class_id, desk.sitting.session, self.position, self.item.id, self.item.revision)


class Pages(Protocol):
    """How a sitting looks; given by its commands."""

    def contents(self, desk: Desk, first: int = 1) -> View:
        """All questions by number from `first` on, which are answered and flagged, and the time that is left."""
        ...

    def question(self, sheet: Sheet, *, late: bool = False) -> View:
        """One question, and what was answered; `late` where that came after the time."""
        ...

    def asked_to_hand_in(self, desk: Desk) -> View:
        """What is not answered or flagged, before it is handed in."""
        ...

    def resting(self, desk: Desk) -> View:
        """That the clock stands still, for a rest break or because the exam is paused."""
        ...

    def handed_in(self, desk: Desk) -> View:
        """That nothing more is taken."""
        ...

    def moved(self, desk: Desk) -> View:
        """In place of a message that a newer one has taken over from."""
        ...

    def begun(self, desk: Desk, way: Way, *, before: bool) -> View:
        """To whoever begins, or has begun `before`: that it is on their desk; it can be opened here, too."""
        ...
