"""Whatever a class changes about a timed post or its calendar: no school day is lost, and none comes twice."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, Row, select, text

from bot.chat import Action, Invoke, Press, Reply, Room, plain
from bot.clock import HOUR, MINUTE, SteppedClock, local
from bot.main import App, Settings
from bot.schedule import store
from bot.schedule.model import Rhythm, TimedPost, instant_of
from bot.schedule.written import NAMES
from bot.storage.tables import due, occurrences, outbox, timed_posts
from tests.chat_harness import MONDAY
from tests.conftest import DATA
from tests.far import Far
from tests.postgres import Postgres

ROOM = Room("far:history", space="far:school", name="history")
ZONES = (
    "Europe/London",
    "America/New_York",
    "Pacific/Auckland",
    "Asia/Kathmandu",
    "America/Nuuk",
    "Pacific/Kiritimati",
)
TIMES = tuple(time(hour, minute) for hour in (0, 1, 2, 8, 16, 23) for minute in (0, 30))
DAYS = tuple(map(frozenset, ([0, 1, 2, 3, 4], [0], [1, 3], range(7), [5, 6])))
STARTS = (MONDAY, MONDAY + 115 * 24 * HOUR)
"""A Monday in term, and some days before European clocks change."""
SWEEP, SOME = 400, 8
STEPS = 30


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the class wants at present."""

    rhythm: Rhythm
    zone: ZoneInfo
    holidays: frozenset[date] = frozenset()
    runs: bool = True

    def comes_on(self, day: date) -> int | None:
        """When the fact of a date comes, if one does; microseconds UTC."""
        wants_it = day.weekday() in self.rhythm.weekdays and day not in self.holidays
        return instant_of(day, self.rhythm.at, self.zone) if wants_it else None


@dataclass(slots=True)
class Life:
    """A class that can't make up its mind."""

    app: App
    clock: SteppedClock
    random: Random
    wanted: Wanted
    slot: date | None = None
    """The date that comes next, as the class understands it."""
    told: set[date] = field(default_factory=set)
    """Dates that are settled: said, or left out."""
    changed_at: int = 0
    """When something was changed last: what should have come before then comes then."""
    deliveries: int = 0

    # What the class does

    async def set_up(self) -> None:
        """Have facts posted at other times, or again."""
        self.wanted = replace(self.wanted, rhythm=self._rhythm(), runs=True)
        rhythm = self.wanted.rhythm
        days = ",".join(NAMES[day][:3].lower() for day in sorted(rhythm.weekdays))
        await self.say(f"fact schedule time:{rhythm.at:%H:%M} days:{days}")
        self._changed()

    async def pause(self) -> None:
        """Have none posted any more."""
        if self.wanted.runs and self.slot:
            await self.say("fact pause")
            self.wanted, self.slot = replace(self.wanted, runs=False), None

    async def go_on(self) -> None:
        """Have them posted again as they were."""
        [post] = await self.rows(timed_posts)
        who = {"person": "far:1", "name": "Teacher", "room": ROOM, "at": self.clock.now(), "manages": True}
        self.changed_at = self.clock.now()
        press = Press(**who, delivery=self._delivery(), action=Action(f"schedule.go-on:{post.id}"))
        assert isinstance(await self.app.handle(press), Reply)
        self.wanted = replace(self.wanted, runs=True)
        self._changed()

    async def skip(self) -> None:
        """Leave out the next one."""
        if self.wanted.runs and self.slot:
            await self.say("fact skip")
            self.told.add(self.slot)
            self.slot = self._first(self.slot + timedelta(days=1))

    async def move_away(self) -> None:
        """Live by another zone."""
        self.wanted = replace(self.wanted, zone=ZoneInfo(self.random.choice(ZONES)))
        await self.say(f"calendar zone zone:{self.wanted.zone.key}")
        self._changed()

    async def close(self) -> None:
        """Note a day without school, often one that is near."""
        day = self._today() + timedelta(days=self.random.choice((0, 0, 1, 1, 2, 3, 5)))
        await self.say(f"calendar holiday first:{day}")
        self.wanted = replace(self.wanted, holidays=self.wanted.holidays | {day})
        self._changed()

    async def reopen(self) -> None:
        """Take a day without school off the calendar."""
        if self.wanted.holidays:
            day = self.random.choice(sorted(self.wanted.holidays))
            who = {"person": "far:1", "name": "Teacher", "room": ROOM, "at": self.clock.now(), "manages": True}
            value = (f"holiday/{day}/{day}",)
            press = Press(**who, delivery=self._delivery(), action=Action("calendar.remove"), values=value)
            answer = await self.app.handle(press)
            assert isinstance(answer, Reply)
            self.changed_at = self.clock.now()
            assert "Taken off" in plain(answer.view.text)
            self.wanted = replace(self.wanted, holidays=self.wanted.holidays - {day})
            self._changed()

    async def live_on(self) -> None:
        """Time passes, with Swot awake all the while."""
        until = self.clock.now() + self.random.choice((20 * MINUTE, 3 * HOUR, 24 * HOUR, 80 * HOUR))
        while True:
            await self.app.dispatcher.run()
            upcoming = await self.app.dispatcher.next_at()
            if upcoming is None or upcoming > until:
                break
            self.clock.move_to(max(upcoming, self.clock.now()))
        self.clock.move_to(until)
        await self.app.dispatcher.run()
        while self.slot and (at := self.wanted.comes_on(self.slot)) is not None and at <= until:
            self.told.add(self.slot)
            self.slot = self._first(self.slot + timedelta(days=1))

    async def say(self, words: str) -> None:
        """The teacher gives a command."""
        name = " ".join(words.split()[:2])
        who = {"person": "far:1", "name": "Teacher", "room": ROOM, "at": self.clock.now(), "manages": True}
        self.changed_at = self.clock.now()
        event = Invoke(**who, delivery=self._delivery(), command=name, text=words.removeprefix(name))
        assert isinstance(await self.app.handle(event), Reply)

    # What should come of it

    def _changed(self) -> None:
        """What was next stays next where it still can be, unless an earlier day has become one to come."""
        if self.wanted.runs:
            kept = self._first(self.slot) if self.slot else None
            self.slot = min(filter(None, (kept, self._next_to_come())), default=None)

    def _first(self, since: date) -> date | None:
        return next((day for day in _days(since) if self._comes(day) is not None), None)

    def _next_to_come(self) -> date | None:
        now = self.clock.now()
        since = self._today() - timedelta(days=2)
        return next((day for day in _days(since) if (at := self._comes(day)) is not None and at > now), None)

    def _comes(self, day: date) -> int | None:
        return None if day in self.told else self.wanted.comes_on(day)

    def _rhythm(self) -> Rhythm:
        return Rhythm(self.random.choice(TIMES), self.random.choice(DAYS))

    def _today(self) -> date:
        return local(self.clock.now(), self.wanted.zone).date()

    def _delivery(self) -> str:
        self.deliveries += 1
        return f"d{self.deliveries}"

    # What came of it

    async def check(self) -> None:
        """Hold what stands in the database against what should."""
        [post] = await self.rows(timed_posts)
        assert post.slot == (self.slot.isoformat() if self.slot else "")
        planned = [(row.step, row.at) for row in await self.rows(due) if row.kind == "timed.fill"]
        at = self.wanted.comes_on(self.slot) if self.slot else None
        assert planned == ([(post.slot, max(at, self.changed_at))] if at is not None else [])
        settled = await self.rows(occurrences)
        assert {row.slot for row in settled} == {day.isoformat() for day in self.told}
        said = sorted(row.slot for row in settled if row.outcome == "said")
        posted = [row.key.split(":")[2] for row in await self.rows(outbox) if row.key.startswith("timed:")]
        assert sorted(posted) == said
        assert "missed" not in {row.outcome for row in settled}

    async def rows(self, table: object) -> list[Row]:
        """Everything in a table."""
        return await self.app.database.read(lambda tx: list(tx.execute(select(table)).all()))  # type: ignore[call-overload]


def _days(since: date) -> list[date]:
    return [since + timedelta(days=number) for number in range(60)]


async def lead(url: str, seed: int) -> None:
    """A class changes its mind again and again, and after each time all is as it should be."""
    random = Random(seed)
    clock = SteppedClock(random.choice(STARTS))
    app = await App.open(Settings(url, (DATA / "garden",), clock=clock, random=Random(seed)))
    try:
        app.connect(Far())
        life = Life(app, clock, random, Wanted(Rhythm(time(8, 30), DAYS[0]), ZoneInfo("Europe/London")))
        await life.set_up()
        steps: list[Callable[[], object]] = [
            life.set_up,
            life.pause,
            life.skip,
            life.move_away,
            life.close,
            life.reopen,
        ]
        for _ in range(STEPS):
            step = life.live_on if random.random() < 0.5 else random.choice([*steps, life.go_on])
            await step()  # type: ignore[misc]
            await life.check()
    finally:
        await app.close()


@pytest.mark.long
async def test_no_school_day_is_lost_or_doubled_whatever_is_changed(
    empty_sqlite: Path, tmp_path: Path, request: pytest.FixtureRequest
):
    """Times, days, zone and holidays change, and posts pause, at any moment, also around changes of clocks."""
    for seed in range(SWEEP if request.config.getoption("--sweep") else SOME):
        file = shutil.copy(empty_sqlite, tmp_path / f"{seed}.db")
        try:
            await lead(f"sqlite:///{file}", seed)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}: {error}") from error


async def test_a_change_of_the_calendar_and_a_pause_at_the_same_moment_do_not_undo_each_other(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
):
    """Two processes: what one has read, the other does not change before it has written."""
    url, clock = postgres.fresh_database(), SteppedClock(MONDAY)
    apps = [await App.open(Settings(url, (DATA / "garden",), clock=clock, random=Random(seed))) for seed in (1, 2)]
    read, has_read = store.of_class, asyncio.Event()

    def read_slowly(tx: Connection, *of: Any, **how: Any) -> list[TimedPost]:
        posts = read(tx, *of, **how)
        monkeypatch.undo()
        has_read.set()
        tx.execute(text("SELECT pg_sleep(0.3)"))
        return posts

    try:
        for app in apps:
            app.connect(Far())
        life = Life(apps[0], clock, Random(1), Wanted(Rhythm(time(8, 30), DAYS[3]), ZoneInfo("Europe/London")))
        await life.say("fact schedule time:08:30 days:daily")
        monkeypatch.setattr(store, "of_class", read_slowly)
        changing = asyncio.create_task(life.say("calendar holiday first:2027-06-01"))
        await has_read.wait()
        pausing = Life(apps[1], clock, Random(2), life.wanted, deliveries=100)
        await asyncio.gather(pausing.say("fact pause"), changing)
        [post] = await life.rows(timed_posts)
        assert (post.paused, post.slot) == (True, "")
        assert [row.kind for row in await life.rows(due)] == []
    finally:
        for app in apps:
            await app.close()
