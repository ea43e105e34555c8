"""Results of a mock exam that 500 learners have sat: read, reckoned and drawn, while the event loop stays free.

    python -m tests.benchmarks results

Forty questions, each with what everybody gave. The first run loads what draws; "on the loop" is the most that was done
there between two of its turns, in seconds of its own thread.
"""

from __future__ import annotations

import asyncio
import gc
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from random import Random

from tests.benchmarks import report
from tests.chat_harness import Chat, Installation
from tests.exams.hall import have_sat
from tests.exams.marked import GRADES, Chance, crowd, large_paper, made_up

LEARNERS, QUESTIONS = 500, 40
RUNS = 5
PACK = Path(__file__).parents[2] / "content" / "stalins-russia"


async def measured(what: Callable[[], Awaitable[object]]) -> tuple[float, float]:
    """Seconds that something takes, and the longest that it held the event loop, in seconds of the loop's thread."""
    longest = 0.0
    over = asyncio.Event()

    async def watch() -> None:
        nonlocal longest
        before = time.thread_time()
        while not over.is_set():
            await asyncio.sleep(0.001)
            now = time.thread_time()
            longest, before = max(longest, now - before), now

    watching = asyncio.create_task(watch())
    begun = time.perf_counter()
    await what()
    taken = time.perf_counter() - begun
    over.set()
    await watching
    return taken, longest


async def main() -> None:
    """Fill a database, and look at the results as a teacher does."""
    with tempfile.TemporaryDirectory() as folder:
        chat = await Chat.open(Installation(f"sqlite:///{folder}/results.db", packs=(PACK,)))
        mock = await have_sat(chat, {}, paper="stalins-russia/recall-1")
        paper, random = large_paper(chat, QUESTIONS), Random(1)
        right = made_up(random, LEARNERS, [Chance(random.gauss(-0.5, 1), 1.6) for _ in range(QUESTIONS)])
        large = replace(mock, id="crowded", set_at=mock.set_at + 1, boundaries=GRADES)
        await chat.app.database.write(crowd, large, paper, right, chat.clock.now())
        event, results = chat.by("teacher"), chat.app._rooms.exams.results
        gc.collect()
        gc.freeze()  # as in a process that runs: the collector does not go through all that is loaded
        found = [await measured(lambda: results.overview(event, large.id)) for _ in range(RUNS)]
        drawn = await results.overview(event, large.id)
        assert drawn.image is not None
        assert len(drawn.gathered.asked) == QUESTIONS
        await chat.close()
    first, *others = found
    report.table(
        f"Results of {LEARNERS} learners in {QUESTIONS} questions, read, reckoned and drawn",
        ("least", "median", "most", "on the loop"),
        [
            ("the first time", *report.spread([first[0]]), f"{first[1] * 1000:.0f} ms"),
            (
                "from then on",
                *report.spread([one[0] for one in others]),
                f"{max(one[1] for one in others) * 1000:.0f} ms",
            ),
        ],
    )


if __name__ == "__main__":
    asyncio.run(main())
