"""Where this system keeps a user's data and caches."""

from __future__ import annotations

from pathlib import Path


def data_folder() -> Path:
    """For what must last: databases and history."""
    return _folder("user_data_path")


def cache_folder() -> Path:
    """For what can be computed again."""
    return _folder("user_cache_path")


def forgotten_beside(database_url: str, data: Path) -> Path:
    """Where the list is of whom Swot has forgotten: beside a SQLite file, or else in the folder for data."""
    file = sqlite_file(database_url)
    if file is not None:
        return file.with_suffix(".forgotten")
    return data / f"{database_url.partition('?')[0].rpartition('/')[2] or 'swot'}.forgotten"


def sqlite_file(database_url: str) -> Path | None:
    """The file that a database is; none: it is a server's."""
    place = database_url.partition("?")[0]
    return Path(place.removeprefix("sqlite:///")) if place.startswith("sqlite:///") else None


def backups_beside(file: Path) -> Path:
    """The folder for backups of a SQLite file, where no other is named."""
    return file.parent / "backups"


def _folder(kind: str) -> Path:
    import platformdirs  # noqa: PLC0415 - not needed where another folder is named

    path: Path = getattr(platformdirs, kind)("swot")
    return path
