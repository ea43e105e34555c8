"""Marks of sittings, from the moment they are handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from sqlalchemy import Connection

from bot.bank.service import Bank
from bot.curriculum.service import Curriculum
from bot.exams.marking import model, store
from bot.exams.marking.model import NewMark
from bot.exams.model import Mock, Sitting
from bot.exams.paper import ExamPaper, Item
from bot.quiz.kinds.kind import UNKNOWN
from bot.responses import service as responses
from bot.responses.model import Given

Answers = Mapping[int, Given]
"""What stands in a sitting as it is handed in: the last answer to each question, by position."""


def answers_of(tx: Connection, sittings: Sequence[Sitting]) -> dict[str, Answers]:
    """What stands in each of these sittings, by its id, with whichever account it was given."""
    found = responses.answered_in(tx, [sitting.session for sitting in sittings])
    return {sitting.id: {one.position: one.given for one in found.get(sitting.session, ())} for sitting in sittings}


class Marking:
    """Marks sittings as they are handed in, and tells how far the marking is."""

    def __init__(self, curriculum: Curriculum, random: Random) -> None:
        self._curriculum = curriculum
        self._random = random

    def record(self, tx: Connection, mock: Mock, paper: ExamPaper, sitting: Sitting, answers: Answers, at: int) -> None:
        """Write what a sitting earned, in the transaction that hands it in: a row for each question of the paper.

        What the rules mark has its mark at once, and so has what was left empty. Everything else waits for somebody.
        """
        self.record_each(tx, mock, paper, [(sitting, answers)], at)

    def record_each(
        self, tx: Connection, mock: Mock, paper: ExamPaper, handed: Sequence[tuple[Sitting, Answers]], at: int
    ) -> None:
        """The same for all that is handed in together, as at the end of an exam."""
        bank = self._curriculum.at(tx, mock.class_id)
        marked: dict[tuple[int, Given], int] = {}

        def earned(position: int, item: Item, given: Given) -> int | None:
            if model.is_blank(given):
                return 0
            if item.by_people:
                return None
            if (position, given) not in marked:
                # A class ticks the same few options: each answer is looked at once.
                marked[position, given] = _by_rules(bank, item, given)
            return marked[position, given]

        found = []
        for sitting, answers in handed:
            for position, item in enumerate(paper.items, 1):
                worth = earned(position, item, answers.get(position, ()))
                place = f"{self._random.getrandbits(64):016x}" if worth is None else ""
                found.append(NewMark(sitting.id, position, mock.id, item.id, item.most, worth, place, at))
        store.add_marks(tx, found)


def _by_rules(bank: Bank, item: Item, given: Given) -> int:
    """What an answer earns; further answers of the class count as long as the question is the one that was asked."""
    if not bank.has(item.id):
        return model.by_rules(item, item.question, given, UNKNOWN)
    now = bank.question(item.id)
    question = now if now.revision == item.revision else item.question
    return model.by_rules(item, question, given, bank.vocabulary(item.id))
