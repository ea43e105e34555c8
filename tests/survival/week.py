"""A school week with a fact every morning in two rooms, and whatever goes wrong in it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from random import Random

from sqlalchemy import Row, select

from adapters.discord import DiscordAdapter
from adapters.slack import SlackAdapter
from bot.chat import Invoke
from bot.clock import HOUR, MINUTE, SECOND, Alarm, SteppedClock
from bot.main import App, Settings
from bot.storage.tables import occurrences, outbox
from tests.chat_harness import MONDAY
from tests.survival.crowd import GARDEN
from tests.survival.doom import Doom
from tests.survival.places import Fate, Place, Standing

DAYS = [date(2026, 11, 30), *(date(2026, 12, day) for day in (1, 2, 3, 4))]
FATES: tuple[Fate, ...] = ("refused", "down", "failing", "bad gateway", "late", "cut before", "cut after")
TROUBLED = 0.4
"""How often a post meets trouble."""
WAITS = (0.5, 1.0, 5.0, 31.0, 45.0)
"""Seconds that a platform asks to wait. Up to thirty of them discord.py waits itself."""
DEADLY = 0.35
"""How often a process dies over what it has to do."""
STEPS = {"sqlite": 45, "postgresql": 140}
"""Within how many steps of its work it dies then, on each database: about as many as a morning takes."""
SET = 0.15
"""How often somebody sets the clock, turn by turn."""
NAMED = ("is not sent again", "is given up")
"""What the log says of a message that may be missing."""
TURNS = 10
"""Turns of the event loop in which the platform surely carries out what it was late with."""


class WrongClock:
    """A clock that somebody sets back or forward; the platform's own is right."""

    def __init__(self, true: SteppedClock) -> None:
        self.true = true
        self.off = 0

    def now(self) -> int:
        """What it shows."""
        return self.true.now() + self.off

    def ring(self, after: int, call: object) -> Alarm:
        """Nothing rings here."""
        return self.true.ring(after, lambda: None)


@dataclass(eq=False, slots=True)
class Process:
    """A process, as far as one can be had without the operating system."""

    app: App
    adapter: DiscordAdapter | SlackAdapter


@dataclass(eq=False, slots=True)
class School:
    """A class, and processes that come and go."""

    url: str
    random: Random
    place: Place
    true: SteppedClock
    clock: WrongClock = field(init=False)
    processes: list[Process] = field(default_factory=list)
    at_work: int = 0
    """How many processes do what is due at this moment."""
    deaths: int = 0
    met: Counter[Fate] = field(default_factory=Counter)
    """What posts have met with."""

    def __post_init__(self) -> None:
        self.clock = WrongClock(self.true)
        self.place.draw(self._fate)

    @classmethod
    @asynccontextmanager
    async def open(
        cls, url: str, random: Random, place: Place, true: SteppedClock, *, processes: int = 1
    ) -> AsyncIterator[School]:
        """A class that is told a fact at half past eight, and so many processes on one database."""
        school = cls(url, random, place, true)
        try:
            for _ in range(processes):
                await school.begin()
            await school.set_up()
            yield school
        finally:
            for process in school.processes:
                await process.adapter.close()
                await process.app.close()

    async def begin(self) -> Process:
        """Start a process."""
        app = await App.open(Settings(self.url, (GARDEN,), clock=self.clock, random=Random(self.random.random())))
        adapter = self.place.login.adapter(app)
        await adapter.start()
        self.processes.append(Process(app, adapter))
        return self.processes[-1]

    async def set_up(self) -> None:
        """The teacher wants facts at half past eight, in both rooms."""
        app = self.processes[0].app
        by = {"person": f"{self.place.platform}:1", "name": "Teacher", "at": self.clock.now(), "manages": True}
        for number, room in enumerate(self.place.rooms):
            await app.handle(Invoke(**by, room=room, delivery=f"d{number}", command="fact schedule", text="08:30"))

    async def week(self) -> None:
        """A week goes by, in which processes die and clocks are set."""
        end = MONDAY + 5 * 24 * HOUR
        while self.true.now() < end:
            await asyncio.gather(*(self._live(process) for process in list(self.processes)))
            if self.random.random() < SET:
                self.clock.off = self.random.choice((-HOUR, 0, HOUR))
            times = [await process.app.dispatcher.next_at() for process in self.processes]
            upcoming = min((at - self.clock.off for at in times if at is not None), default=end)
            now = self.true.now()
            then = min(max(now + SECOND, upcoming), now + 6 * HOUR, end)
            # What nobody answers is carried out within a minute: platforms hold a request no longer.
            if then - now > MINUTE or self.random.random() < 0.5:
                await self._carry_out()
            self.true.move_to(then)
        await self._carry_out()

    def _fate(self) -> tuple[Fate, float] | None:
        if self.random.random() >= TROUBLED:
            return None
        fate = self.random.choice(FATES)
        self.met[fate] += 1
        return fate, self.random.choice(WAITS)

    async def _live(self, process: Process) -> None:
        """A process does what is due, and looks again while another is at work; or dies, and another one is started."""
        upcoming = await process.app.dispatcher.next_at()
        is_deadly = upcoming is not None and upcoming <= self.clock.now() and self.random.random() < DEADLY
        steps = STEPS[self.url.partition(":")[0]]
        self.at_work += 1
        try:
            if not is_deadly:
                await process.app.dispatcher.run()
            elif await Doom(self.random.randint(1, steps)).over(process.app.dispatcher.run()):
                process = await self._replaced(process)
        finally:
            self.at_work -= 1
        while self.at_work:
            await process.app.dispatcher.run()

    async def _replaced(self, process: Process) -> Process:
        self.deaths += 1
        self.processes.remove(process)
        await process.adapter.close()
        await process.app.close()
        return await self.begin()

    async def _carry_out(self) -> None:
        self.place.carry_out()
        for _ in range(TURNS):
            await asyncio.sleep(0)

    async def rows(self) -> list[Row]:
        """What is to be said."""
        return await self.processes[-1].app.database.read(lambda tx: list(tx.execute(select(outbox)).all()))

    async def wanted(self) -> dict[str, Standing]:
        """What should stand in the rooms, by the key of its message."""
        settled = await self.processes[0].app.database.read(lambda tx: tx.execute(select(occurrences)).all())
        assert {row.slot: row.outcome for row in settled} == dict.fromkeys(map(str, DAYS), "said")
        return {
            f"timed:{row.post_id}:{row.slot}:{room.key}": Standing(room.key, date.fromisoformat(row.slot), row.content)
            for row in settled
            for room in self.place.rooms
        }


def is_named(key: str, log: Iterable[str]) -> bool:
    """Whether the log says of a message that it may be missing."""
    return any(f"message {key} " in line and any(words in line for words in NAMED) for line in log)
