"""How a function of a transaction reaches the database: one hop, whichever database it is.

SQLAlchemy's own asyncio layer hops to aiosqlite's thread for every statement, which costs more than the statement. A
lane hops once and runs a whole function there, so store functions are plain functions of a `Connection` and the same
ones run on SQLite and, through asyncpg, on PostgreSQL. Measured figures stand in `bot/README.md`.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

import aiosqlite
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool
from sqlalchemy.util import LRUCache

from bot.storage.tables import metadata
from bot.storage.tables.kept import kept_of

T = TypeVar("T")
Job = Callable[[Connection], T]

BUSY = 10_000
"""Milliseconds to wait for another process's lock."""
READERS = 2
COMPILED = 1_000
"""The most statements whose SQL is kept."""


class Run(Protocol):
    """A transaction that is open: each job is done within it."""

    async def __call__(self, job: Job[T]) -> T:
        """What `job` gives."""
        ...


class Lanes(Protocol):
    """A database that runs functions of a transaction."""

    async def read(self, job: Job[T]) -> T:
        """Run `job` in a transaction that changes nothing."""
        ...

    async def write(self, job: Job[T]) -> T:
        """Run `job` in a transaction and commit it; once this returns, it is on disk."""
        ...

    def transaction(self) -> AbstractAsyncContextManager[Run]:
        """One transaction for many jobs, which sees nothing of what others commit meanwhile; committed at the end.

        On SQLite nobody else can write while it is open.
        """
        ...

    async def migrate(self, job: Job[T]) -> T:
        """Run `job`, which changes the tables themselves, alone and in one transaction."""
        ...

    async def scrub(self) -> bool:
        """Leave nothing in the database's files of what was deleted; tell whether that was possible."""
        ...

    async def close(self) -> None:
        """Let go of the database."""
        ...


@cache
def _model() -> Engine:
    """What every lane's engine is like: a dialect that has met SQLite, and one memory of what statements compile to.

    An engine of their own would have each of them compile each statement once more.
    """
    engine = create_engine("sqlite://", execution_options={"compiled_cache": LRUCache(COMPILED)})
    engine.connect().close()
    engine.dispose()
    return engine


class _Lane(aiosqlite.Connection):
    """An aiosqlite connection whose thread runs whole functions of a SQLAlchemy connection."""

    def __init__(self, path: str, *, begin: str, pragmas: tuple[str, ...]) -> None:
        def connect() -> sqlite3.Connection:
            # isolation_level=None: transactions begin when SQLAlchemy says so, not when sqlite3 guesses.
            raw = sqlite3.connect(path, uri=True, isolation_level=None, timeout=BUSY / 1000)
            for pragma in pragmas:
                raw.execute(f"PRAGMA {pragma}")
            return raw

        super().__init__(connect, iter_chunk_size=64)
        self._thread.daemon = True
        model = _model()
        pool = StaticPool(lambda: cast("Any", self._conn), dialect=model.dialect)
        options = model.get_execution_options()
        self._engine = Engine(pool, model.dialect, model.url, hide_parameters=True, execution_options=options)
        event.listen(self._engine, "begin", lambda connection: connection.exec_driver_sql(begin))

    async def open(self) -> None:
        """Connect. Where that fails, the thread has ended when this raises."""
        try:
            await self
        except BaseException:
            await asyncio.to_thread(self._thread.join)
            raise

    async def run(self, job: Job[T]) -> T:
        """Run `job` in one transaction on this connection's thread."""

        def transaction() -> T:
            with self._engine.begin() as connection:
                return job(connection)

        # aiosqlite's own way to its thread, which it keeps to itself and its subclasses.
        result: T = await self._execute(transaction)  # type: ignore[no-untyped-call]
        return result

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Run]:
        """Many jobs in one transaction; what raises undoes all of it."""

        async def run(job: Job[T]) -> T:
            result: T = await self._execute(job, connection)  # type: ignore[no-untyped-call]
            return result

        connection: Connection = await self._execute(self._engine.connect)  # type: ignore[no-untyped-call]
        try:
            await run(Connection.begin)
            yield run
            await run(Connection.commit)
        finally:
            await run(Connection.close)

    async def scrub(self) -> bool:
        """Write the file anew without what was deleted, and empty the log beside it."""

        def rewrite() -> bool:
            self._conn.execute("VACUUM")
            [busy, *_] = self._conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy

        rewritten: bool = await self._execute(rewrite)  # type: ignore[no-untyped-call]
        return rewritten


class SqliteLanes:
    """One writer, some readers, on one file."""

    def __init__(self, path: str, *, mode: str = "rwc") -> None:
        self._uri = f"{Path(path).absolute().as_uri()}?mode={mode}"
        # Where nothing may be written, the file stays in the mode that it is in.
        self._logged = () if mode == "ro" else ("journal_mode=WAL",)
        self._writer: _Lane | None = None
        self._all: list[_Lane] = []
        self._readers: asyncio.Queue[_Lane] = asyncio.Queue()
        self._writing = asyncio.Lock()

    async def open(self) -> None:
        """Open the connections."""
        writing = (*self._logged, "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY}")
        reading = ("query_only=ON", f"busy_timeout={BUSY}")
        try:
            self._writer = await self._lane("BEGIN IMMEDIATE", writing)
            self._all.append(self._writer)
            for _ in range(READERS):
                self._all.append(await self._lane("BEGIN", reading))
                self._readers.put_nowait(self._all[-1])
        except BaseException:
            await self.close()
            raise

    async def _lane(self, begin: str, pragmas: tuple[str, ...]) -> _Lane:
        lane = _Lane(self._uri, begin=begin, pragmas=pragmas)
        await lane.open()
        return lane

    async def read(self, job: Job[T]) -> T:
        """Run `job` on a free reader."""
        lane = await self._readers.get()
        try:
            return await lane.run(job)
        finally:
            self._readers.put_nowait(lane)

    async def write(self, job: Job[T]) -> T:
        """Run `job` on the writer, after those that came before."""
        if self._writer is None:
            raise RuntimeError("the database is closed")
        async with self._writing:
            return await self._writer.run(job)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Run]:
        """Many jobs on the writer, after those that came before."""
        if self._writer is None:
            raise RuntimeError("the database is closed")
        async with self._writing, self._writer.transaction() as run:
            yield run

    async def migrate(self, job: Job[T]) -> T:
        """Run `job` with foreign keys off, since rebuilding a table would delete its children; check them after."""
        lane = await self._lane("BEGIN IMMEDIATE", ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=OFF"))

        def checked(connection: Connection) -> T:
            result = job(connection)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"the migration leaves {len(broken)} rows that refer to nothing: {broken[:3]}")
            return result

        try:
            return await lane.run(checked)
        finally:
            await lane.close()

    async def scrub(self) -> bool:
        """Rewrite the file, while nothing is written here."""
        if self._writer is None:
            raise RuntimeError("the database is closed")
        async with self._writing:
            return await self._writer.scrub()

    async def close(self) -> None:
        """Close the connections."""
        self._writer = None
        while self._all:
            await self._all.pop().close()


class PostgresLanes:
    """A pool of asyncpg connections."""

    def __init__(self, url: str) -> None:
        # SQLAlchemy's asyncio layer takes a third of a second to import, and SQLite does without it.
        from sqlalchemy.ext.asyncio import create_async_engine  # noqa: PLC0415

        self._engine: Any = create_async_engine(
            url.replace("postgresql://", "postgresql+asyncpg://", 1), hide_parameters=True
        )

    async def read(self, job: Job[T]) -> T:
        """Run `job` in a transaction that the server keeps from writing."""
        async with self._engine.connect() as connection:
            await connection.execution_options(postgresql_readonly=True)
            result: T = await connection.run_sync(job)
            return result

    async def write(self, job: Job[T]) -> T:
        """Run `job` in a transaction of its own."""
        async with self._engine.begin() as connection:
            result: T = await connection.run_sync(job)
            return result

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Run]:
        """Many jobs in a transaction that sees the database as it was when it began."""
        async with self._engine.connect() as connection:
            await connection.execution_options(isolation_level="REPEATABLE READ")
            async with connection.begin():
                yield connection.run_sync

    async def migrate(self, job: Job[T]) -> T:
        """Run `job` while no other process migrates."""

        def alone(connection: Connection) -> T:
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7307)")
            return job(connection)

        return await self.write(alone)

    async def scrub(self) -> bool:
        """Write the tables anew that keep something about people, and the samples of them that the planner keeps.

        Each is locked meanwhile.
        """
        async with self._engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            for table in metadata.sorted_tables:
                if kept_of(table).one:
                    await connection.exec_driver_sql(f"VACUUM (FULL, ANALYZE) {table.name}")
            await connection.exec_driver_sql("VACUUM (FULL) pg_catalog.pg_statistic")
            # So that no page stands in the write-ahead log alone.
            await connection.exec_driver_sql("CHECKPOINT")
        return True

    async def close(self) -> None:
        """Close the pool."""
        await self._engine.dispose()
