"""A year group sits a mock exam: it begins within a minute, and answers while it sits.

    python -m tests.benchmarks sittings

500 learners begin within a minute; then each second so many of them answer as make one answer a second between them,
and as many as make each of them answer twice a minute. Events go through `App.handle` in real time, on SQLite with its
full durability; what is told is when the acknowledgement came.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from pathlib import Path
from random import Random

from bot.chat import Action, Invoke, Press, Reply, plain
from bot.clock import SystemClock
from bot.main import App, Settings
from tests.benchmarks import report
from tests.survival.crowd import Crowd, Wall
from tests.survival.examinees import QUESTIONS

LEARNERS = 500
BEGIN_IN = 60.0
"""Seconds in which all begin."""
RATES = (1.0, 1000 / 60)
"""Answers a second: what is asked for, and what 500 busy learners would give, twice a minute each."""
FOR = 30.0
"""Seconds for which each rate lasts."""
START = {"paper": "Long", "minutes": 30}


class Room:
    """A class that sits an exam in real time."""

    def __init__(self, crowd: Crowd) -> None:
        self._crowd = crowd
        self._clock = SystemClock()
        self._random = Random(1)
        self.sittings: list[tuple[str, str]] = []

    async def begin(self) -> list[float]:
        """Everybody begins, evenly within a minute; how long each waited."""
        return await self._spread([self._begin(f"learner{number}") for number in range(LEARNERS)], BEGIN_IN / LEARNERS)

    async def answer(self, rate: float) -> list[float]:
        """Answers at an even rate; how long each took to be acknowledged."""
        return await self._spread([self._answer() for _ in range(round(FOR * rate))], 1 / rate)

    async def _spread(self, happenings: list[object], apart: float) -> list[float]:
        began, tasks = time.perf_counter(), []
        for index, happening in enumerate(happenings):
            await asyncio.sleep(max(0.0, began + index * apart - time.perf_counter()))
            tasks.append(asyncio.create_task(happening))  # type: ignore[arg-type]
        return [float(waited) for waited in await asyncio.gather(*tasks)]  # type: ignore[arg-type]

    async def _begin(self, name: str) -> float:
        began = time.perf_counter()
        event = Invoke(**self._crowd.by(name, at=self._clock.now()), command="mock begin")
        answer = await self._crowd.app.handle(event)
        waited = time.perf_counter() - began
        assert isinstance(answer, Reply), answer
        [opens] = [one.action for one in answer.view.controls if one.action.name == "sit.open"]
        self.sittings.append((name, opens.arguments[0]))
        return waited

    async def _answer(self) -> float:
        name, sitting = self._random.choice(self.sittings)
        address = f"sit.answer:{sitting}:{self._random.randint(1, QUESTIONS)}:{self._random.randrange(4)}"
        event = Press(**self._crowd.by(name, at=self._clock.now()), action=Action(address))
        began = time.perf_counter()
        answer = await self._crowd.app.handle(event)
        waited = time.perf_counter() - began
        assert isinstance(answer, Reply), answer
        assert "saved" in plain(answer.view.text)
        return waited


async def measured(folder: Path) -> list[tuple[str, list[float]]]:
    """How long people waited: for beginning, and for an answer at each rate."""
    from tests.survival.test_mock_killed import pack_in  # noqa: PLC0415 - it brings pytest along

    clock = SystemClock()
    pack = pack_in(folder / "pack")
    app = await App.open(Settings(f"sqlite:///{folder / 'swot.db'}", (pack,), None, clock, Random(1)))
    crowd = Crowd(app, clock, Wall(clock))  # type: ignore[arg-type]
    assert "announced" in await crowd.note(Invoke(**crowd.by("teacher"), command="mock start", options=START))
    room = Room(crowd)
    await app.start()
    found = [(f"{LEARNERS} begin within a minute", await room.begin())]
    found += [(f"{rate:.0f} answers a second", await room.answer(rate)) for rate in RATES]
    await app.stop()
    await app.close()
    return found


def main() -> None:
    """Measure, and print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(measured(Path(folder)))
    rows = []
    for what, waited in found:
        rows.append((f"{what}: slowest", report.seconds(max(waited)), "under 1 s"))
        rows.append(("  median", report.seconds(statistics.median(waited)), ""))
    report.table("Sittings through App.handle to disk", ("SQLite", "aim"), rows)


if __name__ == "__main__":
    main()
