"""Two Swots find out that a room is lost: all that was to be said there is paused once, and its teacher told once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.chat import Invoke, Unreachable, View
from bot.clock import DAY, HOUR, SECOND, SteppedClock
from bot.storage.tables import mocks, outbox, timed_posts
from tests.chat_harness import MONDAY
from tests.exams.hall import HALL
from tests.survival.crowd import GARDEN, Crowd, Wall
from tests.survival.held import PATIENCE, commits_held, nothing_of

ROOM = "terminal:garden"
ADVICE = "Let Swot in."
PACKS: tuple[Path, ...] = (GARDEN, HALL)


class ClosedWall(Wall):
    """A platform whose rooms are closed, and whose desks are open."""

    closed = False

    async def post(self, room: str, view: View, *, nonce: str) -> str:
        """Post, where that is allowed."""
        if self.closed and room == ROOM:
            raise Unreachable("forbidden", advice=ADVICE)
        return await super().post(room, view, nonce=nonce)


@pytest.fixture
async def both(database_url: str) -> AsyncIterator[tuple[Crowd, Crowd]]:
    """Two processes with one database, one time and one platform each, which show the same."""
    clock = SteppedClock(MONDAY)
    one = await Crowd.open(database_url, clock=clock, wall=ClosedWall(clock), seed=1, packs=PACKS)
    two = await Crowd.open(database_url, clock=clock, wall=ClosedWall(clock), seed=2, packs=PACKS)
    for command in ("fact schedule 08:30", "schedule question 08:30"):
        await one.note(Invoke(**one.by("teacher"), command=command))
    yield one, two
    for crowd in (one, two):
        await crowd.close()


def close(both: tuple[Crowd, Crowd]) -> None:
    """The room is closed to Swot."""
    for crowd in both:
        assert isinstance(crowd.wall, ClosedWall)
        crowd.wall.closed = True


async def told(crowd: Crowd) -> list[str]:
    """The keys of what is said on desks."""
    rows = await crowd.rows(select(outbox.c.key).where(outbox.c.room.startswith("@")).order_by(outbox.c.key))
    return [row.key.split(":")[1] for row in rows]


async def test_what_both_find_out_at_once_is_told_once(both: tuple[Crowd, Crowd], database_url: str):
    """While one is still writing it down the other finds it out as well, and has nothing to add."""
    one, two = both
    async with commits_held(database_url, table="outbox") as held:
        first = asyncio.create_task(one.app._rooms.room_gone(ROOM, ADVICE))
        await held.reached()
        one.clock.move_to(one.clock.now() + 1)
        second = asyncio.create_task(two.app._rooms.room_gone(ROOM, ADVICE))
        await nothing_of(second)
        await held.release()
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(first, second)
    assert await told(one) == ["unseen"]
    assert [row.paused for row in await one.rows(select(timed_posts))] == [True, True]


async def test_what_both_try_to_say_is_given_up_once(both: tuple[Crowd, Crowd]):
    """A fact, a question and a round wait for the room, and either process takes some of them."""
    one, two = both
    close(both)
    one.clock.move_to(MONDAY + HOUR // 2)
    assert "/quiz stop ends it" in await one.note(Invoke(**one.by("teacher"), command="quiz round"))
    await asyncio.gather(*(crowd.app.dispatcher.run() for crowd in both))
    one.clock.move_to(MONDAY + 3 * DAY)
    await asyncio.gather(*(crowd.app.dispatcher.run() for crowd in both))
    keys = await told(one)
    assert keys.count("unseen") == 1
    assert len(keys) == 2, "the other tells of the round that has ended"
    assert await two.app.dispatcher.next_at() is None or await two.app.dispatcher.next_at() > two.clock.now() + SECOND


async def test_an_exam_that_both_pause_is_told_of_once(both: tuple[Crowd, Crowd], database_url: str):
    """It stands still once, from the first that found it out."""
    one, two = both
    start = {"paper": "Bees 2", "together": True, "minutes": 5}
    assert "announced" in await one.note(Invoke(**one.by("teacher"), command="mock start", options=start))
    async with commits_held(database_url, table="outbox") as held:
        first = asyncio.create_task(one.app._rooms.exams.setting.room_gone(ROOM, ADVICE, one.clock.now()))
        await held.reached()
        second = asyncio.create_task(two.app._rooms.exams.setting.room_gone(ROOM, ADVICE, one.clock.now() + 1))
        await nothing_of(second)
        await held.release()
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(first, second)
    [mock] = await one.rows(select(mocks))
    assert mock.paused_at == MONDAY
    assert len(await told(one)) == 1
