"""`swot privacy`: for somebody who has left, by whoever runs Swot."""

from __future__ import annotations

import asyncio
import json
import shutil
import zipfile
from pathlib import Path

import pytest

from adapters.cli import main
from tests.chat_harness import Chat, Installation
from tests.conftest import DATA


@pytest.fixture
def database(empty_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The database of a class in which Maya and Tom have answered a question each."""
    monkeypatch.chdir(tmp_path)
    path = Path(shutil.copy(empty_sqlite, tmp_path / "swot.db"))

    async def fill() -> None:
        chat = await Chat.open(Installation(f"sqlite:///{path}", (DATA / "garden",)))
        await chat.say("teacher", "/fact now")
        for person in ("maya", "tom"):
            await chat.say(person, "/quiz solo", topic="judging")
            await chat.press(person, "False")
        await chat.close()

    asyncio.run(fill())
    return path


def run(database: Path, *arguments: str) -> int:
    """What the command's exit status is."""
    return main(["privacy", *arguments, "--database", str(database)])


def test_somebody_is_found_by_a_part_of_their_name(database: Path, capsys: pytest.CaptureFixture[str]):
    """With the key that the other commands take."""
    assert run(database, "list", "may") == 0
    told = capsys.readouterr().out
    assert "terminal:maya" in told
    assert "history" in told
    assert "tom" not in told
    assert run(database, "list", "nobody at all") == 1
    assert "Nobody on record" in capsys.readouterr().err


def test_everything_of_somebody_is_written_into_a_file(database: Path, capsys: pytest.CaptureFixture[str]):
    """Where it is, is said; what is in it is theirs alone."""
    assert run(database, "export", "terminal:maya") == 0
    assert "is in terminal-maya.zip" in capsys.readouterr().out
    with zipfile.ZipFile("terminal-maya.zip") as archive:
        data = json.loads(archive.read("my-data.json"))
    assert data["accounts"] == ["terminal:maya"]
    assert len(data["kept"]["responses"]["rows"]) == 1


def test_somebody_is_erased_once_somebody_has_said_so(database: Path, capsys: pytest.CaptureFixture[str]):
    """Without a terminal to ask at it needs --yes; afterwards nothing of theirs is in the file, and the rest is."""
    assert run(database, "erase", "terminal:maya") == 0
    assert "Nothing was changed: --yes erases" in capsys.readouterr().out
    assert b"terminal:maya" in database.read_bytes()
    assert run(database, "erase", "terminal:maya", "--yes") == 0
    assert "Erased: terminal:maya" in capsys.readouterr().out
    files = b"".join(path.read_bytes() for path in database.parent.glob("swot.db*"))
    assert b"terminal:maya" not in files
    assert b"Maya" not in files
    assert b"terminal:tom" in files
    assert run(database, "erase", "terminal:maya", "--yes") == 1
    assert "Nothing is kept about" in capsys.readouterr().err


def test_whoever_teaches_alone_can_be_erased_by_an_administrator(database: Path, capsys: pytest.CaptureFixture[str]):
    """Who has left can name nobody any more: it is said which class is left."""
    assert run(database, "erase", "terminal:teacher", "--yes") == 0
    assert "They are the only teacher of history" in capsys.readouterr().out


async def test_swot_may_run_meanwhile(sqlite_url: str):
    """Another process erases: nothing is left in the file, and what this one remembers goes with its upkeep."""
    chat = await Chat.open(Installation(sqlite_url, (DATA / "garden",)))
    await chat.say("teacher", "/class role person:@tom role:teacher")
    await chat.say("tom", "/quiz round", topic="judging", questions=2, seconds=60)
    await chat.press("maya", "False")
    remembered = chat.app._rooms.rounds._put
    assert {put.game.starter for put in remembered.values()} == {"terminal:tom"}
    done = await asyncio.to_thread(run, Path(sqlite_url.removeprefix("sqlite:///")), "erase", "terminal:tom", "--yes")
    assert done == 0
    assert b"terminal:tom" not in chat.bytes_kept()
    await chat.app.upkeep()
    assert not chat.app._rooms.rounds._put
    assert "False" in await chat.press("maya", "False")
    await chat.close()
