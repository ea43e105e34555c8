"""Where messages of the outbox go: rooms as they are, desks and threads as far as the database knows of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from sqlalchemy import Connection, Row, select, update

from bot.chat import Aside, Below, Direct, desk_of, thread_of
from bot.chat.wire import view_from_json
from bot.storage import desks
from bot.storage.tables import outbox as table

Whereabouts: TypeAlias = str | Aside
"""The platform's room, or what it has to open first."""
_DESK, _THREAD = desk_of(""), thread_of("")


def whereabouts(tx: Connection, rows: Sequence[Row[Any]]) -> list[Whereabouts | None]:
    """Where each of these rows of the outbox is to stand, or stands; nowhere: what it belongs below is not there."""
    persons = {row.room.removeprefix(_DESK) for row in rows if _is_to_be_found(row) and row.room.startswith(_DESK)}
    openers = {row.room.removeprefix(_THREAD) for row in rows if _is_to_be_found(row) and row.room.startswith(_THREAD)}
    private = desks.threads_of(tx, persons) if persons else {}
    opened = {}
    if openers:
        opened = {row.key: row for row in tx.execute(select(table).where(table.c.key.in_(openers)))}

    def where(row: Row[Any]) -> Whereabouts | None:
        if not _is_to_be_found(row):
            return str(row.stands_in)
        if row.room.startswith(_DESK):
            person = row.room.removeprefix(_DESK)
            return private.get(person) or Direct(person)
        if row.room.startswith(_THREAD):
            return _below(opened.get(row.room.removeprefix(_THREAD)))
        return str(row.room)

    return [where(row) for row in rows]


def opened(tx: Connection, thread: str, room: str) -> None:
    """Note which room of the platform's a `thread` of the outbox is."""
    tx.execute(update(table).where(table.c.key == thread.removeprefix(_THREAD)).values(beneath=room))


def _is_to_be_found(row: Row[Any]) -> bool:
    return not (row.message and row.stands_in)


def _below(opener: Row[Any] | None) -> Whereabouts | None:
    if opener is None or not opener.message:
        return None
    return opener.beneath or Below(opener.stands_in, opener.message, view_from_json(opener.view).title)
