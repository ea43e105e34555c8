"""A question as a solo quiz puts it, and how the quiz went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection

from bot.bank.model import Question
from bot.bank.service import Bank
from bot.chat import View
from bot.marking.outcome import Outcome
from bot.quiz.kinds import Kind, Layout
from bot.quiz.solo.model import Solo
from bot.responses.model import Given
from bot.responses.service import Asking


@dataclass(frozen=True, slots=True)
class Page:
    """A question of a quiz as its owner sees it."""

    solo: Solo
    bank: Bank
    """The bank as the learner's class sees it."""
    id: str
    question: Question
    kind: Kind
    layout: Layout
    given: Given = ()
    """What has been pressed so far, or was answered."""
    response: int = 0
    """The response that the answer is, once it has its mark or is kept."""
    once_more: tuple[str, ...] = ()
    """The entries of the form that are to be written once more; none where the question is asked as a whole."""

    @property
    def cited(self) -> tuple[str, ...]:
        """What the question rests on, as people are told."""
        return self.bank.sources(self.id)

    @property
    def hint(self) -> str | None:
        """A hint, where there is one."""
        return self.bank.hint(self.id)

    @property
    def asking(self) -> Asking:
        """How its responses are filed."""
        solo = self.solo
        return Asking(solo.class_id, solo.session, solo.position, self.id, solo.questions[solo.position - 1][1])


@dataclass(frozen=True, slots=True)
class Summary:
    """How a quiz went."""

    solo: Solo
    marked: int
    """How many questions the rules marked; the rest are for a teacher."""
    earned: int
    """Hundredths of a mark."""
    counts: int
    """Hundredths that it brings on the leaderboard."""
    right: int
    again: tuple[tuple[str, int], ...]
    """Titles of what to look at again, with how many questions went wrong there, most first."""
    missed: tuple[str, ...]


class Gate(Protocol):
    """What says whether a homework may still be answered."""

    def stops(self, tx: Connection, solo: Solo, at: int) -> View | None:
        """What stands in place of its questions where they can't be answered at that instant; none where they can."""
        ...


class Pages(Protocol):
    """How a quiz looks; given by its commands."""

    def question(self, page: Page, *, resumed: bool = False) -> View:
        """The open question."""
        ...

    def again(self, page: Page, ask: str) -> View:
        """The question once more, with what is asked back."""
        ...

    def feedback(self, page: Page, outcome: Outcome) -> View:
        """What the answer was worth, and why."""
        ...

    def kept(self, page: Page) -> View:
        """That the answer is kept for a person to mark, and what a good one has."""
        ...

    def summary(self, summary: Summary) -> View:
        """The end."""
        ...
