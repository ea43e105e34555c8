"""A database that refuses: people read a sentence, nothing is half done, and Swot goes on once it can."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import asyncpg
import pytest
from sqlalchemy import Connection, insert, select, text, update

from bot.chat import Action, Answer, AnyEvent, Invoke, Press, Room, plain
from bot.clock import SteppedClock
from bot.main import App, Settings
from bot.storage.database import Database
from bot.storage.tables import classes, responses, rounds
from bot.storage.trouble import StorageTrouble
from tests.chat_harness import MONDAY, Chat, Installation
from tests.conftest import DATA
from tests.postgres import Postgres

BUSY = "Swot's database is busy, so nothing was saved. Please try again in a moment."
READ_ONLY = "Swot's database can't be written to, so nothing was saved. Please tell whoever runs it."
FULL = "There is no room left on the disk, so nothing was saved. Please tell whoever runs Swot."
UNREACHABLE = "Swot can't reach its database, so nothing was saved. Please try again in a moment."
ROOM = Room(key="terminal:history", space="terminal:try", name="history")


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Swot waits ten seconds for a lock; here it gives up in a twentieth of one."""
    monkeypatch.setattr("bot.storage.lanes.BUSY", 50)


@pytest.fixture
def path(sqlite_url: str) -> Path:
    """The file of a SQLite database with its tables."""
    return Path(sqlite_url.removeprefix("sqlite:///"))


@pytest.fixture
async def garden(sqlite_url: str) -> AsyncIterator[Chat]:
    """A class in the middle of a round on a SQLite database."""
    async with a_round(sqlite_url) as talking:
        yield talking


# Locked


@pytest.mark.parametrize("mode", ["IMMEDIATE", "EXCLUSIVE"])
async def test_a_database_that_another_process_holds_refuses_politely(garden: Chat, path: Path, mode: str):
    """While another connection writes, whatever would change something is refused and changes nothing."""
    before = dump(path)
    with held(path, mode):
        for event in changes(garden):
            assert said(await garden.app.handle(event)) == BUSY, event
        for event in questions(garden):
            assert "busy" not in said(await garden.app.handle(event)), event
    assert dump(path) == before
    await plays_on(garden)


async def test_a_deadline_that_comes_while_the_database_is_held_is_met_later(garden: Chat, path: Path):
    """The question stays open on disk until it can be closed; then the round goes on, with what came in time."""
    await garden.press("maya", "True")
    await garden.press("tom", "False")
    with held(path, "IMMEDIATE"):
        for _ in range(20):
            with contextlib.suppress(StorageTrouble):
                await garden.wait("1m")
            garden.clock.move_to(garden.clock.now() + 60_000_000)
    over = await garden.wait("1m")
    assert "False · 1 of 2 right" in over
    assert "Round over." in over
    assert await garden.points("tom") == 100


async def test_a_database_that_is_held_at_the_start_can_still_be_opened(sqlite_url: str, path: Path):
    """Tables that are up to date need no writing, so another process's write stands in no one's way."""
    with held(path, "IMMEDIATE"):
        app = await open_app(sqlite_url)
        question = Invoke(person="terminal:maya", name="Maya", room=ROOM, at=MONDAY, delivery="1", command="swot help")
        assert "/quiz solo" in said(await app.handle(question))
        await app.close()


async def test_a_new_database_that_another_process_holds_is_told_of(tmp_path: Path):
    """Where the tables must still be made and the file is locked, the sentence says so."""
    new = tmp_path / "new.db"
    with held(new, "EXCLUSIVE"):
        sentence = await refusal(f"sqlite:///{new}")
    assert re.search("busy|locked", sentence)
    assert "new.db" in sentence
    await (await open_app(f"sqlite:///{new}")).close()


# Read-only


async def test_a_database_that_cannot_be_written_to_says_so(garden: Chat, sqlite_url: str, path: Path):
    """Opened for reading only, Swot answers what needs no writing and refuses the rest."""
    await garden.close()
    before = dump(path)
    app = await open_app(f"{sqlite_url}?mode=ro")
    try:
        for event in changes(garden):
            assert said(await app.handle(event)) == READ_ONLY, event
        for event in questions(garden):
            assert "can't be written to" not in said(await app.handle(event)), event
    finally:
        await app.close()
    assert dump(path) == before
    await garden.restart()
    await plays_on(garden)


# Full


async def test_a_full_disk_loses_nothing_that_was_confirmed(garden: Chat, path: Path):
    """Answers are taken until there is no room, then refused; those taken are there, and those refused are not."""
    await full(garden)
    here = Action(garden.actions("True")[0])
    taken = 0
    for number in range(2000):
        answer = said(await garden.app.handle(Press(**fields(garden, f"learner{number}"), action=here)))
        if "Locked in" not in answer:
            assert answer == FULL
            break
        taken += 1
    assert 0 < taken < 2000
    before = dump(path)
    for person in ("maya", "tom", "learner0"):
        assert said(await garden.app.handle(Press(**fields(garden, person), action=here))) == FULL
    assert dump(path) == before
    assert await garden.count(responses) == taken
    await roomy(garden)
    await plays_on(garden)


async def test_a_crowd_at_a_full_disk_is_told_the_truth_one_by_one(garden: Chat):
    """Of many answers that arrive together each is taken and there, or refused in words and not there."""
    await full(garden)
    here = Action(garden.actions("False")[0])
    crowd = [Press(**fields(garden, f"learner{number}"), action=here) for number in range(400)]
    answers = [said(answer) for answer in await asyncio.gather(*(garden.app.handle(press) for press in crowd))]
    refused = [answer for answer in answers if not answer.startswith("Locked in")]
    assert set(refused) == {FULL}
    assert await garden.count(responses) == 400 - len(refused)
    await roomy(garden)
    await plays_on(garden)


async def test_a_round_outlives_a_disk_that_is_full_for_an_hour(garden: Chat):
    """However long there is no room to mark a whole year's answers, they are marked once there is."""
    here = Action(garden.actions("False")[0])
    year = [Press(**fields(garden, f"learner{number}"), action=here) for number in range(300)]
    await asyncio.gather(*(garden.app.handle(press) for press in year))
    await full(garden)
    for _ in range(60):
        with contextlib.suppress(StorageTrouble):
            await garden.wait("1m")
        garden.clock.move_to(garden.clock.now() + 60_000_000)
    assert [game.phase for game in await garden.rows(select(rounds))] == ["asking"]
    await roomy(garden)
    over = await garden.wait("10m")
    assert "False · 300 of 300 right" in over
    assert "Round over." in over


async def test_a_full_disk_does_not_keep_anyone_from_asking(garden: Chat):
    """After a refusal for want of room Swot still answers what only asks."""
    await full(garden)
    await fill(garden)
    for event in questions(garden):
        assert said(await garden.app.handle(event)).partition(" ")[0] not in ("There", "Sorry")


# From the future, or no database at all


async def test_a_database_from_a_newer_swot_is_left_alone(path: Path, sqlite_url: str):
    """Tables that this version does not know are not touched; the sentence names the file and says to update."""
    alter(path, "UPDATE alembic_version SET version_num = '9999'")
    before = path.read_bytes()
    sentence = await refusal(sqlite_url)
    assert "swot.db" in sentence
    assert "newer Swot" in sentence
    assert "Update Swot" in sentence
    assert path.read_bytes() == before


async def test_a_postgresql_database_from_a_newer_swot_is_left_alone(postgres: Postgres):
    """It is the same on the other database."""
    url = postgres.fresh_database()
    async with admin(url) as connection:
        await connection.execute("UPDATE alembic_version SET version_num = '9999'")
        sentence = await refusal(url)
        assert "newer Swot" in sentence
        assert "Update Swot" in sentence
        assert await connection.fetchval("SELECT version_num FROM alembic_version") == "9999"


@pytest.mark.parametrize("content", [b"This is a letter to my aunt.\n" * 200, b"\x00\xff" * 5000])
async def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, content: bytes):
    """A file of another kind is refused by name, and not overwritten."""
    letter = tmp_path / "letter.txt"
    letter.write_bytes(content)
    sentence = await refusal(f"sqlite:///{letter}")
    assert "letter.txt" in sentence
    assert "not a database" in sentence
    assert letter.read_bytes() == content
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["letter.txt"]


async def test_a_damaged_database_is_told_of(path: Path, sqlite_url: str):
    """Where the file's pages are garbage, Swot does not start, or tells whoever asks; it never pretends."""
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(content)
    assert "swot.db" in await refusal(sqlite_url)


async def test_a_folder_that_is_missing_is_named(tmp_path: Path):
    """Swot makes no folders that nobody asked for; it says which one is missing."""
    sentence = await refusal(f"sqlite:///{tmp_path}/no/such/folder/swot.db")
    assert f"{tmp_path}/no/such/folder" in sentence
    assert "folder" in sentence.replace(str(tmp_path), "").replace("no/such/folder", "")
    assert list(tmp_path.iterdir()) == []


async def test_a_folder_in_place_of_a_file_is_refused(tmp_path: Path):
    """A folder is no database."""
    assert str(tmp_path) in await refusal(f"sqlite:///{tmp_path}")


@pytest.mark.parametrize("url", ["", "swot.db", "mysql://root@localhost/swot", "sqlite://swot.db", "postgres//x"])
async def test_an_address_that_is_no_address_says_what_one_looks_like(url: str):
    """Whoever configures Swot reads the two forms that it takes."""
    expected = "The database is given as sqlite:///path/to/file or postgresql://user@host/name."
    assert await refusal(url) == expected


# PostgreSQL


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://swot:s3cr3t@127.0.0.1:1/swot",
        "postgresql://swot:s3cr3t@127.0.0.1:1/swot?ssl=disable",
        "postgresql://swot:s3cr3t@/swot?host=/nowhere/at/all",
        "postgresql://swot:s3%40cr3t@no-such-host.invalid/swot",
    ],
)
async def test_a_server_that_cannot_be_reached_is_named_without_its_password(url: str):
    """The sentence says which server and what to look at, in words; it never repeats the password."""
    sentence = await refusal(url)
    assert "cr3t" not in sentence
    assert "Errno" not in sentence
    assert "reach" in sentence
    assert url.partition("@")[2].partition("?")[0].strip("/") in sentence


async def test_a_database_that_does_not_exist_is_named(postgres: Postgres):
    """A mistyped name is told back."""
    url = postgres.fresh_database()
    name = name_of(url)
    assert "swot_nosuch" in await refusal(url.replace(name, "swot_nosuch"))


async def test_a_server_that_restarts_under_swot_costs_one_answer_at_most(postgres: Postgres):
    """Connections that broke are replaced: whoever was refused is told so, and the next try works."""
    url = postgres.fresh_database()
    async with a_round(url) as talking:
        async with admin(url) as connection:
            await cut_off(connection, name_of(url))
        here = Action(talking.actions("True")[0])
        first = said(await talking.app.handle(Press(**fields(talking, "maya"), action=here)))
        assert first == UNREACHABLE or "Locked in" in first
        taken = await talking.rows(select(responses))
        assert len(taken) == int("Locked in" in first)
        await plays_on(talking)


async def test_two_processes_that_wait_for_each_other_both_get_their_turn(postgres: Postgres):
    """The server ends a deadlock by refusing one of them, beside what else is in its commit: it is done again."""
    url = postgres.fresh_database()
    one, two = [await Database.open(url, SteppedClock(MONDAY)) for _ in range(2)]
    rows = [{"id": id, "name": id, "zone": "Europe/London", "created_at": 1} for id in ("a", "b")]
    await one.write(lambda tx: tx.execute(insert(classes), rows) and None)

    def crossing(first: str, second: str) -> Callable[[Connection], None]:
        def change(tx: Connection) -> None:
            for id in (first, second):
                tx.execute(update(classes).where(classes.c.id == id).values(name=classes.c.name + first))
                tx.execute(text("SELECT pg_sleep(0.3)"))

        return change

    beside = one.write(lambda tx: tx.execute(select(classes)).all())
    await asyncio.gather(one.write(crossing("a", "b")), two.write(crossing("b", "a")), beside)
    names = await two.read(lambda tx: tx.execute(select(classes.c.name).order_by(classes.c.id)).scalars().all())
    assert [sorted(name) for name in names] == [["a", "a", "b"], ["a", "b", "b"]]
    for database in (one, two):
        await database.close()


async def test_a_server_that_is_away_refuses_politely(postgres: Postgres):
    """While nobody may connect, everything is refused in a sentence; afterwards the round goes on."""
    url = postgres.fresh_database()
    async with a_round(url) as talking, admin(url.replace(name_of(url), "postgres")) as connection:
        await connection.execute(f"ALTER DATABASE {name_of(url)} WITH ALLOW_CONNECTIONS false")
        await cut_off(connection, name_of(url))
        for event in changes(talking) * 2:
            assert said(await talking.app.handle(event)) == UNREACHABLE, event
        await connection.execute(f"ALTER DATABASE {name_of(url)} WITH ALLOW_CONNECTIONS true")
        assert await talking.count(responses) == 0
        await plays_on(talking)


async def test_a_server_that_turns_read_only_says_so(postgres: Postgres):
    """A standby, or a server whose disk protects itself, is told of like a read-only file."""
    url = postgres.fresh_database()
    async with a_round(url) as talking, admin(url.replace(name_of(url), "postgres")) as connection:
        await connection.execute(f"ALTER DATABASE {name_of(url)} SET default_transaction_read_only = on")
        await cut_off(connection, name_of(url))
        await revive(talking)
        for event in changes(talking):
            assert said(await talking.app.handle(event)) == READ_ONLY, event
        for event in questions(talking):
            assert "Sorry" not in said(await talking.app.handle(event))
        await connection.execute(f"ALTER DATABASE {name_of(url)} RESET default_transaction_read_only")
        await cut_off(connection, name_of(url))
        await revive(talking)
        await plays_on(talking)


async def test_a_table_that_somebody_locks_refuses_politely(postgres: Postgres):
    """A lock that is not given within the server's `lock_timeout` is a busy database."""
    url = postgres.fresh_database()
    async with admin(url) as connection:
        await connection.execute(f"ALTER DATABASE {name_of(url)} SET lock_timeout = '100ms'")
        async with a_round(url) as talking:
            async with connection.transaction():
                await connection.execute("LOCK TABLE rounds, solos, members, responses, deliveries")
                for event in changes(talking):
                    assert said(await talking.app.handle(event)) == BUSY, event
            assert await talking.count(responses) == 0
            await plays_on(talking)


# Errors are told apart


async def test_a_fault_of_our_own_is_not_called_the_databases(garden: Chat, caplog: pytest.LogCaptureFixture):
    """What no disk is to blame for gets an apology with a number, and the log has the same number."""
    with pytest.raises(ZeroDivisionError):
        await garden.app.database.write(lambda _tx: 1 // 0)
    alter(Path(garden._installation.url.removeprefix("sqlite:///")), "DROP TABLE responses")
    answer = said(await garden.app.handle(changes(garden)[0]))
    assert answer.startswith("Sorry, something went wrong here, and nothing was changed.")
    code = answer.rstrip(".").split()[-1]
    assert any(code in record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR)


async def test_one_bad_write_harms_no_other_in_its_commit(garden: Chat):
    """Answers that share a commit with one that fails are kept."""
    here = Action(garden.actions("True")[0])
    presses = [Press(**fields(garden, f"learner{number}"), action=here) for number in range(5)]

    def broken(tx: Any) -> None:
        tx.execute(rounds.update().values(phase="nonsense"))
        raise RuntimeError("after it has changed something")

    outcomes = await asyncio.gather(
        *(garden.app.handle(press) for press in presses[:3]),
        garden.app.database.write(broken),
        *(garden.app.handle(press) for press in presses[3:]),
        return_exceptions=True,
    )
    assert isinstance(outcomes[3], RuntimeError)
    assert all("Locked in" in said(outcome) for index, outcome in enumerate(outcomes) if index != 3)
    assert await garden.count(responses) == 5
    assert [game.phase for game in await garden.rows(select(rounds))] == ["asking"]


# How the tests put it


@contextlib.asynccontextmanager
async def a_round(url: str) -> AsyncIterator[Chat]:
    """A class in the middle of a round: a statement is open, for true or false."""
    talking = await Chat.open(Installation(url, packs=(DATA / "garden",)))
    try:
        await talking.say("teacher", "/quiz round topic:judging questions:1 seconds:30")
        yield talking
    finally:
        await talking.close()


async def open_app(url: str) -> App:
    """Swot on a database."""
    return await App.open(Settings(url, (DATA / "garden",), None, SteppedClock(MONDAY), Random(1)))


async def refusal(url: str) -> str:
    """The sentence with which Swot refuses to open a database; held to being one."""
    with pytest.raises(StorageTrouble) as refused:
        await open_app(url)
    sentence = str(refused.value)
    assert sentence[0].isupper()
    assert "\n" not in sentence
    assert "Traceback" not in sentence
    return sentence


def fields(chat: Chat, person: str) -> dict[str, Any]:
    """Who, where and when of a new event."""
    return chat.session._by(person)


def changes(chat: Chat) -> list[AnyEvent]:
    """Events that would change something, each by another way."""
    here = Action(chat.actions("True")[0])
    solo = Invoke(**fields(chat, "maya"), command="quiz", text="solo topic:judging")
    naming = Invoke(**fields(chat, "maya"), command="leaderboard", text="names:show")
    stop = Invoke(**fields(chat, "teacher"), command="quiz", text="stop")
    return [Press(**fields(chat, "maya"), action=here), solo, naming, stop]


def questions(chat: Chat) -> list[AnyEvent]:
    """Events that only ask."""
    return [
        Invoke(**fields(chat, "maya"), command="swot", text="help"),
        Invoke(**fields(chat, "maya"), command="leaderboard"),
        Invoke(**fields(chat, "maya"), command="class", text="teachers"),
    ]


def said(answer: Answer | None) -> str:
    """The words of an answer."""
    return plain(answer.view.text)


async def plays_on(chat: Chat) -> None:
    """After the trouble the round takes answers, closes and tells."""
    assert "Locked in: False" in await chat.press("zoe", "False")
    over = await chat.wait("2m")
    assert "Round over." in over
    assert await chat.points("zoe") == 100
    assert "question 1 of 1" in await chat.say("teacher", "/quiz round topic:losses questions:1")


def dump(path: Path) -> list[str]:
    """Everything in a SQLite file, read behind Swot's back."""
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return list(connection.iterdump())


@contextlib.contextmanager
def held(path: Path, mode: str) -> Iterator[None]:
    """Another process holds the file."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"BEGIN {mode}")
        yield
        connection.execute("ROLLBACK")


def alter(path: Path, statement: str) -> None:
    """Change a SQLite file behind Swot's back, and leave nothing of it in the log."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


async def full(chat: Chat) -> None:
    """The disk has no room for another page."""
    await chat.app.database.write(lambda tx: tx.exec_driver_sql("PRAGMA max_page_count = 1") and None)


async def fill(chat: Chat) -> None:
    """Use up the room that is left on the pages there are."""
    here = Action(chat.actions("True")[0])
    for number in range(2000):
        press = Press(**fields(chat, f"learner{number}"), action=here)
        if said(await chat.app.handle(press)) == FULL:
            return
    raise AssertionError("there is room without end")


async def roomy(chat: Chat) -> None:
    """Somebody has tidied the disk."""
    await chat.app.database.write(lambda tx: tx.exec_driver_sql("PRAGMA max_page_count = 1000000") and None)


def name_of(url: str) -> str:
    """The database's name in a PostgreSQL address."""
    return url.partition("?")[0].rpartition("/")[2]


@contextlib.asynccontextmanager
async def admin(url: str) -> AsyncIterator[Any]:
    """A connection of whoever runs the server."""
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()


async def cut_off(connection: Any, name: str) -> None:
    """Break every other connection to a database."""
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()"
    await connection.fetch(others, name)


async def revive(chat: Chat) -> None:
    """Let Swot find its broken connections."""
    for _ in range(3):
        await chat.app.handle(questions(chat)[1])
