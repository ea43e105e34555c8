"""SIGKILL while homework is being set and put on desks: everybody has it exactly once."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection as Pipe
from typing import Any

import pytest
from sqlalchemy import select

from bot.chat import Invoke, View
from bot.clock import MINUTE, SECOND, SteppedClock
from bot.homework import following
from bot.storage.outbox import LEASE
from bot.storage.tables import homework, homework_learners, outbox
from tests.chat_harness import MONDAY
from tests.survival.crowd import LEARNERS, Crowd, Post, Wall

DELIVERY = "the-teachers-command"
PATIENCE = 30.0
"""Seconds after which a process is given up that does not die."""
POINTS = ("while it is set", "when it is set", 1, 4, len(LEARNERS))
"""Where the process dies: within the transaction, right after it, or when so many messages stand there."""


def die() -> None:
    """Die on the spot."""
    os.kill(os.getpid(), signal.SIGKILL)


class DeadlyWall(Wall):
    """A wall that tells another process what is posted, and kills its own after so many posts."""

    pipe: Pipe
    deadly: int

    async def post(self, room: str, view: View, *, nonce: str) -> str:
        """Post, tell of it, and perhaps die before anybody knows."""
        message = await super().post(room, view, nonce=nonce)
        self.pipe.send((room, nonce, message))
        if len(self.posts) == self.deadly:
            die()
        return message


async def set_homework(crowd: Crowd) -> None:
    """The teacher's command arrives, for the first time or once more."""
    options = {"topic": "growing", "due": "Fri 16:00", "questions": 3}
    event = Invoke(**crowd.by("teacher", at=MONDAY, delivery=DELIVERY), command="quiz set", options=options)
    assert "Homework is set for 8 learners" in await crowd.note(event)


def _main(pipe: Pipe, url: str, point: str | int) -> None:
    """Be the process that dies."""
    asyncio.run(_set_and_die(pipe, url, point))


async def _set_and_die(pipe: Pipe, url: str, point: str | int) -> None:
    clock = SteppedClock(MONDAY)
    wall = DeadlyWall(clock)
    wall.pipe, wall.deadly = pipe, point if isinstance(point, int) else 0
    crowd = await Crowd.open(url, clock=clock, wall=wall)
    if point == "while it is set":
        _die_after(following.outbox, "post_each")
    await set_homework(crowd)
    if point == "when it is set":
        die()
    await crowd.app.dispatcher.run()


def _die_after(module: Any, name: str) -> None:
    function: Callable[..., Any] = getattr(module, name)

    def deadly(*given: Any, **how: Any) -> None:
        function(*given, **how)
        die()

    setattr(module, name, deadly)


async def killed(url: str, point: str | int) -> list[Post]:
    """What a process had posted that died at this point."""
    context = multiprocessing.get_context("forkserver")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_main, args=(theirs, url, point))
    process.start()
    theirs.close()
    await asyncio.to_thread(process.join, PATIENCE)
    assert process.exitcode == -signal.SIGKILL
    posted = []
    while ours.poll():
        try:
            posted.append(Post(*ours.recv()))
        except EOFError:
            break
    return posted


@pytest.mark.parametrize("point", POINTS)
async def test_everybody_has_it_once_whenever_its_process_was_killed(database_url: str, point: str | int):
    """The platform delivers the command again, the next process goes on: one homework, one message on each desk."""
    before = await Crowd.open(database_url)
    for person in LEARNERS:
        await before.note(Invoke(**before.by(person), command="quiz solo", options={"topic": "judging"}))
    await before.close()

    posted = await killed(database_url, point)
    assert len(posted) == (point if isinstance(point, int) else 0)

    clock = SteppedClock(MONDAY + LEASE + SECOND)
    crowd = await Crowd.open(database_url, clock=clock, wall=Wall(clock, posted))
    await set_homework(crowd)
    while (upcoming := await crowd.app.dispatcher.next_at()) is not None and upcoming < MONDAY + 10 * MINUTE:
        clock.move_to(upcoming)
        await crowd.app.dispatcher.run()
    desks = {f"terminal:desk-{person}" for person in LEARNERS}
    standing = {(post.room, post.message) for post in (*posted, *crowd.wall.posts)}
    assert sorted(room for room, _ in standing) == sorted(desks)
    assert await crowd.count(homework) == 1
    assert await crowd.count(homework_learners) == len(LEARNERS)
    assert await crowd.rows(select(outbox.c.key).where(outbox.c.next_at.is_not(None))) == []
    await crowd.close()
