"""Bringing a database's tables up to date at start, and refusing one from the future."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.storage.lanes import Lanes
from bot.storage.trouble import NewerTables

HEAD = "0021"
"""The newest migration; a test holds it to the scripts. Known here so that a start without news needs no Alembic."""


async def migrated(lanes: Lanes) -> None:
    """Run the migrations that the database has not seen. Raises `NewerTables` if it comes from a newer Swot."""
    if await lanes.read(_revision) != HEAD:
        await lanes.migrate(_upgrade)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found else None


def _upgrade(connection: Connection) -> None:
    # Alembic takes half a second to import and is needed once a release.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    found = _revision(connection)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise NewerTables(found)
    command.upgrade(config, "head")
