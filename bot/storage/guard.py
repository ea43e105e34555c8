"""A condition that travels with an insert, from the room that knows it to the room that inserts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select


@dataclass(frozen=True, slots=True)
class Guard:
    """What must be there for a row to be added, found in the very insert and kept from changing until it is done.

    `found_by` is built once, with bound parameters, since building a statement costs more than running it.
    """

    found_by: Select[Any]
    values: dict[str, object]
