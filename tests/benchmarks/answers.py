"""Answers through `App.handle` to disk: a thousand people at once, then one crowd after another."""

from __future__ import annotations

import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import report, stores
from tests.benchmarks.crowd import Crowd
from tests.benchmarks.stores import Add, Store

PEOPLE = 1_000
ROUNDS, WAVES, A_WAVE = 5, 6, 250
"""Then people change their minds, so many at once; a plain loop takes turns with them, and the median round counts."""
PLAIN = 300
"""Responses of one turn of the plain loop."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one database gave, in seconds."""

    waited: list[float]
    """How long each of a thousand at once waited."""
    together: float
    """Of processor time, for all of those: how long the last would wait on an idle machine with a quick disk."""
    sustained: float
    """For one response, one wave after another."""
    processor: float
    """Of processor time for one response; what a database server uses is not in it."""
    plain: float
    """For one response of the plain loop."""


async def measured(store: Store) -> Figures:
    """Let a crowd answer on `store`. Raises `RuntimeError` if anything that was acknowledged is not in it."""
    crowd = await Crowd.gather(store.url)
    try:
        used = time.process_time()
        waited = await crowd.press(range(PEOPLE))
        together = time.process_time() - used
        async with store.plain() as add:
            rounds = [(*await _waves(crowd), await _turn(add, number)) for number in range(ROUNDS)]
    finally:
        await crowd.leave()
    kept = await store.responses()
    if kept != crowd.acknowledged:
        lost = len(crowd.acknowledged.items() - kept.items())
        raise RuntimeError(f"{lost} of {len(crowd.acknowledged)} acknowledged responses are not in the database")
    return Figures(waited, together, *map(statistics.median, zip(*rounds, strict=True)))


async def _waves(crowd: Crowd) -> tuple[float, float]:
    """Seconds by the clock, and of processor time, for one of many responses that come in waves."""
    begun, used = time.perf_counter(), time.process_time()
    for wave in range(WAVES):
        first = wave * A_WAVE % PEOPLE
        await crowd.press(range(first, first + A_WAVE))
    count = WAVES * A_WAVE
    return (time.perf_counter() - begun) / count, (time.process_time() - used) / count


async def _turn(add: Add, number: int) -> float:
    """Seconds for one response of a plain loop."""
    begun = time.perf_counter()
    for response in range(PLAIN):
        await add(f"{number}:{response}")
    return (time.perf_counter() - begun) / PLAIN


@contextmanager
def cores(count: int) -> Iterator[None]:
    """Keep this process, and what it starts, to so many cores, where the system can do that."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(allowed)[:count])
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


def figures(make: Callable[[Path], AbstractContextManager[Store]], count: int) -> tuple[str, Figures]:
    """The database's name, and what it gives on so many cores."""
    with tempfile.TemporaryDirectory() as folder, cores(count), make(Path(folder)) as store:
        return f"{store.name}, {count} core{'' if count == 1 else 's'}", asyncio.run(measured(store))


def main() -> None:
    """Measure each database on one core and on all; print the figures side by side."""
    found = [figures(make, count) for make in stores.makers() for count in sorted({1, os.cpu_count() or 1})]
    all_ = [given for _, given in found]
    rows = [
        (f"{PEOPLE:,} at once: slowest", *(report.seconds(max(it.waited)) for it in all_), "under 0.70 s"),
        ("  median", *(report.seconds(statistics.median(it.waited)) for it in all_), ""),
        ("  99th percentile", *(report.seconds(statistics.quantiles(it.waited, n=100)[98]) for it in all_), ""),
        ("  processor time for all", *(report.seconds(it.together) for it in all_), ""),
        (f"sustained, {A_WAVE} together", *(f"{1 / it.sustained:,.0f}/s" for it in all_), "3,000/s on 1 core"),
        ("  processor time for one", *(f"{it.processor * 1000:.2f} ms" for it in all_), ""),
        ("plain loop, a commit each", *(f"{1 / it.plain:,.0f}/s" for it in all_), ""),
        ("  Swot is so many times as fast", *(f"{it.plain / it.sustained:.1f}" for it in all_), ""),
    ]
    total = PEOPLE + ROUNDS * WAVES * A_WAVE
    title = f"Answers through App.handle to disk (each database holds all {total:,} acknowledged responses)"
    report.table(title, (*(name for name, _ in found), "aim"), rows)


if __name__ == "__main__":
    main()
