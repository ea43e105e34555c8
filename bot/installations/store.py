"""SQL of installations; what it sees of them is sealed."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from bot.storage.dialect import put
from bot.storage.tables import installations as table


def keep(tx: Connection, space: str, sealed: str, at: int) -> None:
    """Keep what belongs to a space, in place of what was there."""
    put(tx, table, {"space": space, "sealed": sealed, "installed_at": at}, replacing=("sealed", "installed_at"))


def find(tx: Connection, space: str) -> str | None:
    """What belongs to a space."""
    return tx.execute(select(table.c.sealed).where(table.c.space == space)).scalar()


def everything(tx: Connection) -> list[tuple[str, str, int]]:
    """Space, what belongs to it, and since when, of all."""
    return [(space, sealed, at) for space, sealed, at in tx.execute(select(table).order_by(table.c.space))]


def remove(tx: Connection, space: str) -> None:
    """Swot is no longer there."""
    tx.execute(delete(table).where(table.c.space == space))
