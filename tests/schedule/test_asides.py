"""Messages that go aside: below another message, and to a desk that is a private thread."""

from __future__ import annotations

from functools import partial
from typing import Any

from bot.chat import DeskRefused, NotSent, Unreachable, View, desk_of, rich, thread_of
from bot.clock import MINUTE, SECOND
from bot.storage import desks, outbox
from tests.schedule.post_office import ROOM, Obedient, Post

DESK, THREAD, PRIVATE = desk_of("far:maya"), thread_of("opener"), "far:a private thread"


async def moved(world: Any, far: Obedient) -> Post:
    """Maya's desk is a private thread."""
    database, clock = world
    await database.write(desks.move, "far:maya", PRIVATE, clock.now())
    return Post(database, clock, far)


# Below a message


async def test_what_stands_below_waits_for_the_message(world: Any):
    """However long that takes; then it stands in its thread, and what follows does too."""
    far = Obedient()
    far.failing = [NotSent("busy", wait=20 * SECOND)]
    post = Post(*world, far)
    await post.say(ROOM, "Opener", "opener")
    await post.say(THREAD, "First", "first")
    await post.say(THREAD, "Second", "second")
    await post.go(MINUTE)
    assert far.shown == [(ROOM, "Opener"), ("far:below m1", "First"), ("far:below m1", "Second")]
    await post.change("First, changed", "first")
    await post.go(MINUTE)
    assert far.edits == [("m2", "First, changed")]


async def test_what_stands_below_nothing_is_given_up(world: Any):
    """Its message could not be posted, or never was."""
    far = Obedient()
    far.failing = [Unreachable("gone")]
    post = Post(*world, far)
    await post.say(ROOM, "Opener", "opener")
    await post.say(THREAD, "First", "first")
    await post.say(thread_of("nothing"), "Second", "second")
    await post.go(MINUTE)
    assert (far.shown, await post.waiting()) == ([], 0)


async def test_a_thread_that_can_not_be_written_in_is_told_of_by_its_own_name(world: Any):
    """So nobody takes the room that it is in for gone."""
    far = Obedient()
    post = Post(*world, far)
    await post.say(ROOM, "Opener", "opener")
    await post.go(SECOND)
    far.failing = [Unreachable("locked", advice="Open it.")]
    await post.say(THREAD, "First", "first")
    await post.go(MINUTE)
    assert post.gone == [(THREAD, "Open it.")]


# A private thread for a desk


async def test_a_desk_that_was_moved_is_written_to_where_it_is(world: Any):
    """And what stands elsewhere is changed where it stands."""
    far = Obedient()
    post = Post(*world, far)
    await post.say(DESK, "Before", "before")
    await post.go(SECOND)
    post = await moved(world, far)
    await post.say(DESK, "After", "after")
    await post.change("Before, changed", "before")
    await post.go(MINUTE)
    assert far.shown[0] == ("far:desk of far:maya", "Before")
    assert (PRIVATE, "After") in far.shown
    assert far.edits == [("m1", "Before, changed")]


async def test_a_private_thread_that_is_gone_leaves_the_direct_messages(world: Any):
    """What was meant for it goes there, and everything after it."""
    far = Obedient()
    post = await moved(world, far)
    far.failing = [Unreachable("deleted")]
    await post.say(DESK, "Hello", "hello")
    await post.say(DESK, "Again", "again")
    await post.go(MINUTE)
    assert far.shown == [("far:desk of far:maya", "Hello"), ("far:desk of far:maya", "Again")]
    assert post.gone == []
    assert await world[0].read(desks.threads_of, ["far:maya"]) == {}


async def test_what_was_refused_is_sent_after_all_as_it_stands_by_now(world: Any):
    """Once, in its order; what was given up for another reason is not."""
    far = Obedient()
    database, clock = world
    post = Post(database, clock, far)
    far.failing = [DeskRefused("not to me"), DeskRefused("not to me"), Unreachable("no such person")]
    for key in ("first", "second", "third"):
        await post.say(DESK, key.capitalize(), key)
    await post.go(MINUTE)
    assert await database.read(outbox.takes_none, DESK) is False
    await post.change("First, changed", "first")
    await post.go(MINUTE)
    assert far.shown == []
    await database.write(partial(outbox.send_after_all, room=DESK, now=clock.now()))
    await post.go(MINUTE)
    assert [words for _, words in far.shown] == ["First, changed", "Second"]


async def test_a_view_without_a_title_may_have_a_thread(world: Any):
    """Platforms find a name for it."""
    database, clock = world
    far = Obedient()
    post = Post(database, clock, far)
    await database.write(partial(outbox.post, key="opener", room=ROOM, view=View(rich("Bare")), now=clock.now()))
    await post.say(THREAD, "First", "first")
    await post.go(MINUTE)
    assert far.shown[-1] == ("far:below m1", "First")
