"""Holding back the commit that would put an answer on disk, on either database."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import asyncpg
from sqlalchemy import Connection, Engine, event

PATIENCE = 10.0
"""Seconds until a test gives up waiting for what must come."""
A_WHILE = 0.3
"""Seconds in which what is held back must not come."""

_HOLD = """
CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_advisory_xact_lock(7); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER held AFTER INSERT ON {table}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION hold();
"""
_WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


class Held:
    """Commits that wait at the last moment, everything in them done."""

    def __init__(self, reached: Callable[[], Awaitable[bool]], release: Callable[[], Awaitable[None]]) -> None:
        self._reached = reached
        self.release = release

    async def reached(self) -> None:
        """Wait until a commit is held."""
        async with asyncio.timeout(PATIENCE):
            while not await self._reached():
                await nothing_of(asyncio.create_task(asyncio.Event().wait()), seconds=0.01, cancel=True)


async def nothing_of(*tasks: asyncio.Task[object], seconds: float = A_WHILE, cancel: bool = False) -> bool:
    """Give tasks a while; tell whether none of them is done."""
    done, _ = await asyncio.wait(tasks, timeout=seconds)
    if cancel:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return not done


@asynccontextmanager
async def commits_held(url: str, *, table: str = "responses") -> AsyncIterator[Held]:
    """Hold back commits: on SQLite every one, on PostgreSQL those that add to `table`."""
    holding = _held_on_postgres(url, table) if url.startswith("postgresql") else _held_on_sqlite()
    async with holding as held:
        yield held


@asynccontextmanager
async def _held_on_sqlite() -> AsyncIterator[Held]:
    waits, go = threading.Event(), threading.Event()

    def hold(connection: Connection) -> None:
        if connection.exec_driver_sql("PRAGMA query_only").scalar() == 0:
            waits.set()
            go.wait(PATIENCE)

    async def reached() -> bool:
        return waits.is_set()

    async def release() -> None:
        go.set()

    event.listen(Engine, "commit", hold)
    try:
        yield Held(reached, release)
    finally:
        go.set()
        event.remove(Engine, "commit", hold)


@asynccontextmanager
async def _held_on_postgres(url: str, table: str) -> AsyncIterator[Held]:
    holder = await asyncpg.connect(url)
    await holder.execute(_HOLD.format(table=table))
    await holder.execute("SELECT pg_advisory_lock(7)")

    async def reached() -> bool:
        return await holder.fetchval(_WAITING) > 0

    async def release() -> None:
        await holder.execute("SELECT pg_advisory_unlock_all()")

    try:
        yield Held(reached, release)
    finally:
        await release()
        await holder.close()
