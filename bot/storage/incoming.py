"""Many rows as one parameter of one statement.

A statement a row has Python and the database take turns for every row, which costs more than the rows do.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    FromClause,
    Insert,
    Integer,
    Subquery,
    Table,
    Text,
    bindparam,
    cast,
    func,
    insert,
    select,
)
from sqlalchemy.types import TypeEngine

_ROWS = "incoming_rows"


def incoming(dialect: str, **columns: TypeEngine[Any]) -> Subquery:
    """The rows that `sent` sends along, as something to select from: these columns, and `place`, their order."""
    rows = bindparam(_ROWS, type_=Text())
    each: FromClause
    values: list[ColumnElement[Any]]
    if dialect == "postgresql":
        each = (
            func.json_array_elements(cast(rows, JSON)).table_valued("value", with_ordinality="place").render_derived()
        )
        place = each.c.place
        values = [each.c.value.op("->>")(index) for index in range(len(columns))]
    else:
        each = func.json_each(rows).table_valued("value", "key")
        place = each.c.key
        values = [func.json_extract(each.c.value, f"$[{index}]") for index in range(len(columns))]
    named = [cast(value, kind).label(name) for value, (name, kind) in zip(values, columns.items(), strict=True)]
    return select(*named, cast(place, Integer).label("place")).subquery("incoming")


def sent(rows: Sequence[Sequence[object]]) -> dict[str, object]:
    """The parameter that carries these rows: text and whole numbers, in the order of the columns."""
    return {_ROWS: json.dumps(rows, ensure_ascii=False)}


def add(tx: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Add rows of one shape."""
    columns = tuple(rows[0])
    tx.execute(_adding(tx.dialect.name, table, columns), sent([tuple(row.values()) for row in rows]))


@cache
def _adding(dialect: str, table: Table, columns: tuple[str, ...]) -> Insert:
    rows = incoming(dialect, **{name: table.c[name].type for name in columns})
    return insert(table).from_select(list(columns), select(*(rows.c[name] for name in columns)).order_by(rows.c.place))
