"""Results of a large class keep nobody waiting."""

from __future__ import annotations

import gc
from dataclasses import replace
from random import Random

from tests.benchmarks.results import PACK, measured
from tests.chat_harness import Chat, Installation
from tests.exams.hall import have_sat
from tests.exams.marked import GRADES, Chance, crowd, large_paper, made_up

PAUSE = 0.05
"""Seconds for which nothing may hold the event loop."""


async def test_a_large_class_is_reckoned_and_drawn_beside_everything_else(sqlite_url: str):
    """While the results of 200 learners in thirty questions are read, reckoned and drawn, the loop turns."""
    chat = await Chat.open(Installation(sqlite_url, packs=(PACK,)))
    mock = await have_sat(chat, {}, paper="stalins-russia/recall-1")
    right = made_up(Random(1), 200, [Chance(number / 10 - 1.5, 1.5) for number in range(30)])
    large = replace(mock, id="crowded", set_at=mock.set_at + 1, boundaries=GRADES)
    await chat.app.database.write(crowd, large, large_paper(chat, 30), right, chat.clock.now())
    results, event = chat.app._rooms.exams.results, chat.by("teacher")
    gc.collect()
    gc.freeze()  # as in a process that runs: the collector does not go through all that is loaded
    _, longest = await measured(lambda: results.overview(event, large.id))
    gc.unfreeze()
    assert longest < PAUSE
    await chat.close()
