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

from bot.clock import SECOND, Clock
from bot.schedule.dispatcher import Dispatcher

log = logging.getLogger(__name__)

AT_THE_LATEST = 5 * SECOND
"""Longest sleep: another process may have added work of which this one was not told."""
UPKEEP_MINUTES = 60


class Waker:
    """Wakes the dispatcher in time."""

    def __init__(self, dispatcher: Dispatcher, clock: Clock, upkeep: Callable[[], Awaitable[None]]) -> None:
        self._dispatcher = dispatcher
        self._clock = clock
        self._upkeep = upkeep
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True})
        self._wakes_at: int | None = None
        self._running = asyncio.Lock()
        self._again = False

    async def start(self) -> None:
        """Do what came due while nobody was awake, and sleep until the next."""
        self._scheduler.start()
        self._scheduler.add_job(self._keep_up, IntervalTrigger(minutes=UPKEEP_MINUTES))
        await self.run()

    def wake(self, at: int) -> None:
        """Be awake at `at` (microseconds UTC), or sooner."""
        if self._wakes_at is not None and self._wakes_at <= at:
            return
        self._wakes_at = at
        moment = datetime.fromtimestamp(max(at, self._clock.now()) / SECOND, UTC)
        self._scheduler.add_job(self.run, DateTrigger(moment), id="wake", replace_existing=True)

    async def run(self) -> None:
        """Do what is due, then set the alarm for what is next."""
        self._again = True
        if self._running.locked():
            return
        async with self._running:
            while self._again:
                self._again = False
                self._wakes_at = None
                try:
                    await self._dispatcher.run()
                    upcoming = await self._dispatcher.next_at()
                except Exception:
                    log.exception("due work could not be looked for")
                    upcoming = None
                latest = self._clock.now() + AT_THE_LATEST
                self.wake(min(latest, upcoming) if upcoming is not None else latest)

    async def stop(self) -> None:
        """Take no more work; finish what is in hand."""
        with contextlib.suppress(Exception):
            self._scheduler.shutdown(wait=False)
        async with self._running:
            pass

    async def _keep_up(self) -> None:
        try:
            await self._upkeep()
        except Exception:
            log.exception("upkeep failed")
