"""A backup of a SQLite database, made while it is in use."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.errors import UserError
from bot.keeping.checking import check_sound
from bot.keeping.files import draft_beside, finished, snapshot
from bot.keeping.model import name_of


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made."""

    file: Path
    size: int
    """Bytes."""
    revision: str
    """The newest migration that its tables have seen."""


async def back_up(database: Path, file: Path) -> Backup:
    """Make `file` a backup of `database`; whoever uses that is not held up.

    Every answer that was acknowledged before this was called is in it. It has its name only once it is whole, checked
    and on disk, and only its owner may read it. Raises `UserError`; then nothing is left behind.
    """
    _check_free(file)
    with draft_beside(file) as draft:
        await _to_its_end(snapshot, database, draft)
        found = await check_sound(draft)
        size = draft.stat().st_size
        await asyncio.to_thread(finished, draft, file)
    return Backup(file, size, found.revision)


async def _to_its_end(work: Callable[[Path, Path], None], database: Path, draft: Path) -> None:
    """Work in a thread; whoever is called off meanwhile is so once it has ended: nobody else can stop a thread.

    Otherwise the draft would be taken away before it is written.
    """
    working = asyncio.ensure_future(asyncio.to_thread(work, database, draft))
    try:
        await asyncio.shield(working)
    except asyncio.CancelledError:
        while not working.done():
            with contextlib.suppress(asyncio.CancelledError):  # called off again when the loop ends
                await asyncio.wait([working])
        raise


def _check_free(file: Path) -> None:
    if file.exists():
        raise UserError(f"{file} is there already, and nothing was changed. Name another file.")


def folder_made(folder: Path) -> Path:
    """The folder, which is made where there is none. Raises `UserError`."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"There is no folder {folder}, and it can't be made: {error.strerror}.") from error
    return folder


def named_by_itself(database: Path, folder: Path, now: int) -> Path:
    """Where a backup made at `now` (microseconds UTC) goes in a folder of backups."""
    return folder / name_of(database.stem, now)
