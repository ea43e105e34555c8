"""A room that gets another key."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import Connection, Select, insert, select

from bot.chat import View, prose
from bot.classes import store as classes
from bot.clock import SystemClock
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.moving import LISTS, ROOMS, move
from bot.storage.tables import class_rooms, metadata, rounds, timed_posts, timed_rooms
from bot.storage.tables import outbox as messages

VIEW = View(prose("Hello"))
OLD, NEW, OTHER = "slack:T1.G1", "slack:T1.C9", "slack:T1.G11"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """Of either kind, for they write texts and patterns differently."""
    opened = await Database.open(database_url, SystemClock())
    yield opened
    await opened.close()


async def found(database: Database, asked: Select[Any]) -> list[tuple[Any, ...]]:
    """What is there."""
    return await database.read(lambda tx: [tuple(row) for row in tx.execute(asked)])


def furnish(tx: Connection) -> None:
    """A class with two rooms whose keys begin alike, a round in both, and a fact that is posted in both."""
    classes.create(tx, "8b", "8B", "UTC", 0)
    for room in (OLD, OTHER):
        classes.give_room(tx, "8b", room, "slack:T1")
    a_round = {"title": "", "questions": "[]", "seconds": 20, "speed": False, "phase": "over", "position": 1}
    times = dict.fromkeys(("opened_at", "closes_at", "silent", "closed", "created_at"), 0)
    for id, room, also in (("r1", OLD, OTHER), ("r2", OTHER, OLD)):
        also_in = {"also": json.dumps([also])}
        tx.execute(insert(rounds).values(id=id, class_id="8b", room=room, starter="", **a_round, **times, **also_in))
    tx.execute(
        insert(timed_posts).values(
            id="p", class_id="8b", kind="fact", minute=0, weekdays="0", wish="{}", made_by="", made_at=0
        )
    )
    tx.execute(insert(timed_rooms).values([{"post_id": "p", "room": room} for room in (OLD, OTHER)]))


def test_every_column_that_names_a_room_is_thought_of():
    """A new one has to be added there."""
    names = {"room", "stands_in", "beneath", "also"}
    named = {column for table in metadata.sorted_tables for column in table.c if column.name in names}
    assert named == {*ROOMS, *LISTS}


async def test_what_is_known_of_a_room_is_known_of_it_under_its_new_key(database: Database):
    """Threads and lists too; a room whose key begins alike stays what it was, and to be told twice changes nothing."""

    def change(tx: Connection) -> None:
        furnish(tx)
        outbox.post(tx, "k", OLD, VIEW, 0)
        outbox.post(tx, "in thread", "slack:T1.C0", VIEW, 0)
        tx.execute(messages.update().where(messages.c.key == "in thread").values(stands_in=f"{OLD}/17.5"))
        for _ in range(2):
            move(tx, OLD, NEW)

    await database.write(change)
    assert await found(database, select(class_rooms.c.room).order_by(class_rooms.c.room)) == [(NEW,), (OTHER,)]
    assert await found(database, select(timed_rooms.c.room).order_by(timed_rooms.c.room)) == [(NEW,), (OTHER,)]
    asked = await found(database, select(rounds.c.room, rounds.c.also).order_by(rounds.c.id))
    assert [(room, json.loads(also)) for room, also in asked] == [(NEW, [OTHER]), (OTHER, [NEW])]
    standing = await found(database, select(messages.c.room, messages.c.stands_in).order_by(messages.c.key))
    assert standing == [("slack:T1.C0", f"{NEW}/17.5"), (NEW, "")]


async def test_what_began_under_the_new_key_before_it_was_told_gives_way(database: Database):
    """Somebody was quicker than the platform's word for it."""

    def change(tx: Connection) -> None:
        furnish(tx)
        classes.create(tx, "new", "Made by mistake", "UTC", 0)
        classes.give_room(tx, "new", NEW, "slack:T1")
        tx.execute(insert(timed_rooms).values(post_id="p", room=NEW))
        move(tx, OLD, NEW)

    await database.write(change)
    assert await database.read(classes.class_of_room, NEW) == "8b"
    assert await found(database, select(timed_rooms.c.room).order_by(timed_rooms.c.room)) == [(NEW,), (OTHER,)]
