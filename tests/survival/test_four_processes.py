"""Four processes on one PostgreSQL, each killed in its turn while learners answer through all of them."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from bot.clock import SECOND, SystemClock
from bot.storage.database import Database
from bot.storage.tables import due, marks, outbox, responses, rounds
from tests.postgres import Postgres
from tests.survival.member import SECONDS, room_of

ROOT = Path(__file__).parent.parent.parent
MEMBERS = 4
LEASE = 5
"""Seconds within which somebody else goes on with what a dead process had in hand."""
SLOW = 3
"""Seconds that a busy machine may take on top of it."""
PATIENCE = 90


@dataclass
class Played:
    """What came of it."""

    questions: int
    """Of each round."""
    acknowledged: list[dict[str, str]] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    killed: list[int] = field(default_factory=list)
    posts: list[dict[str, Any]] = field(default_factory=list)
    rows: dict[str, list[Any]] = field(default_factory=dict)


class Team:
    """The processes, and what they print."""

    def __init__(self, url: str, folder: Path, played: Played) -> None:
        self._url = url
        self._folder = folder
        self._played = played
        self._processes: dict[int, asyncio.subprocess.Process] = {}
        self._readers: list[asyncio.Task[None]] = []
        self._ready: dict[int, asyncio.Event] = {}

    async def start(self, number: int, questions: int = 0) -> None:
        """Start a member, which begins a round if that has any questions, and wait until it is there."""
        command = ["-m", "tests.survival.member", self._url, str(self._folder / "wall"), str(number)]
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *command,
            str(questions),
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        self._processes[number], self._ready[number] = process, asyncio.Event()
        self._readers.append(asyncio.create_task(self._read(process, self._ready[number])))
        await asyncio.wait_for(self._ready[number].wait(), PATIENCE)

    async def kill(self, number: int) -> None:
        """End a member where it stands."""
        self._processes[number].send_signal(signal.SIGKILL)
        await self._processes[number].wait()
        self._played.killed.append(number)

    async def close(self) -> None:
        """End all of them."""
        for number in self._processes:
            await self.kill(number)
        await asyncio.gather(*self._readers)

    async def _read(self, process: asyncio.subprocess.Process, ready: asyncio.Event) -> None:
        assert process.stdout is not None
        assert process.stderr is not None
        async for line in process.stdout:
            if not line.endswith(b"\n"):
                break  # killed while it wrote: nobody was told
            said = json.loads(line)
            if "ready" in said:
                ready.set()
            else:
                self._played.acknowledged.append(said)
        self._played.complaints.append((await process.stderr.read()).decode())


async def play(url: str, folder: Path, questions: int) -> Played:
    """Four rounds in four rooms; each process dies once and comes back, and then all is played to its end."""
    chance, played = Random(questions), Played(questions)
    team = Team(url, folder, played)
    database = await Database.open(url, SystemClock())
    try:
        for number in range(MEMBERS):
            await team.start(number, questions)
        for number in chance.sample(range(MEMBERS), MEMBERS):
            await asyncio.sleep(chance.uniform(0.2, 2 * questions))
            await team.kill(number)
            await asyncio.sleep(chance.uniform(0, 1))
            await team.start(number)
        async with asyncio.timeout(PATIENCE):
            while await database.read(_is_going_on):
                await asyncio.sleep(0.2)
    finally:
        await team.close()
        for name, table in (("answers", responses), ("outbox", outbox), ("rounds", rounds), ("due", due)):
            played.rows[name] = await database.read(lambda tx, table=table: list(tx.execute(select(table)).all()))
        asked = (responses.c.session, responses.c.position, responses.c.person)
        each = select(*asked, func.count(marks.c.response)).join(
            marks, marks.c.response == responses.c.seq, isouter=True
        )
        played.rows["marks"] = await database.read(lambda tx: list(tx.execute(each.group_by(*asked)).all()))
        await database.close()
    played.posts = [json.loads(line) for line in (folder / "wall").read_text("utf-8").splitlines()]
    return played


def _is_going_on(tx: Connection) -> bool:
    live = tx.execute(select(rounds.c.id).where(rounds.c.phase != "over")).first()
    unsaid = tx.execute(select(outbox.c.key).where(outbox.c.next_at.is_not(None))).first()
    return live is not None or unsaid is not None


@pytest.fixture(scope="module")
def played(
    postgres: Postgres, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Played]:
    """It is played once for all that is asked of it; in a sweep for longer."""
    url, questions = postgres.fresh_database(), 4 if request.config.getoption("--sweep") else 1
    yield asyncio.run(play(url, tmp_path_factory.mktemp("four"), questions))
    postgres.done_with(url)


def test_every_process_died_in_its_turn_and_none_complained(played: Played):
    """Each by SIGKILL with answers behind it; none wrote a warning, however the others died."""
    assert set(played.killed[:MEMBERS]) == set(range(MEMBERS))
    assert len(played.acknowledged) > 50
    assert [told for told in played.complaints if re.search(r"WARNING|ERROR|Traceback", told)] == []


def test_every_acknowledged_answer_is_there_once(played: Played):
    """Nothing that a learner was told is kept is lost, and nothing is there twice."""
    stored = Counter(row.delivery for row in played.rows["answers"])
    assert {one["delivery"] for one in played.acknowledged} <= set(stored)
    assert set(stored.values()) == {1}


def test_every_round_came_to_its_end_and_marked_everyone_once(played: Played):
    """All questions were asked, and whoever answered one has one mark for it."""
    assert [(game.phase, game.position) for game in played.rows["rounds"]] == [("over", played.questions)] * MEMBERS
    assert {row[-1] for row in played.rows["marks"]} == {1}
    assert [row for row in played.rows["due"] if row.kind.startswith("round.")] == []


def test_everything_was_said_once(played: Played):
    """A message that was posted again, since nobody knew if it had arrived, has the nonce that tells so."""
    said = {row.message for row in played.rows["outbox"] if row.message}
    assert said == {post["nonce"] for post in played.posts}
    assert len(said) == len(played.rows["outbox"]) == MEMBERS * (2 * played.questions + 1)


def test_where_one_dies_another_goes_on_within_its_lease(played: Played):
    """No question stayed open for longer than its time and a lease, on the clock on the wall."""
    late = []
    for number in range(MEMBERS):
        first: dict[str, int] = {}
        for post in played.posts:
            if post["room"] == room_of(number).key:
                first.setdefault(post["nonce"], post["at"])
        at = list(first.values())
        # A question, what came of it, the next question.
        late += [(reveal - asked) / SECOND - SECONDS for asked, reveal in zip(at[::2], at[1::2], strict=False)]
    assert len(late) == MEMBERS * played.questions
    assert max(late) <= LEASE + SLOW, late
