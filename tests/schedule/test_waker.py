"""A running process does what is due when it is due, by itself."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager

import pytest

from bot.clock import HOUR, SECOND, Clock, SystemClock
from bot.schedule import waker
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


@asynccontextmanager
async def awake(url: str, clock: Clock):
    """A database with a dispatcher that is awake."""
    database = await Database.open(url, clock)
    work = Work(database)
    courier = Courier(database, {}, clock, "me", gone)
    sleeping = Waker(Dispatcher(database, clock, {"test": work.do}, courier, "me"), clock, database.forget_deliveries)
    database.on_wake = sleeping.wake
    await sleeping.start()
    yield database, work, clock
    await sleeping.stop()
    await database.close()


@pytest.fixture
async def running(database_url: str):
    """The same by the system's clock."""
    async with awake(database_url, SystemClock()) as running:
        yield running


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


async def test_a_clock_that_is_set_back_keeps_nobody_asleep(database_url: str, monkeypatch: pytest.MonkeyPatch):
    """The alarm is set by a clock that is an hour ahead of the one by which it rings: work is done all the same."""

    class Ahead(SystemClock):
        def now(self) -> int:
            return super().now() + HOUR

    monkeypatch.setattr(waker, "AT_THE_LATEST", SOON)
    async with awake(database_url, Ahead()) as (database, work, clock):
        await database.write(due.add, "test", "soon", "", clock.now() + SOON)
        await asyncio.wait_for(work.some.wait(), 10)
    assert work.done == ["soon"]
