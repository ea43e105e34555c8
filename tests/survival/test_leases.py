"""Due work and messages are held by lease: a holder that dies loses what it held, and work is done once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select

from bot.chat import View, rich
from bot.clock import SECOND, SteppedClock
from bot.schedule.courier import Courier
from bot.schedule.dispatcher import Dispatcher
from bot.storage import due as due_work
from bot.storage import outbox as outbox_rows
from bot.storage.database import Database
from bot.storage.due import Due, LeaseLost
from bot.storage.tables import drafts, due, outbox
from tests.chat_harness import MONDAY
from tests.survival.crowd import Wall

MANY = 60
ROOM = "terminal:garden"


@pytest.fixture
def clock() -> SteppedClock:
    """The time, for every process of a test."""
    return SteppedClock(MONDAY)


@pytest.fixture
async def databases(database_url: str, clock: SteppedClock) -> AsyncIterator[tuple[Database, Database]]:
    """Two processes' connections to one database."""
    opened = (await Database.open(database_url, clock), await Database.open(database_url, clock))
    yield opened
    for database in opened:
        await database.close()


async def _nowhere(_room: str, _advice: str) -> None:
    """Nothing happens when a room is gone."""


def _dispatcher(
    database: Database, clock: SteppedClock, worker: object, owner: str, wall: Wall | None = None
) -> Dispatcher:
    """A dispatcher that has one kind of work done, and posts on a wall."""
    courier = Courier(database, {"terminal": wall} if wall else {}, clock, owner, _nowhere)
    return Dispatcher(database, clock, {"probe": worker}, courier, owner)


def _add_many(tx: Connection) -> None:
    """Work, all of it due now."""
    for number in range(MANY):
        due_work.add(tx, "probe", f"{number:03}", 1, MONDAY)


def _do_once(tx: Connection, work: Due, who: str) -> None:
    """Do a piece of work and take it off the list; a second time would break a constraint."""
    tx.execute(insert(drafts).values(person=work.subject, action=who, fields="{}", at=1))
    due_work.finish(tx, work)


async def _done(database: Database) -> list[tuple[str, str]]:
    """Which work was done, and by whom."""
    found = select(drafts.c.person, drafts.c.action).order_by(drafts.c.person, drafts.c.action)
    return await database.read(lambda tx: [tuple(row) for row in tx.execute(found)])


async def _claimed_side_by_side(databases: tuple[Database, Database], claim: Callable[..., list[Any]]) -> list[Any]:
    """What two processes get that claim a little again and again, always at the same time."""
    taken: list[Any] = []
    for _ in range(MANY):
        one, two = await asyncio.gather(
            databases[0].write(claim, "one", MONDAY, 3), databases[1].write(claim, "two", MONDAY, 3)
        )
        if not taken:
            assert one
            assert two
        if not one and not two:
            return taken
        taken += one + two
    raise AssertionError("there is no end to what they get")


async def test_processes_that_claim_at_once_share_due_work_without_overlap(databases: tuple[Database, Database]):
    """However claims interleave, each row is taken by one process."""
    await databases[0].write(_add_many)

    taken = await _claimed_side_by_side(databases, due_work.claim)
    assert Counter(work.subject for work in taken) == Counter(f"{number:03}" for number in range(MANY))


async def test_processes_that_claim_at_once_share_messages_without_overlap(databases: tuple[Database, Database]):
    """However claims interleave, each message is taken by one process."""

    def post_many(tx: Connection) -> None:
        for number in range(MANY):
            outbox_rows.post(tx, f"m{number:03}", f"terminal:room{number}", View(rich("Hello.")), MONDAY)

    await databases[0].write(post_many)

    taken = await _claimed_side_by_side(databases, outbox_rows.claim)
    assert Counter(message.key for message in taken) == Counter(f"m{number:03}" for number in range(MANY))


async def test_two_dispatchers_do_each_piece_of_work_once(databases: tuple[Database, Database], clock: SteppedClock):
    """Two dispatchers that run side by side leave nothing undone and do nothing twice."""
    await databases[0].write(_add_many)

    def dispatcher(database: Database, owner: str) -> Dispatcher:
        async def work(row: Due) -> None:
            await database.write(_do_once, row, owner)

        return _dispatcher(database, clock, work, owner)

    await asyncio.gather(dispatcher(databases[0], "one").run(), dispatcher(databases[1], "two").run())
    assert [subject for subject, _ in await _done(databases[0])] == [f"{number:03}" for number in range(MANY)]
    assert await databases[0].read(lambda tx: tx.execute(select(due)).all()) == []


async def test_work_that_a_dead_process_held_is_taken_again_after_its_lease(
    databases: tuple[Database, Database], clock: SteppedClock
):
    """What a process claimed and never finished is left alone until the lease ends, and is then done."""
    await databases[0].write(due_work.add, "probe", "one", 1, MONDAY)
    assert len(await databases[0].write(due_work.claim, "dead", MONDAY, 10)) == 1

    async def work(row: Due) -> None:
        await databases[1].write(_do_once, row, "alive")

    alive = _dispatcher(databases[1], clock, work, "alive")
    for instant in (MONDAY, MONDAY + due_work.LEASE - 1):
        clock.move_to(instant)
        await alive.run()
        assert await _done(databases[1]) == []
        assert await alive.next_at() == MONDAY + due_work.LEASE
    clock.move_to(MONDAY + due_work.LEASE)
    await alive.run()
    assert await _done(databases[1]) == [("one", "alive")]
    assert await alive.next_at() is None


async def test_a_message_that_a_dead_process_held_is_posted_after_its_lease(
    databases: tuple[Database, Database], clock: SteppedClock
):
    """What a process was about to say when it died is said once its lease ends, under the nonce it would have had."""
    await databases[0].write(outbox_rows.post, "hello", ROOM, View(rich("Hello.")), MONDAY)
    (held,) = await databases[0].write(outbox_rows.claim, "dead", MONDAY, 10)
    wall = Wall(clock)
    alive = _dispatcher(databases[1], clock, None, "alive", wall)
    clock.move_to(MONDAY + outbox_rows.LEASE - 1)
    await alive.run()
    assert wall.nonces() == []
    assert await alive.next_at() == MONDAY + outbox_rows.LEASE
    clock.move_to(MONDAY + outbox_rows.LEASE)
    await alive.run()
    assert wall.nonces() == [held.nonce]
    assert await alive.next_at() is None


async def test_what_waits_behind_a_dead_process_keeps_nobody_awake(
    databases: tuple[Database, Database], clock: SteppedClock
):
    """While the first message of a room is held, the next thing to do is at the end of its lease, not now."""
    await databases[0].write(outbox_rows.post, "first", ROOM, View(rich("First.")), MONDAY)
    await databases[0].write(outbox_rows.claim, "dead", MONDAY, 10)
    await databases[0].write(outbox_rows.post, "second", ROOM, View(rich("Second.")), MONDAY + SECOND)
    wall = Wall(clock)
    alive = _dispatcher(databases[1], clock, None, "alive", wall)
    clock.move_to(MONDAY + SECOND)
    await alive.run()
    assert wall.posts == []
    assert await alive.next_at() == MONDAY + outbox_rows.LEASE
    clock.move_to(MONDAY + outbox_rows.LEASE)
    await alive.run()
    assert [message.view.spoken for message in wall.messages] == ["First.", "Second."]


async def test_whoever_lost_the_lease_cannot_finish(databases: tuple[Database, Database], clock: SteppedClock):
    """Finishing what somebody took over raises `LeaseLost`, undoes what was done, and leaves the work to the other."""
    slow, quick = databases
    await slow.write(due_work.add, "probe", "one", 1, MONDAY)
    (mine,) = await slow.write(due_work.claim, "slow", MONDAY, 10)
    (theirs,) = await quick.write(due_work.claim, "quick", MONDAY + due_work.LEASE, 10)
    with pytest.raises(LeaseLost):
        await slow.write(_do_once, mine, "slow")
    assert await _done(slow) == []
    await quick.write(_do_once, theirs, "quick")
    with pytest.raises(LeaseLost):
        await slow.write(_do_once, mine, "slow")
    with pytest.raises(LeaseLost):
        await quick.write(_do_once, theirs, "quick again")
    assert await _done(slow) == [("one", "quick")]


async def test_whoever_lost_the_lease_cannot_give_the_work_back(databases: tuple[Database, Database]):
    """Giving back what somebody took over changes nothing for whoever has it now."""
    slow, quick = databases
    await slow.write(due_work.add, "probe", "one", 1, MONDAY)
    (mine,) = await slow.write(due_work.claim, "slow", MONDAY, 10)
    (theirs,) = await quick.write(due_work.claim, "quick", MONDAY + due_work.LEASE, 10)
    await slow.write(due_work.retry, mine, MONDAY)
    assert await slow.write(due_work.claim, "third", MONDAY + due_work.LEASE, 10) == []
    await quick.write(_do_once, theirs, "quick")
    assert await _done(quick) == [("one", "quick")]


async def test_work_that_was_called_off_in_hand_is_not_done(databases: tuple[Database, Database]):
    """What is called off while a process has it in hand raises `LeaseLost` there."""
    await databases[0].write(due_work.add, "probe", "one", 1, MONDAY)
    (mine,) = await databases[0].write(due_work.claim, "one", MONDAY, 10)
    await databases[1].write(due_work.call_off, "probe", "one")
    with pytest.raises(LeaseLost):
        await databases[0].write(_do_once, mine, "one")
    assert await _done(databases[0]) == []


async def test_a_process_that_hangs_does_its_work_in_vain(databases: tuple[Database, Database], clock: SteppedClock):
    """A dispatcher that wakes up after its lease finds the work done, and does no more."""
    await databases[0].write(due_work.add, "probe", "one", 1, MONDAY)
    hanging, go_on = asyncio.Event(), asyncio.Event()

    async def slow(row: Due) -> None:
        hanging.set()
        await go_on.wait()
        await databases[0].write(_do_once, row, "slow")

    async def quick(row: Due) -> None:
        await databases[1].write(_do_once, row, "quick")

    hung = asyncio.create_task(_dispatcher(databases[0], clock, slow, "slow").run())
    await hanging.wait()
    clock.move_to(MONDAY + due_work.LEASE)
    await _dispatcher(databases[1], clock, quick, "quick").run()
    go_on.set()
    await hung
    assert await _done(databases[0]) == [("one", "quick")]
    assert await databases[0].read(lambda tx: tx.execute(select(due)).all()) == []


async def test_work_that_fails_comes_back_later_and_is_given_up_in_the_end(
    databases: tuple[Database, Database], clock: SteppedClock, caplog: pytest.LogCaptureFixture
):
    """A fault in one piece of work delays that one, each time for longer, and never forever."""
    await databases[0].write(_add_many)
    tried: list[int] = []

    async def work(row: Due) -> None:
        if row.subject == "007":
            tried.append(clock.now())
            raise ZeroDivisionError
        await databases[0].write(_do_once, row, "one")

    dispatcher = _dispatcher(databases[0], clock, work, "one")
    await dispatcher.run()
    assert len(await _done(databases[0])) == MANY - 1
    while (upcoming := await dispatcher.next_at()) is not None:
        clock.move_to(upcoming)
        await dispatcher.run()
    assert [later - earlier for earlier, later in pairwise(tried)] == [
        SECOND,
        2 * SECOND,
        4 * SECOND,
        8 * SECOND,
    ]
    assert len(await _done(databases[0])) == MANY - 1
    assert "probe:007:1 is given up" in caplog.text


async def test_no_message_is_posted_twice_where_a_platform_is_slow(
    databases: tuple[Database, Database], clock: SteppedClock
):
    """A room's messages that wait behind a slow one stay with the process that is sending them."""
    for number in range(3):
        await databases[0].write(outbox_rows.post, f"m{number}", ROOM, View(rich("{}", number)), MONDAY)
    wall = Wall(clock)
    beside = wall.beside()
    other = _dispatcher(databases[1], clock, None, "other", beside)

    async def slowly(_room: str, _view: View) -> None:
        # Six seconds a call: less than the courier's patience, and two of them more than a lease.
        clock.move_to(clock.now() + 6 * SECOND)
        await other.run()

    wall.while_posting = slowly
    await _dispatcher(databases[0], clock, None, "slow", wall).run()
    while (upcoming := await other.next_at()) is not None:
        assert upcoming > clock.now(), "nothing can be done now, and yet it wakes"
        clock.move_to(upcoming)
        await other.run()
    rows = await databases[0].read(lambda tx: tx.execute(select(outbox)).all())
    assert all(row.shown == row.version and row.next_at is None for row in rows)
    assert set(Counter(wall.nonces() + beside.nonces()).values()) == {1}
    assert [message.view.spoken for message in wall.messages] == ["0", "1", "2"]
