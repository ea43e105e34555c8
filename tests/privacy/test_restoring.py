"""A backup that is restored brings nobody back who was forgotten since."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import select

from adapters.cli import main
from bot.errors import UserError
from bot.privacy.forgotten import Forgotten
from bot.storage.tables import members, responses
from bot.storage.tables.kept import NOBODY
from tests.chat_harness import Chat, Installation
from tests.conftest import DATA
from tests.postgres import Postgres

GARDEN = (DATA / "garden",)


async def a_class(installation: Installation) -> Chat:
    """Maya and Tom, who have answered a question each."""
    chat = await Chat.open(installation)
    for person in ("maya", "tom"):
        await chat.say(person, "/quiz solo", topic="judging")
        await chat.press(person, "False")
    await chat.wait("1h")
    return chat


async def forget(chat: Chat, person: str) -> None:
    """A person has everything erased."""
    await chat.say(person, "/privacy forget")
    await chat.press(person, "Erase everything")
    await chat.wait("1m")


def backed_up(path: Path) -> Path:
    """A copy of the database as an operator makes it."""
    copy = path.with_name("backup.db")
    with sqlite3.connect(path) as one, sqlite3.connect(copy) as other:
        one.backup(other)
    return copy


def restore(backup: Path, path: Path) -> None:
    """Put a copy where the database was."""
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()
    shutil.copy(backup, path)


async def test_whoever_was_forgotten_is_erased_again_before_anybody_is_served(sqlite_url: str):
    """At the start, by a list that lies outside the database; the others are as they were in the backup."""
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    installation = Installation(sqlite_url, GARDEN)
    chat = await a_class(installation)
    backup = backed_up(path)
    await forget(chat, "maya")
    await chat.close()
    restore(backup, path)
    assert b"terminal:maya" in path.read_bytes()
    chat = await Chat.open(installation)
    assert [row.person for row in await chat.rows(select(members.c.person))] == ["terminal:tom"]
    assert sorted(row.person for row in await chat.rows(select(responses.c.person))) == [NOBODY, "terminal:tom"]
    await chat.wait("1m")
    assert b"Maya" not in chat.bytes_kept()
    await chat.close()


async def test_who_came_back_since_keeps_what_they_did_since(sqlite_url: str):
    """A backup from after they were forgotten has only what is theirs anew: no start touches that."""
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    installation = Installation(sqlite_url, GARDEN)
    chat = await a_class(installation)
    await forget(chat, "maya")
    await chat.say("maya", "/quiz solo", topic="judging")
    await chat.press("maya", "False")
    backup = backed_up(path)
    await chat.close()
    restore(backup, path)
    for _ in range(2):
        chat = await Chat.open(installation)
        assert await chat.marks("maya") == ["False"]
        await chat.close()


async def test_the_list_tells_nobody_whom_it_names(sqlite_url: str):
    """Keyed hashes and instants; nobody but its owner may read it."""
    chat = await a_class(Installation(sqlite_url, GARDEN))
    await forget(chat, "maya")
    await chat.close()
    path = Path(sqlite_url.removeprefix("sqlite:///")).with_suffix(".forgotten")
    assert "maya" not in path.read_text("ascii")
    assert path.stat().st_mode & 0o077 == 0
    forgotten = Forgotten.open(path)
    [entry] = forgotten.entries()
    assert entry.sealed == forgotten.seal("terminal:maya")
    assert entry.sealed != Forgotten.open(path.with_name("other")).seal("terminal:maya")


async def test_a_line_that_a_crash_cut_off_is_passed_over(tmp_path: Path):
    """Its person was never told that they are forgotten; the lines after it count."""
    forgotten = Forgotten.open(tmp_path / "list")
    forgotten.add(["far:maya"], 1)
    whole = (tmp_path / "list").read_text("ascii")
    (tmp_path / "list").write_text(whole[:-3], "ascii")
    assert forgotten.entries() == []
    (tmp_path / "list").write_text(f"{whole[:-3]}\n{whole.splitlines()[1]}\n", "ascii")
    assert [entry.at for entry in Forgotten.open(tmp_path / "list").entries()] == [1]


@pytest.mark.parametrize("content", [b"", b"swot-forgotten 1 abc\n", b"\xff\xfe", b"a,b,c\n1,2,3\n"])
async def test_a_list_that_is_something_else_stops_the_start(sqlite_url: str, content: bytes):
    """Without it nobody could be kept forgotten: the sentence says which file and what to do."""
    Path(sqlite_url.removeprefix("sqlite:///")).with_suffix(".forgotten").write_bytes(content)
    with pytest.raises(UserError, match=r"swot\.forgotten.*Put it back"):
        await Chat.open(Installation(sqlite_url, GARDEN))


async def test_on_a_server_the_list_is_in_the_data_folder(
    postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """One for each database, by its name; and it is honoured in the same way."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    url = postgres.fresh_database()
    chat = await a_class(Installation(url, GARDEN))
    await forget(chat, "maya")
    await chat.close()
    [path] = tmp_path.glob("swot/*.forgotten")
    assert path.stem in url
    assert len(Forgotten.open(path).entries()) == 1


def test_another_place_can_be_named(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """By a variable, as for everything that an operator decides."""
    monkeypatch.setenv("SWOT_FORGOTTEN", str(tmp_path / "safe" / "list"))
    main(["privacy", "list", "nobody", "--database", sqlite_url])
    assert (tmp_path / "safe" / "list").is_file()
