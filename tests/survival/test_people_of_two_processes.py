"""Two Swots on one database: who leaves, comes back or is forgotten at one of them is so at the other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Connection, select

from bot.chat import Invoke, Press
from bot.chat.views import Action
from bot.clock import DAY, SteppedClock
from bot.storage.tables import members, metadata
from tests.chat_harness import MONDAY
from tests.survival.crowd import ACKNOWLEDGED, Crowd, Wall
from tests.survival.held import PATIENCE, commits_held, nothing_of


@pytest.fixture
async def both(database_url: str) -> AsyncIterator[tuple[Crowd, Crowd]]:
    """Two processes with one database, one time and one platform; a round is on."""
    clock = SteppedClock(MONDAY)
    wall = Wall(clock)
    crowds = (
        await Crowd.open(database_url, clock=clock, wall=wall, seed=1),
        await Crowd.open(database_url, clock=clock, wall=wall.beside(), seed=2),
    )
    await crowds[0].begin(topic="growing/choosing", questions=1)
    yield crowds
    for crowd in crowds:
        await crowd.close()


async def answer(crowd: Crowd, person: str) -> str:
    """A person answers the open question."""
    return await crowd.note(crowd.press(person, crowd.open_question()[0]))


async def on_the_list(crowd: Crowd) -> set[str]:
    """Everybody in the class who has not left it."""
    return {row.person for row in await crowd.rows(select(members.c.person).where(members.c.left.is_(False)))}


async def traces(crowd: Crowd, person: str) -> list[str]:
    """The tables in which something is a person's."""

    def find(tx: Connection) -> list[str]:
        tables = metadata.sorted_tables
        return [table.name for table in tables if f"terminal:{person}" in repr(tx.execute(table.select()).all())]

    return await crowd.app.database.read(find)


async def test_whoever_left_at_one_process_is_back_with_an_answer_at_the_other(both: tuple[Crowd, Crowd]):
    """As often as they like: no process remembers that they are on the list."""
    one, two = both
    for coming, going in ((one, two), (one, one), (two, one), (two, two)):
        assert (await answer(coming, "maya")).startswith(ACKNOWLEDGED)
        assert await on_the_list(one) == {"terminal:maya"}
        assert "You have left" in await going.note(Invoke(**going.by("maya"), command="class leave"))
        assert await on_the_list(one) == set()


async def test_whoever_answers_often_costs_one_row_a_day(both: tuple[Crowd, Crowd]):
    """When they were last active is right to the day, which is what erases whoever is not there any more."""
    one, two = both
    began = one.clock.now()
    for crowd in both:
        for _ in range(3):
            assert (await answer(crowd, "maya")).startswith(ACKNOWLEDGED)
            one.clock.move_to(one.clock.now() + 1)
    assert [row.seen_at for row in await one.rows(select(members.c.seen_at))] == [began]
    while await one.step():
        pass
    one.clock.move_to(began + DAY)
    await two.begin(topic="growing/choosing", questions=1)
    await answer(two, "maya")
    assert [row.seen_at for row in await one.rows(select(members.c.seen_at))] == [began + DAY]


async def test_a_press_that_is_under_way_at_one_process_leaves_nothing_when_the_other_forgets(
    both: tuple[Crowd, Crowd], database_url: str
):
    """The answer is at the point of its commit when its person is forgotten: that waits, and takes it along."""
    one, two = both
    assert (await answer(one, "tom")).startswith(ACKNOWLEDGED)
    async with commits_held(database_url) as held:
        told = asyncio.create_task(answer(one, "maya"))
        await held.reached()
        two.clock.move_to(two.clock.now() + 1)
        gone = asyncio.create_task(two.note(Press(**two.by("maya"), action=Action("privacy.erase"))))
        assert await nothing_of(gone)
        await held.release()
        async with asyncio.timeout(PATIENCE):
            assert (await told).startswith(ACKNOWLEDGED)
            assert (await gone).startswith("Erased.")
    assert await traces(one, "maya") == []
    assert "responses" in await traces(one, "tom")


async def test_whoever_is_forgotten_at_one_process_answers_anew_at_the_other(both: tuple[Crowd, Crowd]):
    """A press from before is refused there; one from after is a new learner's."""
    one, two = both
    late = one.press("maya", one.open_question()[0])
    assert (await answer(two, "maya")).startswith(ACKNOWLEDGED)
    one.clock.move_to(one.clock.now() + 1)
    assert (await two.note(Press(**two.by("maya"), action=Action("privacy.erase")))).startswith("Erased.")
    assert not (await one.note(late)).startswith(ACKNOWLEDGED)
    assert await traces(one, "maya") == []
    one.clock.move_to(one.clock.now() + 1)
    assert (await answer(one, "maya")).startswith(ACKNOWLEDGED)
    assert await on_the_list(two) == {"terminal:maya"}
