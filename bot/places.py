"""Where this system keeps a user's data and caches."""

from __future__ import annotations

import os
from pathlib import Path


def data_folder() -> Path:
    """For what must last: databases and history. `SWOT_DATA_DIR` overrides it."""
    return _folder("SWOT_DATA_DIR", "user_data_path")


def cache_folder() -> Path:
    """For what can be computed again. `SWOT_CACHE_DIR` overrides it."""
    return _folder("SWOT_CACHE_DIR", "user_cache_path")


def forgotten_beside(database_url: str) -> Path:
    """Where the list is of whom Swot has forgotten: beside a SQLite file, or else in the data folder.

    `SWOT_FORGOTTEN` overrides it.
    """
    if os.environ.get("SWOT_FORGOTTEN"):
        return Path(os.environ["SWOT_FORGOTTEN"])
    file = sqlite_file(database_url)
    if file is not None:
        return file.with_suffix(".forgotten")
    return data_folder() / f"{database_url.partition('?')[0].rpartition('/')[2] or 'swot'}.forgotten"


def sqlite_file(database_url: str) -> Path | None:
    """The file that a database is; none: it is a server's."""
    place = database_url.partition("?")[0]
    return Path(place.removeprefix("sqlite:///")) if place.startswith("sqlite:///") else None


def backups_of(file: Path) -> Path:
    """The folder for backups of a SQLite file: `backups` beside it. `SWOT_BACKUPS` overrides it."""
    return Path(os.environ["SWOT_BACKUPS"]) if os.environ.get("SWOT_BACKUPS") else file.parent / "backups"


def _folder(variable: str, kind: str) -> Path:
    if os.environ.get(variable):
        return Path(os.environ[variable])
    import platformdirs  # noqa: PLC0415 - not needed where the variable is set

    path: Path = getattr(platformdirs, kind)("swot")
    return path
