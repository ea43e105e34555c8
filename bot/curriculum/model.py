"""What a class leaves out and accepts beside the packs, as values; and what accepting an answer means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.bank.model import Question
from bot.bank.service import Bank
from bot.errors import UserError
from bot.quiz.kinds import kind_of
from bot.responses.model import Given


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A question that a class is not asked any more."""

    question: str
    why: str
    by: str
    at: int


@dataclass(frozen=True, slots=True)
class Accepted:
    """An answer that a class takes for right beside the key, or did."""

    question: str
    form: Given
    turn: int
    """How often it was accepted and taken away, together: odd while it is accepted."""
    why: str
    by: str
    at: int

    @property
    def stands(self) -> bool:
        """Whether it is accepted now."""
        return self.turn % 2 == 1


def beyond(bank: Bank, question: str, given: Given) -> Given:
    """What of an answer is to be accepted, so that all of it is right. Raises `UserError` where a key can't say so."""
    asked = bank.question(question)
    kind = kind_of(asked)
    if not kind.marked:
        raise UserError("A teacher marks that question: give the answer the mark that it deserves.")
    vocabulary = bank.vocabulary(question)
    before = kind.mark(asked, given, vocabulary)
    if before.verdict == "right":
        raise UserError("That answer counts already.")
    form = kind.beyond(asked, given, vocabulary)
    wider = kind.widened(asked, form)
    if wider is None or kind.mark(wider, given, vocabulary).earned <= before.earned:
        raise UserError("The key of this question can't take another answer. Leave the question out instead.")
    return form


def widened(bank: Bank, accepted: Iterable[Accepted]) -> Mapping[str, Question]:
    """The questions with further answers, by full id; what a question has no room for any more is passed over."""
    found: dict[str, Question] = {}
    for one in accepted:
        if not one.stands or not bank.has(one.question):
            continue
        asked = found.get(one.question) or bank.question(one.question)
        if wider := kind_of(asked).widened(asked, one.form):
            found[one.question] = wider
    return found


def overrides(accepted: Iterable[Accepted]) -> Mapping[str, int]:
    """How often a class has changed what it accepts, for each question: it never falls, whatever is taken away."""
    found: dict[str, int] = {}
    for one in accepted:
        found[one.question] = found.get(one.question, 0) + one.turn
    return found
