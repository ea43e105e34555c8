"""`swot db restore`: going back to a backup, with everything that may stand in the way."""

from __future__ import annotations

import asyncio
import itertools
import os
import resource
import shutil
import signal
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Connection, select

from bot.clock import SteppedClock
from bot.errors import UserError
from bot.keeping.backups import back_up
from bot.keeping.restoring import Restored, restore
from bot.storage.database import Database
from bot.storage.lanes import SqliteLanes
from bot.storage.opening import lanes_at
from bot.storage.tables import members, responses
from bot.storage.tables.kept import NOBODY
from bot.storage.trouble import StorageTrouble
from tests.chat_harness import MONDAY, Chat, Installation
from tests.keeping.school import GARDEN, a_class, alter, ask, damage, names, path_of, playing, started, swell
from tests.survival.crowd import Crowd


@pytest.fixture
def path(sqlite_url: str) -> Path:
    """Where the database is."""
    return path_of(sqlite_url)


async def put_back(file: Path, path: Path) -> Restored:
    """Restore a backup."""
    return await restore(file, path, path.with_suffix(".forgotten"), SteppedClock(MONDAY), Random(1))


async def forget(chat: Chat, person: str) -> None:
    """A person has everything erased."""
    await chat.say(person, "/privacy forget")
    await chat.press(person, "Erase everything")
    await chat.wait("1m")


async def test_a_backup_taken_in_the_midst_of_a_round_is_played_on(path: Path, sqlite_url: str, tmp_path: Path):
    """Swot is killed and its disk lost: each answer acknowledged before the backup is there, and the round goes on."""
    async with playing(path) as class_:
        known = await class_.until(150)
        made = await back_up(path, tmp_path / "copy.db")
        last = max(ack["clock"] for ack in class_.acks)
        await class_.until(30)
    for left in tmp_path.glob("swot.*"):
        left.unlink()
    assert (await put_back(made.file, path)).aside is None
    assert set(known) <= {row[0] for row in ask(path, "SELECT delivery FROM responses")}
    assert ask(path, "PRAGMA foreign_key_check") == []
    crowd = await Crowd.open(sqlite_url, clock=SteppedClock(last))
    while await crowd.step():
        pass
    assert ask(path, "SELECT DISTINCT phase FROM rounds") == [("over",)]
    assert ask(path, "SELECT count(*) FROM marks")[0][0] > 0
    await crowd.begin(questions=3, seconds=20)
    here = crowd.open_question()[0]
    assert here.name == "round.write" or (await crowd.note(crowd.press("maya", here))).startswith(("Locked", "Ticked"))
    await crowd.close()


async def test_what_was_there_is_kept_and_can_be_gone_back_to(path: Path, sqlite_url: str, tmp_path: Path):
    """Restoring is no way to lose anything; nothing of a log is left that would belong to the other file."""
    chat = await a_class(sqlite_url)
    made = await back_up(path, tmp_path / "copy.db")
    await chat.say("zoe", "/quiz solo", topic="judging")
    await chat.press("zoe", "False")
    await chat.close()
    done = await put_back(made.file, path)
    aside = path.with_name("swot.before-restore-2026-11-30T080000Z.db")
    assert done == Restored(aside, was_older=False, erased=0, knows_list=True)
    assert names(tmp_path) == ["copy.db", aside.name, "swot.db", "swot.forgotten"]
    assert ask(path, "SELECT count(*) FROM marks") == [(2,)]
    assert ask(aside, "SELECT count(*) FROM marks") == [(3,)]
    await restore(aside, path, path.with_suffix(".forgotten"), SteppedClock(MONDAY + 1_000_000), Random(1))
    assert ask(path, "SELECT count(*) FROM marks") == [(3,)]


async def test_what_a_killed_swot_left_in_its_log_is_kept_with_the_rest(path: Path, tmp_path: Path):
    """And the log is not taken for that of the backup, which it would spoil."""
    made = await back_up(path, tmp_path / "copy.db")
    async with playing(path) as class_:
        known = await class_.until(60)
        await class_.kill()
    assert path.with_name("swot.db-wal").stat().st_size > 0
    done = await put_back(made.file, path)
    assert ask(path, "SELECT count(*) FROM responses") == [(0,)]
    assert done.aside is not None
    assert set(known) <= {row[0] for row in ask(done.aside, "SELECT delivery FROM responses")}
    assert not list(tmp_path.glob("swot.db-*"))


async def test_a_log_without_its_database_spoils_nothing(path: Path, tmp_path: Path):
    """Somebody has deleted the file, and not what lay beside it."""
    made = await back_up(path, tmp_path / "copy.db")
    async with playing(path) as class_:
        await class_.until(60)
        await class_.kill()
    path.unlink()
    await put_back(made.file, path)
    assert ask(path, "SELECT count(*) FROM responses") == [(0,)]
    assert ask(path, "PRAGMA integrity_check") == [("ok",)]


async def test_while_swot_runs_nothing_is_restored(path: Path, sqlite_url: str, tmp_path: Path):
    """Whether it does anything or not, in this process or another; and it plays on unharmed."""
    made = await back_up(path, tmp_path / "copy.db")
    chat = await Chat.open(Installation(sqlite_url, GARDEN))
    with pytest.raises(UserError, match=r"Somebody is using .*Swot most likely\. Stop it"):
        await put_back(made.file, path)
    process = await started("restore", made.file, "--database", sqlite_url)
    _, told = await process.communicate()
    assert process.returncode == 1
    assert told.decode().startswith(f"Somebody is using the database {path}")
    await chat.say("maya", "/quiz solo", topic="judging")
    await chat.press("maya", "False")
    assert await chat.marks("maya") == ["False"]
    await chat.close()
    await put_back(made.file, path)


async def test_whoever_waits_for_the_database_meanwhile_does_not_run_on_the_old_one(
    path: Path, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """A Swot that is started at that very moment says so and ends."""
    copy = Path(shutil.copy(path, tmp_path / "copy.db"))
    opened = SqliteLanes.open

    async def open_late(lanes: SqliteLanes) -> None:
        await opened(lanes)
        copy.replace(path)

    with monkeypatch.context() as patch:
        patch.setattr(SqliteLanes, "open", open_late)
        with pytest.raises(StorageTrouble, match="was replaced by a backup"):
            await lanes_at(sqlite_url)
    await (await lanes_at(sqlite_url)).close()


async def test_whoever_was_forgotten_since_is_not_brought_back(path: Path, sqlite_url: str, tmp_path: Path):
    """They are erased before the backup is in place, from its pages too; the others are as they were."""
    chat = await a_class(sqlite_url)
    made = await back_up(path, tmp_path / "copy.db")
    await forget(chat, "maya")
    await chat.close()
    assert b"terminal:maya" in made.file.read_bytes()
    done = await put_back(made.file, path)
    assert (done.erased, done.knows_list) == (1, True)
    assert b"terminal:maya" not in path.read_bytes()
    chat = await Chat.open(Installation(sqlite_url, GARDEN))
    assert [row.person for row in await chat.rows(select(members.c.person))] == ["terminal:tom"]
    assert sorted(row.person for row in await chat.rows(select(responses.c.person))) == [NOBODY, "terminal:tom"]
    await chat.close()


async def test_a_backup_that_knows_another_list_says_so(path: Path, sqlite_url: str, tmp_path: Path):
    """On a new machine, somebody may have left the list behind."""
    chat = await a_class(sqlite_url)
    await forget(chat, "maya")
    made = await back_up(path, tmp_path / "copy.db")
    await chat.close()
    done = await put_back(made.file, path)
    assert done.knows_list
    assert done.aside is not None
    done.aside.unlink()
    path.with_suffix(".forgotten").unlink()
    path.unlink()
    assert not (await put_back(made.file, path)).knows_list


async def test_an_older_backup_is_brought_up_to_date(path: Path, sqlite_url: str, tmp_path: Path):
    """The first release's, with a mark in it."""
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    def first(tx: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", "bot/storage/migrations")
        config.attributes["connection"] = tx
        command.upgrade(config, "0001")
        tx.exec_driver_sql("INSERT INTO classes VALUES ('c', '12A', 'Europe/London', 1)")

    old = tmp_path / "old.db"
    lanes = await lanes_at(f"sqlite:///{old}")
    await lanes.migrate(first)
    await lanes.close()
    before = ask(old, "SELECT * FROM classes")
    done = await put_back(old, path)
    assert done.was_older
    assert ask(old, "SELECT * FROM classes") == before  # the backup itself is left as it is
    database = await Database.open(sqlite_url, SteppedClock(MONDAY))
    assert await database.read(lambda tx: tx.exec_driver_sql("SELECT name FROM classes").scalar()) == "12A"
    await database.close()


def spoilt(kind: str, file: Path) -> None:
    """Make a backup one that can't be restored."""
    match kind:
        case "damaged":
            damage(file)
        case "cut off":
            file.write_bytes(file.read_bytes()[: file.stat().st_size // 3])
        case "no database":
            file.write_text("Dear aunt,\n" * 500, "utf-8")
        case "empty":
            file.write_bytes(b"")
        case "another program's":
            file.unlink()
            alter(file, "CREATE TABLE recipes (name TEXT)")
        case "newer":
            alter(file, "UPDATE alembic_version SET version_num = '9999'")
        case "inconsistent":
            alter(file, "INSERT INTO retention (class_id) VALUES ('nowhere')")
        case "missing":
            file.unlink()


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("damaged", "damaged"),
        ("cut off", "damaged"),
        ("no database", "is not a database"),
        ("empty", "not Swot's"),
        ("another program's", "not Swot's"),
        ("newer", "was written by a newer Swot"),
        ("inconsistent", "is damaged: Rows of retention"),
        ("missing", "There is no file"),
    ],
)
async def test_what_is_no_sound_backup_is_refused(path: Path, sqlite_url: str, tmp_path: Path, kind: str, told: str):
    """With a sentence; the database is as it was, to the byte, and nothing lies about."""
    await (await a_class(sqlite_url)).close()
    file = (await back_up(path, tmp_path / "copy.db")).file
    spoilt(kind, file)
    before, there = path.read_bytes(), names(tmp_path)
    with pytest.raises(UserError, match=told) as refused:
        await put_back(file, path)
    assert "\n" not in str(refused.value)
    assert path.read_bytes() == before
    assert names(tmp_path) == there


async def test_the_database_itself_is_no_backup(path: Path, tmp_path: Path):
    """Nor by another name."""
    link = tmp_path / "link.db"
    link.symlink_to(path)
    for file in (path, link):
        with pytest.raises(UserError, match="is the database itself"):
            await put_back(file, path)


async def test_a_damaged_database_is_replaced(path: Path, sqlite_url: str, tmp_path: Path):
    """That is what backups are for: however damaged it is, it is kept aside as it is."""
    await (await a_class(sqlite_url)).close()
    made = await back_up(path, tmp_path / "copy.db")
    for second, spoil in enumerate(("damaged", "cut off", "no database", "empty")):
        spoilt(spoil, path)
        there = path.read_bytes()
        clock = SteppedClock(MONDAY + second * 1_000_000)
        done = await restore(made.file, path, path.with_suffix(".forgotten"), clock, Random(1))
        assert done.aside is not None
        assert done.aside.read_bytes() == there
        assert ask(path, "SELECT count(*) FROM marks") == [(2,)]


async def test_a_database_that_is_linked_to_stays_where_it_is(path: Path, tmp_path: Path):
    """The link leads to the restored one, with whoever could read it before."""
    made = await back_up(path, tmp_path / "copy.db")
    path.chmod(0o640)
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "swot.db"
    link.symlink_to(path)
    await put_back(made.file, link)
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert names(tmp_path / "elsewhere") == ["swot.db", "swot.forgotten"]


async def test_a_full_disk_leaves_the_database_as_it_was(path: Path, sqlite_url: str, tmp_path: Path):
    """At whatever point there is no more room."""
    await (await a_class(sqlite_url)).close()
    (tmp_path / "apart").mkdir()
    made = await back_up(path, tmp_path / "apart" / "copy.db")
    there = names(tmp_path)

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (made.size // 2, made.size // 2))

    process = await started("restore", made.file, "--database", sqlite_url, limited=limited)
    _, told = await process.communicate()
    assert process.returncode == 1
    assert told.decode().startswith("There is no room")
    assert names(tmp_path) == there
    assert ask(path, "SELECT count(*) FROM marks") == [(2,)]


@pytest.mark.parametrize("step", ["link", "leftovers", "rename"])
async def test_whatever_fails_while_it_is_put_in_place_leaves_a_database(
    path: Path, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
):
    """At each step in turn: the old one is still there, whole, and the next try succeeds."""
    await (await a_class(sqlite_url)).close()
    made = await back_up(path, tmp_path / "copy.db")
    replace, link = Path.replace, os.link

    def fail_to_replace(old: Path, new: Path) -> Path:
        if step == ("rename" if old.name.endswith(".part") else "leftovers"):
            raise PermissionError(13, "no", str(old))
        return replace(old, new)

    def fail_to_link(old: Path, new: Path) -> None:
        if step != "link":
            link(old, new)
        else:
            raise PermissionError(1, "no links here", str(old))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", fail_to_replace)
        patch.setattr(os, "link", fail_to_link)
        if step == "link":
            await put_back(made.file, path)  # some file systems have none, and it goes without
        else:
            with pytest.raises(PermissionError):
                await put_back(made.file, path)
    assert ask(path, "SELECT count(*) FROM marks") == [(2,)]
    assert not list(tmp_path.glob("*.part*"))
    await restore(made.file, path, path.with_suffix(".forgotten"), SteppedClock(MONDAY + 1_000_000), Random(1))
    assert ask(path, "SELECT count(*) FROM marks") == [(2,)]


@pytest.fixture(scope="module")
def swollen(tmp_path_factory: pytest.TempPathFactory, empty_sqlite: Path) -> Path:
    """A backup that takes a while to be restored."""
    file = tmp_path_factory.mktemp("swollen") / "backup.db"
    shutil.copy(empty_sqlite, file)
    swell(file, 60_000)
    return file


@pytest.mark.parametrize("looks", [1, 4_000])
async def test_a_restore_that_is_killed_leaves_one_of_the_two(
    path: Path, sqlite_url: str, tmp_path: Path, swollen: Path, looks: int
):
    """Whenever it is killed after it has begun to write, the database is the old or the new one, whole."""
    await (await a_class(sqlite_url)).close()
    process = await started("restore", swollen, "--database", sqlite_url)
    begun = 0
    for _ in itertools.count():
        await asyncio.sleep(0)
        begun += begun > 0 or bool(list(tmp_path.glob("*.part")))
        if begun >= looks or process.returncode is not None:
            break
    if process.returncode is None:
        process.kill()
    await process.communicate()
    assert process.returncode in (0, -signal.SIGKILL)
    assert ask(path, "PRAGMA integrity_check") == [("ok",)]
    is_new = ask(path, "SELECT count(*) FROM responses") == [(60_000,)]
    assert is_new or ask(path, "SELECT count(*) FROM marks") == [(2,)]
    clock = SteppedClock(MONDAY)
    await restore(swollen, path, path.with_suffix(".forgotten"), clock, Random(1))
    assert ask(path, "SELECT count(*) FROM responses") == [(60_000,)]
