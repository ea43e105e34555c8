"""A mock exam at two Swots on one database: one sitting a learner, one pause, one end, and no answer after it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.chat import Action, Invoke, Press, Reply, plain
from bot.clock import MINUTE, SECOND, SteppedClock
from bot.storage.tables import deeds, mock_marks, mocks, outbox, responses, sittings
from tests.chat_harness import MONDAY
from tests.exams.hall import HALL
from tests.survival.crowd import LEARNERS, Crowd, Wall
from tests.survival.held import PATIENCE, commits_held, nothing_of

PACKS: tuple[Path, ...] = (HALL,)
START = {"paper": "Bees 1"}


@pytest.fixture
async def both(database_url: str) -> AsyncIterator[tuple[Crowd, Crowd]]:
    """Two processes with one database, one time and one platform; an exam is announced."""
    clock = SteppedClock(MONDAY)
    wall = Wall(clock)
    crowds = (
        await Crowd.open(database_url, clock=clock, wall=wall, seed=1, packs=PACKS),
        await Crowd.open(database_url, clock=clock, wall=wall.beside(), seed=2, packs=PACKS),
    )
    one, _ = crowds
    assert "announced" in await one.note(Invoke(**one.by("teacher"), command="mock start", options=START))
    yield crowds
    for crowd in crowds:
        await crowd.close()


async def begin(crowd: Crowd, person: str) -> str:
    """Somebody begins, or comes back; the id of their sitting."""
    answer = await crowd.app.handle(Invoke(**crowd.by(person), command="mock begin"))
    assert isinstance(answer, Reply), answer
    opens, *_ = [one.action for one in answer.view.controls if getattr(one, "action", None)]
    return opens.arguments[0]


async def press(crowd: Crowd, person: str, address: str, *, at: int | None = None) -> str:
    """Somebody presses a button; what they are told."""
    answer = await crowd.app.handle(Press(**crowd.by(person, at=at), action=Action(address)))
    assert isinstance(answer, Reply), answer
    return plain(answer.view.text)


async def exam(crowd: Crowd) -> str:
    """The exam's id."""
    [row] = await crowd.rows(select(mocks.c.id))
    return str(row.id)


async def test_a_learner_who_begins_at_both_has_one_sitting(both: tuple[Crowd, Crowd]):
    """Two presses on [Begin] that meet are one beginning, and one clock."""
    one, two = both
    for person in LEARNERS:
        first, second = await asyncio.gather(begin(one, person), begin(two, person))
        assert first == second
    assert await one.count(sittings) == len(LEARNERS)


async def test_two_teachers_who_act_at_once_act_once(both: tuple[Crowd, Crowd]):
    """Of two pauses one is refused; so of two ends: each learner is handed in once, and the class's log has it once."""
    one, two = both
    sitting = await begin(one, "amal")
    mock = await exam(one)
    told = await asyncio.gather(*(press(crowd, "teacher", f"mock.pause:{mock}") for crowd in both))
    assert sorted("It is paused already." in words for words in told) == [False, True]
    one.clock.move_to(one.clock.now() + MINUTE)
    told = await asyncio.gather(*(press(crowd, "teacher", f"mock.go-on:{mock}") for crowd in both))
    assert sorted("It is not paused." in words for words in told) == [False, True]
    [row] = await one.rows(select(sittings.c.ends_at))
    assert row.ends_at == MONDAY + 31 * MINUTE
    told = await asyncio.gather(*(press(crowd, "teacher", f"mock.end:{mock}") for crowd in both))
    assert sorted("That exam is over." in words for words in told) == [False, True]
    assert await one.count(mock_marks) == 8
    assert [row.state for row in await one.rows(select(sittings.c.state))] == ["handed in"]
    ended = await one.rows(select(deeds).where(deeds.c.told.startswith("Bees 1 is over.")))
    assert len(ended) == 1
    assert "handed in" in await press(two, "amal", f"sit.answer:{sitting}:1:0")
    assert await one.rows(select(outbox.c.key).where(outbox.c.key == f"mock:{mock}:ended")) == [(f"mock:{mock}:ended",)]


async def test_a_deadline_that_both_see_hands_in_once(both: tuple[Crowd, Crowd]):
    """Both processes look when time is up: every sitting has its marks once, at its own deadline."""
    one, two = both
    for person, crowd in zip(LEARNERS, (one, two) * len(LEARNERS), strict=False):
        await begin(crowd, person)
        one.clock.move_to(one.clock.now() + SECOND)
    one.clock.move_to(MONDAY + 40 * MINUTE)
    await asyncio.gather(*(crowd.app.dispatcher.run() for crowd in both))
    rows = await one.rows(select(sittings))
    assert all((row.state, row.how, row.handed_at) == ("handed in", "time", row.ends_at) for row in rows)
    assert await one.count(mock_marks) == 8 * len(LEARNERS)


async def test_an_answer_on_its_way_to_disk_is_there_when_the_other_process_ends_the_exam(
    both: tuple[Crowd, Crowd], database_url: str
):
    """The teacher's end waits for it: what was given in time is handed in with the rest."""
    one, two = both
    sitting, mock = await begin(one, "amal"), await exam(one)
    async with commits_held(database_url) as held:
        told = asyncio.create_task(press(one, "amal", f"sit.answer:{sitting}:1:0"))
        await held.reached()
        ended = asyncio.create_task(press(two, "teacher", f"mock.end:{mock}"))
        await nothing_of(ended)
        await held.release()
        async with asyncio.timeout(PATIENCE):
            assert "saved" in await told
            assert "Bees 1 is over." in await ended
    assert await one.count(responses) == 1
    [row] = await one.rows(select(responses.c.position, responses.c.given))
    marked = await one.rows(select(mock_marks).where(mock_marks.c.position == row.position))
    assert len(marked) == 1
    assert await one.count(mock_marks) == 8


async def test_a_deadline_waits_for_what_came_before_it(both: tuple[Crowd, Crowd]):
    """An answer that arrived in time and is still being read is taken before its sitting is handed in."""
    one, _ = both
    await begin(one, "amal")
    [row] = await one.rows(select(sittings.c.ends_at))
    with one.app._underway.event(row.ends_at - 1):
        one.clock.move_to(row.ends_at)
        acted = asyncio.create_task(one.app.dispatcher.run())
        assert await nothing_of(acted)
        assert [found.state for found in await one.rows(select(sittings.c.state))] == ["open"]
    async with asyncio.timeout(PATIENCE):
        await acted
    assert [found.state for found in await one.rows(select(sittings.c.state))] == ["handed in"]
