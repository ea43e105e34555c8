"""Items that arrive together for the same change are written in one go, and one that fails harms no other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest
from sqlalchemy import Connection, insert, select

from bot.chat import Answer, Event, Reply, Room, View, plain, rich
from bot.clock import SteppedClock
from bot.errors import UserError
from bot.storage.database import Database
from bot.storage.tables import drafts
from tests.chat_harness import MONDAY


class Shelf:
    """Keeps names, those that arrive together in one go; refuses one, and breaks on another."""

    def __init__(self) -> None:
        self.gone: list[list[str]] = []
        """What was put down in each go."""

    def put(self, tx: Connection, names: Sequence[str]) -> Sequence[Answer | UserError]:
        """Put these down."""
        self.gone.append(list(names))
        kept = [name for name in names if name != "refused"]
        for name in kept:
            tx.execute(insert(drafts).values(person=name, action="a", fields="{}", at=1))
        if "fault" in names:
            raise ZeroDivisionError
        return [Reply(View(rich("{}", name))) if name in kept else UserError("No.") for name in names]


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database, and nothing that writes but the test."""
    opened = await Database.open(database_url, SteppedClock(MONDAY))
    yield opened
    await opened.close()


def _event(delivery: str, person: str) -> Event:
    """What somebody does."""
    room = Room("terminal:history", "terminal:try")
    return Event(person=f"terminal:{person}", name=person, room=room, at=MONDAY, delivery=delivery)


async def _put(database: Database, shelf: Shelf, *names: str) -> list[Answer | BaseException]:
    """What each of these comes to, under a delivery of its own name."""
    return await asyncio.gather(
        *(database.once_together(_event(name, name), shelf.put, name) for name in names), return_exceptions=True
    )


async def _kept(database: Database) -> list[str]:
    return await database.read(lambda tx: sorted(tx.execute(select(drafts.c.person)).scalars()))


async def test_what_arrives_together_is_done_in_one_go(database: Database):
    """Everybody gets their own answer from one call of the change."""
    shelf = Shelf()
    outcomes = await _put(database, shelf, "anna", "ben", "cleo")
    assert [plain(outcome.view.text) for outcome in outcomes if isinstance(outcome, Reply)] == ["anna", "ben", "cleo"]
    assert shelf.gone == [["anna", "ben", "cleo"]]
    assert await _kept(database) == ["anna", "ben", "cleo"]


async def test_one_that_is_refused_is_refused_alone_and_stays_so(database: Database):
    """The others are kept in the same go; the refusal is remembered under its delivery."""
    shelf = Shelf()
    outcomes = await _put(database, shelf, "anna", "refused", "cleo")
    assert [type(outcome) for outcome in outcomes] == [Reply, UserError, Reply]
    assert await _kept(database) == ["anna", "cleo"]
    [again] = await _put(database, shelf, "refused")
    assert str(again) == "No."
    assert len(shelf.gone) == 1


async def test_where_one_has_a_fault_each_is_done_alone(database: Database):
    """What the go wrote is undone, and then everybody but the faulty one is kept."""
    shelf = Shelf()
    outcomes = await _put(database, shelf, "anna", "fault", "cleo")
    assert [type(outcome) for outcome in outcomes] == [Reply, ZeroDivisionError, Reply]
    assert shelf.gone == [["anna", "fault", "cleo"], ["anna"], ["fault"], ["cleo"]]
    assert await _kept(database) == ["anna", "cleo"]


async def test_a_repetition_in_the_same_go_is_done_once(database: Database):
    """It gets the answer of the first."""
    shelf = Shelf()
    outcomes = await _put(database, shelf, "anna", "anna", "ben")
    assert [isinstance(outcome, Reply) and outcome.replayed for outcome in outcomes] == [False, True, False]
    assert shelf.gone == [["anna", "ben"]]


async def test_two_changes_are_never_mixed(database: Database):
    """Between two items of one change stands one of another: what came first is done first."""
    mine, theirs = Shelf(), Shelf()
    await asyncio.gather(
        database.once_together(_event("1", "anna"), mine.put, "anna"),
        database.once_together(_event("2", "ben"), theirs.put, "ben"),
        database.once_together(_event("3", "cleo"), mine.put, "cleo"),
    )
    assert (mine.gone, theirs.gone) == ([["anna"], ["cleo"]], [["ben"]])
