"""Which database an address means."""

from __future__ import annotations

from pathlib import Path

from bot.storage.lanes import Lanes, PostgresLanes, SqliteLanes
from bot.storage.trouble import StorageTrouble, unopened


async def lanes_at(url: str) -> Lanes:
    """The database at `sqlite:///path` (`?mode=ro`: it is only read) or `postgresql://…`. Raises `StorageTrouble`."""
    try:
        if url.startswith("sqlite:///"):
            path, _, mode = url.removeprefix("sqlite:///").partition("?mode=")
            return await _file(Path(path), mode or "rwc")
        if url.startswith("postgresql://"):
            return PostgresLanes(url)
        raise StorageTrouble("The database is given as sqlite:///path/to/file or postgresql://user@host/name.")
    except Exception as error:
        raise unopened(error, url) from error


async def _file(path: Path, mode: str) -> SqliteLanes:
    before = _which(path)
    lanes = SqliteLanes(str(path), mode=mode)
    await lanes.open()
    if before is not None and before != _which(path):
        # What was opened is the file that is kept aside: a backup took its place while we waited for its lock.
        await lanes.close()
        raise StorageTrouble(f"The database {path} was replaced by a backup at this moment. Start again.")
    return lanes


def _which(path: Path) -> tuple[int, int] | None:
    """Which file stands there, whatever it is called; none: there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
