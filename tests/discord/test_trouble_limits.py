"""Rate limits, bans and a withdrawn token: what is said comes in the end, and Discord is not hammered at."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from adapters.discord.halt import WAITS
from bot.chat import Direct, NotSent, Reply, View, prose
from bot.clock import MINUTE, SECOND
from bot.errors import UserError
from bot.schedule import courier
from tests.discord.place import Place

HELLO = View(prose("Hello"))
POSTS, EDITS = "POST /channels/*/messages", "PATCH /channels/*/messages/*"
CALLBACK, ORIGINAL = "/callback", "/messages/@original"
TOO_MANY = (401, 403, 429)
"""The statuses that Discord counts towards a ban."""


def room(place: Place, channel: str = "") -> str:
    """A channel as the core knows it."""
    return f"discord:{channel or place.school.channel}"


def turned_down(place: Place) -> int:
    """How many requests so far count towards a ban."""
    return sum(request.status in TOO_MANY for request in place.discord.requests)


# Of one route


@pytest.mark.parametrize("retry_after", [WAITS + 1, 31.0, 150.0])
async def test_a_long_limit_of_a_channel_is_waited_for_without_another_request(place: Place, retry_after: float):
    """The post comes when it is over, once; other channels go on meanwhile."""
    other = place.discord.add_channel(place.school.guild, "other")
    place.discord.faults.add(
        f"POST /channels/{place.school.channel}/messages", how="rate limited", retry_after=retry_after
    )
    await place.queue("Late")
    await place.queue("At once", channel=other)
    await place.carry(retry_after - 1)
    assert (place.shown(), place.shown(other)) == (["Press"], ["At once"])
    assert turned_down(place) == 1
    await place.carry(1)
    assert place.shown() == ["Press", "Late"]
    assert turned_down(place) == 1


async def test_a_short_limit_of_a_channel_is_waited_for_by_discord_py(place: Place, hurried: list[float]):
    """Within one call."""
    place.discord.faults.add(POSTS, how="rate limited", retry_after=WAITS - 1)
    await place.queue("Late")
    await place.carry()
    assert place.shown() == ["Press", "Late"]
    assert WAITS - 1 in hurried


async def test_a_long_limit_of_an_edit_is_waited_for(place: Place):
    """What the message shows by then is what is sent, once."""
    await place.queue("One", key="k")
    await place.carry()
    place.discord.faults.add(EDITS, how="rate limited", retry_after=40)
    await place.queue("Two", key="k")
    await place.carry()
    await place.queue("Three", key="k")
    await place.carry(41)
    assert place.shown() == ["Press", "Three"]
    assert turned_down(place) == 1


@pytest.mark.parametrize(
    ("request_", "ask"),
    [
        ("POST /users/@me/channels", lambda place: place.platform.open(Direct(f"discord:{place.school.maya}"))),
        ("GET /users/*", lambda place: place.platform.profile(f"discord:{place.school.maya}")),
        ("GET /guilds/*/roles", lambda place: place.platform.groups(f"discord:{place.school.guild}")),
        ("GET /channels/*/messages", lambda place: place.platform.find_post(room(place), "n", since=1)),
        (EDITS, lambda place: place.platform.edit(room(place), place.message["id"], HELLO)),
    ],
    ids=["desk", "profile", "groups", "find_post", "edit"],
)
async def test_whatever_is_asked_for_a_long_limit_is_told(place: Place, request_: str, ask: Any):
    """After one request, with how long to wait."""
    fault = place.discord.faults.add(request_, how="rate limited", retry_after=45, times=10)
    with pytest.raises(NotSent) as told:
        await ask(place)
    assert (told.value.wait, fault.met) == (45 * SECOND, 1)


# Of the whole bot


@pytest.mark.parametrize("how", ["rate limited", "banned"])
async def test_while_nothing_is_taken_from_the_bot_nothing_is_asked(place: Place, how: Any):
    """One room finds out, the others are not even tried; all that was to be said is said when it is over, once."""
    rooms = [place.discord.add_channel(place.school.guild, f"room {number}") for number in range(20)]
    place.discord.faults.add("* /*", how=how, retry_after=30, everywhere=True)
    await place.queue("First", channel=rooms[0])
    await place.carry()
    asked = len(place.discord.requests)
    for channel in rooms:
        await place.queue(f"Hello {channel}", channel=channel)
    for person in (place.school.maya, place.school.teacher):
        with pytest.raises(NotSent):
            await place.platform.open(Direct(f"discord:{person}"))
    await place.carry(29)
    assert len(place.discord.requests) == asked
    # A ban says how long it lasts in a header alone, which the message itself does not hear of.
    await place.carry(61)
    assert [place.shown(channel) for channel in rooms] == [
        ["First", f"Hello {rooms[0]}"],
        *([f"Hello {channel}"] for channel in rooms[1:]),
    ]
    assert turned_down(place) == 1


async def test_a_call_that_is_given_up_while_the_bot_is_limited_holds_nothing_up_for_ever(
    place: Place, monkeypatch: pytest.MonkeyPatch
):
    """discord.py holds every other request back until that one has waited; it is not to be waited for by nobody."""
    monkeypatch.setattr(courier, "PATIENCE", 0.1)
    place.discord.faults.add(POSTS, how="rate limited", retry_after=WAITS - 1, everywhere=True)
    await place.queue("Given up")
    await place.carry()
    assert place.shown() == ["Press"]
    await place.carry(10)
    assert place.shown() == ["Press", "Given up"]


async def test_answers_are_exempt_from_what_holds_the_rest_back(place: Place):
    """Whoever presses while nothing can be posted is answered."""
    place.discord.faults.add(POSTS, how="rate limited", retry_after=60, everywhere=True)
    await place.queue("Later")
    await place.carry()
    place.told.answer = Reply(HELLO)
    await place.answered(await place.press())
    assert place.noted() == ["Hello"]


# Of answers


async def test_a_first_answer_waits_for_its_limit(place: Place, hurried: list[float]):
    """For as long as Discord says, and then it stands there once."""
    place.discord.faults.add(f"POST /interactions/*{CALLBACK}", how="rate limited", retry_after=2)
    place.told.answer = Reply(HELLO, "post")
    await place.answered(await place.press("post"))
    assert place.sent("POST", CALLBACK) == [429, 204]
    assert hurried == [2]
    assert place.shown() == ["Press", "Hello"]


@pytest.mark.parametrize("declares", ["post", "edit"])
async def test_what_follows_waits_for_its_limit(place: Place, hurried: list[float], declares: Any):
    """Filling in what was promised, and a note that follows."""
    place.discord.faults.add("* /webhooks/*", how="rate limited", retry_after=3)
    place.told.go.clear()
    place.told.answer = Reply(HELLO, "post" if declares == "post" else "note")
    await place.slowly(await place.press(declares))
    await place.go()
    assert hurried == [3]
    assert [*place.noted(), *place.shown()[1:]] == ["Hello"]


# Invalid requests


@pytest.mark.parametrize("hidden", [False, True])
@pytest.mark.parametrize("bulk", [False, True])
async def test_a_forbidden_channel_with_much_to_say_costs_one_request(place: Place, *, hidden: bool, bulk: bool):
    """What was waiting for it is given up with the first; 10,000 such requests in ten minutes ban an address."""
    other = place.discord.add_channel(place.school.guild, "other")
    await place.queue(*(f"Words {number}" for number in range(500)), bulk=bulk)
    await place.queue("Elsewhere", channel=other, bulk=bulk)
    place.discord.forbid(place.school.channel, hidden=hidden)
    await place.carry(600)
    assert turned_down(place) == 1
    assert place.shown(other) == ["Elsewhere"]
    place.discord.allow(place.school.channel)
    await place.queue("Again")
    await place.carry(1)
    assert place.shown() == ["Press", "Again"]


async def test_a_page_in_place_of_an_answer_closes_no_channel(place: Place):
    """Something before Discord turns us away: that says nothing of the room, and is tried again after a minute."""
    place.discord.faults.add(POSTS, how="turned away")
    await place.queue("Late")
    await place.carry(59)
    assert turned_down(place) == 1
    await place.carry(2)
    assert place.shown() == ["Press", "Late"]


async def test_a_token_that_was_withdrawn_ends_swot(place: Place):
    """One request finds out, none follows, and whoever runs Swot learns why."""
    ended = asyncio.create_task(place.adapter.ended())
    place.discord.desk.withdraw_token()
    for number in range(50):
        channel = place.discord.add_channel(place.school.guild, f"room {number}")
        await place.queue("Hello", channel=channel)
        await place.carry()
    with pytest.raises(UserError, match="Discord does not know this token"):
        await asyncio.wait_for(ended, 5)
    await place.carry(600)
    assert turned_down(place) == 1
    with pytest.raises(NotSent) as told:
        await place.platform.post(room(place), HELLO, nonce="n1")
    assert told.value.wait == MINUTE
