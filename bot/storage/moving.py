"""A room that its platform calls by another key from now on: whatever tells of it is told anew."""

from __future__ import annotations

import json

from sqlalchemy import Connection, delete, func, literal, select, update

from bot.storage.tables import class_rooms, desks, link_codes, mocks, outbox, rounds, timed_rooms

ROOMS = (
    class_rooms.c.room,
    desks.c.room,
    link_codes.c.room,
    mocks.c.room,
    outbox.c.room,
    outbox.c.stands_in,
    outbox.c.beneath,
    rounds.c.room,
    timed_rooms.c.room,
)
"""Columns with the key of a room, or of a thread of it: that begins with the room's, and a slash."""
LISTS = (rounds.c.also,)
"""Columns with the keys of several, in JSON."""


def move(tx: Connection, old: str, new: str) -> None:
    """Have everything that is known of the room `old` known of `new`. What is known of both already `old` decides."""
    known = tx.execute(select(class_rooms.c.room).where(class_rooms.c.room == old)).first() is not None
    if known:  # told twice, there would be nothing that could take its place
        tx.execute(delete(class_rooms).where(class_rooms.c.room == new))
    posts = select(timed_rooms.c.post_id).where(timed_rooms.c.room == old)
    tx.execute(delete(timed_rooms).where(timed_rooms.c.room == new, timed_rooms.c.post_id.in_(posts)))
    for column in ROOMS:
        tx.execute(update(column.table).where(column == old).values({column: new}))
        below = literal(new).concat(func.substr(column, len(old) + 1))
        tx.execute(update(column.table).where(column.startswith(f"{old}/", autoescape=True)).values({column: below}))
    for column in LISTS:
        tx.execute(
            update(column.table)
            .where(column.contains(json.dumps(old), autoescape=True))
            .values({column: func.replace(column, json.dumps(old), json.dumps(new))})
        )
