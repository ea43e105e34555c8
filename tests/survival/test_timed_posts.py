"""Facts of the day under faults: each school day's is posted once, whatever fails, dies or tells the wrong time."""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from bot.chat import Group, Invoke, NotSent, OutcomeUnknown, Room, View
from bot.clock import HOUR, SECOND, Alarm, SteppedClock
from bot.main import App, Settings
from bot.storage.tables import occurrences
from tests.chat_harness import MONDAY
from tests.conftest import DATA
from tests.far import Far

ROOM = Room("far:history", space="far:school", name="history")
WEEK = [f"2026-{day}" for day in ("11-30", "12-01", "12-02", "12-03", "12-04")]
STEPS = 40
"""Turns of the event loop within which a process dies, if it does."""


class WrongClock:
    """A clock that somebody sets back or forward."""

    def __init__(self) -> None:
        self.true = MONDAY
        self.off = 0
        self._alarms = SteppedClock(MONDAY)

    def now(self) -> int:
        """What it shows."""
        return self.true + self.off

    def ring(self, after: int, call: object) -> Alarm:
        """Nothing rings here."""
        return self._alarms.ring(after, lambda: None)


class Wall(Far):
    """A platform on which a message may be refused, or its fate unknown; what stands there is counted."""

    posts_a_second = 5

    def __init__(self, random: Random, *, knows_nonces: bool, readable: bool) -> None:
        self.knows_nonces = knows_nonces
        self._readable = readable
        self.stands: Counter[str] = Counter()
        """How often each message stands there, by nonce."""
        self._random = random

    async def post(self, room: str, view: View, *, nonce: str) -> str:
        """Post, or not."""
        fate = self._random.random()
        await asyncio.sleep(0)
        if fate < 0.15:
            raise NotSent("slow down", wait=self._random.choice((0, SECOND, 5 * SECOND)))
        if fate < 0.25:
            raise OutcomeUnknown("cut before it arrived")
        if not (self.knows_nonces and self.stands[nonce]):
            self.stands[nonce] += 1
        await asyncio.sleep(0)
        if fate < 0.35:
            raise OutcomeUnknown("cut after it arrived")
        return nonce

    async def groups(self, space: str) -> tuple[Group, ...]:
        """None."""
        return ()

    async def find_post(self, room: str, nonce: str, *, since: int) -> str | None:
        """Look, where that is allowed."""
        await asyncio.sleep(0)
        if not self._readable:
            return await super().find_post(room, nonce, since=since)
        return nonce if self.stands[nonce] else None


class School:
    """A class with a fact every school day, and processes that come and go."""

    def __init__(self, url: str, random: Random, wall: Wall) -> None:
        self.clock = WrongClock()
        self._url, self._random, self._wall = url, random, wall
        self.apps: list[App] = []

    async def begin(self) -> None:
        """Start a process."""
        app = await App.open(Settings(self._url, (DATA / "garden",), clock=self.clock, random=self._random))
        app.connect(self._wall)
        self.apps.append(app)

    async def set_up(self) -> None:
        """The teacher wants facts at half past eight."""
        by = {"person": "far:teacher", "name": "Teacher", "room": ROOM, "at": self.clock.now(), "manages": True}
        await self.apps[0].handle(Invoke(**by, delivery="d", command="fact schedule", text="08:30"))

    async def week(self) -> None:
        """A week goes by, in which processes die and clocks are set."""
        end = MONDAY + 5 * 24 * HOUR
        while self.clock.true < end:
            await asyncio.gather(*(self._live(app) for app in list(self.apps)))
            if self._random.random() < 0.15:
                self.clock.off = self._random.choice((-HOUR, 0, HOUR))
            times = [await app.dispatcher.next_at() for app in self.apps]
            upcoming = min((at - self.clock.off for at in times if at is not None), default=end)
            self.clock.true = min(max(self.clock.true + SECOND, upcoming), self.clock.true + 6 * HOUR, end)

    async def _live(self, app: App) -> None:
        """A process does what is due; or dies over it, and another one is started."""
        running = asyncio.create_task(app.dispatcher.run())
        if self._random.random() < 0.75:
            await running
            return
        for _ in range(self._random.randrange(STEPS)):
            await asyncio.sleep(0)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        self.apps.remove(app)
        await app.close()
        await self.begin()

    async def settled(self) -> dict[str, str]:
        """What became of each slot."""
        rows = await self.apps[0].database.read(lambda tx: tx.execute(select(occurrences)).all())
        return {row.slot: row.outcome for row in rows}

    async def end(self) -> None:
        """Everybody goes home."""
        for app in self.apps:
            await app.close()


@pytest.mark.long
@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize(
    ("knows_nonces", "readable"),
    [(True, False), (False, True), (False, False)],
    ids=["nonces", "a history to look into", "neither"],
)
async def test_a_week_of_faults(
    empty_sqlite: Path,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    caplog: pytest.LogCaptureFixture,
    *,
    knows_nonces: bool,
    readable: bool,
    processes: int,
):
    """Nothing doubled; nothing lost but what the log names, and where one can look nothing is left in doubt."""
    caplog.set_level(logging.WARNING)
    for seed in range(250 if request.config.getoption("--sweep") else 5):
        caplog.clear()
        random = Random(f"{knows_nonces}{readable}{processes}{seed}")
        path = tmp_path / f"{seed}.db"
        shutil.copy(empty_sqlite, path)
        wall = Wall(random, knows_nonces=knows_nonces, readable=readable)
        school = School(f"sqlite:///{path}", random, wall)
        for _ in range(processes):
            await school.begin()
        await school.set_up()
        await school.week()
        assert await school.settled() == dict.fromkeys(WEEK, "said"), seed
        stands = +wall.stands
        assert set(stands.values()) <= {1}, seed
        given_up = [record for record in caplog.records if "not sent again" in record.getMessage()]
        assert not (readable and given_up), seed
        given_up += [record for record in caplog.records if "is given up" in record.getMessage()]
        assert all("timed:" in record.getMessage() for record in given_up), seed
        assert len(WEEK) - len(given_up) <= len(stands) <= len(WEEK), seed
        await school.end()
        path.unlink()
