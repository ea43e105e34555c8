"""Databases to keep: filled by Swot itself, or made large."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

from adapters.cli import main
from tests.chat_harness import Chat, Installation
from tests.conftest import DATA

ROOT = DATA.parent.parent
GARDEN = (DATA / "garden",)


def path_of(url: str) -> Path:
    """The file of a SQLite database."""
    return Path(url.removeprefix("sqlite:///"))


async def a_class(url: str) -> Chat:
    """Maya and Tom, who have answered a question each."""
    chat = await Chat.open(Installation(url, GARDEN))
    for person in ("maya", "tom"):
        await chat.say(person, "/quiz solo", topic="judging")
        await chat.press(person, "False")
    return chat


def ask(path: Path, question: str) -> list[Any]:
    """What is in a SQLite file, read behind Swot's back."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True)) as connection:
        return connection.execute(question).fetchall()


def alter(path: Path, *statements: str) -> None:
    """Change a SQLite file behind Swot's back, and leave nothing of it in a log."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.execute("PRAGMA journal_mode=DELETE")


def swell(path: Path, rows: int) -> None:
    """Give a database so many answers more."""
    columns = "delivery, person, class_id, session, position, question, revision, given, at"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO classes (id, name, zone, created_at) VALUES ('big', 'Big', 'UTC', 1)")
        connection.executemany(
            f"INSERT INTO responses ({columns}) VALUES (?, 'terminal:x', 'big', 'round:x', 1, 'q', 1, '[]', 1)",
            ((f"swollen:{number}:{'x' * 60}",) for number in range(rows)),
        )
        connection.commit()
        connection.execute("PRAGMA journal_mode=DELETE")


def damage(path: Path) -> None:
    """Have the second half of a file be nonsense."""
    content = bytearray(path.read_bytes())
    half = len(content) // 2
    content[half:] = b"\xa5" * (len(content) - half)
    path.write_bytes(content)


def names(folder: Path) -> list[str]:
    """What is in a folder."""
    return sorted(entry.name for entry in folder.iterdir())


async def swot(*words: object) -> int:
    """A command of `swot db`, as it is given; its exit status."""
    return await asyncio.to_thread(main, ["db", *map(str, words)])


async def started(*words: object, limited: Callable[[], None] | None = None) -> Process:
    """The same in a process of its own."""
    command = (sys.executable, "-m", "adapters.cli", "db", *map(str, words))
    return await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, stdout=PIPE, stderr=PIPE, preexec_fn=limited, env={**os.environ}
    )


class Playing:
    """A class in a hurry, in a process of its own: many tasks that answer, and a line for each thing acknowledged."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.acks: list[dict[str, Any]] = []

    async def until(self, acks: int) -> Sequence[str]:
        """Listen until so many answers more are acknowledged; the deliveries of all that were."""
        wanted = len(self.acks) + acks
        assert self._process.stdout is not None
        while len(self.acks) < wanted:
            line = json.loads(await self._process.stdout.readline())
            if line["word"] == "ack":
                self.acks.append(line)
        return [ack["delivery"] for ack in self.acks]

    async def kill(self) -> None:
        """Have it dead."""
        self._process.kill()
        await self._process.communicate()


@asynccontextmanager
async def playing(path: Path) -> AsyncIterator[Playing]:
    """A class that plays on a database until it is killed."""
    command = (sys.executable, "-m", "tests.survival.player", str(path), "1")
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=PIPE, limit=1 << 20)
    class_ = Playing(process)
    try:
        yield class_
    finally:
        if process.returncode is None:
            await class_.kill()
