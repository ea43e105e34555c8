"""SQL of classes, their rooms, teachers and members."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, delete, insert, select, update

from bot.storage.dialect import put
from bot.storage.tables import class_rooms, classes, members, teachers


def class_of_room(tx: Connection, room: str) -> str | None:
    """The class that a room belongs to."""
    return tx.execute(select(class_rooms.c.class_id).where(class_rooms.c.room == room)).scalar()


def classes_of_space(tx: Connection, space: str) -> list[str]:
    """Every class with a room in a space."""
    return list(tx.execute(select(class_rooms.c.class_id).where(class_rooms.c.space == space).distinct()).scalars())


def last_class_of(tx: Connection, person: str) -> str | None:
    """The class in which a person was last active."""
    mine = select(members.c.class_id).where(members.c.person == person)
    return tx.execute(mine.order_by(members.c.seen_at.desc()).limit(1)).scalar()


def create(tx: Connection, class_id: str, name: str, zone: str, at: int) -> None:
    """Add a class."""
    tx.execute(insert(classes).values(id=class_id, name=name, zone=zone, created_at=at))


def remove(tx: Connection, class_id: str) -> None:
    """Take a class away, with everything that hangs on it."""
    tx.execute(delete(classes).where(classes.c.id == class_id))


def give_room(tx: Connection, class_id: str, room: str, space: str) -> None:
    """Make a room one of the class's, unless it already is some class's."""
    put(tx, class_rooms, {"room": room, "space": space, "class_id": class_id})


def teachers_of(tx: Connection, class_id: str) -> list[str]:
    """Who teaches a class, in the order they were named."""
    named = (
        select(teachers.c.person)
        .where(teachers.c.class_id == class_id)
        .order_by(teachers.c.named_at, teachers.c.person != teachers.c.named_by, teachers.c.person)
    )
    return list(tx.execute(named).scalars())


def is_teacher(tx: Connection, class_id: str, person: str) -> bool:
    """Whether a person teaches a class."""
    mine = select(teachers.c.person).where(teachers.c.class_id == class_id, teachers.c.person == person)
    return tx.execute(mine).first() is not None


def add_teacher(tx: Connection, class_id: str, person: str, named_by: str, at: int) -> None:
    """Make a person a teacher of a class."""
    row = {"class_id": class_id, "person": person, "named_by": named_by, "named_at": at}
    put(tx, teachers, row)


def remove_teacher(tx: Connection, class_id: str, person: str) -> bool:
    """Make a person no longer a teacher; tell whether they were one."""
    return (
        tx.execute(delete(teachers).where(teachers.c.class_id == class_id, teachers.c.person == person)).rowcount == 1
    )


def put_members(tx: Connection, class_id: str, people: Iterable[tuple[str, str, int]]) -> None:
    """Note that people are active in a class: each person, under which name, since when."""
    rows = [
        {"class_id": class_id, "person": person, "name": name, "shows_name": False, "seen_at": at}
        for person, name, at in people
    ]
    put(tx, members, *rows, replacing=("name", "seen_at"))


def show_name(tx: Connection, class_id: str, person: str, *, shown: bool) -> None:
    """Set whether a member's name may stand on boards."""
    mine = update(members).where(members.c.class_id == class_id, members.c.person == person)
    tx.execute(mine.values(shows_name=shown))


def shown_names(tx: Connection, class_id: str, persons: Collection[str]) -> dict[str, str]:
    """The names of those of `persons` who show theirs."""
    found: dict[str, str] = {}
    wanted = list(persons)
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        named = select(members.c.person, members.c.name)
        showing = named.where(members.c.class_id == class_id, members.c.shows_name, members.c.person.in_(some))
        found.update((person, name) for person, name in tx.execute(showing))
    return found


def member_name(tx: Connection, class_id: str, person: str) -> str | None:
    """What a member is called."""
    mine = select(members.c.name).where(members.c.class_id == class_id, members.c.person == person)
    return tx.execute(mine).scalar()
