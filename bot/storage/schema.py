"""Bringing a database's tables up to date at start, and refusing one from the future."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from bot.storage.lanes import Lanes
from bot.storage.trouble import NewerTables

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0021"
"""The newest migration; a test holds it to the scripts. Known here so that a start without news needs no Alembic."""


async def migrated(lanes: Lanes) -> None:
    """Run the migrations that the database has not seen. Raises `NewerTables` if it comes from a newer Swot."""
    if await lanes.read(revision_of) != HEAD:
        await lanes.migrate(_upgrade)


def revision_of(connection: Connection) -> str | None:
    """The newest migration that a database has seen; none: it has no tables of Swot's."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found else None


def check_known(revision: str | None) -> None:
    """Make sure that a database is of this Swot or an older one. Raises `NewerTables`."""
    if revision is None or revision == HEAD:
        return
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    if revision not in {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}:
        raise NewerTables(revision)


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415

    check_known(revision_of(connection))
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> Config:
    # Alembic takes half a second to import and is needed once a release.
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
