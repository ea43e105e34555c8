"""What nobody waits for: sent at the platforms' pace, and nothing that somebody waits for is kept by it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from functools import partial

import pytest

from bot.chat import NotSent, View, plain, rich
from bot.clock import MINUTE, SECOND, SteppedClock, SystemClock
from bot.schedule.courier import Courier
from bot.schedule.dispatcher import Dispatcher
from bot.schedule.waker import Waker
from bot.storage import due, outbox
from bot.storage.database import Database
from bot.storage.due import Due
from tests.chat_harness import MONDAY
from tests.far import Far


class Slow(Far):
    """A platform that keeps what it is sent; what is said to be stuck stays on its way until it is let go."""

    def __init__(self, pace: int = 3) -> None:
        self.posts_a_second = pace
        self.said: list[str] = []
        self.go = asyncio.Event()
        self.came = asyncio.Event()
        self.refusing = 0

    async def post(self, room: str, view: View, *, nonce: str) -> str:
        """Post, at last."""
        words = plain(view.text)
        if "stuck" in words:
            await self.go.wait()
        if self.refusing:
            self.refusing -= 1
            raise NotSent("slow down", wait=SECOND)
        self.said.append(words)
        self.came.set()
        return nonce


async def nobody_minds(_room: str, _advice: str) -> None:
    """A room is gone."""


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A store whose clock does not matter."""
    opened = await Database.open(database_url, SteppedClock(MONDAY))
    yield opened
    await opened.close()


async def put(database: Database, now: int, words: str, *, bulk: bool = True, room: str = "") -> None:
    """Have something posted, in a room of its own."""
    view = View(rich("{}", words))
    await database.write(partial(outbox.post, key=words, room=f"far:{room or words}", view=view, now=now, bulk=bulk))


def courier(database: Database, clock: SteppedClock | SystemClock, far: Slow) -> Courier:
    """What carries messages."""
    return Courier(database, {"far": far}, clock, "me", nobody_minds)


async def test_as_many_a_second_as_the_platform_takes(database: Database):
    """In order, and no more; the dispatcher knows when it may go on."""
    far, clock = Slow(pace=3), SteppedClock(MONDAY)
    dispatcher = Dispatcher(database, clock, {}, courier(database, clock, far), "me")
    for number in range(8):
        await put(database, MONDAY, f"fact {number}")
    seconds = []
    while (upcoming := await dispatcher.next_at()) is not None:
        clock.move_to(upcoming)
        await dispatcher.run()
        seconds.append(len(far.said))
    assert seconds == [3, 6, 8]
    assert clock.now() == MONDAY + 2 * SECOND
    assert far.said == [f"fact {number}" for number in range(8)]


async def test_a_question_goes_before_all_facts_even_in_its_room(database: Database):
    """However many facts came before it."""
    far, clock = Slow(pace=1), SteppedClock(MONDAY)
    dispatcher = Dispatcher(database, clock, {}, courier(database, clock, far), "me")
    for number in range(4):
        await put(database, MONDAY, f"fact {number}", room="history")
    await put(database, MONDAY, "question", bulk=False, room="history")
    await dispatcher.run()
    assert far.said == ["question", "fact 0"]


async def test_a_fact_waits_for_what_was_said_before_it_in_its_room(database: Database):
    """It never comes between a question that is still to be posted and its answer."""
    far, clock = Slow(), SteppedClock(MONDAY)
    far.refusing = 1
    dispatcher = Dispatcher(database, clock, {}, courier(database, clock, far), "me")
    await put(database, MONDAY, "question", bulk=False, room="history")
    await put(database, MONDAY, "fact", room="history")
    await dispatcher.run()
    assert far.said == []
    clock.move_to(MONDAY + SECOND)
    await dispatcher.run()
    assert far.said == ["question", "fact"]


async def test_what_waited_long_for_its_turn_is_still_tried_again(database: Database):
    """The two minutes in which a message is tried begin with the first try, not when it was queued."""
    far, clock = Slow(), SteppedClock(MONDAY)
    far.refusing = 1
    await put(database, MONDAY, "fact")
    clock.move_to(MONDAY + 30 * MINUTE)
    dispatcher = Dispatcher(database, clock, {}, courier(database, clock, far), "me")
    await dispatcher.run()
    clock.move_to(clock.now() + SECOND)
    await dispatcher.run()
    assert far.said == ["fact"]


async def test_a_running_process_keeps_no_question_waiting_for_facts(database_url: str):
    """A platform that is stuck with a fact, and work in bulk that takes long, leave the other lane alone."""
    clock, far, slow, some = SystemClock(), Slow(pace=1_000), asyncio.Event(), asyncio.Event()
    database = await Database.open(database_url, clock)
    done: list[str] = []

    async def work(taken: Due) -> None:
        await (slow.wait() if taken.subject == "slow" else asyncio.sleep(0))
        await database.write(due.finish, taken)
        done.append(taken.subject)
        some.set()

    dispatcher = Dispatcher(database, clock, {"test": work}, courier(database, clock, far), "me")
    waker = Waker(dispatcher, clock, database.forget_deliveries)
    database.on_wake = waker.wake
    await put(database, clock.now(), "stuck fact")
    await database.write(partial(due.add, kind="test", subject="slow", step="", at=clock.now(), bulk=True))
    await waker.start()
    await asyncio.sleep(0)
    await put(database, clock.now(), "question", bulk=False)
    await database.write(partial(due.add, kind="test", subject="quick", step="", at=clock.now()))
    await asyncio.wait_for(far.came.wait(), 10)
    assert far.said == ["question"]
    await asyncio.wait_for(some.wait(), 10)
    assert done == ["quick"]
    slow.set()
    far.go.set()
    await waker.stop()
    await database.close()
    assert (done, far.said) == (["quick", "slow"], ["question", "stuck fact"])
