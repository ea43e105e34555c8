"""Takes what is due and has it done."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection

from bot.clock import SECOND, Clock
from bot.measures import Measures
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
        self,
        database: Database,
        clock: Clock,
        workers: Mapping[str, Worker],
        courier: Courier,
        owner: str,
        measures: Measures | None = None,
    ) -> None:
        told = measures or Measures()
        self.lanes = tuple(Lane(database, clock, workers, courier, owner, bulk, told) for bulk in (False, True))

    async def run(self) -> None:
        """Do everything that is due now, lane by lane, and what comes due by doing it."""
        while any([await lane.turn() for lane in self.lanes]):
            pass

    async def next_at(self) -> int | None:
        """When there is something to do next; microseconds UTC."""
        times = [await lane.next_at() for lane in self.lanes]
        return min((at for at in times if at is not None), default=None)


@dataclass(frozen=True, slots=True)
class Lane:
    """Takes due work of one sort, does it, and delivers messages of that sort."""

    database: Database
    clock: Clock
    workers: Mapping[str, Worker]
    courier: Courier
    owner: str
    bulk: bool
    measures: Measures

    async def turn(self) -> bool:
        """Take some of what is due, do it and deliver what is to be sent; tell whether there was anything.

        In bulk no more is taken than may be sent: what waits, waits in `due`, where it costs nothing.
        """
        now = self.clock.now()
        most = min(AT_ONCE, self.courier.allowed(now)) if self.bulk else AT_ONCE
        if not most:
            return False
        claim = partial(due_work.claim, owner=self.owner, now=now, most=most, bulk=self.bulk)
        taken = await self.database.write(claim)
        for work in taken:
            await self._do(work)
        delivered = await self.courier.deliver(bulk=self.bulk)
        return bool(taken or delivered)

    async def next_at(self) -> int | None:
        """When there is something to do next; microseconds UTC."""

        def soonest(tx: Connection) -> int | None:
            now = self.clock.now()
            times = due_work.next_at(tx, now, bulk=self.bulk), outbox.next_at(tx, now, bulk=self.bulk)
            first = min((at for at in times if at is not None), default=None)
            return max(first, self.courier.bulk_at(now)) if first is not None and self.bulk else first

        return await self.database.read(soonest)

    async def _do(self, work: Due) -> None:
        try:
            worker = self.workers.get(work.kind)
            if not work.attempts:
                self.measures.begun(work.kind, self.clock.now() - work.at)
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
                await self.database.write(due_work.finish, work)
            else:
                await self.database.write(due_work.retry, work, self.clock.now() + 2**work.attempts * SECOND)
