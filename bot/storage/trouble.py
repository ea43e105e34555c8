"""A database that refuses, in words that tell a person what to do."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.exc import DBAPIError

from bot.errors import UserError


class StorageTrouble(UserError):
    """The database could not save or read; nothing was changed."""


class NewerTables(Exception):
    """A database whose tables this version of Swot does not know."""


_SENTENCES = (
    ("locked", "Swot's database is busy, so nothing was saved. Please try again in a moment."),
    ("busy", "Swot's database is busy, so nothing was saved. Please try again in a moment."),
    ("lock timeout", "Swot's database is busy, so nothing was saved. Please try again in a moment."),
    ("readonly", "Swot's database can't be written to, so nothing was saved. Please tell whoever runs it."),
    ("read-only", "Swot's database can't be written to, so nothing was saved. Please tell whoever runs it."),
    ("full", "There is no room left on the disk, so nothing was saved. Please tell whoever runs Swot."),
    ("no space", "There is no room left on the disk, so nothing was saved. Please tell whoever runs Swot."),
    ("disk i/o", "Swot's disk is failing, so nothing was saved. Please tell whoever runs it."),
    # asyncpg's word where a connection breaks in the middle of a statement.
    ("cannot switch to state", "Swot can't reach its database, so nothing was saved. Please try again in a moment."),
    ("connection", "Swot can't reach its database, so nothing was saved. Please try again in a moment."),
)


def in_words(error: BaseException) -> BaseException:
    """The error as people may read it, where it is the database's trouble and not a fault in the code."""
    if isinstance(error, DBAPIError | OSError):
        said = str(getattr(error, "orig", error)).casefold()
        for sign, sentence in _SENTENCES:
            if sign in said:
                return StorageTrouble(sentence)
    return error


def unopened(error: BaseException, url: str) -> StorageTrouble:
    """Why the database at `url` can't be opened, in words, and what to do; the password is not repeated."""
    if isinstance(error, StorageTrouble):
        return error
    said = str(getattr(error, "orig", error)).partition("\n")[0]
    if isinstance(error, NewerTables):
        return StorageTrouble(
            f"The database {place_of(url)} was written by a newer Swot (its tables are at {said}). "
            "Update Swot, or name another database; nothing was changed."
        )
    if url.startswith("sqlite:"):
        return _unopened_file(Path(place_of(url)), said)
    if "does not exist" in said:
        return StorageTrouble(f"The server knows no such database: {said}. Make it, or correct its name.")
    if isinstance(error, OSError) or "connect" in said.casefold():
        return StorageTrouble(
            f"Swot can't reach the database {place_of(url)}. See that the server runs, and that its address is right."
        )
    return StorageTrouble(f"The database {place_of(url)} can't be opened: {said}")


def _unopened_file(path: Path, said: str) -> StorageTrouble:
    if not path.parent.is_dir():
        return StorageTrouble(f"There is no folder {path.parent} for the database. Make it, or name another place.")
    if "not a database" in said or "malformed" in said:
        return StorageTrouble(f"The file {path} is not a database, or is damaged. Name another, or restore a backup.")
    return StorageTrouble(f"The database {path} can't be opened: {said}")


def place_of(url: str) -> str:
    """Where the database is, as it may be shown."""
    bare = url.partition("?")[0]
    return bare.removeprefix("sqlite:///") if bare.startswith("sqlite:") else bare.rpartition("@")[2]
