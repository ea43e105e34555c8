"""A condition that travels with an insert, from the room that knows it to the room that inserts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table


@dataclass(frozen=True, slots=True)
class Guard:
    """What must hold for a row to be added, tested in the very insert and kept from changing until it is done."""

    table: Table
    """Where it is found."""
    holds: Callable[[ColumnElement[int]], ColumnElement[bool]]
    """The condition on a row of `table`, with bound parameters, for what came at an instant. A function of a module:
    a statement is built once for each, since building it costs more than running it."""
    values: dict[str, object]
    """The parameters."""
