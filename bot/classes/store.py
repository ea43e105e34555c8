"""SQL of classes, their rooms, roles and members."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cache

from sqlalchemy import (
    Connection,
    Select,
    Text,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from bot.classes.model import Deed, Holding
from bot.storage.dialect import put
from bot.storage.incoming import incoming, sent
from bot.storage.tables import accounts, chosen_classes, class_rooms, classes, deeds, members, roles


def name_of(tx: Connection, class_id: str) -> str:
    """What a class is called."""
    return str(tx.execute(select(classes.c.name).where(classes.c.id == class_id)).scalar_one())


def rename(tx: Connection, class_id: str, name: str) -> None:
    """Call a class otherwise."""
    tx.execute(update(classes).where(classes.c.id == class_id).values(name=name))


def exists_class(tx: Connection, class_id: str) -> bool:
    """Whether there is such a class."""
    return tx.execute(select(classes.c.id).where(classes.c.id == class_id)).first() is not None


def is_open(tx: Connection, class_id: str) -> bool:
    """Whether a class has been told that it is open."""
    return bool(tx.execute(select(classes.c.opened_at).where(classes.c.id == class_id)).scalar_one())


def open_class(tx: Connection, class_id: str, at: int) -> bool:
    """Note that a class is told that it is open; tell whether it was not before."""
    shut = update(classes).where(classes.c.id == class_id, classes.c.opened_at == 0)
    return tx.execute(shut.values(opened_at=at)).rowcount == 1


def rooms_of(tx: Connection, class_id: str) -> list[str]:
    """A class's rooms."""
    mine = select(class_rooms.c.room).where(class_rooms.c.class_id == class_id)
    return list(tx.execute(mine.order_by(class_rooms.c.room)).scalars())


def rooms_in(tx: Connection, class_id: str, space: str) -> list[str]:
    """Those of a class's rooms that are in a space."""
    mine = select(class_rooms.c.room).where(class_rooms.c.class_id == class_id, class_rooms.c.space == space)
    return list(tx.execute(mine.order_by(class_rooms.c.room)).scalars())


def twins_of(tx: Connection, room: str) -> list[str]:
    """The rooms that show the same rounds as a room, which is one of them; in an order that is always the same."""
    group = select(class_rooms.c.twins).where(class_rooms.c.room == room, class_rooms.c.twins != "").scalar_subquery()
    found = list(tx.execute(select(class_rooms.c.room).where(class_rooms.c.twins == group)).scalars())
    return sorted(found) or [room]


def join_rooms(tx: Connection, rooms: Collection[str], twins: str) -> None:
    """Have rooms show the same rounds; none of them others, where `twins` is empty."""
    tx.execute(update(class_rooms).where(class_rooms.c.room.in_(rooms)).values(twins=twins))


def move_room(tx: Connection, room: str, class_id: str) -> None:
    """Make a room another class's."""
    tx.execute(update(class_rooms).where(class_rooms.c.room == room).values(class_id=class_id, twins=""))


def deeds_of(tx: Connection, class_id: str, before: int, most: int) -> list[Deed]:
    """What was done in a class by a right that learners do not have, the latest first, before an instant."""
    done = (
        select(deeds.c.person, deeds.c.at, deeds.c.what, deeds.c.told)
        .where(deeds.c.class_id == class_id, deeds.c.at < before)
        .order_by(deeds.c.at.desc(), deeds.c.id.desc())
        .limit(most)
    )
    return [Deed(*row) for row in tx.execute(done)]


def class_of_room(tx: Connection, room: str) -> str | None:
    """The class that a room belongs to."""
    return tx.execute(select(class_rooms.c.class_id).where(class_rooms.c.room == room)).scalar()


def classes_of_space(tx: Connection, space: str) -> list[str]:
    """Every class with a room in a space."""
    return list(tx.execute(select(class_rooms.c.class_id).where(class_rooms.c.space == space).distinct()).scalars())


def classes_of(tx: Connection, persons: Collection[str]) -> list[tuple[str, str]]:
    """Id and name of the classes that any of these persons is in, the one last active in first."""
    mine = (
        select(classes.c.id, classes.c.name)
        .join(members, members.c.class_id == classes.c.id)
        .where(members.c.person.in_(persons), members.c.left.is_(False))
        .group_by(classes.c.id, classes.c.name)
        .order_by(func.max(members.c.seen_at).desc(), classes.c.id)
    )
    return [(id, name) for id, name in tx.execute(mine)]


def spaces_of(tx: Connection, person: str) -> list[str]:
    """The spaces with rooms of the classes that a person is in or has a role in."""
    learnt = select(members.c.class_id).where(members.c.person == person, members.c.left.is_(False))
    held = select(roles.c.class_id).where(roles.c.holder == person)
    where = or_(class_rooms.c.class_id.in_(learnt), class_rooms.c.class_id.in_(held))
    return list(tx.execute(select(class_rooms.c.space).where(where).distinct().order_by(class_rooms.c.space)).scalars())


def chosen_class(tx: Connection, person: str) -> str | None:
    """The class that a person means where no room says it."""
    return tx.execute(select(chosen_classes.c.class_id).where(chosen_classes.c.person == person)).scalar()


def choose_class(tx: Connection, person: str, class_id: str) -> None:
    """Note which class a person means where no room says it."""
    put(tx, chosen_classes, {"person": person, "class_id": class_id}, replacing=("class_id",))


def create(tx: Connection, class_id: str, name: str, zone: str, at: int) -> None:
    """Add a class."""
    tx.execute(insert(classes).values(id=class_id, name=name, zone=zone, created_at=at))


def remove(tx: Connection, class_id: str) -> None:
    """Take a class away, with everything that hangs on it."""
    tx.execute(delete(classes).where(classes.c.id == class_id))


def give_room(tx: Connection, class_id: str, room: str, space: str) -> None:
    """Make a room one of the class's, unless it already is some class's."""
    put(tx, class_rooms, {"room": room, "space": space, "class_id": class_id})


def holdings(tx: Connection, class_id: str) -> list[Holding]:
    """The roles of a class, in the order they were given."""
    named = (
        select(roles.c.holder, roles.c.role, roles.c.named_by, roles.c.named_at)
        .where(roles.c.class_id == class_id)
        .order_by(roles.c.named_at, roles.c.holder != roles.c.named_by, roles.c.holder)
    )
    return [Holding(*row) for row in tx.execute(named)]


def classes_with_holdings(tx: Connection, space: str, person: str) -> list[tuple[str, str, list[Holding]]]:
    """Id, name and roles of every class with a room in a space, and of those without any where a person has a role."""
    held = select(roles.c.class_id).where(roles.c.holder == person)
    roomless = and_(classes.c.id.in_(held), classes.c.id.not_in(select(class_rooms.c.class_id)))
    mine = select(classes.c.id, classes.c.name).where(or_(classes.c.id.in_(classes_of_space(tx, space)), roomless))
    found = tx.execute(mine.order_by(classes.c.name, classes.c.id)).all()
    return [(id, name, holdings(tx, id)) for id, name in found]


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
        {"class_id": class_id, "person": person, "name": name, "shows_name": False, "seen_at": at, "left": False}
        for person, name, at in people
    ]
    put(tx, members, *rows, replacing=("name", "seen_at", "left"))


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


def names_shown(tx: Connection, class_id: str, persons: Sequence[str]) -> dict[str, str]:
    """The names of those of `persons` who show theirs with any of their accounts: of the first by key that has one."""
    rows = tx.execute(_names_shown(tx.dialect.name), {"of": class_id, **sent([(person,) for person in persons])})
    found: dict[str, str] = {}
    for person, name in rows:
        found.setdefault(person, name)
    return found


@cache
def _names_shown(dialect: str) -> Select[str, str]:
    asked, own, other = incoming(dialect, person=Text()), accounts.alias(), accounts.alias()
    account = func.coalesce(other.c.person, asked.c.person)
    mine = and_(members.c.person == account, members.c.class_id == bindparam("of"), members.c.shows_name)
    linked = asked.outerjoin(own, own.c.person == asked.c.person).outerjoin(other, other.c.human == own.c.human)
    found = select(asked.c.person, members.c.name).select_from(linked.join(members, mine))
    return found.where(members.c.name != "").order_by(account)


def present(tx: Connection, class_id: str, persons: Sequence[str]) -> dict[str, tuple[str, int]]:
    """Those of these persons who are in a class and have not left it: name, and when they were on record as active."""
    if not persons:
        return {}
    found = tx.execute(_present(tx.dialect.name), {"of": class_id, **sent([(person,) for person in persons])})
    return {person: (name, seen_at) for person, name, seen_at in found}


@cache
def _present(dialect: str) -> Select[str, str, int]:
    wanted = select(incoming(dialect, person=Text()).c.person)
    mine = select(members.c.person, members.c.name, members.c.seen_at)
    return mine.where(members.c.class_id == bindparam("of"), members.c.person.in_(wanted), members.c.left.is_(False))


def is_member(tx: Connection, class_id: str, persons: Collection[str]) -> bool:
    """Whether any of these persons is in a class and has not left it."""
    mine = and_(members.c.class_id == class_id, members.c.person.in_(persons), members.c.left.is_(False))
    return bool(tx.execute(select(exists().where(mine))).scalar())


def members_of(tx: Connection, class_id: str) -> list[tuple[str, str]]:
    """Everybody in a class who has not left it, and their names, whoever was active last first."""
    present = select(members.c.person, members.c.name).where(members.c.class_id == class_id, members.c.left.is_(False))
    return [(person, name) for person, name in tx.execute(present.order_by(members.c.seen_at.desc(), members.c.person))]


def turnout(tx: Connection, class_id: str, since: int) -> tuple[int, int]:
    """How many humans without a role are in a class and have not left it, and how many of them were seen since then."""
    human = func.coalesce(accounts.c.human, members.c.person)
    own, others = roles.alias(), accounts.alias()
    of_class = own.c.class_id == class_id
    held = select(own.c.holder).where(of_class)
    held_by_others = select(others.c.human).join(own, own.c.holder == others.c.person).where(of_class)
    query = (
        select(func.count(human.distinct()), func.count(case((members.c.seen_at >= since, human)).distinct()))
        .select_from(members.outerjoin(accounts, accounts.c.person == members.c.person))
        .where(members.c.class_id == class_id, members.c.left.is_(False))
        .where(members.c.person.not_in(held), human.not_in(held_by_others))
    )
    learners, active = tx.execute(query).one()
    return learners, active


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
