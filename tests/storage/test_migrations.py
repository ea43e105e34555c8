"""The tables come from the migrations, and are what the code believes them to be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, insert, select, text

from bot.clock import DAY, SteppedClock
from bot.main import App, Settings
from bot.schedule import store as schedule
from bot.schedule.model import Wish
from bot.standings.keeping import COUNT
from bot.storage import due, schema
from bot.storage.database import Database
from bot.storage.lanes import Lanes, PostgresLanes, SqliteLanes
from bot.storage.tables import classes, marks, metadata, remarked, remarks, responses, standings
from bot.storage.trouble import StorageTrouble
from tests.chat_harness import MONDAY
from tests.conftest import DATA
from tests.postgres import Postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def untouched_url(request: pytest.FixtureRequest, tmp_path) -> str:
    """A database that has no tables yet."""
    if request.param == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")
        return server.untouched_database()
    return f"sqlite:///{tmp_path / 'new.db'}"


def test_the_newest_migration_is_the_one_the_start_looks_for():
    """`HEAD` spares a start the loading of Alembic; it must not lie."""
    config = Config()
    config.set_main_option("script_location", "bot/storage/migrations")
    assert ScriptDirectory.from_config(config).get_heads() == [schema.HEAD]


async def test_the_migrations_make_the_tables_that_the_code_has(untouched_url: str):
    """Nothing is left that a new migration would have to add, on either database."""
    database = await Database.open(untouched_url, SteppedClock(MONDAY))

    def differences(tx: Connection) -> list[Any]:
        return compare_metadata(MigrationContext.configure(tx), metadata)

    assert await database.write(differences) == []
    await database.close()


async def test_a_start_without_news_changes_nothing(untouched_url: str):
    """A database that is up to date is opened as it is, with what is in it."""
    database = await Database.open(untouched_url, SteppedClock(MONDAY))
    row = {"id": "c", "name": "12A", "zone": "Europe/London", "created_at": 1}
    await database.write(lambda tx: tx.execute(insert(classes), row) and None)
    await database.close()
    again = await Database.open(untouched_url, SteppedClock(MONDAY))
    assert await again.read(lambda tx: tx.execute(text("SELECT name FROM classes")).scalar()) == "12A"
    await again.close()


async def test_marks_of_the_first_release_are_kept(untouched_url: str):
    """A database whose tables are those of the first release gets the newer ones, and keeps what is in it."""
    released = {"classes", "responses", "marks"}
    answer = {"class_id": "c", "person": "p", "question": "q", "revision": 1, "at": 5}
    given = {**answer, "seq": 1, "delivery": "d", "session": "solo:s", "position": 1, "given": "[]"}
    made = {**answer, "response": 1, "verdict": "right", "earned": 100, "bonus": 7, "counts": True, "rule": 1}

    def fill(tx: Connection) -> None:
        tx.execute(insert(classes), {"id": "c", "name": "12A", "zone": "Europe/London", "created_at": 1})
        tx.execute(insert(responses), given)
        tx.execute(insert(marks), {**made, "marker": ""})

    await _leave_at("0001", untouched_url, fill)
    database = await Database.open(untouched_url, SteppedClock(MONDAY))
    kept = await database.read(
        lambda tx: [tx.execute(select(metadata.tables[name])).all() for name in sorted(released)]
    )
    assert [len(rows) for rows in kept] == [1, 1, 1]
    since = {"marker": "", "override": 0, "took": 0, "tries": 1, "usual": 0, "share": None, "worth": None}
    assert kept[1][0]._asdict() == {**made, **since}
    assert await database.read(lambda tx: tx.execute(select(remarks)).all() + tx.execute(select(remarked)).all()) == []
    await database.close()


async def test_timed_posts_keep_their_topics_and_stay_paused(untouched_url: str):
    """What a class had set up before there were other kinds goes on as it was."""
    post = {"class_id": "c", "kind": "fact", "minute": 510, "weekdays": "01234", "made_by": "p", "made_at": 1}
    paused = {**post, "id": "b", "topics": "[]", "slot": ""}
    running = {**post, "id": "a", "topics": '["growing", "judging"]', "slot": "2026-11-30"}

    def fill(tx: Connection) -> None:
        tx.execute(insert(classes), {"id": "c", "name": "12A", "zone": "Europe/London", "created_at": 1})
        names = ", ".join(running)
        values = ", ".join(f":{name}" for name in running)
        tx.execute(text(f"INSERT INTO timed_posts ({names}) VALUES ({values})"), [running, paused])

    await _leave_at("0007", untouched_url, fill)
    database = await Database.open(untouched_url, SteppedClock(MONDAY))
    first, second = await database.read(lambda tx: schedule.of_class(tx, "c"))
    assert (first.wish, first.slot, first.paused) == (Wish(("growing", "judging")), date(2026, 11, 30), False)
    assert (second.wish, second.slot, second.paused) == (Wish(), None, True)
    await database.close()


async def test_marks_from_before_there_were_standings_are_counted(untouched_url: str):
    """As due work, by today's rule; what is nobody's counts what it has counted."""
    answers = [("p", "solo:s", 1), ("p", "solo:t", 2), ("gone", "", 3)]

    def fill(tx: Connection) -> None:
        tx.execute(insert(classes), {"id": "c", "name": "12A", "zone": "Europe/London", "created_at": 1})
        for person, session, number in answers:
            shared = {"class_id": "c", "person": person, "question": "q", "revision": 1, "at": MONDAY + number * DAY}
            given = {"seq": number, "delivery": f"d{number}", "session": session, "position": 1, "given": "[]"}
            tx.execute(insert(responses), {**shared, **given})
            worth = {"verdict": "right", "earned": 100, "bonus": 0, "counts": True, "rule": 1, "marker": ""}
            tx.execute(insert(marks), {**shared, **worth, "response": number})

    await _leave_at("0020", untouched_url, fill)
    app = await App.open(Settings(untouched_url, (DATA / "garden",), clock=SteppedClock(MONDAY + 5 * DAY)))
    try:
        [work] = await app.database.write(lambda tx: due.claim(tx, "test", MONDAY + 5 * DAY, 9, bulk=True))
        assert (work.kind, work.subject) == (COUNT, "c")
        await app._rooms.standings.keeping.count(work)
        found = await app.database.read(
            lambda tx: tx.execute(select(marks.c.response, marks.c.share, marks.c.worth)).all()
        )
        assert sorted(tuple(row) for row in found) == [(1, 50, 50), (2, 10, 10), (3, 100, 100)]
        rows = await app.database.read(lambda tx: tx.execute(select(standings.c.span, standings.c.points)).all())
        assert {row.span: row.points for row in rows} == {"week": 60, "half-term": 60, "all": 60}
    finally:
        await app.close()


async def _leave_at(revision: str, url: str, fill: Callable[[Connection], None]) -> None:
    """Leave a database as a Swot of old would, with something in it."""
    lanes = _lanes(url)
    if isinstance(lanes, SqliteLanes):
        await lanes.open()

    def release(tx: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", "bot/storage/migrations")
        config.attributes["connection"] = tx
        command.upgrade(config, revision)
        fill(tx)

    await lanes.migrate(release)
    await lanes.close()


def _lanes(url: str) -> Lanes:
    """A way to the database that leaves its tables as they are."""
    return SqliteLanes(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else PostgresLanes(url)


async def test_a_database_from_a_newer_swot_is_refused(untouched_url: str):
    """It is left alone, and the sentence says what to do."""
    database = await Database.open(untouched_url, SteppedClock(MONDAY))
    await database.write(lambda tx: tx.execute(text("UPDATE alembic_version SET version_num = '9999'")) and None)
    await database.close()
    with pytest.raises(StorageTrouble, match=r"written by a newer Swot .*Update Swot"):
        await Database.open(untouched_url, SteppedClock(MONDAY))
