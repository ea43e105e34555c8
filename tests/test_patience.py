"""What adapters have in common: promises that are kept in time, and work that is finished."""

from __future__ import annotations

import asyncio
import logging

import pytest

from adapters.deferral import PATIENCE, Deferral
from adapters.inhand import InHand
from bot.clock import SECOND, SteppedClock, SystemClock

START = 1_000 * SECOND


async def test_what_is_settled_in_time_is_not_deferred():
    """Nothing is sent, however much time passes afterwards."""
    clock, sent = SteppedClock(START), []

    async def send() -> None:
        sent.append("deferred")

    deferral = Deferral(clock, send)
    clock.move_to(START + PATIENCE - 1)
    assert await deferral.settled() is False
    clock.move_to(START + 10 * PATIENCE)
    await asyncio.sleep(0)
    assert sent == []


async def test_what_takes_longer_is_deferred_once():
    """At two seconds it is sent, and whoever settles waits until that is done."""
    clock, sent = SteppedClock(START), []
    go_on = asyncio.Event()

    async def send() -> None:
        await go_on.wait()
        sent.append("deferred")

    deferral = Deferral(clock, send)
    clock.move_to(START + PATIENCE)
    settling = asyncio.create_task(deferral.settled())
    await asyncio.sleep(0)
    assert not settling.done()
    go_on.set()
    assert await settling is True
    assert sent == ["deferred"]


async def test_a_deferral_that_fails_says_so():
    """What went wrong with sending it is raised where the answer would follow."""
    clock = SteppedClock(START)

    async def send() -> None:
        raise ConnectionResetError

    deferral = Deferral(clock, send)
    clock.move_to(START + PATIENCE)
    with pytest.raises(ConnectionResetError):
        await deferral.settled()


async def test_alarms_ring_in_order_and_once():
    """A clock that is moved by hand rings whatever it passes, unless it was called off."""
    clock, rung = SteppedClock(START), []
    clock.ring(3 * SECOND, lambda: rung.append("third"))
    clock.ring(1 * SECOND, lambda: rung.append("first"))
    clock.ring(2 * SECOND, lambda: rung.append("second")).cancel()
    clock.move_to(START + 10 * SECOND)
    clock.move_to(START + 20 * SECOND)
    assert rung == ["first", "third"]


async def test_the_machines_own_clock_rings_too():
    """At once, where no time is to pass; not at all, where it was called off."""
    clock, rung = SystemClock(), asyncio.Event()
    clock.ring(0, pytest.fail).cancel()
    clock.ring(0, rung.set)
    await asyncio.wait_for(rung.wait(), 5)


async def test_what_is_in_hand_is_waited_for(caplog: pytest.LogCaptureFixture):
    """Also what is started meanwhile; a failure is logged, and touches nothing else."""
    in_hand, done = InHand(), []

    async def work(name: str, more: str = "") -> None:
        await asyncio.sleep(0)
        if more:
            in_hand.start(work(more))
        if name == "broken":
            raise ZeroDivisionError
        done.append(name)

    in_hand.start(work("broken"))
    in_hand.start(work("one", more="two"))
    await in_hand.settled()
    assert done == ["one", "two"]
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
