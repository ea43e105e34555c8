"""SQL of a class's calendar."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Table, delete, select, update

from bot.calendar.model import Closure, Exam, Term
from bot.calendar.reading import Found
from bot.storage.dialect import put
from bot.storage.tables import classes, closures, drafts, exams, terms

FOUND = "calendar.found"
"""What was found in a file waits among the drafts, as an action with an id, and is cleared away like them."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a class's own row says of its calendar."""

    zone: str
    country: str
    catch_up: int
    """Minutes."""
    repeats: bool


def row(tx: Connection, class_id: str) -> Row:
    """What a class's own row says of its calendar."""
    wanted = select(classes.c.zone, classes.c.country, classes.c.catch_up, classes.c.repeats)
    return Row(*tx.execute(wanted.where(classes.c.id == class_id)).one())


def change_row(tx: Connection, class_id: str, **new: str | int | bool) -> None:
    """Change what a class's own row says of its calendar, these columns alone."""
    tx.execute(update(classes).where(classes.c.id == class_id).values(new))


def has_countries(tx: Connection) -> bool:
    """Whether any class has the public holidays of a country."""
    return tx.execute(select(classes.c.id).where(classes.c.country != "").limit(1)).first() is not None


def closures_of(tx: Connection, class_id: str) -> tuple[Closure, ...]:
    """When a class is not at school, in order."""
    return tuple(Closure(*days) for days in _days_of(tx, closures, class_id))


def put_closures(tx: Connection, class_id: str, added: Sequence[Closure]) -> None:
    """Add closures; one with the dates of one that is there gives it the new name."""
    _put_days(tx, closures, class_id, added)


def remove_closure(tx: Connection, class_id: str, first: date, last: date) -> bool:
    """Take a closure away; tell whether it was there."""
    return _remove_days(tx, closures, class_id, first, last)


def terms_of(tx: Connection, class_id: str) -> tuple[Term, ...]:
    """A class's terms, in order."""
    return tuple(Term(*days) for days in _days_of(tx, terms, class_id))


def put_terms(tx: Connection, class_id: str, added: Sequence[Term]) -> None:
    """Add terms; one with the dates of one that is there gives it the new name."""
    _put_days(tx, terms, class_id, added)


def remove_term(tx: Connection, class_id: str, first: date, last: date) -> bool:
    """Take a term away; tell whether it was there."""
    return _remove_days(tx, terms, class_id, first, last)


def exams_of(tx: Connection, class_id: str) -> list[Exam]:
    """What a class works towards, in order."""
    mine = select(exams).where(exams.c.class_id == class_id).order_by(exams.c.day, exams.c.name)
    return [Exam(date.fromisoformat(row.day), row.name) for row in tx.execute(mine)]


def put_exam(tx: Connection, class_id: str, exam: Exam) -> None:
    """Add an exam; nothing happens where it is there."""
    put(tx, exams, {"class_id": class_id, "day": exam.day.isoformat(), "name": exam.name})


def remove_exam(tx: Connection, class_id: str, exam: Exam) -> bool:
    """Take an exam away; tell whether it was there."""
    this = (exams.c.class_id == class_id, exams.c.day == exam.day.isoformat(), exams.c.name == exam.name)
    return tx.execute(delete(exams).where(*this)).rowcount == 1


def forget(tx: Connection, class_id: str, before: date) -> None:
    """Drop closures and exams that were over before a date; terms stay, for a class without any has school all year."""
    for table, end in ((closures, closures.c.last), (exams, exams.c.day)):
        tx.execute(delete(table).where(table.c.class_id == class_id, end < before.isoformat()))


# What was found in a file, until it is added or not


def keep_found(tx: Connection, person: str, id: str, class_id: str, found: Found, at: int) -> None:
    """Keep what a person found in a file for a class."""
    kept = {
        "class": class_id,
        "holidays": [_written(days) for days in found.holidays],
        "others": [_written(days) for days in found.others],
        "terms": [_written(days) for days in found.terms],
        "left": [found.timed, found.unread, found.over],
    }
    new = {"person": person, "action": f"{FOUND}:{id}", "fields": json.dumps(kept), "at": at}
    put(tx, drafts, new, replacing=("fields", "at"))


def kept_found(tx: Connection, person: str, id: str, class_id: str) -> Found | None:
    """What the person found in a file for the class; nothing where that is no longer kept."""
    mine = (drafts.c.person == person, drafts.c.action == f"{FOUND}:{id}")
    text = tx.execute(select(drafts.c.fields).where(*mine)).scalar()
    kept = json.loads(text) if text else {"class": ""}
    if kept["class"] != class_id:
        return None
    return Found(
        tuple(Closure(*_read(days)) for days in kept["holidays"]),
        tuple(Closure(*_read(days)) for days in kept["others"]),
        tuple(Term(*_read(days)) for days in kept["terms"]),
        *kept["left"],
    )


def drop_found(tx: Connection, person: str, id: str) -> None:
    """Keep it no longer."""
    tx.execute(delete(drafts).where(drafts.c.person == person, drafts.c.action == f"{FOUND}:{id}"))


def _written(days: Closure | Term) -> tuple[str, str, str]:
    return days.first.isoformat(), days.last.isoformat(), days.name


def _read(written: Sequence[str]) -> tuple[date, date, str]:
    first, last, name = written
    return date.fromisoformat(first), date.fromisoformat(last), name


# Closures and terms are kept alike


def _days_of(tx: Connection, table: Table, class_id: str) -> list[tuple[date, date, str]]:
    mine = select(table).where(table.c.class_id == class_id).order_by(table.c.first, table.c.last)
    return [_read((row.first, row.last, row.name)) for row in tx.execute(mine)]


def _put_days(tx: Connection, table: Table, class_id: str, added: Sequence[Closure | Term]) -> None:
    written = [dict(zip(("first", "last", "name"), _written(days), strict=True)) for days in added]
    put(tx, table, *({"class_id": class_id, **days} for days in written), replacing=("name",))


def _remove_days(tx: Connection, table: Table, class_id: str, first: date, last: date) -> bool:
    dates = (table.c.first == first.isoformat(), table.c.last == last.isoformat())
    return tx.execute(delete(table).where(table.c.class_id == class_id, *dates)).rowcount == 1
