"""The courier: where it carries messages, and what it does with those that may or will never arrive."""

from __future__ import annotations

from typing import Any

import pytest

from bot.chat import (
    DeskRefused,
    Direct,
    NotSent,
    OutcomeUnknown,
    Unreachable,
    desk_of,
)
from bot.clock import HOUR, MINUTE, SECOND
from bot.schedule.courier import ASKED_FOR, ASKED_FOR_IN_BULK, CLOCKS_DIFFER, LOOKS, SETTLES
from tests.chat_harness import MONDAY
from tests.schedule.post_office import ROOM, Obedient, Post


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


UNKNOWN = [OutcomeUnknown("cut"), TimeoutError()]
"""What leaves nobody any wiser."""


@pytest.mark.parametrize("arrives", [False, True])
@pytest.mark.parametrize("error", UNKNOWN)
async def test_what_may_have_arrived_is_looked_for_where_it_might_stand_there_twice(
    world: Any, caplog: pytest.LogCaptureFixture, error: Exception, *, arrives: bool
):
    """On a platform without nonces it then stands there once, either way, and later changes reach it."""
    far = Obedient(knows_nonces=False)
    far.failing, far.arrives = [error], arrives
    post = Post(*world, far)
    await post.say(ROOM, "Hello")
    await post.go()
    assert far.shown == [(ROOM, "Hello")]
    assert far.looks == [(ROOM, MONDAY - CLOCKS_DIFFER)]
    await post.change("Hello again")
    await post.go()
    assert far.edits == [("m1", "Hello again")]
    assert caplog.messages == []


async def test_what_is_still_under_way_is_given_time_to_arrive(world: Any):
    """A post whose connection has just broken is not looked for at once, nor for the sake of a change."""
    far = Obedient(knows_nonces=False)
    far.failing, far.arrives = [OutcomeUnknown("cut")], True
    post = Post(*world, far)
    await post.say(ROOM, "Hello")
    await post.go(SECOND)
    await post.change("Hello again")
    await post.go(SETTLES - SECOND)
    assert far.looks == []
    await post.go(5 * SECOND)
    assert len(far.looks) == 1
    assert far.edits == [("m1", "Hello again")]


@pytest.mark.parametrize("arrives", [False, True])
@pytest.mark.parametrize("repeats", [False, True])
async def test_where_nobody_may_look_the_message_says_what_becomes_of_it(
    world: Any, caplog: pytest.LogCaptureFixture, *, arrives: bool, repeats: bool
):
    """It is left, or posted again; the log names it and why, and a change does not bring back what was left."""
    far = Obedient(knows_nonces=False)
    far.failing, far.arrives, far.readable = [OutcomeUnknown("cut")], arrives, False
    post = Post(*world, far)
    await post.say(ROOM, "Hello", repeats=repeats)
    await post.go()
    assert len(far.shown) == arrives + repeats
    [line] = caplog.messages
    assert line.startswith("message k may ")
    assert f"(policy: {'repeat' if repeats else 'skip'}): not for you" in line
    await post.change("Hello again")
    await post.go()
    assert len(far.edits) == repeats
    assert await post.waiting() == 0


@pytest.mark.parametrize("error", [NotSent("busy", wait=MINUTE), NotSent("busy"), *UNKNOWN])
async def test_a_look_that_is_put_off_comes_later(world: Any, error: Exception):
    """A history that can't be read now may be read in a minute; until then nothing is posted."""
    far = Obedient(knows_nonces=False)
    far.failing, far.arrives, far.looking = [OutcomeUnknown("cut")], True, [error]
    post = Post(*world, far)
    await post.say(ROOM, "Hello")
    await post.go(2 * MINUTE)
    assert (len(far.looks), far.shown, await post.waiting()) == (2, [(ROOM, "Hello")], 0)


@pytest.mark.parametrize("repeats", [False, True])
@pytest.mark.parametrize("error", [NotSent("busy", wait=MINUTE), NotSent("much later", wait=HOUR), *UNKNOWN])
async def test_looks_that_are_put_off_for_too_long_end_as_the_message_says(
    world: Any, caplog: pytest.LogCaptureFixture, error: Exception, *, repeats: bool
):
    """Within some minutes the room has the message or the log a line, whatever the history does."""
    far = Obedient(knows_nonces=False)
    far.failing, far.looking = [OutcomeUnknown("cut")], [error] * 100
    post = Post(*world, far)
    await post.say(ROOM, "Hello", repeats=repeats)
    await post.go(5 * MINUTE)
    assert await post.waiting() == 0
    assert len(caplog.messages) == 1
    assert far.shown == ([(ROOM, "Hello")] if repeats and len(far.looks) == 1 else [])


@pytest.mark.parametrize("repeats", [False, True])
@pytest.mark.parametrize("readable", [False, True])
async def test_a_post_that_nobody_ever_confirms_comes_to_an_end(world: Any, *, readable: bool, repeats: bool):
    """However often it is cut, it is not tried for ever."""
    far = Obedient(knows_nonces=False)
    far.failing, far.readable = [OutcomeUnknown("cut")] * 1000, readable
    post = Post(*world, far)
    await post.say(ROOM, "Hello", repeats=repeats)
    await post.go(6 * MINUTE)
    assert await post.waiting() == 0
    assert len(far.failing) > 900


async def test_what_is_absent_for_sure_may_be_refused_like_any_other(world: Any):
    """Once it is known not to stand there, "later" means later, and nobody looks again."""
    far = Obedient(knows_nonces=False)
    far.failing = [OutcomeUnknown("cut"), NotSent("busy", wait=20 * SECOND)]
    post = Post(*world, far)
    await post.say(ROOM, "Hello")
    await post.go(MINUTE)
    assert (len(far.looks), far.shown) == (1, [(ROOM, "Hello")])


async def test_a_desk_that_can_not_be_found_leaves_no_doubt(world: Any):
    """Nothing was sent before the platform said where it is."""
    far = Obedient(knows_nonces=False)
    lost = [OutcomeUnknown("cut")]

    async def open(place: Direct) -> str:
        if lost:
            raise lost.pop()
        return f"far:desk of {place.person}"

    far.open = open  # type: ignore[method-assign]
    post = Post(*world, far)
    await post.say(desk_of("far:maya"), "Hello")
    await post.go(MINUTE)
    assert (far.looks, far.shown) == ([], [("far:desk of far:maya", "Hello")])


@pytest.mark.parametrize("bulk", [False, True])
@pytest.mark.parametrize("arrives", [False, True])
@pytest.mark.parametrize("off", [10 * SECOND, HOUR])
@pytest.mark.parametrize("knows_nonces", [False, True])
async def test_what_a_dead_swot_held_stands_there_once(
    world: Any, *, knows_nonces: bool, off: int, arrives: bool, bulk: bool
):
    """After its lease or much later: repeated while the platform knows the nonce, looked for otherwise."""
    far = Obedient(knows_nonces=knows_nonces)
    post = Post(*world, far)
    await post.say(ROOM, "Hello", bulk=bulk)
    await post.die_over(arrives=arrives, bulk=bulk)
    world[1].move_to(world[1].now() + off)
    await post.go(bulk=bulk)
    assert far.shown == [(ROOM, "Hello")]
    assert len(far.looks) == (off == HOUR or not knows_nonces)
    assert await post.waiting() == 0


@pytest.mark.parametrize("repeats", [False, True])
async def test_what_a_dead_swot_held_is_in_doubt_where_nobody_may_look(
    world: Any, caplog: pytest.LogCaptureFixture, *, repeats: bool
):
    """It is not taken for a message that was never tried."""
    far = Obedient(knows_nonces=False)
    far.readable = False
    post = Post(*world, far)
    await post.say(ROOM, "Hello", repeats=repeats)
    await post.die_over(arrives=True)
    await post.go()
    assert len(far.shown) == 1 + repeats
    assert len(caplog.messages) == 1


async def test_a_nonce_counts_from_the_first_try_whatever_is_changed_since(world: Any):
    """A change of what may have arrived, or another Swot's death over it, makes no platform remember longer."""
    far = Obedient()
    post = Post(*world, far)
    await post.say(ROOM, "Hello", bulk=True)
    await post.die_over(arrives=True, bulk=True)
    for _ in range(11):
        world[1].move_to(world[1].now() + 11 * SECOND)
        await post.die_over(arrives=False, bulk=True)
        await post.change("Hello again")
    await post.go(MINUTE, bulk=True)
    assert far.looks == [(ROOM, MONDAY - CLOCKS_DIFFER)]
    assert far.edits == [("m1", "Hello again")]


async def test_what_the_platform_would_not_confirm_for_two_minutes_is_looked_for(world: Any):
    """Repeated under its nonce for as long as that is known, it is not given up without a look."""
    far = Obedient()
    far.failing, far.arrives = [OutcomeUnknown("cut")] * 8 + [NotSent("busy")] * 100, True
    post = Post(*world, far)
    await post.say(ROOM, "Hello")
    await post.go()
    await post.change("Hello again")
    far.failing = []
    await post.go(5 * SECOND)
    assert len(far.looks) == 1
    assert far.edits == [("m1", "Hello again")]


async def test_a_room_that_is_gone_when_it_is_looked_into_is_told_of(world: Any):
    """As where it is written to."""
    far = Obedient(knows_nonces=False)
    far.failing, far.looking = [OutcomeUnknown("cut")], [Unreachable("gone", advice="Let me in.")]
    post = Post(*world, far)
    await post.say(ROOM, "Hello")
    await post.go()
    assert (post.gone, far.shown, await post.waiting()) == ([(ROOM, "Let me in.")], [], 0)


async def test_after_a_long_time_off_a_busy_history_is_asked_more_than_once(world: Any):
    """That a message is old is no reason not to wait for a look at it."""
    far = Obedient(knows_nonces=False)
    post = Post(*world, far)
    await post.say(ROOM, "Hello")
    await post.die_over(arrives=True)
    world[1].move_to(world[1].now() + HOUR)
    far.looking = [NotSent("busy", wait=SECOND)] * LOOKS
    await post.go(MINUTE)
    assert (len(far.looks), far.shown, await post.waiting()) == (LOOKS + 1, [(ROOM, "Hello")], 0)


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


async def test_what_is_changed_while_a_post_is_in_doubt_reaches_what_arrived(world: Any):
    """Repeated under its nonce, the platform gives the message that stands there, as it was; an edit follows."""
    far = Obedient()
    far.failing, far.arrives = [OutcomeUnknown("cut"), OutcomeUnknown("cut")], True
    post = Post(*world, far)
    await post.say(ROOM, "Hello")
    await post.go(2 * SECOND)
    await post.change("Hello again")
    await post.go(MINUTE)
    assert far.shown[0] == (ROOM, "Hello")
    assert far.edits == [("m1", "Hello again")]
    assert await post.waiting() == 0


@pytest.mark.parametrize(("bulk", "patience"), [(False, ASKED_FOR), (True, ASKED_FOR_IN_BULK)])
async def test_who_asks_for_patience_is_given_it(world: Any, *, bulk: bool, patience: int):
    """A platform says when a message may come, as often as it likes: that is no failure; only too late is too late."""
    far = Obedient()
    post = Post(*world, far)
    far.failing = [NotSent("busy", wait=30 * SECOND)] * 15
    await post.say(ROOM, "Hello", bulk=bulk)
    await post.go(15 * 30 * SECOND + SECOND, bulk=bulk)
    assert far.shown == [(ROOM, "Hello")]
    far.failing = [NotSent("busy", wait=MINUTE)] * 1000
    await post.say(ROOM, "Late", "late", bulk=bulk)
    await post.go(patience - MINUTE, bulk=bulk)
    assert await post.waiting() == 1
    await post.go(2 * MINUTE, bulk=bulk)
    assert (await post.waiting(), far.shown, post.gone) == (0, [(ROOM, "Hello")], [])
