"""A SQLite database as a file: copied while it is in use, held for oneself, and put in another's place."""

from __future__ import annotations

import errno
import glob
import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

from bot.errors import UserError

PATIENCE = 10.0
"""Seconds to wait for somebody who writes at this moment."""
UNFINISHED = ".part"
"""How names end of files that are not whole yet."""
BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite writes beside a database's file, and takes for a part of it."""


@contextmanager
def draft_beside(file: Path) -> Iterator[Path]:
    """A name beside `file` for what is to become it; whatever still stands there in the end goes."""
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}{UNFINISHED}")
    try:
        yield draft
    finally:
        for left in file.parent.glob(f"{glob.escape(draft.name)}*"):
            left.unlink(missing_ok=True)


def snapshot(source: Path, draft: Path) -> None:
    """Write what the database `source` holds at this instant into the new file `draft`, for its owner's eyes alone.

    Reads in one transaction, so that whoever writes meanwhile is neither held up nor half in it; and row by row, not
    page by page, so that nothing comes along of what was deleted. On disk once this returns. Raises `UserError`.
    """
    try:
        draft.touch(mode=0o600, exist_ok=False)
        uri = f"{source.absolute().as_uri()}?mode=rw"  # whoever only reads leaves an empty log behind
        with closing(sqlite3.connect(uri, uri=True, isolation_level=None, timeout=PATIENCE)) as connection:
            connection.execute("VACUUM INTO ?", (str(draft.absolute()),))
        synced(draft)
    except (OSError, sqlite3.Error) as error:
        raise UserError(_not_copied(error, source, draft.parent)) from error


def synced(path: Path) -> None:
    """Have a file, or a folder's names, on disk. No connection of this process may have the file open."""
    if os.name == "nt" and path.is_dir():
        return  # Windows opens no folders, and writes names down by itself
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def finished(draft: Path, file: Path) -> None:
    """Give what is whole and on disk its name."""
    draft.replace(file)
    synced(file.parent)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Have the database to oneself, with everything in the one file and nothing beside it.

    SQLite's own lock is the sign: whoever has it open with a log beside it, as Swot does, holds a share in the file
    from the first look until the end, however that comes. Raises `UserError` where somebody does. Nobody can
    have a file open that is no database any more.
    """
    uri = f"{path.absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(uri, uri=True, isolation_level=None, timeout=0)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            if error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
                raise UserError(
                    f"Somebody is using the database {path}, Swot most likely. Stop it, and try again."
                ) from error
            if not error.sqlite_errorname.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
                raise UserError(f"The database {path} can't be written to ({error}). Nothing was changed.") from error
        yield


def put_in_place(draft: Path, path: Path, aside: Path) -> bool:
    """Have `draft` be the database at `path`, and what was there stand at `aside`; tell whether anything was.

    At every instant one of them is at `path`, whole. Raises `UserError` where somebody uses it, and changes nothing.
    """
    with ExitStack() as held:
        was_there = path.exists()
        if was_there:
            held.enter_context(alone(path))
            _look_alike(draft, path)
            try:
                os.link(path, aside)
            except OSError:  # a file system without links
                path.replace(aside)
        for ending in BESIDE:  # left over by a crash, it would be taken for the new one's
            with suppress(FileNotFoundError):
                Path(f"{path}{ending}").replace(f"{aside}{ending}")
        if os.name == "nt":
            held.close()  # Windows renames nothing onto a file that is open; and so refuses where Swot has it open
        finished(draft, path)
    return was_there


def _look_alike(draft: Path, path: Path) -> None:
    """Whoever could open the one can open the other."""
    shutil.copymode(path, draft)
    with suppress(OSError, AttributeError):
        status = path.stat()
        os.chown(draft, status.st_uid, status.st_gid)


def _not_copied(error: OSError | sqlite3.Error, source: Path, folder: Path) -> str:
    name = error.sqlite_errorname if isinstance(error, sqlite3.Error) else errno.errorcode.get(error.errno or 0, "")
    if name in ("SQLITE_FULL", "ENOSPC", "EFBIG", "EDQUOT") or name.startswith("SQLITE_IOERR"):
        return f"There is no room for the copy in {folder}, or the disk fails. Make room, or name another place."
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return f"The database {source} is damaged. `swot db check` says more; `swot db restore` goes back to a backup."
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return f"The database {source} is busy. Try again in a moment."
    if name == "ENOENT":
        return f"There is no folder {folder}. Make it, or name another place."
    return f"{source} can't be copied to {folder}: {getattr(error, 'strerror', None) or error}."
