"""Takes what is due and has it done."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from sqlalchemy import Connection

from bot.clock import SECOND, Clock
from bot.schedule.courier import Courier
from bot.storage import due as due_work
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.due import Due, LeaseLost
from bot.storage.trouble import StorageTrouble

log = logging.getLogger(__name__)

Worker = Callable[[Due], Awaitable[None]]

AT_ONCE = 100
"""The most pieces of work taken in one go: few enough to be done well within their lease."""
MOST_TRIES = 5


class Dispatcher:
    """Does due work and delivers what it says. Any number of processes may run one on the same database.

    It has two lanes: one for what somebody waits for, and one for what nobody does (`bulk`). A running process has both
    at work at the same time, so that ten thousand facts at half past eight keep no question waiting.
    """

    def __init__(
        self, database: Database, clock: Clock, workers: Mapping[str, Worker], courier: Courier, owner: str
    ) -> None:
        self.lanes = tuple(Lane(database, clock, workers, courier, owner, bulk=bulk) for bulk in (False, True))

    async def run(self) -> None:
        """Do everything that is due now, lane by lane, and what comes due by doing it."""
        while any([await lane.turn() for lane in self.lanes]):
            pass

    async def next_at(self) -> int | None:
        """When there is something to do next; microseconds UTC."""
        times = [await lane.next_at() for lane in self.lanes]
        return min((at for at in times if at is not None), default=None)


class Lane:
    """Takes due work of one sort, does it, and delivers messages of that sort."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        workers: Mapping[str, Worker],
        courier: Courier,
        owner: str,
        *,
        bulk: bool,
    ) -> None:
        self._database = database
        self._clock = clock
        self._workers = workers
        self._courier = courier
        self._owner = owner
        self._bulk = bulk

    async def run(self) -> None:
        """Do everything that is due now, and what comes due by doing it."""
        while await self.turn():
            pass

    async def turn(self) -> bool:
        """Take some of what is due, do it and deliver what is to be sent; tell whether there was anything.

        In bulk no more is taken than may be sent: what waits, waits in `due`, where it costs nothing.
        """
        now = self._clock.now()
        most = min(AT_ONCE, self._courier.allowed(now)) if self._bulk else AT_ONCE
        if not most:
            return False
        claim = partial(due_work.claim, owner=self._owner, now=now, most=most, bulk=self._bulk)
        taken = await self._database.write(claim)
        for work in taken:
            await self._do(work)
        delivered = await self._courier.deliver(bulk=self._bulk)
        return bool(taken or delivered)

    async def next_at(self) -> int | None:
        """When there is something to do next; microseconds UTC."""

        def soonest(tx: Connection) -> int | None:
            now = self._clock.now()
            times = due_work.next_at(tx, now, bulk=self._bulk), outbox.next_at(tx, now, bulk=self._bulk)
            soonest = min((at for at in times if at is not None), default=None)
            return max(soonest, self._courier.bulk_at(now)) if soonest is not None and self._bulk else soonest

        return await self._database.read(soonest)

    async def _do(self, work: Due) -> None:
        try:
            worker = self._workers.get(work.kind)
            if worker is None:
                raise LookupError(f"nothing here does {work.kind}")
            await worker(work)
        except StorageTrouble as error:
            # The database itself refuses; the row is there when it is well again, and its lease is short.
            log.warning("%s waits: %s", work.id, error)
            raise
        except LeaseLost:
            log.info("%s was taken over or called off", work.id)
        except Exception:
            log.exception("%s failed", work.id)
            if work.attempts + 1 >= MOST_TRIES:
                log.error("%s is given up", work.id)  # noqa: TRY400 - the exception is logged above
                await self._database.write(due_work.finish, work)
            else:
                await self._database.write(due_work.retry, work, self._clock.now() + 2**work.attempts * SECOND)
