"""What a database is like, for whoever looks after it: nothing is changed, not even made up to date."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar

from sqlalchemy import Connection, Select, create_engine, inspect, select, text
from sqlalchemy.exc import DBAPIError

from bot.errors import UserError
from bot.storage.lanes import PostgresLanes
from bot.storage.schema import HEAD
from bot.storage.tables import class_rooms, classes, installations
from bot.storage.trouble import unopened

T = TypeVar("T")

State = Literal["not there", "empty", "ready", "behind", "newer"]
"""`not there`: a file that the first start makes; `behind`: the next start brings its tables up to date."""
BUSY = 2.0
"""Seconds to wait for another process's lock."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen."""

    state: State
    revision: str = ""
    rooms: tuple[tuple[str, str], ...] = ()
    """The rooms of classes by key, each with its class's name."""
    sealed: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """The installations of workspaces by space, as they are kept: encrypted."""


def file_of(url: str) -> Path | None:
    """The file of a SQLite database; none: it is a server's."""
    return Path(url.removeprefix("sqlite:///").partition("?")[0]) if url.startswith("sqlite:///") else None


async def look_into(url: str) -> Looked:
    """Look into `sqlite:///path` or `postgresql://…`. Raises `UserError` where it can't be opened."""
    file = file_of(url)
    if file is not None and not file.exists():
        if not file.absolute().parent.is_dir():
            raise unopened(FileNotFoundError(file), url)
        return Looked("not there")
    try:
        if file is not None:
            return await asyncio.to_thread(_in_file, file, _looked)
        if not url.startswith("postgresql://"):
            raise UserError("The database is given as sqlite:///path/to/file or postgresql://user@host/name.")
        lanes = PostgresLanes(url)
        try:
            return await lanes.read(_looked)
        finally:
            await lanes.close()
    except UserError:
        raise
    except Exception as error:
        raise unopened(error, url) from error


def _in_file(file: Path, job: Callable[[Connection], T]) -> T:
    def connect() -> sqlite3.Connection:
        return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY)

    engine = create_engine("sqlite://", creator=connect, hide_parameters=True)
    try:
        with engine.connect() as connection:
            return job(connection)
    finally:
        engine.dispose()


def _looked(connection: Connection) -> Looked:
    if not inspect(connection).has_table("alembic_version"):
        return Looked("empty")
    revision = str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")
    scripts = Path(__file__).parent / "storage" / "migrations" / "versions"
    known = {path.name.partition("_")[0] for path in scripts.glob("[0-9]*.py")}
    state: State = "ready" if revision == HEAD else "behind" if revision in known else "newer"
    return Looked(state, revision, _rooms(connection), _sealed(connection))


def _rooms(connection: Connection) -> tuple[tuple[str, str], ...]:
    asked = select(class_rooms.c.room, classes.c.name).join(classes, classes.c.id == class_rooms.c.class_id)
    return _pairs(connection, asked.order_by(classes.c.name, class_rooms.c.room))


def _sealed(connection: Connection) -> tuple[tuple[str, str], ...]:
    return _pairs(connection, select(installations.c.space, installations.c.sealed).order_by(installations.c.space))


def _pairs(connection: Connection, asked: Select[str, str]) -> tuple[tuple[str, str], ...]:
    try:
        found = connection.execute(asked).all()
    except DBAPIError:  # tables of another version
        return ()
    return tuple((str(one), str(other)) for one, other in found)
