"""SQL of homework."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.engine import Row

from bot.homework.model import Assigned, Homework
from bot.storage.dialect import put
from bot.storage.tables import classes, homework_learners
from bot.storage.tables import homework as table


def create(tx: Connection, new: Homework) -> None:
    """Add a homework."""
    tx.execute(
        insert(table).values(
            id=new.id,
            class_id=new.class_id,
            topic=new.topic,
            kind=new.kind,
            title=new.title,
            questions=json.dumps(new.questions),
            everyone=new.everyone,
            due=_written(new.due),
            due_at=new.due_at,
            state=new.state,
            set_by=new.set_by,
            set_at=new.set_at,
        )
    )


def save(tx: Connection, changed: Homework) -> None:
    """Store when a homework is due, and whether answers are taken."""
    new = {"due": _written(changed.due), "due_at": changed.due_at, "state": changed.state}
    tx.execute(update(table).where(table.c.id == changed.id).values(new))


def find(tx: Connection, id: str) -> Homework | None:
    """The homework with this id."""
    return _homework(tx.execute(select(table).where(table.c.id == id)).first())


def hold(tx: Connection, id: str) -> Homework | None:
    """The homework with this id, kept from other transactions until this one ends."""
    return _homework(tx.execute(select(table).where(table.c.id == id).with_for_update()).first())


def hold_class(tx: Connection, class_id: str) -> None:
    """Have nobody else set homework in a class, nor come into it, until the transaction ends."""
    tx.execute(select(classes.c.id).where(classes.c.id == class_id).with_for_update())


def of_class(tx: Connection, class_id: str, most: int) -> list[Homework]:
    """The newest homework of a class that was not called off, the one due last first; so many at most."""
    mine = select(table).where(table.c.class_id == class_id, table.c.state != "called off")
    found = tx.execute(mine.order_by(table.c.due_at.desc(), table.c.set_at.desc()).limit(most))
    return [homework for row in found if (homework := _homework(row))]


def open_in(tx: Connection, class_id: str, *, hold: bool = True) -> list[Homework]:
    """The homework of a class that takes answers, in the order in which it is due; who only reads can `hold` none."""
    mine = select(table).where(table.c.class_id == class_id, table.c.state == "open")
    ordered = mine.order_by(table.c.due_at, table.c.set_at, table.c.id)
    found = tx.execute(ordered.with_for_update() if hold else ordered)
    return [homework for row in found if (homework := _homework(row))]


def of_persons(tx: Connection, persons: Collection[str], since: int) -> list[Homework]:
    """What was given to any of these persons, not called off and due after `since`, in the order in which it is due."""
    mine = select(homework_learners.c.homework_id).where(homework_learners.c.person.in_(persons))
    theirs = select(table).where(table.c.id.in_(mine), table.c.state != "called off", table.c.due_at > since)
    found = tx.execute(theirs.order_by(table.c.due_at, table.c.set_at, table.c.id))
    return [homework for row in found if (homework := _homework(row))]


def give(tx: Connection, homework_id: str, desks: Mapping[str, str], at: int) -> None:
    """Give a homework to these persons, each with the key of the message on their desk."""
    put(
        tx,
        homework_learners,
        *(
            {"homework_id": homework_id, "person": person, "given_at": at, "desk": desk, "reminded_at": 0}
            for person, desk in desks.items()
        ),
    )


def assigned(tx: Connection, homework_id: str, persons: Collection[str] | None = None) -> list[Assigned]:
    """Who is to do a homework: all of them, or those of these persons."""
    rows = select(homework_learners).where(homework_learners.c.homework_id == homework_id)
    if persons is not None:
        rows = rows.where(homework_learners.c.person.in_(persons))
    return [
        Assigned(row.person, row.given_at, row.desk, row.reminded_at, row.late)
        for row in tx.execute(rows.order_by(homework_learners.c.person))
    ]


def put_desks(tx: Connection, homework_id: str, desks: Mapping[str, str], reminded_at: int | None = None) -> None:
    """Note which message of each person's desk is now the last about a homework, and when it was a reminder."""
    if not desks:
        return
    this = update(homework_learners).where(
        homework_learners.c.homework_id == homework_id, homework_learners.c.person == bindparam("whose")
    )
    new = this.values(desk=bindparam("new_desk"), **({} if reminded_at is None else {"reminded_at": reminded_at}))
    tx.execute(new, [{"whose": person, "new_desk": desk} for person, desk in desks.items()])


def put_late(tx: Connection, homework_id: str, persons: Sequence[str]) -> None:
    """Note that somebody does a homework though it was due."""
    mine = update(homework_learners).where(
        homework_learners.c.homework_id == homework_id, homework_learners.c.person.in_(persons)
    )
    tx.execute(mine.values(late=True))


def forget_late(tx: Connection, homework_id: str) -> None:
    """Note that nobody does a homework late any more: it is due at another time."""
    tx.execute(update(homework_learners).where(homework_learners.c.homework_id == homework_id).values(late=False))


def _written(due: datetime) -> str:
    return due.isoformat(timespec="minutes")


def _homework(row: Row[tuple[object, ...]] | None) -> Homework | None:
    if row is None:
        return None
    return Homework(
        id=row.id,
        class_id=row.class_id,
        topic=row.topic,
        kind=row.kind,
        title=row.title,
        questions=tuple((id, revision) for id, revision in json.loads(row.questions)),
        everyone=row.everyone,
        due=datetime.fromisoformat(row.due),
        due_at=row.due_at,
        state=row.state,
        set_by=row.set_by,
        set_at=row.set_at,
    )
