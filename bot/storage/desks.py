"""Whose desk is a private thread, and not their direct messages."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, delete, select, update

from bot.storage.dialect import put
from bot.storage.tables import desks as table


def threads_of(tx: Connection, persons: Collection[str]) -> dict[str, str]:
    """The private threads of those of these persons who have one for a desk."""
    return {row.person: row.room for row in tx.execute(select(table).where(table.c.person.in_(persons)))}


def move(tx: Connection, person: str, room: str, at: int) -> None:
    """Have the person's desk in the private thread `room` from now on."""
    put(tx, table, {"person": person, "room": room, "at": at})
    tx.execute(update(table).where(table.c.person == person).values(room=room, at=at))


def move_back(tx: Connection, person: str, room: str = "") -> None:
    """Have the person's desk in their direct messages again; with `room`, only if it is in that thread."""
    theirs = table.c.person == person
    tx.execute(delete(table).where(theirs & (table.c.room == room) if room else theirs))
