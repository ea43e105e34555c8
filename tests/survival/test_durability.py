"""Nobody is told that an answer is kept before it is on disk, and on disk means through to the disk."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing

import pytest
from sqlalchemy import Connection, insert, select, text
from sqlalchemy.exc import DBAPIError

from bot.chat import Invoke
from bot.storage import lanes
from bot.storage.tables import responses, rounds
from tests.postgres import Postgres
from tests.survival.crowd import ACKNOWLEDGED, LEARNERS, Crowd
from tests.survival.held import PATIENCE, commits_held, nothing_of

BUSY = "Swot's database is busy, so nothing was saved. Please try again in a moment."


@pytest.fixture
async def crowd(database_url: str) -> AsyncIterator[Crowd]:
    """A class with a question open that one press answers."""
    crowd = await Crowd.open(database_url)
    await crowd.begin(topic="growing/choosing", questions=1)
    yield crowd
    await crowd.close()


@pytest.fixture
async def on_sqlite(sqlite_url: str) -> AsyncIterator[Crowd]:
    """The same, where the file's lock is what a test is about."""
    crowd = await Crowd.open(sqlite_url)
    await crowd.begin(topic="growing/choosing", questions=1)
    yield crowd
    await crowd.close()


@pytest.fixture
def other(sqlite_url: str) -> Iterator[sqlite3.Connection]:
    """Another process's connection to the same file."""
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)) as connection:
        yield connection


def _answers(crowd: Crowd) -> list[asyncio.Task[str]]:
    """Every learner answers, all at once; what each is told, in time."""
    pressed = crowd.open_question()[0]
    return [asyncio.create_task(crowd.note(crowd.press(person, pressed))) for person in LEARNERS]


async def test_while_another_holds_the_lock_no_acknowledgement_leaves(on_sqlite: Crowd, other: sqlite3.Connection):
    """As long as the file is locked nobody is told anything, though reading goes on; then all are told, once."""
    other.execute("BEGIN IMMEDIATE")
    told = _answers(on_sqlite)
    assert await nothing_of(*told)
    async with asyncio.timeout(PATIENCE):
        board = await on_sqlite.note(Invoke(**on_sqlite.by("maya"), command="leaderboard"))
        assert board
        assert not board.startswith("Sorry")
    assert await on_sqlite.count(responses) == 0
    assert await nothing_of(*told, seconds=0.05)

    other.execute("COMMIT")
    async with asyncio.timeout(PATIENCE):
        notes = await asyncio.gather(*told)
    assert all(note.startswith(ACKNOWLEDGED) for note in notes)
    assert await on_sqlite.count(responses) == len(LEARNERS)


async def test_until_its_commit_is_through_no_acknowledgement_leaves(crowd: Crowd, database_url: str):
    """An answer whose row is written but not yet committed is not acknowledged, and nobody else sees it."""
    async with commits_held(database_url) as held:
        told = _answers(crowd)
        await held.reached()
        assert await nothing_of(*told)
        assert await crowd.count(responses) == 0
        await held.release()
        async with asyncio.timeout(PATIENCE):
            notes = await asyncio.gather(*told)
        assert all(note.startswith(ACKNOWLEDGED) for note in notes)
        assert await crowd.count(responses) == len(LEARNERS)


async def test_an_acknowledged_answer_is_there_for_another_process_at_once(on_sqlite: Crowd, other: sqlite3.Connection):
    """At the very moment at which a learner is told, the file itself holds the answer."""
    seen: list[int] = []

    async def answer(person: str) -> None:
        note = await on_sqlite.note(on_sqlite.press(person, on_sqlite.open_question()[0]))
        assert note.startswith(ACKNOWLEDGED)
        mine = "SELECT count(*) FROM responses WHERE person = ?"
        seen.append(other.execute(mine, (f"terminal:{person}",)).fetchone()[0])

    await asyncio.gather(*(answer(person) for person in LEARNERS))
    assert seen == [1] * len(LEARNERS)


async def test_a_press_that_is_repeated_while_its_commit_is_held_back_counts_once(crowd: Crowd, database_url: str):
    """A platform that grows impatient and delivers again gets the same note, and one answer is kept."""
    event = crowd.press("maya", crowd.open_question()[0])
    async with commits_held(database_url) as held:
        first = asyncio.create_task(crowd.note(event))
        await held.reached()
        again = asyncio.create_task(crowd.note(event))
        assert await nothing_of(first, again)
        await held.release()
        async with asyncio.timeout(PATIENCE):
            notes = {await first, await again, await crowd.note(event)}
    assert len(notes) == 1
    assert notes.pop().startswith(ACKNOWLEDGED)
    assert await crowd.count(responses) == 1


async def test_a_press_that_nobody_waits_for_any_more_is_kept_and_harms_nobody(crowd: Crowd, database_url: str):
    """If an adapter gives up on one learner's press, those in the same commit are told as ever."""
    async with commits_held(database_url) as held:
        told = _answers(crowd)
        await held.reached()
        told[0].cancel()
        await held.release()
        async with asyncio.timeout(PATIENCE):
            notes = await asyncio.gather(*told, return_exceptions=True)
    assert isinstance(notes[0], asyncio.CancelledError)
    assert all(str(note).startswith(ACKNOWLEDGED) for note in notes[1:])
    assert await crowd.count(responses) == len(LEARNERS)


async def test_a_commit_that_fails_is_never_told_as_kept(crowd: Crowd):
    """When a commit as a whole is refused, whoever spoilt it is told; the rest are kept first and told after."""
    (asked,) = await crowd.rows(select(rounds.c.class_id))
    await crowd.app.database.write(_allow_doom)
    pressed = crowd.open_question()[0]
    assert (await crowd.note(crowd.press("zoe", pressed))).startswith(ACKNOWLEDGED)
    doomed = asyncio.create_task(crowd.app.database.write(_doom, asked.class_id))
    told = _answers(crowd)
    async with asyncio.timeout(PATIENCE):
        spoilt, *notes = await asyncio.gather(doomed, *told, return_exceptions=True)
    assert isinstance(spoilt, DBAPIError)
    assert all(str(note).startswith(ACKNOWLEDGED) for note in notes)
    kept = {row.person for row in await crowd.rows(select(responses.c.person))}
    assert kept == {f"terminal:{person}" for person in (*LEARNERS, "zoe")}
    assert await crowd.count(responses) == len(LEARNERS) + 1


def _allow_doom(tx: Connection) -> None:
    """On PostgreSQL, have a row of `doomed` refused, but only at the commit."""
    if tx.dialect.name == "postgresql":
        tx.execute(
            text(
                "CREATE FUNCTION doom() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'the commit is refused'; END $$"
            )
        )
        tx.execute(
            text(
                "CREATE CONSTRAINT TRIGGER doomed AFTER INSERT ON responses DEFERRABLE INITIALLY DEFERRED "
                "FOR EACH ROW WHEN (NEW.person = 'doomed') EXECUTE FUNCTION doom()"
            )
        )


def _doom(tx: Connection, class_id: str) -> None:
    """Write what can't be committed: every statement succeeds, and the commit does not."""
    if tx.dialect.name == "sqlite":
        tx.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        class_id = "no such class"
    row = {"delivery": "doomed", "person": "doomed", "class_id": class_id, "session": "round:x", "position": 1}
    tx.execute(insert(responses).values(**row, question="garden/g-01", revision=1, given="[]", at=1))


async def test_a_press_that_the_lock_outlasts_is_told_as_lost_and_can_be_made_again(
    sqlite_url: str, other: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
):
    """Where the file stays locked for too long, the learner reads that nothing was saved, and nothing was."""
    monkeypatch.setattr(lanes, "BUSY", 200)
    crowd = await Crowd.open(sqlite_url)
    await crowd.begin(topic="growing/choosing", questions=1)
    event = crowd.press("maya", crowd.open_question()[0])
    other.execute("BEGIN IMMEDIATE")
    assert await crowd.note(event) == BUSY
    other.execute("COMMIT")
    assert await crowd.count(responses) == 0
    assert (await crowd.note(event)).startswith(ACKNOWLEDGED)
    assert await crowd.count(responses) == 1
    await crowd.close()


async def test_the_live_writer_waits_for_the_disk(on_sqlite: Crowd):
    """In the midst of a round the writing connection still has `synchronous` at FULL, with a write-ahead log."""
    await asyncio.gather(*_answers(on_sqlite))
    asked = ("synchronous", "journal_mode", "foreign_keys", "query_only")
    told = {
        pragma: await on_sqlite.app.database.write(
            lambda tx, pragma=pragma: tx.exec_driver_sql(f"PRAGMA {pragma}").scalar()
        )
        for pragma in asked
    }
    assert told == {"synchronous": 2, "journal_mode": "wal", "foreign_keys": 1, "query_only": 0}


async def test_on_postgresql_a_commit_waits_for_the_log(postgres: Postgres):
    """The session that writes has not asked the server to answer before its log is on disk."""
    crowd = await Crowd.open(postgres.fresh_database())
    told = await crowd.app.database.write(lambda tx: tx.exec_driver_sql("SHOW synchronous_commit").scalar())
    await crowd.close()
    assert told == "on"
