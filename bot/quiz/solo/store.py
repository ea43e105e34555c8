"""SQL of solo quizzes."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.engine import Row

from bot.quiz.solo.model import Solo
from bot.storage.tables import solos as table


def create(tx: Connection, solo: Solo) -> None:
    """Add a quiz."""
    tx.execute(insert(table).values({**asdict(solo), "questions": json.dumps(solo.questions)}))


def save(tx: Connection, solo: Solo, at: int) -> None:
    """Store where a quiz stands."""
    standing = {"position": solo.position, "tries": solo.tries, "settled": solo.settled, "touched_at": at}
    tx.execute(update(table).where(table.c.id == solo.id).values(standing))


def find(tx: Connection, id: str) -> Solo | None:
    """The quiz with this id."""
    return _solo(tx.execute(select(table).where(table.c.id == id)).first())


def hold(tx: Connection, id: str) -> Solo | None:
    """The quiz with this id, kept from other transactions until this one ends."""
    return _solo(tx.execute(select(table).where(table.c.id == id).with_for_update()).first())


def touched_since(tx: Connection, person: str, since: int) -> list[Solo]:
    """A person's quizzes, homework and reviews apart, touched after `since`, the last first; at most twenty."""
    mine = select(table).where(table.c.person == person, table.c.touched_at > since)
    mine = mine.where(table.c.homework == "", ~table.c.review)
    found = tx.execute(mine.order_by(table.c.touched_at.desc(), table.c.created_at.desc()).limit(20))
    return [solo for row in found if (solo := _solo(row)) is not None]


def of_homework(tx: Connection, homework: Collection[str], persons: Collection[str] | None = None) -> list[Solo]:
    """The quizzes that are done for any of these homeworks, by anybody or by these persons."""
    theirs = select(table).where(table.c.homework.in_(homework))
    if persons is not None:
        theirs = theirs.where(table.c.person.in_(persons))
    found = tx.execute(theirs.order_by(table.c.created_at, table.c.id))
    return [solo for row in found if (solo := _solo(row)) is not None]


def last_review(tx: Connection, persons: Collection[str], class_id: str, since: int) -> Solo | None:
    """The last of these persons' reviews in a class, if they have touched it after `since`."""
    mine = select(table).where(table.c.person.in_(persons), table.c.touched_at > since, table.c.review)
    last = mine.where(table.c.class_id == class_id).order_by(table.c.touched_at.desc(), table.c.created_at.desc())
    return _solo(tx.execute(last.limit(1)).first())


def left_of_homework(tx: Connection, homework: str) -> list[tuple[str, list[tuple[str, int]]]]:
    """Everybody who has begun a homework, and the questions that each has left."""
    columns = (table.c.person, table.c.questions, table.c.position, table.c.settled)
    rows = tx.execute(select(*columns).where(table.c.homework == homework))
    return [
        (person, json.loads(questions)[position - (not settled) :]) for person, questions, position, settled in rows
    ]


def recent_questions(tx: Connection, person: str, solos: int) -> set[str]:
    """The ids of the questions in a person's last quizzes."""
    last = select(table.c.questions).where(table.c.person == person).order_by(table.c.touched_at.desc()).limit(solos)
    return {id for questions in tx.execute(last).scalars() for id, _revision in json.loads(questions)}


def _solo(row: Row[tuple[object, ...]] | None) -> Solo | None:
    if row is None:
        return None
    return Solo(
        id=row.id,
        class_id=row.class_id,
        person=row.person,
        topic=row.topic,
        kind=row.kind,
        title=row.title,
        questions=tuple((id, revision) for id, revision in json.loads(row.questions)),
        practice=row.practice,
        position=row.position,
        tries=row.tries,
        settled=row.settled,
        created_at=row.created_at,
        touched_at=row.touched_at,
        homework=row.homework,
        review=row.review,
    )
