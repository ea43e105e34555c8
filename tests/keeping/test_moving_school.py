"""`swot db copy`: a school moves to PostgreSQL, and back, with everything that it has done."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import BigInteger, Connection, Table, insert, select, text
from sqlalchemy.engine import Row

from bot.clock import DAY, SteppedClock
from bot.errors import UserError
from bot.keeping import copying
from bot.keeping.checking import Condition, condition_of
from bot.keeping.copying import Tally, copy
from bot.privacy.forgotten import Forgotten
from bot.storage.database import Database
from bot.storage.schema import HEAD
from bot.storage.tables import classes, metadata, responses
from tests.chat_harness import MONDAY, Chat, Installation
from tests.keeping.school import GARDEN, a_class, alter, path_of
from tests.looks.playing import Gallery, Room
from tests.looks.rooms import rooms
from tests.postgres import Postgres

SCENES = "live homework remembering people disputes schedule content sitting results".split()
"""Of the gallery: between them, most of what a school does."""


@pytest.fixture
def lists(tmp_path: Path) -> tuple[Path, Path]:
    """Where the lists of the forgotten are."""
    return tmp_path / "swot.forgotten", tmp_path / "moved" / "swot.forgotten"


@pytest.fixture
async def far(postgres: Postgres) -> AsyncIterator[str]:
    """A PostgreSQL database in which nothing is yet, not even tables."""
    url = postgres.untouched_database()
    yield url
    postgres.done_with(url)


async def everything(url: str) -> dict[str, list[str]]:
    """Every row of every table, as Python has it, in an order of its own."""

    def find(tx: Connection) -> dict[str, list[str]]:
        return {
            table.name: sorted(json.dumps(list(row)) for row in tx.execute(select(table)))
            for table in metadata.sorted_tables
        }

    database = await Database.open(url, SteppedClock(MONDAY))
    found = await database.read(find)
    await database.close()
    return found


async def last_seq(chat: Chat) -> int:
    """The number of the newest answer."""
    return int((await chat.rows(select(responses.c.seq).order_by(responses.c.seq.desc()).limit(1)))[0].seq)


async def test_a_school_is_the_same_there_and_plays_on(
    far: str, tmp_path: Path, lists: tuple[Path, Path], empty_sqlite: Path
):
    """Filled by Swot itself in all its rooms; moved to PostgreSQL, answered there, and moved back."""
    seen: set[str] = set()
    for room in rooms(tmp_path):
        if room.play.__name__ in SCENES:
            seen |= await there_and_back(room, far, tmp_path / f"{room.play.__name__}.db", lists)
    assert len(seen) >= 30


def made_up(number: int) -> dict[Table, dict[str, Any]]:
    """A row of every table, with values that are at the edge of what their columns take."""
    made: dict[Table, dict[str, Any]] = {}
    for table in metadata.sorted_tables:
        made[table] = row = {}
        for column in table.columns:
            whole = number - 2**62 if isinstance(column.type, BigInteger) else 2**31 - number
            kinds: dict[type, Any] = {str: f"{column.name} “{number}”\n\U0001f41d", int: whole, bool: number == 1}
            value = kinds.get(column.type.python_type, number / 3)
            for key in column.foreign_keys:
                value = made[key.column.table][key.column.name]
            row[column.name] = None if column.nullable and number == 1 else value
    return made


async def test_whatever_a_column_takes_is_copied(sqlite_url: str, far: str, tmp_path: Path, lists: tuple[Path, Path]):
    """Of every table: the largest numbers, negative ones, fractions, nothing, letters of every kind."""
    database = await Database.open(sqlite_url, SteppedClock(MONDAY))
    for number in (1, 2):
        for table, row in made_up(number).items():
            await database.write(lambda tx, table=table, row=row: tx.execute(insert(table), row) and None)
    await database.close()
    before = await everything(sqlite_url)
    assert {len(rows) for rows in before.values()} == {2}
    await copy(sqlite_url, far, *lists)
    assert await everything(far) == before
    await copy(far, f"sqlite:///{tmp_path / 'back.db'}", *reversed(lists))
    assert await everything(f"sqlite:///{tmp_path / 'back.db'}") == before


async def there_and_back(room: Room, far: str, near: Path, lists: tuple[Path, Path]) -> set[str]:
    """Play a room, move what it left, play on, move back; the tables that it has filled."""
    url = f"sqlite:///{near}"
    chat = await Chat.open(Installation(url, room.packs))
    await room.play(chat, Gallery())
    await chat.close()
    before = await everything(url)
    copied = await copy(url, far, *lists)
    assert copied.rows == sum(map(len, before.values()))
    assert await everything(far) == before == await everything(url)
    for one in (url, far):
        assert await condition_of(one) == Condition(HEAD, (), ())
    chat = await Chat.open(Installation(far, room.packs, seed=2, start=MONDAY + 12 * DAY))
    await chat.wait("1h")  # whatever is due by now is done there
    assert "(only newcomer) 1 of " in await chat.say("newcomer", "/quiz solo")
    assert await chat.session.redeliver()
    await chat.close()
    back = near.with_suffix(".back.db")
    after = await everything(far)
    await copy(far, f"sqlite:///{back}", *reversed(lists))
    assert await everything(f"sqlite:///{back}") == after
    await emptied(far)
    return {name for name, rows in before.items() if rows}


async def emptied(url: str) -> None:
    """Delete everything in a database."""
    database = await Database.open(url, SteppedClock(MONDAY))
    for table in reversed(metadata.sorted_tables):
        await database.write(lambda tx, table=table: tx.execute(table.delete()) and None)
    await database.write(lambda tx: tx.execute(text("ALTER SEQUENCE responses_seq_seq RESTART")) and None)
    await database.close()


async def test_numbers_of_answers_go_on_after_the_last(
    sqlite_url: str, far: str, tmp_path: Path, lists: tuple[Path, Path]
):
    """Also where the last has been erased: no number is given twice, on either database."""
    chat = await a_class(sqlite_url)
    for _ in range(3):
        await chat.say("zoe", "/quiz solo", topic="judging")
        await chat.press("zoe", "False")
    last = await last_seq(chat)
    await chat.say("zoe", "/privacy forget")
    await chat.press("zoe", "Erase everything")
    await chat.wait("1m")
    assert await last_seq(chat) < last
    await chat.close()
    await copy(sqlite_url, far, *lists)
    chat = await Chat.open(Installation(far, GARDEN))
    await chat.say("yan", "/quiz solo", topic="judging")
    await chat.press("yan", "False")
    assert await last_seq(chat) == last + 1
    await chat.close()
    back = f"sqlite:///{tmp_path / 'back.db'}"
    await copy(far, back, lists[1], tmp_path / "back.forgotten")
    chat = await Chat.open(Installation(back, GARDEN))
    await chat.say("kim", "/quiz solo", topic="judging")
    await chat.press("kim", "False")
    assert await last_seq(chat) == last + 2
    await chat.close()


async def test_the_list_of_the_forgotten_comes_along(
    sqlite_url: str, far: str, lists: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
):
    """By its own key: so a backup from before the move brings nobody back either."""
    chat = await a_class(sqlite_url)
    await chat.say("maya", "/privacy forget")
    await chat.press("maya", "Erase everything")
    await chat.close()
    await copy(sqlite_url, far, *lists)
    old, new = (Forgotten.open(path) for path in lists)
    assert (new.id, new.entries()) == (old.id, old.entries())
    assert lists[1].stat().st_mode & 0o777 == 0o600


async def test_another_list_that_names_anybody_is_not_written_over(sqlite_url: str, far: str, lists: tuple[Path, Path]):
    """One that names nobody is, for a first start over there may have made it."""
    await (await a_class(sqlite_url)).close()
    other = Forgotten.open(lists[1])
    other.add(["far:zoe"], 1)
    with pytest.raises(UserError, match="There is another list of the forgotten"):
        await copy(sqlite_url, far, *lists)
    assert Forgotten.open(lists[1]).entries() == other.entries()
    assert sum(map(len, (await everything(far)).values())) == 0
    lists[1].unlink()
    Forgotten.open(lists[1])
    await copy(sqlite_url, far, *lists)
    assert Forgotten.open(lists[1]).id == Forgotten.open(lists[0]).id


async def test_a_database_with_anything_in_it_is_left_alone(sqlite_url: str, far: str, lists: tuple[Path, Path]):
    """Two schools are not mixed, and none is copied twice."""
    await (await a_class(sqlite_url)).close()
    await copy(sqlite_url, far, *lists)
    before = await everything(far)
    with pytest.raises(UserError, match=r"is not empty, and nothing was changed"):
        await copy(sqlite_url, far, *lists)
    assert await everything(far) == before
    with pytest.raises(UserError, match="same database"):
        await copy(sqlite_url, sqlite_url, *lists)


async def test_while_swot_runs_nothing_is_copied(sqlite_url: str, far: str, tmp_path: Path, lists: tuple[Path, Path]):
    """On either: what it is told meanwhile would be missing there."""
    chat = await a_class(sqlite_url)
    with pytest.raises(UserError, match="Somebody is using the database"):
        await copy(sqlite_url, far, *lists)
    await chat.close()
    await copy(sqlite_url, far, *lists)
    chat = await Chat.open(Installation(far, GARDEN))
    with pytest.raises(UserError, match="Somebody is using the database"):
        await copy(far, f"sqlite:///{tmp_path / 'back.db'}", *reversed(lists))
    await chat.close()


async def test_what_comes_out_otherwise_is_noticed_and_undone(
    sqlite_url: str, far: str, lists: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
):
    """A letter in one row of many is enough; then nothing has been copied."""
    await (await a_class(sqlite_url)).close()
    adding = copying._adding

    def spoilt(table: Table, rows: list[Row[Any]]) -> Any:
        add = adding(table, rows)

        def change(tx: Connection) -> None:
            add(tx)
            if table is classes:
                tx.execute(text("UPDATE classes SET name = name || ' '"))

        return change

    with monkeypatch.context() as patch:
        patch.setattr(copying, "_adding", spoilt)
        with pytest.raises(UserError, match="classes came out otherwise than it was"):
            await copy(sqlite_url, far, *lists)
    assert sum(map(len, (await everything(far)).values())) == 0
    await copy(sqlite_url, far, *lists)


async def test_what_the_other_database_does_not_take_is_told(sqlite_url: str, far: str, lists: tuple[Path, Path]):
    """PostgreSQL has no NUL in texts; the sentence repeats nobody's words."""
    alter(
        path_of(sqlite_url), "INSERT INTO classes (id, name, zone, created_at) VALUES ('c', 'a' || char(0), 'UTC', 1)"
    )
    with pytest.raises(UserError, match="does not take everything"):
        await copy(sqlite_url, far, *lists)
    assert sum(map(len, (await everything(far)).values())) == 0


async def test_a_newer_database_is_not_copied(sqlite_url: str, far: str, lists: tuple[Path, Path]):
    """Nor is anything copied into one."""
    await (await a_class(sqlite_url)).close()
    database = await Database.open(far, SteppedClock(MONDAY))
    await database.write(lambda tx: tx.execute(text("UPDATE alembic_version SET version_num = '9999'")) and None)
    await database.close()
    with pytest.raises(UserError, match="newer Swot"):
        await copy(sqlite_url, far, *lists)
    alter(path_of(sqlite_url), "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(UserError, match="newer Swot"):
        await copy(sqlite_url, far, *lists)


async def test_more_rows_than_a_batch_are_copied_whole(
    sqlite_url: str, far: str, lists: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
):
    """Their order is the database's affair; a tally is the same in any."""
    monkeypatch.setattr(copying, "BATCH", 7)
    row = {"zone": "Europe/London", "created_at": 2**53 + 1, "name": "“Ünïcode” \U0001f41d"}
    database = await Database.open(sqlite_url, SteppedClock(MONDAY))
    many = [{**row, "id": f"{number:x}"} for number in range(50)]
    await database.write(lambda tx: tx.execute(insert(classes), many) and None)
    found = await database.read(lambda tx: tx.execute(select(classes)).all())
    await database.close()
    assert Tally().plus(found) == Tally().plus(found[30:]).plus(found[:30]) != Tally().plus(found[1:])
    assert (await copy(sqlite_url, far, *lists)).rows == 50
    assert await everything(far) == await everything(sqlite_url)
