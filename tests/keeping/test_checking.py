"""`swot db check`, and what the commands of `swot db` say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.clock import SteppedClock
from bot.errors import UserError
from bot.keeping.checking import condition_of
from bot.storage import schema
from bot.storage.database import Database
from tests.chat_harness import MONDAY
from tests.keeping.school import a_class, alter, ask, damage, names, path_of, swot
from tests.postgres import Postgres

WHOLE = f"The database is whole. Its tables are of version {schema.HEAD}.\n"


@pytest.fixture
async def filled(database_url: str) -> str:
    """A database in which somebody has answered something, on either."""
    await (await a_class(database_url)).close()
    return database_url


@pytest.fixture
async def path(sqlite_url: str) -> Path:
    """The file of one on SQLite."""
    await (await a_class(sqlite_url)).close()
    return path_of(sqlite_url)


# Checking


async def test_a_database_that_is_whole_is_said_to_be(filled: str, capsys: pytest.CaptureFixture[str]):
    """Also while Swot runs; the status is 0."""
    assert await swot("check", "--database", filled) == 0
    assert capsys.readouterr().out == WHOLE
    chat = await a_class(filled)
    assert await swot("check", "--database", filled) == 0
    await chat.close()


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        (["DELETE FROM responses"], "Rows of marks that refer to rows of responses that are not there: 2."),
        (["UPDATE marks SET person = 'terminal:zoe'"], "Marks that name another person, class or question than their"),
        (["UPDATE cards SET question = 'garden/none'"], "Cards without a mark that they could come from: 2."),
        (["DROP INDEX ix_cards_class_id", "CREATE INDEX ix_cards_class_id ON cards (question)"], ""),
    ],
)
async def test_what_does_not_agree_is_told(
    path: Path, capsys: pytest.CaptureFixture[str], statements: list[str], told: str
):
    """In a sentence for each kind, with how many; the status is 1."""
    alter(path, *statements)
    before = path.read_bytes()
    assert await swot("check", "--database", path) == (1 if told else 0)
    assert told in (out := capsys.readouterr().out)
    end = "goes back to a backup.\n" if "refer" in told else "but please report this.\n"
    assert not told or out.endswith(end)
    assert path.read_bytes() == before


async def test_disagreements_are_found_on_a_server_too(postgres: Postgres, capsys: pytest.CaptureFixture[str]):
    """Its pages and references it sees to itself."""
    url = postgres.fresh_database()
    await (await a_class(url)).close()
    database = await Database.open(url, SteppedClock(MONDAY))
    await database.write(lambda tx: tx.execute(text("UPDATE marks SET question = 'another'")) and None)
    await database.close()
    assert await swot("check", "--database", url) == 1
    assert "than their answers: 2." in capsys.readouterr().out


async def test_a_damaged_file_is_told_in_words(path: Path, capsys: pytest.CaptureFixture[str]):
    """However it is damaged, there is a sentence and no traceback."""
    damage(path)
    assert await swot("check", "--database", path) == 1
    out, err = capsys.readouterr()
    assert "damaged" in out + err
    path.write_text("Dear aunt", "utf-8")
    assert await swot("check", "--database", path) == 1
    assert "is not a database" in capsys.readouterr().err


async def test_an_index_that_lacks_rows_is_found(path: Path, capsys: pytest.CaptureFixture[str]):
    """What SQLite finds is told in its words."""
    alter(
        path,
        "PRAGMA writable_schema=ON",
        "UPDATE sqlite_master SET sql = replace(sql, 'person, question', 'question, person')"
        " WHERE name = 'ix_marks_person_question'",
    )
    assert await swot("check", "--database", path) == 1
    assert "SQLite's own check says: row 1 missing from index ix_marks_person_question." in capsys.readouterr().out


async def test_an_older_database_is_whole(path: Path, capsys: pytest.CaptureFixture[str]):
    """It is said what becomes of it, and it is left as it is."""
    alter(path, "UPDATE alembic_version SET version_num = '0019'")
    assert await swot("check", "--database", path) == 0
    assert "of version 0019: older than this Swot, which brings them up to date" in capsys.readouterr().out
    assert ask(path, "SELECT version_num FROM alembic_version") == [("0019",)]


async def test_a_newer_database_is_refused(database_url: str):
    """It can't be told whether it is whole."""
    database = await Database.open(database_url, SteppedClock(MONDAY))
    await database.write(lambda tx: tx.execute(text("UPDATE alembic_version SET version_num = '9999'")) and None)
    await database.close()
    with pytest.raises(UserError, match="newer Swot"):
        await condition_of(database_url)


async def test_another_programs_database_is_refused(tmp_path: Path, postgres: Postgres):
    """On either kind; a password is not repeated."""
    alter(tmp_path / "recipes.db", "CREATE TABLE recipes (name TEXT)")
    for url in (f"sqlite:///{tmp_path / 'recipes.db'}", postgres.untouched_database()):
        with pytest.raises(UserError, match="not Swot's") as refused:
            await condition_of(url)
        assert "@" not in str(refused.value)


# The commands


async def test_a_backup_is_made_and_gone_back_to(path: Path, capsys: pytest.CaptureFixture[str]):
    """Without a name it goes among the daily ones; what is printed names each file there is."""
    assert await swot("backup", "--database", path) == 0
    [made] = (path.parent / "backups").iterdir()
    told = capsys.readouterr().out
    assert re.match(rf"The backup is {made} \(\d\.\d MB, tables of version {schema.HEAD}\), and is whole\.\n", told)
    assert str(path.with_suffix(".forgotten")) in told
    assert await swot("restore", made, "--database", path) == 0
    told = capsys.readouterr().out
    [aside] = path.parent.glob("swot.before-*")
    assert told.startswith(f"{path} is as it was in {made}.\nWhat was there is {aside};")


async def test_another_folder_can_be_named(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """By a variable, as for everything that an operator decides."""
    monkeypatch.setenv("SWOT_BACKUPS", str(tmp_path / "stick" / "swot"))
    assert await swot("backup", "--database", path) == 0
    assert len(names(tmp_path / "stick" / "swot")) == 1


async def test_a_backup_is_restored_where_nothing_is(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """A new machine; its folder has to be there."""
    assert await swot("backup", tmp_path / "copy.db", "--database", path) == 0
    for place in (tmp_path / "new" / "swot.db", tmp_path / "new.db"):
        status = await swot("restore", tmp_path / "copy.db", "--database", place)
        assert status == (0 if place.parent.is_dir() else 1)
    out, err = capsys.readouterr()
    assert err == f"There is no folder {tmp_path / 'new'} for the database. Make it, or name another place.\n"
    assert "What was there" not in out
    assert ask(tmp_path / "new.db", "SELECT count(*) FROM marks") == [(2,)]


async def test_a_school_is_copied_by_command(
    path: Path, postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """To a server and back to a file; the figures are printed, and passwords are not."""
    monkeypatch.setenv("SWOT_DATA_DIR", str(tmp_path / "data"))
    url = postgres.untouched_database()
    secret = re.sub(r"//([^:@/]+)(:[^@/]*)?@", r"//\1:s3cr3t@", url)
    assert await swot("copy", "--to", secret, "--database", path) == 0
    told = capsys.readouterr().out
    assert re.match(r"\d+ rows of \d+ tables were copied, and are the same there\.\n", told)
    assert "s3cr3t" not in told
    assert await swot("copy", "--to", tmp_path / "back.db", "--database", url) == 0
    assert ask(tmp_path / "back.db", "SELECT count(*) FROM marks") == [(2,)]
    assert (tmp_path / "back.forgotten").read_bytes() == path.with_suffix(".forgotten").read_bytes()


@pytest.mark.parametrize(("words", "tool"), [(("backup",), "pg_dump"), (("restore", "swot.dump"), "pg_restore")])
async def test_a_servers_own_tools_are_named(words: tuple[str, ...], tool: str, capsys: pytest.CaptureFixture[str]):
    """With the command to copy, and without the password."""
    assert await swot(*words, "--database", "postgresql://swot:s3cr3t@server/school") == 1
    told = capsys.readouterr().err
    assert tool in told
    assert "'postgresql://swot@server/school'" in told
    assert "s3cr3t" not in told
    assert told.count("\n") == 1


@pytest.mark.parametrize("words", [("backup",), ("check",), ("copy", "--to", "postgresql://a@b/c")])
async def test_a_database_that_is_not_there_is_not_made(
    words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    """A slip of the key makes no new one."""
    assert await swot(*words, "--database", tmp_path / "slip.db") == 1
    assert "There is no database" in capsys.readouterr().err
    assert names(tmp_path) == []
