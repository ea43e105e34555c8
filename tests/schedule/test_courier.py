"""The courier: where it carries messages, and what it does with those that may or will never arrive."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select

from bot.chat import DeskRefused, NotSent, OutcomeUnknown, Unreachable, View, desk_of, plain, rich
from bot.clock import MINUTE, SECOND, SteppedClock
from bot.schedule.courier import Courier
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.tables import outbox as table
from tests.chat_harness import MONDAY
from tests.far import Far

ROOM = "far:room"


class Obedient(Far):
    """A platform that does as it is told."""

    def __init__(self, *, knows_nonces: bool = True) -> None:
        self.knows_nonces = knows_nonces
        self.failing: list[Exception] = []
        self.arrives = False
        """Whether what fails arrives all the same."""
        self.shown: list[tuple[str, str]] = []

    async def post(self, room: str, view: View, *, nonce: str) -> str:
        """Post."""
        error = self.failing.pop(0) if self.failing else None
        if error is None or self.arrives:
            self.shown.append((room, plain(view.text)))
        if error is not None:
            raise error
        return f"m{len(self.shown)}"


class Post:
    """A courier on a platform, and what it is told of rooms that are gone."""

    def __init__(self, database: Database, clock: SteppedClock, far: Obedient) -> None:
        self.gone: list[tuple[str, str]] = []
        self._database, self._clock = database, clock
        self._courier = Courier(database, {"far": far}, clock, "me", self._on_gone)

    async def _on_gone(self, room: str, advice: str) -> None:
        self.gone.append((room, advice))

    async def say(self, room: str, words: str, key: str = "k") -> None:
        """Have something posted."""
        await self._database.write(outbox.post, key, room, View(rich("{}", words)), self._clock.now())

    async def change(self, words: str, key: str = "k") -> None:
        """Have something changed."""
        await self._database.write(outbox.edit, key, View(rich("{}", words)), self._clock.now())

    async def go(self, duration: int = 5 * MINUTE) -> None:
        """Carry what is to be carried, for a while."""
        end = self._clock.now() + duration
        while self._clock.now() < end:
            await self._courier.deliver()
            self._clock.move_to(self._clock.now() + SECOND)

    async def waiting(self) -> int:
        """How many messages are still to be sent."""
        found = select(table.c.key).where(table.c.next_at.is_not(None))
        return len(await self._database.read(lambda tx: tx.execute(found).all()))


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[tuple[Database, SteppedClock]]:
    """A store and the time."""
    clock = SteppedClock(MONDAY)
    database = await Database.open(database_url, clock)
    yield database, clock
    await database.close()


async def test_a_desk_is_found_when_something_is_put_on_it(world: Any):
    """A message to a person's desk is posted, and changed, wherever the platform has it."""
    far = Obedient()
    post = Post(*world, far)
    await post.say(desk_of("far:maya"), "Hello")
    await post.go(5 * SECOND)
    await post.change("Hello again")
    await post.go(5 * SECOND)
    assert far.shown == [("far:desk of far:maya", "Hello"), ("far:desk of far:maya", "Hello again")]


async def test_a_desk_that_is_refused_ends_nothing_else(world: Any):
    """Nobody is told that a room is gone, and it is not tried again."""
    far = Obedient()
    far.failing = [DeskRefused("closed")]
    post = Post(*world, far)
    await post.say(desk_of("far:maya"), "Hello")
    await post.go()
    assert (far.shown, post.gone, await post.waiting()) == ([], [], 0)


async def test_how_to_mend_it_is_passed_on(world: Any):
    """Whoever minds that a room can't be written in gets the platform's advice."""
    far = Obedient()
    far.failing = [Unreachable("forbidden", advice="Let me in.")]
    post = Post(*world, far)
    await post.say(ROOM, "Hello")
    await post.go()
    assert post.gone == [(ROOM, "Let me in.")]


@pytest.mark.parametrize("arrives", [False, True])
@pytest.mark.parametrize("error", [OutcomeUnknown("cut"), TimeoutError()])
async def test_what_may_have_arrived_is_not_sent_again_where_it_might_stand_there_twice(
    world: Any, caplog: pytest.LogCaptureFixture, error: Exception, *, arrives: bool
):
    """On a platform without nonces; the log names the message, and a later change of it does not bring it back."""
    far = Obedient(knows_nonces=False)
    far.failing, far.arrives = [error], arrives
    post = Post(*world, far)
    await post.say(ROOM, "Hello")
    await post.go()
    await post.change("Hello again")
    await post.go()
    assert far.shown == ([(ROOM, "Hello")] if arrives else [])
    assert await post.waiting() == 0
    assert "k may not have arrived" in caplog.text


async def test_what_may_have_arrived_is_sent_again_where_the_platform_knows_it(world: Any):
    """Under its nonce it stands there once."""
    far = Obedient()
    far.failing = [OutcomeUnknown("cut"), TimeoutError()]
    post = Post(*world, far)
    await post.say(ROOM, "Hello")
    await post.go(MINUTE)
    assert far.shown == [(ROOM, "Hello")]


async def test_an_edit_may_be_sent_as_often_as_it_takes(world: Any):
    """It changes nothing a second time, nonces or not."""
    far = Obedient(knows_nonces=False)
    post = Post(*world, far)
    await post.say(ROOM, "Hello")
    await post.go(5 * SECOND)
    far.failing = [OutcomeUnknown("cut"), TimeoutError()]
    await post.change("Hello again")
    await post.go(MINUTE)
    assert far.shown == [(ROOM, "Hello"), (ROOM, "Hello again")]


async def test_what_was_not_sent_is_sent_later_either_way(world: Any):
    """A refusal that says “later” is no doubt."""
    far = Obedient(knows_nonces=False)
    far.failing = [NotSent("busy", wait=30 * SECOND)]
    post = Post(*world, far)
    await post.say(ROOM, "Hello")
    await post.go(29 * SECOND)
    assert far.shown == []
    await post.go(5 * SECOND)
    assert far.shown == [(ROOM, "Hello")]


async def test_a_post_that_was_given_up_stays_so(world: Any):
    """After two minutes without the platform, changing the message does not post it late."""
    far = Obedient()
    far.failing = [NotSent("down")] * 100
    post = Post(*world, far)
    await post.say(ROOM, "Hello")
    await post.go()
    far.failing.clear()
    await post.change("Hello again")
    await post.go()
    assert far.shown == []
