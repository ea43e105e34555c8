"""What a class leaves out and accepts beside the packs, as values; and what accepting an answer means."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.bank.model import PackInfo, Question
from bot.bank.service import Bank
from bot.errors import UserError
from bot.quiz.kinds import kind_of, settled
from bot.responses.model import Given


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A question that a class is not asked any more."""

    question: str
    why: str
    by: str
    at: int

    @property
    def key(self) -> str:
        """A short name for it, for buttons."""
        return _key(self.question)


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

    @property
    def key(self) -> str:
        """A short name for it, for buttons: it gives away neither question nor answer."""
        return _key(self.question, *self.form)


@dataclass(frozen=True, slots=True)
class Works:
    """What a class works from."""

    packs: tuple[tuple[PackInfo, int], ...]
    """Each pack, and how many questions it has for the class."""
    own: frozenset[str]
    """Those of them that are the class's own."""
    others: tuple[PackInfo, ...]
    """Those that are installed and that it does not work from."""
    missing: tuple[str, ...]
    """What it has chosen and is installed no more."""


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


def count_by_form(question: str, given: Iterable[Given], with_it: Bank, without: Bank) -> int:
    """How many of these answers are worth more with a further answer than without it."""

    def earned(bank: Bank, one: Given) -> int:
        asked = bank.question(question)
        return settled(kind_of(asked).mark(asked, one, bank.vocabulary(question))).earned

    answers = list(given)
    moved = {one: earned(with_it, one) > earned(without, one) for one in set(answers)}
    return sum(moved[one] for one in answers)


def _key(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
