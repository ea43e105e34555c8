"""SIGKILL at every point of claim, send and record of a timed post: the next process finds what is left to do."""

from __future__ import annotations

import itertools
import signal
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from bot.clock import MINUTE, SECOND, SteppedClock
from bot.storage.database import Database
from bot.storage.outbox import LEASE
from bot.storage.tables import outbox
from tests.chat_harness import MONDAY
from tests.survival.dying import ON_THE_PLATFORM, POINTS, Point, Poster
from tests.survival.places import open_place
from tests.survival.week import DAYS, School, is_named

HALF_PAST = MONDAY + 30 * MINUTE
UNCERTAIN: tuple[Point, ...] = (
    ON_THE_PLATFORM,
    "when it is answered, before the record",
    "while it is recorded",
)
"""Where the message stands there, and no row says so."""
STANDS: tuple[Point, ...] = (*UNCERTAIN, "when it is recorded")
IN_HAND: tuple[Point, ...] = ("when the message is claimed", *UNCERTAIN)
LONG_AFTER = 10 * MINUTE
LATE: tuple[Point, ...] = (ON_THE_PLATFORM, "when it is answered, before the record")
ON_POSTGRESQL: tuple[Point, ...] = ("while the slot is filled", ON_THE_PLATFORM, "when it is recorded")


def _cases(*points: Point, later: int = 0) -> list[Any]:
    """Every platform and point, on SQLite, and some on PostgreSQL."""
    stored = [("sqlite", point) for point in points]
    stored += [("postgresql", point) for point in points if point in ON_POSTGRESQL and not later]
    return [
        pytest.param(
            platform,
            store,
            point,
            id=f"{platform}, {store}: {point}",
        )
        for platform, (store, point) in itertools.product(("discord", "slack"), stored)
    ]


@pytest.mark.parametrize(("where", "database_url", "point"), _cases(*POINTS), indirect=["database_url"])
async def test_a_fact_stands_once_whenever_its_process_was_killed(where: str, database_url: str, point: Point):
    """The next process, when the leases are over, leaves it standing once; or, where nobody can tell, names it."""
    await killed_and_replaced(where, database_url, point, later=LEASE + SECOND)


@pytest.mark.parametrize(("where", "database_url", "point"), _cases(*LATE, later=LONG_AFTER), indirect=["database_url"])
async def test_a_fact_stands_once_though_the_next_process_comes_late(where: str, database_url: str, point: Point):
    """It comes when no platform knows a nonce of the first any more."""
    await killed_and_replaced(where, database_url, point, later=LONG_AFTER)


async def killed_and_replaced(platform: str, url: str, point: Point, *, later: int) -> None:
    """Kill a process at a point and start another so much later; hold what stands in the room against what should."""
    true = SteppedClock(MONDAY)
    async with open_place(platform, true) as place:
        place.rooms = place.rooms[:1]
        async with School.open(url, Random(1), place, true):
            place.draw(lambda: None)
        true.move_to(HALF_PAST)
        first = Poster(place.login, url, true.now(), point)
        if point == ON_THE_PLATFORM:
            place.when_posted(first.kill)
        else:
            told = await first.told()
            first.kill()
            assert told == point
        assert await first.ended() == -signal.SIGKILL
        assert len(place.standing()) == (point in STANDS)

        true.move_to(HALF_PAST + later)
        second = Poster(place.login, url, true.now())
        warnings = await second.told()
        assert await second.ended() == 0
        rows = await outbox_of(url)
        assert [(row.room, row.next_at) for row in rows] == [(place.rooms[0].key, None)]
        standing = place.standing()
        assert {one.day for one in standing} <= {DAYS[0]}
        # Before the message was in a courier's hands, everybody can tell that nobody has sent it.
        nobody_can_tell = platform == "slack" and point in IN_HAND
        assert len(standing) <= 1
        assert standing or (nobody_can_tell and is_named(rows[0].key, warnings))


async def outbox_of(url: str) -> list[Any]:
    """What is to be said."""
    database = await Database.open(url, SteppedClock(MONDAY))
    rows = await database.read(lambda tx: list(tx.execute(select(outbox)).all()))
    await database.close()
    return rows
