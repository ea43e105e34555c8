"""What exams have on record and every room of theirs reads: their papers, kept ready, and what was given in them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from bot.exams import store
from bot.exams.model import Sitting
from bot.exams.paper import ExamPaper, from_json, to_json
from bot.responses import service as responses
from bot.responses.model import Given

MOST = 100
"""Papers that are kept ready."""


class FrozenPapers:
    """The papers of mock exams. One never changes, so it is read once; by whichever of the database's threads."""

    def __init__(self) -> None:
        self._known: dict[str, ExamPaper] = {}

    def of(self, tx: Connection, mock_id: str) -> ExamPaper:
        """The paper of a mock exam."""
        known = self._known.get(mock_id)
        return known or self._keep(mock_id, from_json(store.paper(tx, mock_id)))

    def written(self, mock_id: str, paper: ExamPaper) -> str:
        """A paper as the row of a new exam keeps it."""
        return to_json(self._keep(mock_id, paper))

    def _keep(self, mock_id: str, paper: ExamPaper) -> ExamPaper:
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[mock_id] = paper
        return paper


def answers_of(tx: Connection, sittings: Iterable[Sitting]) -> dict[str, dict[int, Given]]:
    """What was given last in each of these sittings, by its id and the place in the paper, with whichever account.

    What was taken back is not there.
    """
    asked = list(sittings)
    found = responses.answered_in(tx, [sitting.session for sitting in asked])
    last = {sitting.id: {one.position: one.given for one in found.get(sitting.session, ())} for sitting in asked}
    return {id: {position: given for position, given in mine.items() if given} for id, mine in last.items()}
