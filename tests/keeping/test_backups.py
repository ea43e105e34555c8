"""Backups that are made while somebody is in the middle of something."""

from __future__ import annotations

import asyncio
import resource
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import UserError
from bot.keeping.backups import back_up
from bot.keeping.files import snapshot
from tests.keeping.school import a_class, alter, ask, damage, names, path_of, playing, started, swell

LARGE = 100_000
"""Answers whose backup takes long enough to be met in its midst."""
MEGABYTE = 1 << 20


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory, empty_sqlite: Path) -> Path:
    """A large database."""
    path = tmp_path_factory.mktemp("large") / "swot.db"
    path.write_bytes(empty_sqlite.read_bytes())
    swell(path, LARGE)
    return path


async def test_every_answer_acknowledged_before_is_in_it(sqlite_url: str, tmp_path: Path):
    """Made again and again while a process answers as fast as it can; each is whole and has no half answers."""
    path = path_of(sqlite_url)
    async with playing(path) as class_:
        for number in range(5):
            known = await class_.until(40)
            file = tmp_path / f"{number}.db"
            await back_up(path, file)
            kept = {row[0] for row in ask(file, "SELECT delivery FROM responses")}
            assert set(known) <= kept
            assert ask(file, "PRAGMA integrity_check") == [("ok",)]
            assert ask(file, "PRAGMA foreign_key_check") == []
            # Both are of one commit.
            assert ask(file, "SELECT 1 FROM responses WHERE delivery NOT IN (SELECT id FROM deliveries)") == []
        await class_.until(40)  # nobody was held up for good


async def test_only_its_owner_may_read_it(sqlite_url: str, tmp_path: Path):
    """It has names and answers in it."""
    made = await back_up(path_of(sqlite_url), tmp_path / "copy.db")
    assert made.file.stat().st_mode & 0o777 == 0o600
    assert made.size == made.file.stat().st_size
    assert made.revision == ask(made.file, "SELECT version_num FROM alembic_version")[0][0]


async def test_what_was_deleted_is_not_in_it(sqlite_url: str, tmp_path: Path):
    """Rows are copied, and not the pages that they were on."""
    path = path_of(sqlite_url)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete=OFF")
        connection.execute("INSERT INTO classes (id, name, zone, created_at) VALUES ('c', 'Nemo''s class', 'UTC', 1)")
        connection.execute("DELETE FROM classes")
    made = await back_up(path, tmp_path / "copy.db")
    assert b"Nemo" in path.read_bytes()
    assert b"Nemo" not in made.file.read_bytes()


async def test_a_file_that_is_there_is_left_alone(sqlite_url: str, tmp_path: Path):
    """An older backup is not written over."""
    there = tmp_path / "there.db"
    there.write_text("mine", "utf-8")
    with pytest.raises(UserError, match=r"there\.db is there already"):
        await back_up(path_of(sqlite_url), there)
    assert there.read_text("utf-8") == "mine"


async def test_a_damaged_database_gives_no_backup(sqlite_url: str, tmp_path: Path):
    """It is said, and nothing stands there that somebody might rely on."""
    path = path_of(sqlite_url)
    damage(path)
    before = names(tmp_path)
    with pytest.raises(UserError, match="damaged"):
        await back_up(path, tmp_path / "copy.db")
    assert names(tmp_path) == before


async def test_rows_that_refer_to_nothing_are_told(sqlite_url: str, tmp_path: Path):
    """A database that is broken in itself is noticed when it is backed up, and not when the backup is needed."""
    alter(path_of(sqlite_url), "INSERT INTO retention (class_id) VALUES ('nowhere')")
    with pytest.raises(UserError, match="Rows of retention that refer to rows of classes that are not there: 1"):
        await back_up(path_of(sqlite_url), tmp_path / "copy.db")
    assert "copy.db" not in names(tmp_path)


async def test_figures_that_disagree_keep_no_backup_from_being_made(sqlite_url: str, tmp_path: Path):
    """A fault in what follows from answers is no reason to risk the answers."""
    await (await a_class(sqlite_url)).close()
    alter(path_of(sqlite_url), "UPDATE marks SET question = 'another'")
    assert (await back_up(path_of(sqlite_url), tmp_path / "copy.db")).file.exists()


async def test_a_newer_database_is_not_backed_up_by_an_older_swot(sqlite_url: str, tmp_path: Path):
    """It can't tell whether it would be whole."""
    alter(path_of(sqlite_url), "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(UserError, match="newer Swot"):
        await back_up(path_of(sqlite_url), tmp_path / "copy.db")


async def test_a_folder_that_is_missing_is_named(sqlite_url: str, tmp_path: Path):
    """Nothing is made that nobody asked for."""
    with pytest.raises(UserError, match="There is no folder"):
        await back_up(path_of(sqlite_url), tmp_path / "none" / "copy.db")


@pytest.mark.parametrize("share", [0.0, 0.6])
async def test_a_backup_that_is_killed_leaves_nothing_under_its_name(large: Path, tmp_path: Path, share: float):
    """Whenever it is; the next one is made all the same."""
    file = tmp_path / "copy.db"
    process = await started("backup", file, "--database", large)
    wanted = large.stat().st_size * share
    while process.returncode is None:
        await asyncio.sleep(0)
        if any(draft.stat().st_size >= wanted for draft in tmp_path.glob("*.part")):
            process.kill()
            break
    await process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert [name for name in names(tmp_path) if not name.startswith("copy.db.")] == []
    made = await back_up(large, file)
    assert ask(made.file, "SELECT count(*) FROM responses") == [(LARGE,)]


@pytest.mark.parametrize("megabytes", [0, 1, 8])
async def test_a_full_disk_is_told_and_nothing_stays(large: Path, tmp_path: Path, megabytes: int):
    """No file may grow beyond so much, as on a disk that is full: wherever it ends, there is a sentence."""

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (megabytes * MEGABYTE, megabytes * MEGABYTE))

    process = await started("backup", tmp_path / "copy.db", "--database", large, limited=limited)
    _, told = await process.communicate()
    assert process.returncode == 1
    assert told.decode().startswith("There is no room for the copy in ")
    assert names(tmp_path) == []


async def test_a_backup_can_be_made_of_a_killed_swots_database(sqlite_url: str, tmp_path: Path):
    """What only stands in the log that it left is in it."""
    path = path_of(sqlite_url)
    async with playing(path) as class_:
        known = await class_.until(60)
        await class_.kill()
    assert path.with_name("swot.db-wal").stat().st_size > 0
    made = await back_up(path, tmp_path / "copy.db")
    assert set(known) <= {row[0] for row in ask(made.file, "SELECT delivery FROM responses")}


async def test_what_is_changed_meanwhile_is_not_half_in_it(sqlite_url: str, tmp_path: Path):
    """A transaction that is open is not in it, and is not kept from being committed."""
    chat = await a_class(sqlite_url)
    path = path_of(sqlite_url)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("DELETE FROM marks")
        snapshot(path, tmp_path / "draft")
        connection.execute("COMMIT")
    assert ask(tmp_path / "draft", "SELECT count(*) FROM marks") == [(2,)]
    assert ask(path, "SELECT count(*) FROM marks") == [(0,)]
    await chat.close()
