"""What a class is not asked elsewhere as long as it sits an exam."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.exams import store
from bot.exams.papers.store import asked_in


def withheld(tx: Connection, class_id: str) -> frozenset[str]:
    """The full ids of all questions of a class's open exams."""
    return frozenset(asked_in(store.papers_in_use(tx, class_id)))
