"""PostgreSQL backs itself up better than anybody else could: what to say to it."""

from __future__ import annotations

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError


def shown(url: str) -> str:
    """The address of a database without its password."""
    try:
        return make_url(url)._replace(password=None).render_as_string()
    except ArgumentError:
        return url.rpartition("@")[2]


def dumping(url: str) -> str:
    """How the database at `url` is backed up, in a sentence.

    Not done for whoever asks: `pg_dump` has to be as new as the server, which Swot can't see to.
    """
    return (
        f"PostgreSQL makes its backups itself, while Swot runs: pg_dump --format=custom --file=swot.dump '{shown(url)}'"
    )


def restoring(url: str) -> str:
    """How to go back to such a backup, in a sentence."""
    return (
        "PostgreSQL goes back to its backups itself, once Swot is stopped:"
        f" pg_restore --clean --if-exists --single-transaction --dbname='{shown(url)}' swot.dump"
    )
