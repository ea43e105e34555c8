"""SQL of rounds."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import cast

from sqlalchemy import ColumnElement, Connection, and_, bindparam, insert, select, update
from sqlalchemy.engine import Row

from bot.quiz.rounds.model import Ending, Phase, Round, RoundKind
from bot.storage.guard import Guard
from bot.storage.tables import rounds as table


def create(tx: Connection, game: Round) -> None:
    """Add a round."""
    tx.execute(
        insert(table).values({**asdict(game), "questions": json.dumps(game.questions), "also": json.dumps(game.also)})
    )


def save(tx: Connection, game: Round) -> None:
    """Store where a round stands."""
    standing = {
        "phase": game.phase,
        "position": game.position,
        "opened_at": game.opened_at,
        "closes_at": game.closes_at,
        "silent": game.silent,
        "closed": game.closed,
        "ended": game.ended,
    }
    tx.execute(update(table).where(table.c.id == game.id).values(standing))


def find(tx: Connection, id: str) -> Round | None:
    """The round with this id."""
    return _round(tx.execute(select(table).where(table.c.id == id)).first())


def hold(tx: Connection, id: str) -> Round | None:
    """The round with this id, kept from other transactions until this one ends."""
    return _round(tx.execute(select(table).where(table.c.id == id).with_for_update()).first())


def live_in(tx: Connection, room: str) -> Round | None:
    """The live round that is going on in a room."""
    live = (table.c.room == room, table.c.phase != "over", table.c.kind == "live")
    return _round(tx.execute(select(table).where(*live)).first())


def any_live(tx: Connection) -> bool:
    """Whether a live round is going on."""
    return (
        tx.execute(select(table.c.id).where(table.c.phase != "over", table.c.kind == "live").limit(1)).first()
        is not None
    )


def asked_daily(tx: Connection, class_id: str) -> list[str]:
    """The ids of all questions that were open for hours in a class, the oldest first."""
    daily = select(table.c.questions).where(table.c.class_id == class_id, table.c.kind == "daily")
    found = tx.execute(daily.order_by(table.c.created_at)).scalars()
    return [id for questions in found for id, _revision in json.loads(questions)]


def recent_questions(tx: Connection, class_id: str, rounds: int) -> set[str]:
    """The ids of the questions that a class was asked in its last live rounds."""
    last = select(table.c.questions).where(table.c.class_id == class_id, table.c.kind == "live")
    found = tx.execute(last.order_by(table.c.created_at.desc()).limit(rounds)).scalars()
    return {id for questions in found for id, _revision in json.loads(questions)}


def open_question(id: str, position: int) -> Guard:
    """That the round's question at `position` takes an answer received at an instant: for use inside the insert."""
    return Guard(table, _takes, {"open_round": id, "open_position": position})


def is_open(tx: Connection, id: str, position: int, at: int) -> bool:
    """Whether a round's question at `position` takes an answer received at `at`."""
    now = bindparam("open_at", at, type_=table.c.closes_at.type)
    return tx.execute(select(table.c.id).where(_takes(now)), open_question(id, position).values).first() is not None


def _takes(at: ColumnElement[int]) -> ColumnElement[bool]:
    return and_(
        table.c.id == bindparam("open_round"),
        table.c.phase == "asking",
        table.c.position == bindparam("open_position"),
        table.c.closes_at > at,
    )


def _round(row: Row[tuple[object, ...]] | None) -> Round | None:
    if row is None:
        return None
    return Round(
        id=row.id,
        class_id=row.class_id,
        room=row.room,
        starter=row.starter,
        title=row.title,
        questions=tuple((id, revision) for id, revision in json.loads(row.questions)),
        seconds=row.seconds,
        speed=row.speed,
        phase=cast("Phase", row.phase),
        position=row.position,
        opened_at=row.opened_at,
        closes_at=row.closes_at,
        silent=row.silent,
        ended=cast("Ending", row.ended),
        created_at=row.created_at,
        closed=row.closed,
        kind=cast("RoundKind", row.kind),
        also=tuple(json.loads(row.also)),
        threaded=row.threaded,
    )
