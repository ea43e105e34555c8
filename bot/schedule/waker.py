"""Drives a running process with APScheduler: one job that wakes the dispatcher when the next row is due, and upkeep.

It holds no job per room or round: those are rows, and cost nothing here.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import SECOND, Clock, local
from bot.schedule.dispatcher import Dispatcher, Lane

log = logging.getLogger(__name__)

AT_THE_LATEST = 5 * SECOND
"""Longest sleep: another process may have added work of which this one was not told."""
UPKEEP_MINUTES = 60

Upkeep = Callable[[], Awaitable[None]]
"""Something that is looked after every hour."""


class Waker:
    """Wakes the dispatcher's lanes in time."""

    def __init__(
        self, dispatcher: Dispatcher, clock: Clock, upkeep: Upkeep, *, from_the_start: Upkeep | None = None
    ) -> None:
        self._clock = clock
        self._upkeep = upkeep
        self._from_the_start = from_the_start
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True})
        self._sleepers = [
            Sleeper(lane, clock, self._scheduler, f"wake {at}") for at, lane in enumerate(dispatcher.lanes)
        ]

    async def start(self) -> None:
        """Do what came due while nobody was awake, and sleep until the next."""
        self._scheduler.start()
        hourly = IntervalTrigger(minutes=UPKEEP_MINUTES)
        self._scheduler.add_job(self._keep_up, hourly, [self._upkeep])
        if self._from_the_start is not None:
            self._scheduler.add_job(self._keep_up, hourly, [self._from_the_start], next_run_time=datetime.now(UTC))
        for sleeper in self._sleepers:
            sleeper.start()

    def wake(self, at: int) -> None:
        """Be awake at `at` (microseconds UTC), or sooner."""
        for sleeper in self._sleepers:
            sleeper.wake(at)

    async def stop(self) -> None:
        """Take no more work; finish what is in hand."""
        self._scheduler.shutdown(wait=False)
        await asyncio.gather(*(sleeper.stop() for sleeper in self._sleepers))

    async def _keep_up(self, upkeep: Upkeep) -> None:
        try:
            await upkeep()
        except asyncio.CancelledError:
            return  # the scheduler calls off what is going on when it is shut down, and would log that as a fault
        except Exception:
            log.exception("upkeep failed")


class Sleeper:
    """Sleeps until a lane has something to do, and has it done."""

    def __init__(self, lane: Lane, clock: Clock, scheduler: AsyncIOScheduler, job: str) -> None:
        self._lane = lane
        self._clock = clock
        self._scheduler = scheduler
        self._job = job
        self._alarm = asyncio.Event()
        self._rings_at: int | None = None
        self._stopping = False
        self._watch: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Be awake now, and from then on in time."""
        self._alarm.set()
        self._watch = asyncio.create_task(self._work())

    def wake(self, at: int) -> None:
        """Be awake at `at` (microseconds UTC), or sooner."""
        if at <= self._clock.now():
            self._alarm.set()
        elif self._rings_at is None or at < self._rings_at:
            self._rings_at = at
            self._scheduler.add_job(self._alarm.set, DateTrigger(local(at)), id=self._job, replace_existing=True)

    async def stop(self) -> None:
        """Take no more work; finish what is in hand."""
        self._stopping = True
        self._alarm.set()
        if self._watch is not None:
            await self._watch

    async def _work(self) -> None:
        while True:
            # By a clock that nobody sets: one that is set back would let the alarm ring an hour late.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(AT_THE_LATEST / SECOND):
                    await self._alarm.wait()
            self._alarm.clear()
            self._rings_at = None
            if self._stopping:
                return
            try:
                while await self._lane.turn() and not self._stopping:
                    pass
                upcoming = await self._lane.next_at()
            except Exception:
                log.exception("due work could not be looked for")
                upcoming = None
            if upcoming is not None and upcoming < self._clock.now() + AT_THE_LATEST:
                self.wake(upcoming)
