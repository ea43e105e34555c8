"""The port: what speaks first: posts, edits, desks and people."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.discord import platform as port
from adapters.discord.limits import TooMuch
from bot.chat import (
    DeskRefused,
    Direct,
    Group,
    Image,
    NotReadable,
    NotSent,
    OutcomeUnknown,
    Profile,
    Unreachable,
    View,
    prose,
    rich,
)
from bot.clock import MINUTE, SECOND
from tests.contract.suite import PIXEL
from tests.discord.place import Place

HELLO = View(prose("Hello"))
POSTS, EDITS = "POST /channels/*/messages", "PATCH /channels/*/messages/*"


def room(place: Place) -> str:
    """The channel as the core knows it."""
    return f"discord:{place.school.channel}"


def maya(place: Place) -> str:
    """The person as the core knows her."""
    return f"discord:{place.school.maya}"


# Posts and edits


async def test_a_post_is_known_by_its_nonce(place: Place):
    """The nonce goes along and is enforced; Discord takes 25 characters of it."""
    message = await place.platform.post(room(place), HELLO, nonce="n" * 25)
    assert place.discord.messages(place.school.channel)[-1]["id"] == message
    sent = place.discord.requests[-1].json
    assert (sent["nonce"], sent["enforce_nonce"]) == ("n" * 25, True)
    with pytest.raises(TooMuch, match="nonce"):
        await place.platform.post(room(place), HELLO, nonce="n" * 26)
    assert place.platform.knows_nonces


@pytest.mark.parametrize("view", [HELLO, View(image=Image("dot", PIXEL, "Hello"))], ids=["text", "picture"])
@pytest.mark.parametrize("how", ["cut before", "cut after", "unavailable"])
async def test_a_post_whose_outcome_is_unknown_can_be_repeated(place: Place, how: Any, view: View):
    """Under the same nonce it stands there once, whether or not it had arrived."""
    place.discord.faults.add(POSTS, how=how)
    with pytest.raises(OutcomeUnknown):
        await place.platform.post(room(place), view, nonce="n1")
    message = await place.platform.post(room(place), view, nonce="n1")
    assert place.shown() == ["Press", "Hello"]
    assert message == place.discord.messages(place.school.channel)[-1]["id"]


@pytest.mark.parametrize("how", ["cut before", "cut after", "unavailable"])
async def test_an_edit_whose_outcome_is_unknown_can_be_repeated(place: Place, how: Any):
    """It says how the message should stand."""
    place.discord.faults.add(EDITS, how=how)
    with pytest.raises(OutcomeUnknown):
        await place.platform.edit(room(place), place.message["id"], HELLO)
    await place.platform.edit(room(place), place.message["id"], HELLO)
    assert place.shown() == ["Hello"]


async def test_a_short_rate_limit_is_waited_for(place: Place):
    """By discord.py itself."""
    place.discord.faults.add(POSTS, how="rate limited", retry_after=0.001)
    await place.platform.post(room(place), HELLO, nonce="n1")
    assert place.sent("POST", "/messages")[-2:] == [429, 200]


async def test_a_long_rate_limit_is_told(place: Place):
    """Beyond half a minute the outbox waits, and holds nothing up meanwhile."""
    place.discord.faults.add(POSTS, how="rate limited", retry_after=31.5)
    with pytest.raises(NotSent) as told:
        await place.platform.post(room(place), HELLO, nonce="n1")
    assert told.value.wait == round(31.5 * SECOND)
    assert place.shown() == ["Press"]


@pytest.mark.parametrize("hidden", [True, False])
async def test_a_channel_that_swot_may_not_write_in_is_unreachable(place: Place, *, hidden: bool):
    """With advice; and once it may, it writes."""
    place.discord.forbid(place.school.channel, hidden=hidden)
    with pytest.raises(Unreachable) as told:
        await place.platform.post(room(place), HELLO, nonce="n1")
    assert told.value.advice
    place.discord.allow(place.school.channel)
    await place.platform.post(room(place), HELLO, nonce="n1")


async def test_a_message_that_is_gone_is_unreachable(place: Place):
    """An edit can't bring it back."""
    place.discord.delete_message(place.message["id"])
    with pytest.raises(Unreachable):
        await place.platform.edit(room(place), place.message["id"], HELLO)


async def test_discord_out_of_reach_is_not_sent(place: Place):
    """Nobody listens: nothing has arrived."""
    await place.discord.stop()
    with pytest.raises(NotSent):
        await place.platform.post(room(place), HELLO, nonce="n1")


async def test_what_can_not_be_shown_is_not_sent(place: Place):
    """Neither as a post nor as an edit."""
    asked = len(place.discord.requests)
    for sending in (
        place.platform.post(room(place), View(rich("{}", "x" * 4001)), nonce="n1"),
        place.platform.edit(room(place), place.message["id"], View()),
    ):
        with pytest.raises(TooMuch):
            await sending
    assert len(place.discord.requests) == asked


# What may have arrived


@pytest.mark.parametrize("view", [HELLO, View(image=Image("dot", PIXEL, "Hello"))], ids=["text", "picture"])
async def test_a_post_is_found_when_its_nonce_is_forgotten(place: Place, view: View):
    """By a mark that stays with the message; another post of the same words is not it."""
    now = place.school.clock.now()
    for nonce in ("n1", "n2", "n3"):
        await place.platform.post(room(place), view, nonce=nonce)
    place.school.clock.move_to(now + 5 * MINUTE)
    second = place.discord.messages(place.school.channel)[-2]["id"]
    assert await place.platform.find_post(room(place), "n2", since=now) == second
    assert await place.platform.find_post(room(place), "n4", since=now) is None


async def test_nobody_elses_message_is_taken_for_ours(place: Place):
    """Not even one with the same mark."""
    now = place.school.clock.now()
    await place.platform.post(room(place), HELLO, nonce="n1")
    message = place.discord.messages(place.school.channel)[-1]
    message["author"] = place.discord.world.users[place.school.maya]
    assert await place.platform.find_post(room(place), "n1", since=now) is None


async def test_only_what_was_said_since_is_looked_through(place: Place):
    """From the instant on that is named, also where very much was said before."""
    for _ in range(150):
        place.discord.old_message(place.school.channel)
    place.school.wait(1)
    now = place.school.clock.now()
    message = await place.platform.post(room(place), HELLO, nonce="n1")
    assert await place.platform.find_post(room(place), "n1", since=now) == message
    assert place.sent("GET", "/messages") == [200]


async def test_what_was_said_since_is_looked_through_to_its_end(place: Place, monkeypatch: pytest.MonkeyPatch):
    """Page by page, and where that is too much, nothing is said to be absent."""
    now = place.school.clock.now()
    monkeypatch.setattr(port, "PAGE", 5)
    for _ in range(12):
        place.discord.old_message(place.school.channel)
    message = await place.platform.post(room(place), HELLO, nonce="n1")
    assert await place.platform.find_post(room(place), "n1", since=now) == message
    assert place.sent("GET", "/messages") == [200] * 3
    monkeypatch.setattr(port, "PAGES", 2)
    with pytest.raises(NotReadable, match="too much"):
        await place.platform.find_post(room(place), "n1", since=now)


async def test_a_quiet_channel_that_may_be_read_is_told_from_a_sealed_one(place: Place):
    """Discord tells whoever may not read the history that nothing was said: that proves nothing."""
    place.school.wait(1)
    now = place.school.clock.now()
    assert await place.platform.find_post(room(place), "n1", since=now) is None
    place.discord.seal(place.school.channel)
    await place.platform.post(room(place), HELLO, nonce="n1")
    with pytest.raises(NotReadable):
        await place.platform.find_post(room(place), "n1", since=now)


async def test_a_channel_that_swot_may_not_see_is_not_readable(place: Place):
    """Discord refuses; the message may well be there."""
    now = place.school.clock.now()
    await place.platform.post(room(place), HELLO, nonce="n1")
    place.discord.forbid(place.school.channel, hidden=True)
    with pytest.raises(NotReadable):
        await place.platform.find_post(room(place), "n1", since=now)


@pytest.mark.parametrize(("how", "error"), [("rate limited", NotSent), ("unavailable", OutcomeUnknown)])
async def test_a_look_that_fails_is_no_answer(place: Place, how: Any, error: type[Exception]):
    """It is told as a failure, and can be repeated."""
    place.discord.faults.add("GET /channels/*/messages", how=how, retry_after=31.0, times=1)
    with pytest.raises(error):
        await place.platform.find_post(room(place), "n1", since=place.school.clock.now())


# Desks and people


async def test_a_desk_is_looked_up_once(place: Place):
    """It is always the same room."""
    first = await place.platform.open(Direct(maya(place)))
    assert (
        first == await place.platform.open(Direct(maya(place))) == f"discord:{place.discord.direct(place.school.maya)}"
    )
    assert place.sent("POST", "/users/@me/channels") == [200]


async def test_not_every_desk_is_remembered_for_ever(place: Place, monkeypatch: pytest.MonkeyPatch):
    """The oldest make room: memory does not grow with everybody who was ever written to."""
    monkeypatch.setattr(port, "DESKS", 2)
    people = [f"discord:{place.discord.add_user(name)}" for name in ("a", "b", "c")]
    for person in [*people, people[0], people[2]]:
        await place.platform.open(Direct(person))
    assert len(place.sent("POST", "/users/@me/channels")) == 4


async def test_a_refused_desk_shows_when_it_is_written_to(place: Place):
    """Discord gives the channel all the same."""
    place.discord.refuse_messages(place.school.maya)
    desk = await place.platform.open(Direct(maya(place)))
    with pytest.raises(DeskRefused):
        await place.platform.post(desk, HELLO, nonce="n1")
    place.discord.accept_messages(place.school.maya)
    await place.platform.post(desk, HELLO, nonce="n2")


async def test_nobody_has_no_desk(place: Place):
    """Trying again will not help."""
    with pytest.raises(Unreachable):
        await place.platform.open(Direct("discord:1"))


async def test_people_have_the_name_that_they_chose(place: Place):
    """The display name, or else the user name; strangers, and people of other platforms, have none."""
    assert await place.platform.profile(maya(place)) == Profile("Maya")
    assert await place.platform.profile(f"discord:{place.school.teacher}") == Profile("teacher")
    for nobody in ("discord:1", "discord:nobody", "slack:T1.U2"):
        assert await place.platform.profile(nobody) is None


async def test_who_can_not_be_looked_up_is_not_nobody(place: Place):
    """A failure is told as one."""
    place.discord.faults.add("GET /users/*", how="unavailable")
    with pytest.raises(OutcomeUnknown):
        await place.platform.profile(maya(place))


async def test_a_servers_roles_are_its_groups(place: Place):
    """But for the one that everybody has; who is in which comes with each interaction."""
    school = place.school
    role = place.discord.give_role(school.guild, school.teacher, "staff")
    found = await place.platform.groups(f"discord:{school.guild}")
    assert found == (Group(f"discord:&{role}", "staff"),)


async def test_direct_messages_have_no_groups(place: Place):
    """There nobody can say who is in which."""
    with pytest.raises(Unreachable):
        await place.platform.groups("discord:@me")
