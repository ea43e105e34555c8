"""SQL of cards."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, Text, and_, bindparam, delete, func, or_, select
from sqlalchemy.engine import Row

from bot.review.model import Card, Memory
from bot.storage.dialect import put
from bot.storage.incoming import incoming, sent
from bot.storage.tables import Instant
from bot.storage.tables import cards as table

_KEY = ("person", "class_id", "question")
_MEMORY = ("stability", "difficulty", "reviewed_at", "due_at", "ready_until", "lead", "reviews")
_CARD = tuple(table.c[name] for name in ("person", "question", *_MEMORY))


def save(tx: Connection, class_id: str, cards: Iterable[Card]) -> None:
    """Have these cards stand in a class as they are."""
    rows = [
        {
            "person": card.person,
            "class_id": class_id,
            "question": card.question,
            "stability": card.memory.stability,
            "difficulty": card.memory.difficulty,
            "reviewed_at": card.memory.reviewed_at,
            "due_at": card.memory.due_at,
            "ready_until": card.ready_until,
            "lead": card.lead,
            "reviews": card.memory.reviews,
        }
        for card in cards
    ]
    put(tx, table, *rows, replacing=_MEMORY)


def drop(tx: Connection, class_id: str, keys: Collection[tuple[str, str]]) -> None:
    """Take away the cards of these persons and questions in a class."""
    if keys:
        these = and_(table.c.person == bindparam("whose"), table.c.question == bindparam("which"))
        gone = delete(table).where(these, table.c.class_id == class_id)
        tx.execute(gone, [{"whose": person, "which": question} for person, question in keys])


def drop_of(tx: Connection, persons: Collection[str], class_id: str | None = None) -> None:
    """Take away every card of these persons, in all classes or in one."""
    theirs = delete(table).where(table.c.person.in_(persons))
    tx.execute(theirs if class_id is None else theirs.where(table.c.class_id == class_id))


def drop_class(tx: Connection, class_id: str) -> None:
    """Take away every card of a class."""
    tx.execute(delete(table).where(table.c.class_id == class_id))


def everything(tx: Connection, class_id: str) -> list[tuple[Any, ...]]:
    """All that is stored of a class's cards."""
    return [tuple(row) for row in tx.execute(select(table).where(table.c.class_id == class_id))]


def find(tx: Connection, class_id: str, keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], Card]:
    """The cards of these persons and questions in a class, as far as there are any."""
    if not keys:
        return {}
    rows = tx.execute(_of_keys(tx.dialect.name), sent([(person, class_id, question) for person, question in keys]))
    return {(row.person, row.question): _card(row) for row in rows}


@cache
def _of_keys(dialect: str) -> Select[Any]:
    # The class comes along with each key: given once, it would lead SQLite to the index of the class, and to all of it.
    keys = incoming(dialect, person=Text(), class_id=Text(), question=Text())
    return select(*_CARD).join(keys, and_(*(table.c[name] == keys.c[name] for name in _KEY)))


def of_learner(tx: Connection, person: str, class_id: str) -> list[Card]:
    """Every card of a person in a class."""
    mine = select(*_CARD).where(table.c.person == person, table.c.class_id == class_id)
    return [_card(row) for row in tx.execute(mine.order_by(table.c.question))]


def of_class(tx: Connection, class_id: str) -> list[Card]:
    """Every card of a class."""
    return [_card(row) for row in tx.execute(select(*_CARD).where(table.c.class_id == class_id))]


def shared(tx: Connection, class_id: str, other: str) -> list[tuple[str, str]]:
    """The persons and questions that have a card in both classes."""
    theirs = table.alias()
    both = and_(theirs.c.person == table.c.person, theirs.c.question == table.c.question)
    found = select(table.c.person, table.c.question).join(theirs, both)
    rows = tx.execute(found.where(table.c.class_id == class_id, theirs.c.class_id == other))
    return [(person, question) for person, question in rows]


def due(tx: Connection, person: str, class_id: str, now: int, exam_at: int | None, most: int) -> list[Card]:
    """A person's cards that are due (`Card.is_due`), the least ready first; so many at most.

    All of the condition is in the index, so that a card that is not due is never read.
    """
    values = {"whose": person, "of_class": class_id, "now": now, "most": most}
    if exam_at is None or exam_at <= now:
        return [_card(row) for row in tx.execute(_due(pulled=False), values)]
    # What is due is below what an exam wants by now, so that the index leads to both.
    values |= {"exam_at": exam_at}
    return [_card(row) for row in tx.execute(_due(pulled=True), values)]


@cache
def _due(*, pulled: bool) -> Select[Any]:
    now, exam_at = (bindparam(name, type_=Instant()) for name in ("now", "exam_at"))
    mine = select(*_CARD).where(table.c.person == bindparam("whose"), table.c.class_id == bindparam("of_class"))
    if pulled:
        in_time = and_(table.c.lead >= exam_at - now, table.c.reviewed_at < exam_at - table.c.lead)
        mine = mine.where(table.c.ready_until < exam_at, or_(table.c.due_at <= now, in_time))
    else:
        mine = mine.where(table.c.ready_until <= now, table.c.due_at <= now)
    return mine.order_by(table.c.ready_until, table.c.question).limit(bindparam("most"))


def next_at(tx: Connection, person: str, class_id: str, now: int, exam_at: int | None) -> int | None:
    """When the next card of a person comes due (`Card.next_at`); nothing where there is none."""
    mine = (table.c.person == person, table.c.class_id == class_id)
    times = [tx.execute(select(func.min(table.c.due_at)).where(*mine, table.c.due_at > now)).scalar()]
    if exam_at is not None and exam_at > now:
        pulled = and_(
            table.c.ready_until < exam_at, table.c.lead < exam_at - now, table.c.reviewed_at < exam_at - table.c.lead
        )
        lead = tx.execute(select(func.max(table.c.lead)).where(*mine, table.c.due_at > now, pulled)).scalar()
        times.append(None if lead is None else exam_at - lead)
    return min((at for at in times if at is not None), default=None)


def _card(row: Row[Any]) -> Card:
    memory = Memory(row.stability, row.difficulty, row.reviewed_at, row.due_at, row.reviews)
    return Card(row.person, row.question, memory, row.ready_until, row.lead)
