"""SQL of the marks in a mock exam, as far as results need it."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from bot.exams.results.model import Marked
from bot.storage.tables import mock_markings, mock_marks, sittings


def earned(tx: Connection, mock_id: str) -> dict[str, dict[int, int | None]]:
    """What each sitting of a mock exam earned, by sitting and place in the paper; none where it is not marked yet."""
    found: dict[str, dict[int, int | None]] = {}
    rows = select(mock_marks.c.sitting_id, mock_marks.c.position, mock_marks.c.earned)
    for sitting, position, mark in tx.execute(rows.where(mock_marks.c.mock_id == mock_id)):
        found.setdefault(sitting, {})[position] = mark
    return found


def marks_of(tx: Connection, mock_id: str, sitting_id: str | None = None) -> dict[str, dict[int, Marked]]:
    """What each question of a mock exam's sittings earned, or of one of them, by sitting and place in the paper."""
    names = ("sitting_id", "position", "most", "earned", "level", "comment")
    rows = select(*(mock_marks.c[name] for name in names)).where(mock_marks.c.mock_id == mock_id)
    if sitting_id is not None:
        rows = rows.where(mock_marks.c.sitting_id == sitting_id)
    found: dict[str, dict[int, Marked]] = {}
    for sitting, *mark in tx.execute(rows):
        found.setdefault(sitting, {})[mark[0]] = Marked(*mark)
    return found


def release(tx: Connection, mock_id: str) -> None:
    """Have learners know every mark of a mock exam."""
    tx.execute(update(mock_marks).where(mock_marks.c.mock_id == mock_id).values(released=True))
    sat = select(sittings.c.id).where(sittings.c.mock_id == mock_id)
    tx.execute(update(mock_markings).where(mock_markings.c.sitting_id.in_(sat)).values(released=True))
