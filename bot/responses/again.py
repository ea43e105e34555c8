"""What becomes of a mark by today's rules and its class's key, in whatever transaction that is asked."""

from __future__ import annotations

from typing import Protocol

from sqlalchemy import Connection

from bot.bank.service import Bank
from bot.curriculum.service import Curriculum
from bot.marking.outcome import RULES, Outcome
from bot.responses.model import Change, Given, Marked, Marking, Remark


class Rules(Protocol):
    """How the rooms that ask questions mark, given by the composition."""

    def mark(self, bank: Bank, question: str, given: Given) -> Outcome | None:
        """What an answer earns today, by the bank as its class sees it, once nothing more can be asked back.

        Nothing where it was chosen from options that are no longer the question's.
        """
        ...

    def bonus(self, tx: Connection, marked: Marked, outcome: Outcome) -> int:
        """What speed adds to an answer that has become right, in hundredths."""
        ...


class Again:
    """Marks answers to one question again."""

    def __init__(self, curriculum: Curriculum, rules: Rules, question: str) -> None:
        self._curriculum = curriculum
        self._rules = rules
        self._question = question
        self._outcomes: dict[tuple[Bank, Given], Outcome | None] = {}
        self._alike: dict[Marking, Marking] = {}

    def marked(self, tx: Connection, marked: Marked) -> Remark | None:
        """The mark as it is and as it would be; nothing where the answer's options are no longer the question's."""
        bank, given = self._curriculum.at(tx, marked.class_id), marked.response.given
        if (bank, given) not in self._outcomes:
            self._outcomes[bank, given] = self._rules.mark(bank, self._question, given)
        outcome = self._outcomes[bank, given]
        return None if outcome is None else self.given(tx, marked, outcome)

    def given(self, tx: Connection, marked: Marked, outcome: Outcome) -> Remark:
        """The mark as it is, and as this outcome makes it.

        What speed adds is kept where the answer stays right, and reckoned where it has become right.
        """
        bank, bonus = self._curriculum.at(tx, marked.class_id), 0
        if outcome.verdict == "right":
            was_right = marked.marking.verdict == "right"
            bonus = marked.marking.bonus if was_right else self._rules.bonus(tx, marked, outcome)
        revision, override = bank.question(self._question).revision, bank.override(self._question)
        after = Marking(outcome.verdict, outcome.earned, bonus, RULES, revision, override)
        return Remark(marked.response.seq, self._one(marked.marking), self._one(after))

    def _one(self, marking: Marking) -> Marking:
        # A hundred thousand marks are a few values, kept once.
        return self._alike.setdefault(marking, marking)


def change_of(marked: Marked, remark: Remark) -> Change:
    """What there is to tell of a remark."""
    response = marked.response
    return Change(remark, marked.class_id, response.person, marked.question, response.given, marked.share)
