"""SQL of the marks in a mock exam, as far as results need it."""

from __future__ import annotations

from sqlalchemy import Connection, func, select, update

from bot.exams.results.model import Marked
from bot.storage.tables import mock_markings, mock_marks, sittings


def earned(tx: Connection, mock_id: str) -> dict[str, dict[int, int | None]]:
    """What each sitting of a mock exam earned, by sitting and place in the paper; none where it is not marked yet."""
    found: dict[str, dict[int, int | None]] = {}
    rows = select(mock_marks.c.sitting_id, mock_marks.c.position, mock_marks.c.earned)
    for sitting, position, mark in tx.execute(rows.where(mock_marks.c.mock_id == mock_id)):
        found.setdefault(sitting, {})[position] = mark
    return found


def marks_of(tx: Connection, sitting_id: str) -> list[Marked]:
    """What each question of a sitting earned, in the order of the paper."""
    names = ("position", "most", "earned", "level", "comment")
    rows = select(*(mock_marks.c[name] for name in names)).where(mock_marks.c.sitting_id == sitting_id)
    return [Marked(*row) for row in tx.execute(rows.order_by(mock_marks.c.position))]


def count_waiting(tx: Connection, mock_id: str) -> int:
    """How many scripts of a mock exam still wait for a mark."""
    waiting = select(func.count()).where(mock_marks.c.mock_id == mock_id, mock_marks.c.earned.is_(None))
    return tx.execute(waiting).scalar_one()


def release(tx: Connection, mock_id: str) -> None:
    """Have learners know every mark of a mock exam."""
    tx.execute(update(mock_marks).where(mock_marks.c.mock_id == mock_id).values(released=True))
    sat = select(sittings.c.id).where(sittings.c.mock_id == mock_id)
    tx.execute(update(mock_markings).where(mock_markings.c.sitting_id.in_(sat)).values(released=True))
