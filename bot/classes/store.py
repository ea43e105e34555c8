"""SQL of classes, their rooms, roles and members."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, and_, delete, insert, select, update

from bot.storage.dialect import put
from bot.storage.tables import accounts, class_rooms, classes, members, roles


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


def holders_of(tx: Connection, class_id: str) -> list[tuple[str, str]]:
    """Who has a role in a class, and which: persons and groups, in the order they were named."""
    named = (
        select(roles.c.holder, roles.c.role)
        .where(roles.c.class_id == class_id)
        .order_by(roles.c.named_at, roles.c.holder != roles.c.named_by, roles.c.holder)
    )
    return [(holder, role) for holder, role in tx.execute(named)]


def roles_of(tx: Connection, class_id: str, holders: Collection[str]) -> set[str]:
    """The roles that any of these persons and groups has in a class."""
    held = select(roles.c.role).where(roles.c.class_id == class_id, roles.c.holder.in_(holders))
    return set(tx.execute(held).scalars())


def put_role(tx: Connection, class_id: str, holder: str, role: str, named_by: str, at: int) -> None:
    """Give a person or group a role in a class, in place of any they had."""
    row = {"class_id": class_id, "holder": holder, "role": role, "named_by": named_by, "named_at": at}
    put(tx, roles, row, replacing=("role", "named_by", "named_at"))


def remove_role(tx: Connection, class_id: str, holder: str) -> str | None:
    """Take a person's or group's role in a class from them; tell which it was."""
    theirs = and_(roles.c.class_id == class_id, roles.c.holder == holder)
    role = tx.execute(select(roles.c.role).where(theirs)).scalar()
    tx.execute(delete(roles).where(theirs))
    return role


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


def members_of(tx: Connection, class_id: str) -> list[tuple[str, str]]:
    """Everybody in a class who has not left it, and their names, whoever was active last first."""
    present = select(members.c.person, members.c.name).where(members.c.class_id == class_id, members.c.left.is_(False))
    return [(person, name) for person, name in tx.execute(present.order_by(members.c.seen_at.desc(), members.c.person))]


def humans_of(tx: Connection, persons: Collection[str]) -> dict[str, str]:
    """The human behind each of `persons` who has more accounts than one."""
    found: dict[str, str] = {}
    wanted = list(persons)
    for start in range(0, len(wanted), 500):
        linked = select(accounts.c.person, accounts.c.human).where(accounts.c.person.in_(wanted[start : start + 500]))
        found.update((person, human) for person, human in tx.execute(linked))
    return found


def accounts_of_human(tx: Connection, human: str) -> list[str]:
    """All accounts of a human."""
    mine = select(accounts.c.person).where(accounts.c.human == human)
    return list(tx.execute(mine.order_by(accounts.c.person)).scalars())


def member_name(tx: Connection, class_id: str, person: str) -> str | None:
    """What a member is called."""
    mine = select(members.c.name).where(members.c.class_id == class_id, members.c.person == person)
    return tx.execute(mine).scalar()
