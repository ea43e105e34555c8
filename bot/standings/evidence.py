"""SQL of what standings are made of: marks, and whose names may be shown."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Integer,
    Select,
    Text,
    Update,
    and_,
    bindparam,
    case,
    func,
    select,
    update,
)

from bot.responses.worth import Seen, Sight
from bot.standings.model import Share
from bot.storage.incoming import incoming, sent
from bot.storage.tables import marks, members, responses, standings
from bot.storage.tables.kept import NOBODY


@dataclass(frozen=True, slots=True)
class Earned:
    """A mark as far as standings follow from it."""

    person: str
    sight: Sight
    earned: int
    points: int
    """With the bonus; both in hundredths of a mark."""
    share: int | None
    """What is stored of how much of it counts."""
    worth: int | None


@dataclass(frozen=True, slots=True)
class Counted:
    """What is stored of how much of a mark counts."""

    response: int
    class_id: str
    person: str
    at: int
    share: int | None
    """Percent; none: it is not reckoned yet."""
    worth: int | None
    """Hundredths."""


def history(tx: Connection, class_id: str, persons: Collection[str]) -> list[Earned]:
    """Every mark of these persons in a class."""
    if not persons:
        return []
    found = tx.execute(_history(tx.dialect.name), sent([(class_id, person) for person in persons]))
    return [
        Earned(
            row.person,
            Sight(
                row.response,
                row.question,
                row.session.startswith("round:"),
                (row.session, row.position),
                row.counts,
                row.at,
            ),
            row.earned,
            row.earned + row.bonus,
            row.share,
            row.worth,
        )
        for row in found
    ]


@cache
def _history(dialect: str) -> Select[Any]:
    # The class comes along with each person: given once, it would lead SQLite to everybody's marks.
    wanted = incoming(dialect, class_id=Text(), person=Text())
    columns = ("response", "person", "question", "counts", "at", "earned", "bonus", "share", "worth")
    return (
        select(*(marks.c[name] for name in columns), responses.c.session, responses.c.position)
        .select_from(wanted)
        .join(marks, and_(marks.c.class_id == wanted.c.class_id, marks.c.person == wanted.c.person))
        .join(responses, responses.c.seq == marks.c.response)
    )


def seen(tx: Connection, asked: Sequence[tuple[str, str, str, int]]) -> dict[int, tuple[Seen, bool]]:
    """How people have met questions before whom marks are about to be given for, by response.

    Asked with class, person, question and response; it is told too whether what counts of all that is reckoned.
    """
    rows = tx.execute(_seen(tx.dialect.name), sent(asked))
    return {response: (Seen(best or 0, last_at), not open_) for response, best, last_at, open_ in rows}


@cache
def _seen(dialect: str) -> Select[Any]:
    asked = incoming(dialect, class_id=Text(), person=Text(), question=Text(), response=BigInteger())
    same = and_(*(marks.c[name] == asked.c[name] for name in ("person", "question", "class_id")))
    open_ = func.sum(case((marks.c.share.is_(None), 1), else_=0))
    return (
        select(asked.c.response, func.max(marks.c.share), func.max(marks.c.at), open_)
        .select_from(asked)
        .join(marks, same)
        .group_by(asked.c.response)
    )


def earned_between(
    tx: Connection, class_id: str, asked: Collection[tuple[str, str, int, int]]
) -> dict[tuple[str, int], Share]:
    """What persons earned in a class from one instant until before another: (account, under which key, from, until).

    By key and when it ends.
    """
    found: dict[tuple[str, int], Share] = {}
    if asked:
        rows = [(class_id, *one) for one in asked]
        for key, until, earned, answers in tx.execute(_between(tx.dialect.name), sent(rows)):
            found[key, until] = Share(int(earned), answers)
    return found


@cache
def _between(dialect: str) -> Select[Any]:
    asked = incoming(dialect, class_id=Text(), person=Text(), key=Text(), since=BigInteger(), until=BigInteger())
    within = and_(
        marks.c.class_id == asked.c.class_id,
        marks.c.person == asked.c.person,
        marks.c.at >= asked.c.since,
        marks.c.at < asked.c.until,
    )
    return (
        select(asked.c.key, asked.c.until, func.sum(marks.c.earned), func.count())
        .select_from(asked)
        .join(marks, within)
        .group_by(asked.c.key, asked.c.until)
    )


def set_worth(tx: Connection, reckoned: Sequence[tuple[int, int, int]]) -> None:
    """Store what counts of marks: response, percent, hundredths."""
    if reckoned:
        tx.execute(_set_worth(tx.dialect.name), sent(reckoned))


@cache
def _set_worth(dialect: str) -> Update:
    rows = incoming(dialect, response=BigInteger(), share=Integer(), worth=Integer())
    return update(marks).where(marks.c.response == rows.c.response).values(share=rows.c.share, worth=rows.c.worth)


def counted(tx: Connection, numbers: Collection[int]) -> list[Counted]:
    """What is stored of how much of these marks counts, of those that are somebody's."""
    columns = (marks.c[name] for name in ("response", "class_id", "person", "at", "share", "worth"))
    some = select(*columns).where(marks.c.person != NOBODY)
    found: list[Counted] = []
    wanted = list(numbers)
    for start in range(0, len(wanted), 500):
        rows = tx.execute(some.where(marks.c.response.in_(wanted[start : start + 500])))
        found += [Counted(*row) for row in rows]
    return found


def uncount(tx: Connection, class_id: str) -> None:
    """Have what counts of a class's marks not be reckoned yet, of those that are somebody's."""
    theirs = update(marks).where(marks.c.class_id == class_id, marks.c.person != NOBODY)
    tx.execute(theirs.values(share=None, worth=None))


def has_more_marks(tx: Connection, class_id: str, count: int) -> bool:
    """Whether a class has more marks than so many."""
    one = select(marks.c.response).where(marks.c.class_id == class_id).offset(count).limit(1)
    return tx.execute(one).first() is not None


def marked_persons(tx: Connection, class_id: str, after: str = "", most: int = 1 << 30) -> list[str]:
    """Whoever has marks in a class, in order of their keys from the one after `after` on."""
    some = select(marks.c.person).where(marks.c.class_id == class_id, marks.c.person > after, marks.c.person != NOBODY)
    return list(tx.execute(some.distinct().order_by(marks.c.person).limit(most)).scalars())


def classes_with(tx: Connection, persons: Collection[str]) -> list[str]:
    """The classes in which any of these persons has marks or stands anywhere."""
    marked = select(marks.c.class_id).where(marks.c.person.in_(persons))
    standing = select(standings.c.class_id).where(standings.c.person.in_(persons))
    return sorted(set(tx.execute(marked.union(standing)).scalars()))


def named(tx: Connection, class_id: str, persons: Collection[str]) -> set[str]:
    """Those of these persons whose names may stand on boards of a class."""
    if not persons:
        return set()
    return set(tx.execute(_named(tx.dialect.name), {"of": class_id, **sent([(one,) for one in persons])}).scalars())


@cache
def _named(dialect: str) -> Select[Any]:
    wanted = select(incoming(dialect, person=Text()).c.person)
    return select(members.c.person).where(
        members.c.class_id == bindparam("of"), members.c.shows_name, members.c.person.in_(wanted)
    )


def everything(tx: Connection, class_id: str) -> list[tuple[Any, ...]]:
    """All that is stored of what a class's marks count."""
    reckoned = select(marks.c.response, marks.c.share, marks.c.worth).where(marks.c.class_id == class_id)
    return [("marks", *row) for row in tx.execute(reckoned)]
