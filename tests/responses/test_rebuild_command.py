"""`swot rebuild`, as an operator runs it: what follows from marks is made again, and what was wrong is right."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest

from adapters.cli import main
from tests.chat_harness import Chat, Installation
from tests.conftest import DATA


@pytest.fixture(autouse=True)
def _places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders of the test's own."""
    monkeypatch.setenv("SWOT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("SWOT_DATA_DIR", str(tmp_path / "data"))


async def played(url: str) -> None:
    """A class in which two have answered."""
    chat = await Chat.open(Installation(url, (DATA / "garden",)))
    for person in ("maya", "tom"):
        await chat.say(person, "/quiz solo", topic="judging")
        await chat.press(person, "False")
    await chat.close()


def rebuilt(url: str, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    """What the command says."""
    assert main(["rebuild", "--database", url, *options]) == 0
    return capsys.readouterr().out


def test_what_is_right_stays_and_what_is_wrong_is_mended(sqlite_url: str, capsys: pytest.CaptureFixture[str]):
    """Nothing is otherwise at first; a figure that somebody has spoilt is found, and right again."""
    asyncio.run(played(sqlite_url))
    told = rebuilt(sqlite_url, capsys)
    assert told.startswith("history: ")
    assert told.endswith(" figures made again, all of them as before.\n")
    connection = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    connection.execute("UPDATE standings SET points = 99 WHERE span = 'week'")
    connection.commit()
    assert rebuilt(sqlite_url, capsys).endswith(" figures made again, 2 of them otherwise than before.\n")
    assert connection.execute("SELECT DISTINCT points FROM standings").fetchall() == [(50,)]
    connection.close()
    assert rebuilt(sqlite_url, capsys) == told


def test_a_class_that_is_not_there_is_told_of(sqlite_url: str, capsys: pytest.CaptureFixture[str]):
    """In a sentence, and nothing is changed; where nothing was answered there is nothing to do."""
    asyncio.run(played(sqlite_url))
    assert main(["rebuild", "--database", sqlite_url, "--class", "nowhere"]) == 1
    assert capsys.readouterr().err == "No class with the id nowhere has any marks.\n"
