"""Timed posts in numbers, beside plain APScheduler with a job for each: the start, and very many due at once.

Each measurement is a process of its own (`--measure NAME COUNT`), which prints one line of JSON.
"""

from __future__ import annotations

import asyncio
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert

from adapters.running import calm_collector
from bot.chat import View
from bot.clock import DAY, SECOND, SteppedClock, SystemClock
from bot.main import App, Settings
from bot.storage.tables import class_rooms, classes, due, timed_posts, timed_rooms
from tests.benchmarks import report
from tests.conftest import DATA
from tests.far import Far

SUBSCRIPTIONS, AT_ONCE = 100_000, 10_000
RUNS = 3
GARDEN = DATA / "garden"
POSTS_A_ROW = 500
CLASSES = 1_000
BLINK = 0.001
"""Seconds between two looks at the clock from the event loop."""
MIB = 1024
RUN = (sys.executable, "-m", "tests.benchmarks.timed")


class Counting(Far):
    """A platform that takes everything at once, and keeps in which order."""

    posts_a_second = 1_000_000

    def __init__(self) -> None:
        self.rooms: list[str] = []

    async def post(self, room: str, view: View, *, nonce: str) -> str:
        """Take a message."""
        self.rooms.append(room)
        return nonce


def subscribe(tx: Connection, count: int, slot: str, at: int) -> None:
    """Add timed posts, each in a room of its own, with its slot due at `at`."""
    tx.execute(
        insert(classes),
        [{"id": f"c{number}", "name": "12A", "zone": "Europe/London", "created_at": 1} for number in range(CLASSES)],
    )
    for start in range(0, count, POSTS_A_ROW):
        ids = [f"p{number:06}" for number in range(start, min(start + POSTS_A_ROW, count))]
        common = {"kind": "fact", "minute": 510, "weekdays": "01234", "wish": "{}", "slot": slot}
        tx.execute(
            insert(timed_posts),
            [
                {"id": id, "class_id": f"c{int(id[1:]) % CLASSES}", "made_by": "far:t", "made_at": 1, **common}
                for id in ids
            ],
        )
        tx.execute(insert(timed_rooms), [{"post_id": id, "room": f"far:{id}", "trouble": ""} for id in ids])
        waiting = {
            "kind": "timed.fill",
            "step": slot,
            "at": at,
            "owner": "",
            "leased_until": 0,
            "attempts": 0,
            "bulk": True,
        }
        tx.execute(insert(due), [{"id": f"timed.fill:{id}:{slot}", "subject": id, **waiting} for id in ids])
    tx.execute(
        insert(class_rooms),
        [{"room": f"far:c{number}", "space": "far:s", "class_id": f"c{number}"} for number in range(CLASSES)],
    )


async def longest_pause(work: Awaitable[None]) -> float:
    """Seconds for which the event loop did nothing else at most, while `work` is done."""
    longest, done = 0.0, False

    async def watch() -> None:
        nonlocal longest
        while not done:
            before = time.perf_counter()
            await asyncio.sleep(BLINK)
            longest = max(longest, time.perf_counter() - before - BLINK)

    watching = asyncio.create_task(watch())
    await asyncio.sleep(0)
    await work
    done = True
    await watching
    return longest


async def start(count: int) -> dict[str, Any]:
    """Start Swot on a database with so many timed posts, the next of them tomorrow; stop its clock at readiness."""
    with tempfile.TemporaryDirectory(prefix="swot-") as folder:
        # In another process, so that what filling takes is not taken for what a start takes.
        subprocess.run([*RUN, "--fill", folder, str(count)], check=True)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        begun = time.perf_counter()
        app = await App.open(settings(folder))
        await app.start()
        await app.dispatcher.run()
        took = time.perf_counter() - begun
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        await app.close()
    return {"seconds": took, "mib": grown / MIB}


def settings(folder: str) -> Settings:
    """An installation in this folder."""
    return Settings(f"sqlite:///{folder}/swot.db", (GARDEN,))


async def fill(folder: str, count: int) -> None:
    """Make a database with so many timed posts."""
    app = await App.open(settings(folder))
    await app.database.write(subscribe, count, "2027-01-01", SystemClock().now() + DAY)
    await app.close()


async def burst(count: int) -> dict[str, Any]:
    """Have so many posts due at the same moment, and hand them all over."""
    with tempfile.TemporaryDirectory(prefix="swot-") as folder:
        now = int(datetime(2026, 11, 30, 8, 30, tzinfo=UTC).timestamp()) * SECOND
        app = await App.open(Settings(f"sqlite:///{folder}/swot.db", (GARDEN,), clock=SteppedClock(now)))
        platform = Counting()
        app.connect(platform)
        await app.database.write(subscribe, count, "2026-11-30", now)
        calm_collector()
        begun = time.perf_counter()
        pause = await longest_pause(app.dispatcher.run())
        took = time.perf_counter() - begun
        await app.close()
    in_order = platform.rooms == sorted(platform.rooms)
    return {"seconds": took, "pause": pause, "said": len(platform.rooms), "in_order": in_order}


async def plain_start(count: int) -> dict[str, Any]:
    """Start APScheduler with a job for each subscription."""
    from apscheduler.schedulers.asyncio import AsyncIOScheduler  # noqa: PLC0415
    from apscheduler.triggers.cron import CronTrigger  # noqa: PLC0415

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    scheduler = AsyncIOScheduler(timezone=UTC)
    for _ in range(count):
        scheduler.add_job(print, CronTrigger(hour=8, minute=30, day_of_week="mon-fri", timezone="Europe/London"))
    scheduler.start()
    took = time.perf_counter() - begun
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    scheduler.shutdown(wait=False)
    return {"seconds": took, "mib": grown / MIB}


async def plain_burst(count: int) -> dict[str, Any]:
    """Have so many jobs of APScheduler due at the same moment."""
    from apscheduler.schedulers.asyncio import AsyncIOScheduler  # noqa: PLC0415
    from apscheduler.triggers.date import DateTrigger  # noqa: PLC0415

    said: list[int] = []
    everything = asyncio.Event()

    async def say(number: int) -> None:
        said.append(number)
        if len(said) == count:
            everything.set()

    scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None})
    scheduler.start(paused=True)
    moment = datetime.now(UTC) + timedelta(seconds=count / 2_000)
    for number in range(count):
        scheduler.add_job(say, DateTrigger(moment), args=(number,))
    await asyncio.sleep(max(0.0, (moment - datetime.now(UTC)).total_seconds()))

    async def run() -> None:
        scheduler.resume()
        await everything.wait()

    begun = time.perf_counter()
    pause = await longest_pause(run())
    took = time.perf_counter() - begun
    scheduler.shutdown(wait=False)
    return {"seconds": took, "pause": pause, "said": len(said), "in_order": said == sorted(said)}


MEASURES: dict[str, Callable[[int], Awaitable[dict[str, Any]]]] = {
    "start": start,
    "burst": burst,
    "plain_start": plain_start,
    "plain_burst": plain_burst,
}


def measured(name: str, count: int) -> list[dict[str, Any]]:
    """Several runs of a measurement, each in a process of its own."""
    command = [*RUN, "--measure", name, str(count)]
    return [
        json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])
        for _ in range(RUNS)
    ]


def main(options: Sequence[str]) -> int:
    """Print the tables, or one measurement; give the exit status."""
    if options[:1] == ["--fill"]:
        asyncio.run(fill(options[1], int(options[2])))
        return 0
    if options[:1] == ["--measure"]:
        print(json.dumps(asyncio.run(MEASURES[options[1]](int(options[2])))))
        return 0
    starts = {
        "Swot, empty": measured("start", 0),
        f"Swot, {SUBSCRIPTIONS:,} timed posts": measured("start", SUBSCRIPTIONS),
        f"APScheduler, {SUBSCRIPTIONS:,} jobs": measured("plain_start", SUBSCRIPTIONS),
    }
    rows = [
        (what, *report.spread([run["seconds"] for run in runs]), f"{min(run['mib'] for run in runs):.0f} MiB")
        for what, runs in starts.items()
    ]
    report.table("From nothing to ready (aim: under 1 s, and 10 MiB)", ("least", "median", "most", "memory"), rows)
    bursts = {
        f"Swot, {AT_ONCE:,} due": measured("burst", AT_ONCE),
        f"APScheduler, {AT_ONCE:,} due": measured("plain_burst", AT_ONCE),
    }
    rows = [
        (
            what,
            *report.spread([run["seconds"] for run in runs]),
            f"{max(run['pause'] for run in runs) * 1000:.0f} ms",
            f"{min(run['said'] for run in runs):,}",
            "yes" if all(run["in_order"] for run in runs) else "no",
        )
        for what, runs in bursts.items()
    ]
    headings = ("least", "median", "most", "longest pause", "said", "in order")
    report.table("Due at the same moment (aim: no pause over 50 ms, all said, in order)", headings, rows)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
