"""Threads on Discord: below a message, and private ones for whoever takes no direct messages."""

from __future__ import annotations

import pytest

from bot.chat import Below, NotSent, Private, Unreachable, View, rich
from tests.discord.place import Place
from tests.loopback.discord.world import PRIVATE_THREAD, THREAD

HELLO = View(rich("Hello"))


def private(place: Place) -> Private:
    """A private thread for Maya beside the channel."""
    return Private(f"discord:{place.school.maya}", f"discord:{place.school.channel}")


async def below(place: Place, name: str = "Bees") -> Below:
    """Below a message that was just posted in the channel."""
    room = f"discord:{place.school.channel}"
    return Below(room, await place.platform.post(room, HELLO, nonce="n1"), name)


async def test_a_private_thread_has_one_person_in_it(place: Place):
    """Nobody else is let in by them, its name tells nobody's, and it can be written to."""
    room = await place.platform.open(private(place))
    thread = place.discord.world.channels[room.removeprefix("discord:")]
    assert (thread.kind, thread.parent, thread.people) == (PRIVATE_THREAD, place.school.channel, {place.school.maya})
    assert thread.name == "Your desk"
    [made] = [one.json for one in place.discord.requests if one.path.endswith("/threads")]
    assert (made["invitable"], made["auto_archive_duration"]) == (False, 10080)
    await place.platform.post(room, HELLO, nonce="n2")
    assert len(place.discord.messages(thread.id)) == 1


async def test_what_is_done_in_a_private_thread_belongs_to_its_channel(place: Place):
    """So the class is known there without asking."""
    room = await place.platform.open(private(place))
    await place.discord.command(place.school.maya, room.removeprefix("discord:"), "announce")
    await place.until(lambda: place.told.events)
    assert place.told.events[0].room.parent == f"discord:{place.school.channel}"


async def test_where_private_threads_are_not_allowed_somebody_can_mend_it(place: Place):
    """The sentence names the right that is missing."""
    place.discord.forbid_threads(place.school.channel)
    with pytest.raises(Unreachable) as error:
        await place.platform.open(private(place))
    assert "create private threads" in error.value.advice


async def test_a_message_has_one_thread(place: Place):
    """Opened by whoever comes first, in whichever process; its name is cut to what Discord takes."""
    where = await below(place, "B" * 120)
    room = await place.platform.open(where)
    assert room == await place.platform.open(where) == f"discord:{where.message}"
    thread = place.discord.world.channels[where.message]
    assert (thread.kind, len(thread.name)) == (THREAD, 100)
    assert place.sent("POST", "/threads") == [201, 400]


async def test_a_thread_without_its_message_is_out_of_reach(place: Place):
    """Somebody deleted it."""
    where = await below(place)
    place.discord.delete_message(where.message)
    with pytest.raises(Unreachable):
        await place.platform.open(where)


async def test_a_thread_that_may_not_be_opened_now_is_tried_again(place: Place):
    """The platform says to come later."""
    where = await below(place)
    place.discord.faults.add("POST /channels/*/threads", how="rate limited", retry_after=31.0)
    with pytest.raises(NotSent):
        await place.platform.open(where)
    assert await place.platform.open(where)
