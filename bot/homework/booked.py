"""Homework in the class's mark book: what each learner earned, and how far they are."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.homework import store
from bot.homework.following import Following
from bot.homework.model import Homework, Progress
from bot.homework.telling import how_far
from bot.markbook.model import Column, Piece
from bot.marking.outcome import FULL

MOST = 40
"""Homework of a class that is in its mark book: what was due last. A school year has as many weeks."""


class BookedHomework:
    """The homework of every class, as its mark book has it."""

    def __init__(self, following: Following) -> None:
        self._following = following

    def pieces(self, tx: Connection, class_id: str, _at: int) -> list[Piece]:
        """The homework of a class."""
        return [_piece(one, self._following.everyone(tx, one)) for one in store.of_class(tx, class_id, MOST)]


def _piece(homework: Homework, everyone: list[Progress]) -> Piece:
    title = f"{homework.title}, due {homework.due:%Y-%m-%d}"
    begun = [progress for progress in everyone if progress.stage != "not begun"]
    earned = Column(
        f"{title}: marks of {len(homework.questions)}",
        {progress.learner.id: progress.earned / FULL for progress in begun},
    )
    done = Column(f"{title}: done", {progress.learner.id: how_far(progress) for progress in everyone})
    return Piece(homework.due.date(), (earned, done))
