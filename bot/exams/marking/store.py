"""SQL of marking mock exams."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import astuple, fields
from functools import cache
from typing import Any

from sqlalchemy import (
    Connection,
    Insert,
    Select,
    and_,
    case,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.engine import Row

from bot.exams.marking.model import NewMark, Script, Tally, View
from bot.storage.dialect import put
from bot.storage.incoming import incoming, sent
from bot.storage.tables import mock_markings, mock_marks, mocks, sittings
from bot.storage.tables.kept import NOBODY

_NEW = tuple(field.name for field in fields(NewMark))
_SCRIPT = tuple(mock_marks.c[field.name] for field in fields(Script))
_VIEW = tuple(mock_markings.c[field.name] for field in fields(View))
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
_VIEWS = (
    select(func.count())
    .where(mock_markings.c.sitting_id == mock_marks.c.sitting_id, mock_markings.c.position == mock_marks.c.position)
    .scalar_subquery()
)
"""How many markers have looked at an answer that is marked twice."""


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


# The queue of a question


def next_script(tx: Connection, mock_id: str, position: int, accounts: Collection[str], at: int) -> Script | None:
    """The next script for a marker, given by their accounts, kept from other transactions until this one ends.

    What they have before them already comes first, and then chance's order. Nobody gets what they wrote themselves,
    what somebody else has before them, or, of what is marked twice, the same script again.
    """
    mine = and_(mock_marks.c.claimed_by.in_(accounts), mock_marks.c.claimed_until > at)
    seen = exists().where(
        mock_markings.c.sitting_id == mock_marks.c.sitting_id,
        mock_markings.c.position == mock_marks.c.position,
        mock_markings.c.marker.in_(accounts),
    )
    found = (
        select(*_SCRIPT)
        .join(sittings, sittings.c.id == mock_marks.c.sitting_id)
        .where(
            *_queued(mock_id, position),
            mock_marks.c.earned.is_(None),
            sittings.c.person.not_in(accounts),
            or_(mine, mock_marks.c.claimed_until <= at),
            or_(mock_marks.c.twice.is_(False), and_(~seen, _VIEWS < 2)),  # noqa: PLR2004 - twice
        )
        .order_by(case((mine, 0), else_=1), mock_marks.c.place, mock_marks.c.sitting_id)
        .limit(1)
        .with_for_update(skip_locked=True, of=mock_marks)
    )
    return _script(tx.execute(found).first())


def find(tx: Connection, mock_id: str, position: int, place: str, *, held: bool = False) -> Script | None:
    """The script that is called so in a question's queue; `held` keeps other transactions from it."""
    found = select(*_SCRIPT).where(*_queued(mock_id, position), mock_marks.c.place == place)
    return _script(tx.execute(found.with_for_update() if held else found).first())


def queue(tx: Connection, mock_id: str, position: int, *, held: bool = False) -> list[Script]:
    """Every script of a question in chance's order."""
    found = _in_order(select(*_SCRIPT).where(*_queued(mock_id, position)))
    return _scripts(tx, found.with_for_update() if held else found)


def number_of(tx: Connection, script: Script) -> tuple[int, int]:
    """Which script of its question it is, from 1, and how many there are."""
    ours = _queued(script.mock_id, script.position)
    before = func.sum(case((mock_marks.c.place < script.place, 1), else_=0))
    earlier, scripts = tx.execute(select(before, func.count()).where(*ours)).one()
    return int(earlier or 0) + 1, int(scripts)


def last_marked(tx: Connection, mock_id: str, position: int, accounts: Collection[str]) -> Script | None:
    """The script of a question that a marker, given by their accounts, marked last."""
    joined = and_(
        mock_markings.c.sitting_id == mock_marks.c.sitting_id,
        mock_markings.c.position == mock_marks.c.position,
        mock_markings.c.marker.in_(accounts),
    )
    found = (
        select(*_SCRIPT)
        .join(mock_markings, joined, isouter=True)
        .where(*_queued(mock_id, position), or_(mock_markings.c.at.is_not(None), mock_marks.c.marker.in_(accounts)))
        .order_by(func.coalesce(mock_markings.c.at, mock_marks.c.at).desc(), mock_marks.c.place)
        .limit(1)
    )
    return _script(tx.execute(found).first())


def to_settle(tx: Connection, mock_id: str) -> list[Script]:
    """What was marked twice, and differs: by question, in chance's order."""
    waiting = select(*_SCRIPT).where(mock_marks.c.mock_id == mock_id, mock_marks.c.place != "", _is_to_settle())
    return _scripts(tx, _in_order(waiting))


def tallies(tx: Connection, mock_id: str) -> list[Tally]:
    """How far the marking of each question is that people mark and somebody answered, in the order of the paper."""
    marked = func.sum(case((mock_marks.c.earned.is_not(None), 1), else_=0))
    differs = func.sum(case((_is_to_settle(), 1), else_=0))
    found = (
        select(mock_marks.c.position, func.count(), marked, differs)
        .where(mock_marks.c.mock_id == mock_id, mock_marks.c.place != "")
        .group_by(mock_marks.c.position)
        .order_by(mock_marks.c.position)
    )
    return [Tally(position, count, int(done), int(more)) for position, count, done, more in tx.execute(found)]


# Marks


def mark_of(tx: Connection, sitting_id: str, position: int, *, held: bool = False) -> Script | None:
    """The mark of an answer, whoever or whatever gave it."""
    found = select(*_SCRIPT).where(mock_marks.c.sitting_id == sitting_id, mock_marks.c.position == position)
    return _script(tx.execute(found.with_for_update() if held else found).first())


def marks_of(tx: Connection, sitting_id: str) -> list[Script]:
    """The mark of each question of a sitting, in the order of the paper."""
    return _scripts(tx, select(*_SCRIPT).where(mock_marks.c.sitting_id == sitting_id).order_by(mock_marks.c.position))


def by_rules(tx: Connection, class_id: str, question: str) -> list[tuple[str, str, int, int]]:
    """What rules gave for a question in a class's exams, untouched since: exam, sitting, position, hundredths."""
    names = ("mock_id", "sitting_id", "position", "earned")
    mine = select(*(mock_marks.c[name] for name in names)).join(mocks, mocks.c.id == mock_marks.c.mock_id)
    given = mine.where(mocks.c.class_id == class_id, mock_marks.c.question == question)
    untouched = given.where(mock_marks.c.place == "", mock_marks.c.marker == "", mock_marks.c.earned.is_not(None))
    found = tx.execute(untouched.order_by(mock_marks.c.mock_id, mock_marks.c.sitting_id))
    return [(mock, sitting, position, earned) for mock, sitting, position, earned in found]


def renew(tx: Connection, sitting_id: str, position: int, earned: int, at: int) -> None:
    """Have a question of a sitting earn something else by the rules."""
    mark = (mock_marks.c.sitting_id == sitting_id, mock_marks.c.position == position)
    tx.execute(update(mock_marks).where(*mark).values(earned=earned, at=at))


def keep_state(tx: Connection, mock_id: str) -> None:
    """Have nobody end or release a mock exam before this transaction ends; others may mark meanwhile."""
    tx.execute(select(mocks.c.id).where(mocks.c.id == mock_id).with_for_update(read=True))


def save(tx: Connection, script: Script) -> None:
    """Store how a script is marked, and who has it."""
    names = ("earned", "level", "comment", "marker", "reason", "at", "twice", "claimed_by", "claimed_until")
    ours = update(mock_marks).where(
        mock_marks.c.sitting_id == script.sitting_id, mock_marks.c.position == script.position
    )
    tx.execute(ours.values({name: getattr(script, name) for name in names}))


def views_of(tx: Connection, script: Script) -> list[View]:
    """What each marker gave a script that is marked twice, the first one first."""
    found = select(*_VIEW).where(*_of(script)).order_by(mock_markings.c.at, mock_markings.c.marker)
    return [View(*row) for row in tx.execute(found)]


def put_view(tx: Connection, script: Script, view: View) -> None:
    """Store what a marker gives a script that is marked twice, in place of what they gave it before."""
    names = tuple(field.name for field in fields(View))
    row = {"sitting_id": script.sitting_id, "position": script.position, "released": False}
    put(tx, mock_markings, row | dict(zip(names, astuple(view), strict=True)), replacing=names[1:])


def drop_views(tx: Connection, script: Script) -> None:
    """Forget what markers gave a script: one alone marks it."""
    tx.execute(delete(mock_markings).where(*_of(script)))


# Forgetting


def mocks_sat_by(tx: Connection, persons: Collection[str]) -> list[str]:
    """The mock exams that these persons have sat."""
    return list(tx.execute(select(sittings.c.mock_id).where(sittings.c.person.in_(persons)).distinct()).scalars())


def views_by(tx: Connection, persons: Collection[str]) -> list[tuple[str, int, str]]:
    """Sitting, position and marker of what these persons gave scripts that are marked twice."""
    columns = (mock_markings.c.sitting_id, mock_markings.c.position, mock_markings.c.marker)
    found = select(*columns).where(mock_markings.c.marker.in_(persons)).order_by(*columns)
    return [(sitting, position, marker) for sitting, position, marker in tx.execute(found)]


def has_view_of_nobody(tx: Connection, sitting_id: str, position: int) -> bool:
    """Whether a marker who is forgotten has looked at this script."""
    ours = exists().where(
        mock_markings.c.sitting_id == sitting_id,
        mock_markings.c.position == position,
        mock_markings.c.marker == NOBODY,
    )
    return bool(tx.execute(select(ours)).scalar())


def rename_view(tx: Connection, sitting_id: str, position: int, marker: str, *, drop: bool) -> None:
    """Have a view be that of a marker who is forgotten, or drop it."""
    ours = (
        mock_markings.c.sitting_id == sitting_id,
        mock_markings.c.position == position,
        mock_markings.c.marker == marker,
    )
    tx.execute(delete(mock_markings).where(*ours) if drop else update(mock_markings).where(*ours).values(marker=NOBODY))


def _queued(mock_id: str, position: int) -> tuple[Any, ...]:
    return mock_marks.c.mock_id == mock_id, mock_marks.c.position == position, mock_marks.c.place != ""


def _of(script: Script) -> tuple[Any, ...]:
    return mock_markings.c.sitting_id == script.sitting_id, mock_markings.c.position == script.position


def _is_to_settle() -> Any:
    return and_(mock_marks.c.twice, mock_marks.c.earned.is_(None), _VIEWS >= 2)  # noqa: PLR2004 - twice


def _in_order(found: Select[Any]) -> Select[Any]:
    return found.order_by(mock_marks.c.position, mock_marks.c.place, mock_marks.c.sitting_id)


def _scripts(tx: Connection, found: Select[Any]) -> list[Script]:
    return [script for row in tx.execute(found) if (script := _script(row))]


def _script(row: Row[Any] | None) -> Script | None:
    return Script(*tuple(row)) if row else None
