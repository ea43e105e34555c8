"""Marks of sittings, from the moment they are handed in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from random import Random

from sqlalchemy import Connection

from bot.bank.service import Bank
from bot.chat import View, rich
from bot.curriculum.service import Curriculum
from bot.exams import store as exams
from bot.exams.frozen import FrozenPapers, answers_of
from bot.exams.marking import model, store
from bot.exams.marking.model import NewMark
from bot.exams.model import Mock, Sitting
from bot.exams.paper import ExamPaper, Item
from bot.quiz.kinds.kind import UNKNOWN
from bot.responses.model import Given
from bot.storage import outbox

Answers = Mapping[int, Given]
"""What stands in a sitting as it is handed in: the last answer to each question, by position."""
GONE = View(rich("A script of this exam is gone: its learner has asked to be forgotten. /mock mark goes on."))


def desk_key(mock_id: str, rest: str = "") -> str:
    """How the keys begin of the messages on markers' desks in which scripts of a mock exam stand."""
    return f"marking:{mock_id}:{rest}"


class Marking:
    """Marks sittings as they are handed in."""

    def __init__(self, curriculum: Curriculum, papers: FrozenPapers, random: Random) -> None:
        self._curriculum = curriculum
        self.papers = papers
        self._random = random
        self.on_change: list[Callable[[Connection, Mock, Sitting, int], None]] = []
        """What hears, in the same transaction, that a mark has changed whose learner knows it already, and when."""

    # As sittings are handed in

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

    def renew(self, tx: Connection, class_id: str, question: str, at: int) -> None:
        """Mark a question again in all exams of a class that now accepts something else for it.

        What a person has changed stays. Whoever knows their mark already is told of another one.
        """
        found = store.by_rules(tx, class_id, question)
        bank = self._curriculum.at(tx, class_id)
        sittings = {id: one for id in {id for _, id, _, _ in found} if (one := exams.find_sitting(tx, id))}
        answers = answers_of(tx, list(sittings.values()))
        for mock_id, sitting_id, position, before in found:
            given = answers[sitting_id].get(position, ())
            item = self.papers.of(tx, mock_id).item(position)
            earned = 0 if model.is_blank(given) else _by_rules(bank, item, given)
            if earned == before:
                continue
            store.renew(tx, sitting_id, position, earned, at)
            mock = exams.find(tx, mock_id)
            for hear in self.on_change if mock and mock.state == "released" else ():
                assert mock is not None
                hear(tx, mock, sittings[sitting_id], at)

    # Forgetting

    def forget(self, tx: Connection, persons: Collection[str], now: int) -> None:
        """Before these persons are erased: what they wrote stands on no marker's desk any more.

        What they marked becomes nobody's. A script that two have marked who are both forgotten keeps the first's view.
        """
        for mock_id in store.mocks_sat_by(tx, persons):
            outbox.edit_each(tx, dict.fromkeys(outbox.keys_from(tx, desk_key(mock_id)), GONE), now)
        for sitting_id, position, marker in store.views_by(tx, persons):
            drop = store.has_view_of_nobody(tx, sitting_id, position)
            store.rename_view(tx, sitting_id, position, marker, drop=drop)


def _by_rules(bank: Bank, item: Item, given: Given) -> int:
    """What an answer earns; further answers of the class count as long as the question is the one that was asked."""
    if not bank.has(item.id):
        return model.by_rules(item, item.question, given, UNKNOWN)
    now = bank.question(item.id)
    question = now if now.revision == item.revision else item.question
    return model.by_rules(item, question, given, bank.vocabulary(item.id))
