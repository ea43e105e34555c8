"""SQL of mock exams and sittings."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, and_, exists, func, insert, select, update
from sqlalchemy.engine import Row

from bot.exams.model import Mock, Sitting
from bot.storage.dialect import put
from bot.storage.tables import mock_learners, mock_marks, mocks, responses, sittings

_MOCK = tuple(column for column in mocks.c if column.name != "paper")
"""Whatever is small: the paper is asked for alone, and once."""

# Mock exams


def create(tx: Connection, mock: Mock, paper: str, persons: Collection[str]) -> None:
    """Add a mock exam, and who is to sit it, where that is not everyone."""
    tx.execute(insert(mocks).values({**_row(mock), "paper": paper}))
    put(tx, mock_learners, *({"mock_id": mock.id, "person": person} for person in persons))


def save(tx: Connection, mock: Mock) -> None:
    """Store where a mock exam stands."""
    tx.execute(update(mocks).where(mocks.c.id == mock.id).values(_row(mock)))


def find(tx: Connection, id: str) -> Mock | None:
    """The mock exam with this id."""
    return _mock(tx.execute(select(*_MOCK).where(mocks.c.id == id)).first())


def hold(tx: Connection, id: str) -> Mock | None:
    """The same, kept from other transactions until this one ends."""
    return _mock(tx.execute(select(*_MOCK).where(mocks.c.id == id).with_for_update()).first())


def paper(tx: Connection, id: str) -> str:
    """The paper of a mock exam, as it is kept."""
    return str(tx.execute(select(mocks.c.paper).where(mocks.c.id == id)).scalar_one())


def of_class(tx: Connection, class_id: str, most: int, states: Collection[str] = ()) -> list[Mock]:
    """The newest mock exams of a class, in any of these states or in all; so many at most."""
    mine = select(*_MOCK).where(mocks.c.class_id == class_id)
    if states:
        mine = mine.where(mocks.c.state.in_(states))
    found = tx.execute(mine.order_by(mocks.c.set_at.desc(), mocks.c.id).limit(most))
    return [mock for row in found if (mock := _mock(row))]


def is_open_in(tx: Connection, rooms: Collection[str]) -> bool:
    """Whether an exam that is announced in one of these rooms is open."""
    here = and_(mocks.c.room.in_(rooms), mocks.c.state == "open")
    return bool(tx.execute(select(exists().where(here))).scalar())


def hold_open_in(tx: Connection, room: str) -> list[Mock]:
    """The open exams that are announced in a room, kept from other transactions."""
    here = select(*_MOCK).where(mocks.c.room == room, mocks.c.state == "open").order_by(mocks.c.id)
    return [mock for row in tx.execute(here.with_for_update()) if (mock := _mock(row))]


def papers_in_use(tx: Connection, class_id: str) -> list[str]:
    """The papers of a class's open mock exams, as they are kept."""
    open_now = select(mocks.c.paper).where(mocks.c.class_id == class_id, mocks.c.state == "open")
    return list(tx.execute(open_now).scalars())


def persons_of(tx: Connection, mock_id: str) -> set[str]:
    """The accounts that a mock exam is set to; none, where it is for everyone."""
    return set(tx.execute(select(mock_learners.c.person).where(mock_learners.c.mock_id == mock_id)).scalars())


# Sittings


def begin(tx: Connection, sitting: Sitting) -> None:
    """Add a sitting."""
    tx.execute(insert(sittings).values(_sitting_row(sitting)))


def save_sitting(tx: Connection, sitting: Sitting) -> None:
    """Store where a sitting stands."""
    tx.execute(update(sittings).where(sittings.c.id == sitting.id).values(_sitting_row(sitting)))


def save_each(tx: Connection, changed: Iterable[Sitting]) -> None:
    """Store where each of these sittings stands."""
    for sitting in changed:
        save_sitting(tx, sitting)


def find_sitting(tx: Connection, id: str) -> Sitting | None:
    """The sitting with this id."""
    return _sitting(tx.execute(select(sittings).where(sittings.c.id == id)).first())


def hold_sitting(tx: Connection, id: str) -> Sitting | None:
    """The same, kept from other transactions until this one ends."""
    return _sitting(tx.execute(select(sittings).where(sittings.c.id == id).with_for_update()).first())


def sitting_of(tx: Connection, mock_id: str, persons: Collection[str]) -> Sitting | None:
    """The sitting of a human, given by their accounts; the first, where two had begun before they were linked."""
    mine = select(sittings).where(sittings.c.mock_id == mock_id, sittings.c.person.in_(persons))
    return _sitting(tx.execute(mine.order_by(sittings.c.began_at, sittings.c.id)).first())


def sittings_of(tx: Connection, mock_id: str, *, held: bool = False) -> list[Sitting]:
    """Every sitting of a mock exam in the order they began; `held` keeps other transactions from them."""
    wanted = select(sittings).where(sittings.c.mock_id == mock_id).order_by(sittings.c.began_at, sittings.c.id)
    found = tx.execute(wanted.with_for_update() if held else wanted)
    return [sitting for row in found if (sitting := _sitting(row))]


def begun_by(tx: Connection, persons: Collection[str], most: int) -> list[Sitting]:
    """The newest sittings of a human, given by their accounts; so many at most."""
    mine = select(sittings).where(sittings.c.person.in_(persons))
    found = tx.execute(mine.order_by(sittings.c.began_at.desc(), sittings.c.id).limit(most))
    return [sitting for row in found if (sitting := _sitting(row))]


def began_at(tx: Connection, class_id: str, persons: Collection[str], most: int) -> set[int]:
    """When a human, given by their accounts, began the newest sittings of a class's exams; so many at most."""
    mine = select(sittings.c.began_at).join(mocks, mocks.c.id == sittings.c.mock_id)
    theirs = mine.where(sittings.c.person.in_(persons), mocks.c.class_id == class_id)
    return set(tx.execute(theirs.order_by(sittings.c.began_at.desc()).limit(most)).scalars())


def count_open(tx: Connection, mock_id: str) -> int:
    """How many sittings of a mock exam are not handed in."""
    still = select(func.count()).select_from(sittings)
    return tx.execute(still.where(sittings.c.mock_id == mock_id, sittings.c.state == "open")).scalar_one()


def answered(tx: Connection, sessions: Collection[str]) -> dict[str, int]:
    """How many questions have an answer in each of these sessions."""
    wanted = list(sessions)
    found: dict[str, int] = {}
    for start in range(0, len(wanted), 500):
        counted = select(responses.c.session, func.count(responses.c.position.distinct())).group_by(responses.c.session)
        some = counted.where(responses.c.session.in_(wanted[start : start + 500]))
        found.update((session, count) for session, count in tx.execute(some))
    return found


def answered_at(tx: Connection, sessions: Collection[str], position: int) -> int:
    """In how many of these sessions a question has an answer."""
    wanted, found = list(sessions), 0
    for start in range(0, len(wanted), 500):
        counted = select(func.count(responses.c.session.distinct())).where(responses.c.position == position)
        found += tx.execute(counted.where(responses.c.session.in_(wanted[start : start + 500]))).scalar_one()
    return found


def waiting(tx: Connection, mock_id: str) -> tuple[int, int]:
    """How many scripts of a mock exam still wait for a mark, and of which question first; nought where none does."""
    some = select(func.count(), func.coalesce(func.min(mock_marks.c.position), 0))
    scripts, first = tx.execute(some.where(mock_marks.c.mock_id == mock_id, mock_marks.c.earned.is_(None))).one()
    return int(scripts), int(first)


def _row(mock: Mock) -> dict[str, Any]:
    return {**asdict(mock), "boundaries": json.dumps(mock.boundaries)}


def _mock(row: Row[Any] | None) -> Mock | None:
    if row is None:
        return None
    boundaries = tuple((str(grade), int(least)) for grade, least in json.loads(row.boundaries))
    return Mock(**{**row._mapping, "boundaries": boundaries})  # noqa: SLF001 - SQLAlchemy's public name


def _sitting_row(sitting: Sitting) -> dict[str, Any]:
    return {**asdict(sitting), "flags": json.dumps(sorted(sitting.flags))}


def _sitting(row: Row[Any] | None) -> Sitting | None:
    if row is None:
        return None
    return Sitting(**{**row._mapping, "flags": frozenset(_numbers(row.flags))})  # noqa: SLF001 - likewise


def _numbers(text: str) -> Sequence[int]:
    return [int(number) for number in json.loads(text)]
