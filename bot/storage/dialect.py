"""The little that the two databases spell differently."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from sqlalchemy import Connection, Table, bindparam
from sqlalchemy.dialects import postgresql, sqlite


def put(tx: Connection, table: Table, *rows: Mapping[str, object], replacing: tuple[str, ...] = ()) -> None:
    """Add rows; where one with a row's primary key is there already, replace these columns, or leave it as it is."""
    if rows:
        tx.execute(_upsert(tx.dialect.name, table, tuple(rows[0]), replacing), [dict(row) for row in rows])


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
