"""Mock exams with everybody's marks, found within a transaction of the caller's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from bot.chat import Event
from bot.classes.learners import accounts_of, humans_of, learners_of
from bot.curriculum.service import Curriculum
from bot.errors import UserError
from bot.exams import store as exams
from bot.exams.model import Mock, Sitting
from bot.exams.paper import ExamPaper, from_json
from bot.exams.results import store
from bot.exams.results.model import Gathered, Marked, Own, Sat
from bot.responses import service as responses
from bot.responses.model import Given

NOT_HERE = "That exam is none of this class's. /mock status shows those that are."
NOT_YOURS = "You have handed in no paper of that exam. /mock results shows yours."
NOT_OUT = "The results of {} are not out yet. They come to your desk as soon as your teacher releases them."
CACHED = 50
"""Papers that are kept ready."""


class Gathering:
    """Reads mock exams with what was given and earned in them."""

    def __init__(self, curriculum: Curriculum) -> None:
        self._curriculum = curriculum
        self._papers: dict[str, ExamPaper] = {}

    def paper(self, tx: Connection, mock_id: str) -> ExamPaper:
        """The paper of a mock exam; it never changes, so that it is read once."""
        if mock_id not in self._papers:
            if len(self._papers) >= CACHED:
                self._papers.clear()
            self._papers[mock_id] = from_json(exams.paper(tx, mock_id))
        return self._papers[mock_id]

    @staticmethod
    def of_class(mock: Mock | None, class_id: str) -> Mock:
        """The mock exam, if it is this class's. Raises `UserError`."""
        if mock is None or mock.class_id != class_id:
            raise UserError(NOT_HERE)
        return mock

    def everyone(self, tx: Connection, mock: Mock, *, answers: bool = False) -> Gathered:
        """A mock exam with the marks of all who have handed it in, and with what they gave, where it is wanted.

        Whoever teaches, marks or observes is none of the learners, if they have tried the paper.
        """
        paper = self.paper(tx, mock.id)
        staff = {person for one in learners_of(tx, mock.class_id) if one.staff for person in one.persons}
        learners = {id: one for id, one in self.sittings(tx, mock).items() if one.person not in staff}
        earned, positions = store.earned(tx, mock.id), range(1, len(paper.items) + 1)
        everyone = tuple(
            Sat(sitting, learner, tuple(earned.get(sitting.id, {}).get(position) for position in positions))
            for learner, sitting in learners.items()
        )
        return Gathered(mock, paper, everyone, self.given(tx, learners.values()) if answers else {})

    @staticmethod
    def sittings(tx: Connection, mock: Mock) -> dict[str, Sitting]:
        """What was handed in, by learner; of somebody who had begun two before linking their accounts, the first."""
        handed_in = [one for one in exams.sittings_of(tx, mock.id) if one.state == "handed in"]
        humans = humans_of(tx, [sitting.person for sitting in handed_in])
        first: dict[str, Sitting] = {}
        for sitting in handed_in:
            first.setdefault(humans.get(sitting.person, sitting.person), sitting)
        return first

    @staticmethod
    def given(tx: Connection, sittings: Iterable[Sitting]) -> dict[str, dict[int, Given]]:
        """What was given last in each of these sittings, by place in the paper."""
        answered = responses.answered_in(tx, [sitting.session for sitting in sittings])
        return {
            session.removeprefix("sitting:"): {one.position: one.given for one in mine}
            for session, mine in answered.items()
        }

    def owns(self, tx: Connection, mock: Mock, sitting: Sitting | None = None) -> list[Own]:
        """The results of each learner, staff who have tried the paper among them, or of one sitting."""
        paper, bank = self.paper(tx, mock.id), self._curriculum.at(tx, mock.class_id)
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
