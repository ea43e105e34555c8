"""SQL of the register."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, delete, select

from bot.classes.register.model import Line
from bot.storage.dialect import put
from bot.storage.tables import register

_LINE = (register.c.person, *(register.c[name] for name in ("real_name", "candidate", "extra_time", "rest_breaks")))


def lines_of(tx: Connection, class_id: str) -> dict[str, Line]:
    """What a class's register has, by person."""
    return {person: Line(*row) for person, *row in tx.execute(select(*_LINE).where(register.c.class_id == class_id))}


def lines_of_persons(tx: Connection, class_id: str, persons: Collection[str]) -> dict[str, Line]:
    """The same of these persons alone."""
    theirs = select(*_LINE).where(register.c.class_id == class_id, register.c.person.in_(persons))
    return {person: Line(*row) for person, *row in tx.execute(theirs)}


def put_line(tx: Connection, class_id: str, person: str, line: Line) -> None:
    """Write what is known of somebody, in place of what was."""
    row = {
        "class_id": class_id,
        "person": person,
        "real_name": line.real_name,
        "candidate": line.candidate,
        "extra_time": line.extra_time,
        "rest_breaks": line.rest_breaks,
    }
    put(tx, register, row, replacing=("real_name", "candidate", "extra_time", "rest_breaks"))


def remove(tx: Connection, class_id: str, persons: Collection[str]) -> None:
    """Take what is known of these persons out of the register."""
    tx.execute(delete(register).where(register.c.class_id == class_id, register.c.person.in_(persons)))
