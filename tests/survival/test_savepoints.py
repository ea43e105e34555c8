"""Writes that arrive together share a commit, and what one of them raises undoes that one alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from bot.chat import Answer, Event, Reply, Room, View, plain, rich
from bot.clock import SteppedClock
from bot.errors import UserError
from bot.storage.database import Database
from bot.storage.tables import deliveries, drafts, marks, responses
from tests.chat_harness import MONDAY
from tests.survival.crowd import ACKNOWLEDGED, LEARNERS, Crowd, too_late


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database, and nothing that writes but the test."""
    opened = await Database.open(database_url, SteppedClock(MONDAY))
    yield opened
    await opened.close()


def by(delivery: str) -> Event:
    """An event that came with a delivery."""
    return Event(person="terminal:maya", name="Maya", room=Room("terminal:a", "terminal:"), at=1, delivery=delivery)


def keep(tx: Connection, name: str, seen: list[Connection] | None = None) -> None:
    """Write a row under a name, and note in which transaction."""
    tx.execute(insert(drafts).values(person=name, action="a", fields="{}", at=1))
    if seen is not None:
        seen.append(tx)


def keep_twice(tx: Connection, name: str) -> None:
    """Write a row, and then once more what may be there only once."""
    keep(tx, name)
    keep(tx, name)


def keep_and_refuse(tx: Connection, name: str) -> None:
    """Write a row, and then say that it can't be."""
    keep(tx, name)
    raise UserError("That can't be done.")


def keep_and_break(tx: Connection, name: str) -> None:
    """Write a row, and then have a fault."""
    keep(tx, name)
    raise ZeroDivisionError


def keep_and_tell(tx: Connection, name: str) -> Answer:
    """Write a row, and answer."""
    keep(tx, name)
    return Reply(View(rich("Kept {}.", name)))


def keep_and_refuse_to_tell(tx: Connection, name: str) -> Answer:
    """Write a row, and refuse where an answer is wanted."""
    keep(tx, name)
    raise UserError("That can't be done.")


def keep_and_tell_the_unspeakable(tx: Connection, name: str) -> Answer:
    """Write a row, and answer what no row can hold: half of a surrogate pair."""
    keep(tx, name)
    return Reply(View(rich("{}", "\ud83d")))


async def _kept(database: Database) -> list[str]:
    """The names of the rows that are there."""
    return await database.read(lambda tx: sorted(tx.execute(select(drafts.c.person)).scalars()))


async def _remembered(database: Database) -> list[str]:
    """The deliveries whose results are there."""
    return await database.read(lambda tx: sorted(tx.execute(select(deliveries.c.id)).scalars()))


async def test_what_one_write_raises_undoes_that_one_alone(database: Database):
    """In one commit with writes that break a constraint, refuse or fail, everybody else's are kept."""
    seen: list[Connection] = []
    outcomes = await asyncio.gather(
        database.write(keep, "first", seen),
        database.write(keep_twice, "constraint"),
        database.write(keep, "second", seen),
        database.write(keep_and_refuse, "refused"),
        database.once(by("told"), keep_and_tell, "third"),
        database.write(keep_and_break, "fault"),
        database.once(by("untold"), keep_and_refuse_to_tell, "refused as well"),
        database.write(keep, "fourth", seen),
        return_exceptions=True,
    )
    kinds = [type(outcome) for outcome in outcomes]
    nothing = type(None)
    assert kinds == [nothing, IntegrityError, nothing, UserError, Reply, ZeroDivisionError, UserError, nothing]
    assert await _kept(database) == ["first", "fourth", "second", "third"]
    assert await _remembered(database) == ["told", "untold"]
    assert len(seen) == 3
    assert all(tx is seen[0] for tx in seen), "they were to share a commit, and the test shows nothing if they don't"


async def test_a_refused_delivery_stays_refused(database: Database):
    """What was refused is undone, and refused with the same words when it comes again, though it could now be done."""
    with pytest.raises(UserError) as first:
        await database.once(by("again"), keep_and_refuse_to_tell, "name")
    assert await _kept(database) == []
    with pytest.raises(UserError) as second:
        await database.once(by("again"), keep_and_tell, "name")
    assert str(second.value) == str(first.value)
    assert await _kept(database) == []
    assert await _remembered(database) == ["again"]
    # The same wish under a delivery of its own is a new one.
    assert isinstance(await database.once(by("anew"), keep_and_tell, "name"), Reply)
    assert await _kept(database) == ["name"]


async def test_what_failed_by_our_own_fault_may_be_tried_again(database: Database):
    """An error that is no answer is not kept: when the delivery comes again, it is done."""
    with pytest.raises(ZeroDivisionError):
        await database.once(by("again"), keep_and_break, "name")
    assert await _remembered(database) == []
    assert isinstance(await database.once(by("again"), keep_and_tell, "name"), Reply)
    assert await _kept(database) == ["name"]


async def test_one_delivery_twice_in_one_commit_is_done_once(database: Database):
    """A delivery and its repetition that share a commit get one answer, and one of them writes."""
    answers = await asyncio.gather(*(database.once(by("same"), keep_and_tell, f"name {n}") for n in range(3)))
    assert all(answer == answers[0] for answer in answers)
    assert await _kept(database) == ["name 0"]
    assert await _remembered(database) == ["same"]


async def test_an_answer_that_cannot_be_kept_harms_nobody_else(database: Database):
    """Where the answer to one delivery can't be stored, that one is undone and the rest of the commit is not."""
    outcomes = await asyncio.gather(
        database.write(keep, "first"),
        database.once(by("unspeakable"), keep_and_tell_the_unspeakable, "spoilt"),
        database.once(by("fine"), keep_and_tell, "second"),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in (outcomes[0], outcomes[2])] == [type(None), Reply]
    assert isinstance(outcomes[1], Exception)
    assert await _kept(database) == ["first", "second"]
    assert await _remembered(database) == ["fine"]


async def test_the_answers_that_share_a_commit_go_to_who_asked(database: Database):
    """However many writes share commits, each gets its own result or its own exception back."""

    def odd_ones_fail(tx: Connection, number: int) -> int:
        keep(tx, f"{number:04}")
        if number % 2:
            raise UserError(str(number))
        return number

    many = 1200
    outcomes = await asyncio.gather(
        *(database.write(odd_ones_fail, number) for number in range(many)), return_exceptions=True
    )
    assert [int(str(outcome)) for outcome in outcomes] == list(range(many))
    assert [isinstance(outcome, UserError) for outcome in outcomes] == [bool(number % 2) for number in range(many)]
    assert await _kept(database) == [f"{number:04}" for number in range(0, many, 2)]


async def test_a_press_on_a_closed_question_harms_no_press_on_the_open_one(database_url: str):
    """Presses that come too late, at the same instant as good ones, are refused; the good ones are kept."""
    crowd = await Crowd.open(database_url)
    await crowd.begin(topic="growing/seasons", questions=2)
    closed = crowd.open_question()[0]
    assert (await crowd.note(crowd.press("zoe", closed))).startswith(ACKNOWLEDGED)
    while crowd.open_question()[:1] in ([], [closed]):
        assert await crowd.step()
    opened = crowd.open_question()[0]
    notes = await asyncio.gather(
        *(crowd.note(crowd.press(person, action)) for person in LEARNERS for action in (closed, opened))
    )
    assert all(note.startswith(too_late(1)) for note in notes[::2])
    assert all(note.startswith(ACKNOWLEDGED) for note in notes[1::2])
    assert await crowd.count(responses) == 1 + len(LEARNERS)
    assert await crowd.count(marks) == 1
    await crowd.close()


def test_the_unspeakable_is_as_a_platform_could_send_it():
    """The answer that can't be stored is an answer like any other until it is stored."""
    assert plain(rich("{}", "\ud83d")) == "\ud83d"
