"""Mock exams with everybody's marks, found within a transaction of the caller's."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from bot.chat import Event
from bot.classes.learners import accounts_of, humans_of, learners_of
from bot.curriculum.service import Curriculum
from bot.errors import UserError
from bot.exams import store as exams
from bot.exams.frozen import FrozenPapers, answers_of
from bot.exams.model import Mock, Sitting
from bot.exams.paper import ExamPaper
from bot.exams.results import store
from bot.exams.results.model import Gathered, Marked, Own, Sat

NOT_YOURS = "You have handed in no paper of that exam. /mock results shows yours."
NOT_OUT = "The results of {} are not out yet. They come to your desk as soon as your teacher releases them."


class Gathering:
    """Reads mock exams with what was given and earned in them."""

    def __init__(self, curriculum: Curriculum, papers: FrozenPapers) -> None:
        self._curriculum = curriculum
        self.papers = papers

    def everyone(self, tx: Connection, mock: Mock, *, answers: bool = False) -> Gathered:
        """A mock exam with the marks of all who have handed it in, and with what they gave, where it is wanted.

        Whoever teaches, marks or observes is none of the learners, if they have tried the paper.
        """
        paper = self.papers.of(tx, mock.id)
        staff = {person for one in learners_of(tx, mock.class_id) if one.staff for person in one.persons}
        learners = {id: one for id, one in self.sittings(tx, mock).items() if one.person not in staff}
        earned, positions = store.earned(tx, mock.id), range(1, len(paper.items) + 1)
        everyone = tuple(
            Sat(sitting, learner, tuple(earned.get(sitting.id, {}).get(position) for position in positions))
            for learner, sitting in learners.items()
        )
        return Gathered(mock, paper, everyone, answers_of(tx, learners.values()) if answers else {})

    @staticmethod
    def sittings(tx: Connection, mock: Mock) -> dict[str, Sitting]:
        """What was handed in, by learner; of somebody who had begun two before linking their accounts, the first."""
        handed_in = [one for one in exams.sittings_of(tx, mock.id) if one.state == "handed in"]
        humans = humans_of(tx, [sitting.person for sitting in handed_in])
        first: dict[str, Sitting] = {}
        for sitting in handed_in:
            first.setdefault(humans.get(sitting.person, sitting.person), sitting)
        return first

    def owns(self, tx: Connection, mock: Mock, sitting: Sitting | None = None) -> list[Own]:
        """The results of each learner, staff who have tried the paper among them, or of one sitting."""
        paper, bank = self.papers.of(tx, mock.id), self._curriculum.at(tx, mock.class_id)
        topics = {item.question.topic: bank.title(item.question.topic) for item in paper.items}
        found = store.marks_of(tx, mock.id, sitting.id if sitting else None)
        whose = [sitting] if sitting else self.sittings(tx, mock).values()
        return [Own(mock, paper, one, _placed(paper, found.get(one.id, {})), topics) for one in whose]

    def released(self, tx: Connection, event: Event, mock_id: str) -> Own:
        """The results that somebody may see of theirs. Raises `UserError` where they have none."""
        mock, sitting = exams.find(tx, mock_id), exams.sitting_of(tx, mock_id, accounts_of(tx, event.person))
        if mock is None or sitting is None or sitting.state != "handed in":
            raise UserError(NOT_YOURS)
        if mock.state != "released":
            raise UserError(NOT_OUT.format(mock.title))
        return self.owns(tx, mock, sitting)[0]


def _placed(paper: ExamPaper, found: Mapping[int, Marked]) -> tuple[Marked, ...]:
    """A mark for each question of the paper, in its order."""
    items = enumerate(paper.items, 1)
    return tuple(found.get(position) or Marked(position, item.most, None, 0, "") for position, item in items)
