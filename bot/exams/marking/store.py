"""SQL of marking mock exams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, fields
from functools import cache

from sqlalchemy import Connection, Insert, insert, literal, select

from bot.exams.marking.model import NewMark
from bot.storage.incoming import incoming, sent
from bot.storage.tables import mock_marks

_NEW = tuple(field.name for field in fields(NewMark))
_AS_YET = {
    "level": 0,
    "comment": "",
    "marker": "",
    "reason": "",
    "twice": False,
    "claimed_by": "",
    "claimed_until": 0,
    "released": False,
}
"""What stands in the other columns until somebody marks it."""


def add_marks(tx: Connection, marks: Sequence[NewMark]) -> None:
    """Add the marks of sittings that are handed in: all in one statement."""
    if marks:
        tx.execute(_adding(tx.dialect.name), sent([astuple(mark) for mark in marks]))


@cache
def _adding(dialect: str) -> Insert:
    # `place` is what incoming rows call their own order.
    rows = incoming(dialect, **{f"new_{name}": mock_marks.c[name].type for name in _NEW})
    new = [rows.c[f"new_{name}"] for name in _NEW]
    rest = [literal(value, mock_marks.c[name].type) for name, value in _AS_YET.items()]
    return insert(mock_marks).from_select([*_NEW, *_AS_YET], select(*new, *rest))
