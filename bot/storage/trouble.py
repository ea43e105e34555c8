"""A database that refuses, in words that tell a person what to do."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError

from bot.errors import UserError


class StorageTrouble(UserError):
    """The database could not save or read; nothing was changed."""


_SENTENCES = (
    ("locked", "Swot's database is busy, so nothing was saved. Please try again in a moment."),
    ("busy", "Swot's database is busy, so nothing was saved. Please try again in a moment."),
    ("readonly", "Swot's database can't be written to, so nothing was saved. Please tell whoever runs it."),
    ("read-only", "Swot's database can't be written to, so nothing was saved. Please tell whoever runs it."),
    ("full", "There is no room left on the disk, so nothing was saved. Please tell whoever runs Swot."),
    ("no space", "There is no room left on the disk, so nothing was saved. Please tell whoever runs Swot."),
    ("disk i/o", "Swot's disk is failing, so nothing was saved. Please tell whoever runs it."),
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
