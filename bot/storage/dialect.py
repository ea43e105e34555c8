"""The little that the two databases spell differently."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from sqlalchemy import Connection, Table, bindparam
from sqlalchemy.dialects import postgresql, sqlite


def put(tx: Connection, table: Table, row: Mapping[str, object], *, replacing: tuple[str, ...] = ()) -> None:
    """Add `row`; where one with its primary key is there already, replace these columns of it, or leave it as it is."""
    tx.execute(_upsert(tx.dialect.name, table, tuple(row), replacing), dict(row))


@cache
def _upsert(
    dialect: str, table: Table, columns: tuple[str, ...], replacing: tuple[str, ...]
) -> sqlite.Insert | postgresql.Insert:
    # Built once for each table and shape: building a statement costs more than running it.
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    new = insert(table).values({name: bindparam(name) for name in columns})
    keys = [column.name for column in table.primary_key]
    if not replacing:
        return new.on_conflict_do_nothing(index_elements=keys)
    return new.on_conflict_do_update(index_elements=keys, set_={name: new.excluded[name] for name in replacing})
