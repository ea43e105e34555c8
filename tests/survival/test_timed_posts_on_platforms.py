"""Facts of the day on the real adapters, under faults: each stands once in each room, whatever fails, dies or errs."""

from __future__ import annotations

import asyncio
import itertools
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from types import SimpleNamespace

import discord.http
import pytest

from bot.clock import HOUR, MINUTE, SteppedClock
from bot.schedule import courier
from tests.chat_harness import MONDAY
from tests.postgres import Postgres
from tests.survival.places import Fate, open_place
from tests.survival.week import School, is_named

SWEEP, SOME = 250, 2
"""Weeks on each platform and database."""
PATIENCE = 0.3
"""Seconds that the courier waits for an answer here."""


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the library or the courier would wait for seconds, they wait for a fraction."""
    sleep = asyncio.sleep

    async def nap(seconds: float) -> None:
        await sleep(seconds / 1000)

    monkeypatch.setattr(discord.http, "asyncio", SimpleNamespace(**{**vars(asyncio), "sleep": nap}))
    monkeypatch.setattr(courier, "PATIENCE", PATIENCE)


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Makes databases, each with tables and nothing in them."""
    if request.param == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")
        return server.fresh_database
    empty: Path = request.getfixturevalue("empty_sqlite")
    numbers = itertools.count()
    return lambda: f"sqlite:///{shutil.copy(empty, tmp_path / f'{next(numbers)}.db')}"


@pytest.mark.long
@pytest.mark.parametrize("platform", ["discord", "slack"])
async def test_a_week_of_faults_on_a_platform(
    platform: str, fresh: Callable[[], str], request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
):
    """Nothing stands twice; nothing is missing, except where the platform can't tell, and then the log names it."""
    for seed in range(SWEEP if request.config.getoption("--sweep") else SOME):
        caplog.clear()
        true = SteppedClock(MONDAY)
        random = Random(f"{platform} {seed}")
        async with (
            open_place(platform, true) as place,
            School.open(fresh(), random, place, true, processes=1 + seed % 2) as school,
        ):
            await school.week()
            wanted = await school.wanted()
            stands = Counter(place.standing())
        told = [record.getMessage() for record in caplog.records if record.name == courier.__name__]
        named = {key for key in wanted if is_named(key, told)}
        missing = {key for key, one in wanted.items() if not stands[one]}
        doubled = {key for key, one in wanted.items() if stands[one] > 1}
        assert set(stands) <= set(wanted.values()), seed
        assert doubled == set(), seed
        assert missing <= (set() if place.knows_nonces else named), seed


async def test_a_clock_that_is_set_back_between_two_tries_does_not_double_a_post(database_url: str):
    """A post whose answer was lost is tried again at once, not an hour later: then no nonce would help any more."""
    true = SteppedClock(MONDAY)
    async with open_place("discord", true) as place, School.open(database_url, Random(1), place, true) as school:
        fates: list[Fate] = ["cut after"]
        place.draw(lambda: (fates.pop(), 0) if fates else None)
        true.move_to(MONDAY + 30 * MINUTE)
        dispatcher = school.processes[0].app.dispatcher
        await dispatcher.run()
        school.clock.off = -HOUR
        assert await dispatcher.next_at() == school.clock.now()
        await dispatcher.run()
        assert {(row.shown, row.next_at) for row in await school.rows()} == {(1, None)}
        true.move_to(MONDAY + 2 * HOUR)
        await dispatcher.run()
        assert sorted(one.room for one in place.standing()) == sorted(room.key for room in place.rooms)


@pytest.mark.parametrize("fate", ["down", "refused"])
async def test_a_clock_that_is_set_forward_between_two_tries_loses_no_post(sqlite_url: str, fate: Fate):
    """A post that fails before and after that arrives with the next try, as it would with a clock that is right."""
    true = SteppedClock(MONDAY)
    async with open_place("discord", true) as place, School.open(sqlite_url, Random(1), place, true) as school:
        fates: list[Fate] = [fate] * 4
        place.draw(lambda: (fates.pop(), 31.0) if fates else None)
        true.move_to(MONDAY + 30 * MINUTE)
        dispatcher = school.processes[0].app.dispatcher
        await dispatcher.run()
        school.clock.off = HOUR
        while (upcoming := await dispatcher.next_at()) is not None and upcoming < school.clock.now() + HOUR:
            true.move_to(upcoming - school.clock.off)
            await dispatcher.run()
        assert sorted(one.room for one in place.standing()) == sorted(room.key for room in place.rooms)
