"""Takes what is due and has it done."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping

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
    """Does due work and delivers what it says. Any number of processes may run one on the same database."""

    def __init__(
        self, database: Database, clock: Clock, workers: Mapping[str, Worker], courier: Courier, owner: str
    ) -> None:
        self._database = database
        self._clock = clock
        self._workers = workers
        self._courier = courier
        self._owner = owner

    async def run(self) -> None:
        """Do everything that is due now, and what comes due by doing it."""
        while True:
            taken = await self._database.write(due_work.claim, self._owner, self._clock.now(), AT_ONCE)
            for work in taken:
                await self._do(work)
            delivered = await self._courier.deliver()
            if not taken and not delivered:
                return

    async def next_at(self) -> int | None:
        """When there is something to do next; microseconds UTC."""

        def soonest(tx: Connection) -> int | None:
            now = self._clock.now()
            times = [at for at in (due_work.next_at(tx, now), outbox.next_at(tx, now)) if at is not None]
            return min(times, default=None)

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
