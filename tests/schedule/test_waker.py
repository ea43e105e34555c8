"""A running process does what is due when it is due, by itself."""

from __future__ import annotations

import asyncio

import pytest

from bot.clock import SECOND, SystemClock
from bot.schedule.courier import Courier
from bot.schedule.dispatcher import Dispatcher
from bot.schedule.waker import Waker
from bot.storage import due
from bot.storage.database import Database
from bot.storage.due import Due

SOON = SECOND // 20


class Work:
    """Work that notes when it was done."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.done: list[str] = []
        self.some = asyncio.Event()
        self.fails = 0

    async def do(self, work: Due) -> None:
        """Do it, or fail as often as told to."""
        if self.fails:
            self.fails -= 1
            raise ValueError("not now")
        await self._database.write(due.finish, work)
        self.done.append(work.subject)
        self.some.set()


async def gone(_room: str, _advice: str) -> None:
    """Nobody minds."""


@pytest.fixture
async def running(database_url: str):
    """A database with a dispatcher that is awake."""
    clock = SystemClock()
    database = await Database.open(database_url, clock)
    work = Work(database)
    courier = Courier(database, {}, clock, "me", gone)
    waker = Waker(Dispatcher(database, clock, {"test": work.do}, courier, "me"), clock, database.forget_deliveries)
    database.on_wake = waker.wake
    await waker.start()
    yield database, work, clock
    await waker.stop()
    await database.close()


async def test_work_is_done_when_its_time_has_come(running):
    """What is due soon is done soon, and not before; what is due earlier goes first, whenever it was added."""
    database, work, clock = running
    now = clock.now()
    await database.write(due.add, "test", "later", "", now + 3 * SOON)
    await database.write(due.add, "test", "sooner", "", now + SOON)
    assert work.done == []
    while len(work.done) < 2:
        work.some.clear()
        await asyncio.wait_for(work.some.wait(), 10)
    assert work.done == ["sooner", "later"]
    assert clock.now() >= now + 3 * SOON
    assert await database.read(due.next_at, clock.now()) is None


async def test_work_that_fails_is_tried_again(running, caplog: pytest.LogCaptureFixture):
    """A failure is logged, and the work done at the next attempt, once."""
    database, work, clock = running
    work.fails = 1
    await database.write(due.add, "test", "stubborn", "", clock.now())
    await asyncio.wait_for(work.some.wait(), 10)
    assert work.done == ["stubborn"]
    assert "test:stubborn: failed" in caplog.text


async def test_many_pieces_of_work_do_not_wait_for_each_others_alarm(running):
    """A hundred rows that come due together are done in one go."""
    database, work, clock = running
    at = clock.now() + SOON
    await asyncio.gather(*(database.write(due.add, "test", f"n{number}", "", at) for number in range(100)))
    while len(work.done) < 100:
        work.some.clear()
        await asyncio.wait_for(work.some.wait(), 10)
    assert sorted(work.done) == sorted(f"n{number}" for number in range(100))
