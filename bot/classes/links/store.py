"""SQL of codes, linked accounts, and classes that become one."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, Table, delete, func, insert, select, tuple_, update

from bot.classes.links.model import Belongings, Code
from bot.storage.dialect import put
from bot.storage.tables import (
    accounts,
    chosen_classes,
    class_rooms,
    classes,
    link_codes,
    members,
    metadata,
    responses,
    roles,
    timed_posts,
)


def put_code(tx: Connection, code: Code, now: int) -> None:
    """Keep a code; one that the person asked for before, or that is over, is good for nothing any more."""
    theirs = (link_codes.c.person == code.person) & (link_codes.c.what == code.what)
    tx.execute(delete(link_codes).where(theirs | (link_codes.c.ends_at <= now)))
    tx.execute(
        insert(link_codes).values(
            code=code.code,
            what=code.what,
            class_id=code.class_id,
            room=code.room,
            person=code.person,
            ends_at=code.ends_at,
        )
    )


def find_code(tx: Connection, what: str, code: str, now: int) -> Code | None:
    """The code that somebody entered, if it still is one."""
    good = select(link_codes).where(link_codes.c.code == code, link_codes.c.what == what, link_codes.c.ends_at > now)
    row = tx.execute(good).first()
    return Code(*row) if row else None


def use_code(tx: Connection, code: str) -> None:
    """A code is good once."""
    tx.execute(delete(link_codes).where(link_codes.c.code == code))


# Accounts


def link(tx: Connection, persons: Collection[str], human: str) -> None:
    """Have these persons be one human."""
    put(tx, accounts, *({"person": person, "human": human} for person in persons), replacing=("human",))


def unlink(tx: Connection, persons: Collection[str]) -> None:
    """Have each of these persons be a human of their own."""
    tx.execute(delete(accounts).where(accounts.c.person.in_(persons)))


# Classes


def rooms_with_spaces(tx: Connection, class_id: str) -> list[tuple[str, str]]:
    """A class's rooms, each with its space."""
    mine = select(class_rooms.c.room, class_rooms.c.space).where(class_rooms.c.class_id == class_id)
    return [(room, space) for room, space in tx.execute(mine.order_by(class_rooms.c.room))]


def belongings(tx: Connection, class_id: str) -> Belongings:
    """What a class has."""

    def count(table: Table) -> int:
        return tx.execute(select(func.count()).select_from(table).where(table.c.class_id == class_id)).scalar_one()

    name, opened_at = tx.execute(select(classes.c.name, classes.c.opened_at).where(classes.c.id == class_id)).one()
    return Belongings(name, count(members), count(responses), count(timed_posts), opened_at > 0)


SETTINGS = ("class_packs", "closures", "exams", "left_out", "retention", "terms")
"""Tables that say how a class goes about things: of two that become one, the other's hold."""


def merge(tx: Connection, class_id: str, into: str) -> None:
    """Make everything of one class another's, but for its settings, and take it away.

    Where both have the same, the other's stays.
    """
    for table in metadata.sorted_tables:
        if "class_id" not in table.c or table.name in SETTINGS:
            continue
        keys = [column for column in table.primary_key if column.name != "class_id"]
        moving = update(table).where(table.c.class_id == class_id)
        if not keys:
            moving = moving.where(~select(table).where(table.c.class_id == into).exists())
        elif "class_id" in table.primary_key:
            taken = select(*(column for column in keys)).where(table.c.class_id == into)
            key = tuple_(*keys) if len(keys) > 1 else keys[0]
            moving = moving.where(key.not_in(taken))
        tx.execute(moving.values(class_id=into))
    tx.execute(delete(classes).where(classes.c.id == class_id))


def part(tx: Connection, class_id: str, new: str, name: str, rooms: Sequence[str], at: int) -> None:
    """Found a class with these rooms of another one's: its zone and calendar's country, and nothing of its past."""
    row = tx.execute(select(classes).where(classes.c.id == class_id)).one()
    tx.execute(insert(classes).values({**row._mapping, "id": new, "name": name, "created_at": at, "opened_at": at}))  # noqa: SLF001
    moved = update(class_rooms).where(class_rooms.c.room.in_(rooms))
    tx.execute(moved.values(class_id=new, twins=""))


def copy_roles(tx: Connection, class_id: str, to: str, prefixes: Collection[str]) -> None:
    """Give whoever has a role in one class the same in another, as far as they are of these platforms or spaces."""
    held = tx.execute(select(roles).where(roles.c.class_id == class_id)).all()
    rows = [{**row._mapping, "class_id": to} for row in held if row.holder.startswith(tuple(prefixes))]  # noqa: SLF001
    put(tx, roles, *rows)


def leave(tx: Connection, class_id: str, persons: Collection[str]) -> None:
    """Have these persons have left a class."""
    gone = update(members).where(members.c.class_id == class_id, members.c.person.in_(persons))
    tx.execute(gone.values(left=True))
    theirs = delete(chosen_classes).where(chosen_classes.c.class_id == class_id, chosen_classes.c.person.in_(persons))
    tx.execute(theirs)
