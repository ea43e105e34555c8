"""SQL over what tables declare about people (`bot/storage/tables/kept.py`): found, counted, erased."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    true,
    update,
)

from bot.chat import desk_of
from bot.clock import week_of
from bot.ids import new_id
from bot.storage.dialect import put
from bot.storage.tables import class_rooms, classes, forgotten_lists, members, metadata, roles
from bot.storage.tables.kept import NOBODY, Kept, kept_of


@dataclass(frozen=True, slots=True)
class Part:
    """What of somebody's is meant, where it is not everything."""

    class_id: str
    before: int | None = None
    """Microseconds UTC; none: whenever it was."""


def tables() -> Iterator[tuple[Table, Kept]]:
    """Every table and what it declares; those that refer to others come first."""
    for table in reversed(metadata.sorted_tables):
        yield table, kept_of(table)


def theirs(table: Table, persons: Collection[str], part: Part | None = None) -> ColumnElement[bool] | None:
    """The condition that a row is about one of these persons; nothing where none can be, or be told to be of `part`."""
    kept = kept_of(table)
    if kept.via:
        [reference] = table.c[kept.via].foreign_keys
        parent = theirs(reference.column.table, persons, part)
        return None if parent is None else table.c[kept.via].in_(select(reference.column).where(parent))
    if not kept.person:
        return None
    within = _within(table, part)
    if within is None:
        return None
    return and_(table.c[kept.person].in_([*persons, *map(desk_of, persons)]), within)


def _within(table: Table, part: Part | None) -> ColumnElement[bool] | None:
    if part is None:
        return true()
    of_class = _of_class(table, part.class_id)
    at = kept_of(table).at
    if of_class is None or (part.before is not None and not at):
        return None
    return of_class if part.before is None else and_(of_class, table.c[at] < part.before)


def _of_class(table: Table, class_id: str) -> ColumnElement[bool] | None:
    if "class_id" in table.c:
        return table.c.class_id == class_id
    for reference in table.foreign_keys:
        parent = _of_class(reference.column.table, class_id)
        if parent is not None:
            return table.c[reference.parent.name].in_(select(reference.column).where(parent))
    return None


def count(tx: Connection, table: Table, persons: Collection[str]) -> int:
    """How many rows of a table are about these persons."""
    condition = theirs(table, persons)
    if condition is None:
        return 0
    return tx.execute(select(func.count()).select_from(table).where(condition)).scalar_one()


def rows(tx: Connection, table: Table, persons: Collection[str]) -> list[dict[str, Any]]:
    """What a table keeps about these persons, but for exam results that are not released yet."""
    condition = theirs(table, persons)
    if condition is None:
        return []
    if withheld := kept_of(table).withheld:
        condition = and_(condition, table.c[withheld])
    found = tx.execute(select(table).where(condition).order_by(*table.primary_key.columns))
    return [dict(row) for row in found.mappings()]


def names_of(tx: Connection, persons: Collection[str]) -> set[str]:
    """What these persons are called in their classes."""
    return set(tx.execute(select(members.c.name).where(members.c.person.in_(persons)).distinct()).scalars())


def memberships(tx: Connection, persons: Collection[str]) -> list[tuple[str, str, str, bool, int]]:
    """Id and name of each class that has these persons, their name there, whether it is shown, and when last seen."""
    found = (
        select(classes.c.id, classes.c.name, members.c.name, members.c.shows_name, members.c.seen_at)
        .join(members, members.c.class_id == classes.c.id)
        .where(members.c.person.in_(persons))
        .order_by(members.c.seen_at.desc())
    )
    return [(id, name, called, shown, seen) for id, name, called, shown, seen in tx.execute(found)]


def has_any(tx: Connection, persons: Collection[str], part: Part) -> bool:
    """Whether any table keeps something of these persons that is of `part`."""
    conditions = [(table, theirs(table, persons, part)) for table, _ in tables()]
    return any(
        tx.execute(select(exists().where(condition))).scalar() for _, condition in conditions if condition is not None
    )


def learners(tx: Connection, class_id: str) -> list[str]:
    """Everybody in a class, also those who have left it, who has no role in it."""
    staff = select(roles.c.holder).where(roles.c.class_id == class_id)
    found = select(members.c.person).where(members.c.class_id == class_id, members.c.person.not_in(staff))
    return list(tx.execute(found).scalars())


def teachers(tx: Connection, class_id: str) -> list[str]:
    """The persons who teach a class."""
    taught = select(roles.c.holder).where(roles.c.class_id == class_id, roles.c.role == "teacher")
    return [holder for holder in tx.execute(taught).scalars() if ":&" not in holder]


def named_like(tx: Connection, part: str) -> list[tuple[str, str, str, int]]:
    """Person, name, class and when last seen, of everybody whose name or key has this in it."""
    wanted = or_(members.c.name.icontains(part, autoescape=True), members.c.person.icontains(part, autoescape=True))
    found = (
        select(members.c.person, members.c.name, classes.c.name, members.c.seen_at)
        .join(classes, members.c.class_id == classes.c.id)
        .where(wanted)
        .order_by(members.c.name, members.c.person)
    )
    return [(person, name, class_name, at) for person, name, class_name, at in tx.execute(found)]


def taught_alone(tx: Connection, persons: Collection[str]) -> list[str]:
    """The names of the classes that nobody teaches but these persons."""
    taught = select(roles.c.class_id).where(roles.c.role == "teacher", roles.c.holder.in_(persons))
    others = select(roles.c.class_id).where(roles.c.role == "teacher", roles.c.holder.not_in(persons))
    alone = select(classes.c.name).where(classes.c.id.in_(taught), classes.c.id.not_in(others))
    return list(tx.execute(alone.order_by(classes.c.name)).scalars())


def everybody(tx: Connection) -> dict[str, int | None]:
    """Every person whom any table names, with the earliest instant that anything of theirs has."""
    found: dict[str, int | None] = {}
    for table, kept in tables():
        columns = [table.c[name] for name in (kept.person, *kept.doers) if name]
        for column in columns:
            at = table.c[kept.at] if kept.at and column.name == kept.person else None
            first = select(column, *([func.min(at)] if at is not None else [])).group_by(column)
            for key, *earliest in tx.execute(first):
                person = str(key).removeprefix(desk_of(""))
                if ":" in person:
                    known = found.get(person)
                    times = [time for time in (known, *earliest) if time is not None]
                    found[person] = min(times, default=None)
    return found


# Erasing


def hold_still(tx: Connection) -> None:
    """On PostgreSQL, wait for whoever writes or reads about people, and let nobody else do so until it is done."""
    if tx.dialect.name == "postgresql":
        personal = ", ".join(table.name for table, kept in tables() if kept.one or kept.doers or kept.mentions)
        tx.exec_driver_sql(f"LOCK TABLE {personal} IN ACCESS EXCLUSIVE MODE")


def remove(tx: Connection, table: Table, condition: ColumnElement[bool]) -> None:
    """Delete rows."""
    tx.execute(delete(table).where(condition))


def unlink(tx: Connection, table: Table, condition: ColumnElement[bool], random: Random) -> None:
    """Have rows stay and tell of nobody."""
    kept = kept_of(table)
    keys = list(table.primary_key.columns)
    same = {kept.person: NOBODY, **kept.blank}
    found = tx.execute(select(*keys, *([table.c[kept.at]] if kept.at else [])).where(condition)).mappings().all()
    changed = update(table).where(*(key == bindparam(f"old_{key.name}") for key in keys))
    for row in found:
        values: dict[str, object] = {**same}
        if kept.at:
            values[kept.at] = week_of(row[kept.at])
        if kept.fresh:
            values[kept.fresh] = f"{NOBODY} {new_id(random)}{new_id(random)}"
        tx.execute(changed.values(values), {f"old_{key.name}": row[key.name] for key in keys})


def rename_doers(tx: Connection, persons: Collection[str]) -> None:
    """Have nobody stand where these persons had to do with what is somebody else's, or a class's."""
    for table, kept in tables():
        for doer in kept.doers:
            tx.execute(update(table).where(table.c[doer].in_(persons)).values({doer: NOBODY}))


def mentioning(
    tx: Connection, table: Table, class_ids: Collection[str], names: Collection[str]
) -> list[dict[str, Any]]:
    """The rows of a table in which one of these names may stand, in these classes where the table tells of classes."""
    column = table.c[kept_of(table).mentions]
    some = or_(*(column.contains(name, autoescape=True) for name in names))
    within = [table.c.class_id.in_(class_ids)] if "class_id" in table.c else []
    return [dict(row) for row in tx.execute(select(table).where(some, *within)).mappings()]


def rooms_of(tx: Connection, class_ids: Collection[str]) -> set[str]:
    """The rooms of these classes."""
    return set(tx.execute(select(class_rooms.c.room).where(class_rooms.c.class_id.in_(class_ids))).scalars())


def rewrite(tx: Connection, table: Table, row: dict[str, Any], column: str, value: str) -> None:
    """Put `value` into one column of a row."""
    keys = [key == row[key.name] for key in table.primary_key.columns]
    tx.execute(update(table).where(*keys).values({column: value}))


# The list


def dealt_with(tx: Connection, list_id: str) -> int:
    """How many entries of a list of forgotten people are dealt with in this database."""
    return tx.execute(select(forgotten_lists.c.entries).where(forgotten_lists.c.id == list_id)).scalar() or 0


def deal_with(tx: Connection, list_id: str, entries: int) -> None:
    """Note that so many entries of a list are dealt with."""
    put(tx, forgotten_lists, {"id": list_id, "entries": entries}, replacing=("entries",))
