"""Moving a school from one database to another of either kind: row by row, checked, all or nothing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Result, Row, Table, func, insert, select, text
from sqlalchemy.exc import DBAPIError

from bot.errors import UserError
from bot.keeping.files import alone
from bot.keeping.forgotten_list import brought_along
from bot.places import sqlite_file
from bot.storage.lanes import Run
from bot.storage.opening import lanes_at
from bot.storage.schema import migrated
from bot.storage.tables import metadata, responses
from bot.storage.trouble import StorageTrouble, in_words, place_of, unopened

BATCH = 1_000
"""Rows that are in memory at a time."""
_ALL = 1 << 128


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows a table has, and a sum over them that is the same in whatever order they come."""

    rows: int = 0
    total: int = 0

    def plus(self, rows: Sequence[Row[Any]]) -> Tally:
        """With these rows, too: each counts by a digest of its values as Python has them, wherever they come from."""
        total = self.total
        for row in rows:
            line = json.dumps(list(row), ensure_ascii=False).encode("utf-8", "surrogatepass")
            total += int.from_bytes(blake2b(line, digest_size=16).digest())
        return Tally(self.rows + len(rows), total % _ALL)


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied, all of it found alike on both sides."""

    tables: int
    rows: int


async def copy(source: str, target: str, forgotten: Path, new_forgotten: Path) -> Copied:
    """Copy all that is in the database `source` into the empty database `target`, by their URLs.

    The list of the forgotten is brought along from `forgotten` to `new_forgotten`. Both databases are brought up to
    date first, as at any start. Raises `UserError` where somebody uses `source`, `target` holds anything, or something
    came out otherwise; then nothing stays in `target`.
    """
    if source.partition("?")[0] == target.partition("?")[0]:
        raise UserError("That is the same database. Name another with --to.")
    await _check_unused(source)
    async with AsyncExitStack() as open_things:
        sides = []
        for url in (source, target):
            lanes = await lanes_at(url)
            open_things.push_async_callback(lanes.close)
            try:
                await migrated(lanes)
            except Exception as error:
                raise unopened(error, url) from error
            sides.append(lanes)
        old, new = sides
        try:
            # On either side one transaction: what is read is of one instant, and what is written is there whole or not.
            async with old.transaction() as read, new.transaction() as write:
                await write(lambda tx: _check_empty(tx, target))
                await asyncio.to_thread(brought_along, forgotten, new_forgotten)
                counts = [await _copy_table(table, read, write) for table in metadata.sorted_tables]
                await write(_count_on_from(await read(_counted)))
        except (DBAPIError, OSError) as error:
            told = in_words(error)
            if isinstance(told, StorageTrouble):
                raise told from error
            kind = type(getattr(error, "orig", error)).__name__  # its words may be somebody's
            raise UserError(f"{place_of(target)} does not take everything ({kind}), so nothing was copied.") from error
    return Copied(len(counts), sum(counts))


async def _check_unused(url: str) -> None:
    """Make sure that no Swot uses the database, whose last answers would be missing. Raises `UserError`."""
    file = sqlite_file(url)
    if file is not None:
        await asyncio.to_thread(_check_unused_file, file)
        return
    lanes = await lanes_at(url)
    try:
        others = await lanes.read(lambda tx: tx.execute(text(_OTHERS)).scalar_one())
    except Exception as error:
        raise unopened(error, url) from error
    finally:
        await lanes.close()
    if others:
        raise UserError(f"Somebody is using the database {place_of(url)}, Swot perhaps. Stop it, and try again.")


_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND usename = current_user AND pid <> pg_backend_pid()"
)


def _check_unused_file(file: Path) -> None:
    with alone(file):
        pass


def _check_empty(tx: Connection, url: str) -> None:
    for table in metadata.sorted_tables:
        if tx.execute(select(table).limit(1)).first() is not None:
            raise UserError(f"The database {place_of(url)} is not empty, and nothing was changed. Name an empty one.")


async def _copy_table(table: Table, read: Run, write: Run) -> int:
    given, taken = Tally(), Tally()
    async for rows in _batches(table, read):
        given = given.plus(rows)
        await write(_adding(table, rows))
    async for rows in _batches(table, write):
        taken = taken.plus(rows)
    if given != taken:
        raise UserError(f"{table.name} came out otherwise than it was, so nothing was copied. Please report this.")
    return given.rows


def _adding(table: Table, rows: Sequence[Row[Any]]) -> Any:
    values = [dict(row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name for it
    return lambda tx: tx.execute(insert(table), values) and None


async def _batches(table: Table, run: Run) -> AsyncIterator[Sequence[Row[Any]]]:
    def begun(tx: Connection) -> Result[Any]:
        return tx.execute(select(table), execution_options={"stream_results": True, "max_row_buffer": BATCH})

    found = await run(begun)
    while rows := await run(lambda _tx: found.fetchmany(BATCH)):
        yield rows


def _counted(tx: Connection) -> int:
    """The last number that was given to an answer. None is given twice, whatever was erased since."""
    if tx.dialect.name == "sqlite":
        found = tx.execute(text("SELECT seq FROM sqlite_sequence WHERE name = 'responses'")).scalar()
    else:
        found = tx.execute(
            text("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM responses_seq_seq")
        ).scalar()
    most = tx.execute(select(func.max(responses.c.seq))).scalar()
    return max(found or 0, most or 0)


def _count_on_from(last: int) -> Any:
    def change(tx: Connection) -> None:
        if tx.dialect.name == "sqlite":
            tx.execute(text("DELETE FROM sqlite_sequence WHERE name = 'responses'"))
            tx.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES ('responses', :last)"), {"last": last})
        elif last:
            tx.execute(text("SELECT setval('responses_seq_seq', :last)"), {"last": last})

    return change
