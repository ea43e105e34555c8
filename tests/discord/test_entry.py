"""The one way in: starting, listening, what is told outside interactions, and closing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters.discord import DiscordAdapter, DiscordSettings
from adapters.discord.entry import CONNECTIONS
from bot.chat import Answer, Invoke, Notice, Press, Reply, Room, View, command, prose
from bot.clock import SECOND, SteppedClock
from bot.errors import UserError
from bot.main import App, Settings
from tests.discord.place import BUTTONS, Place
from tests.discord.told import Told
from tests.loopback.discord import LoopbackDiscord, pointed_at
from tests.loopback.discord.gateway import GUILDS, PRIVILEGED
from tests.loopback.discord.trying import START, button, page, row

HELLO = View(prose("Hello"))


@pytest.fixture
async def place(place: Place) -> Place:
    """Swot at a school, where it says hello to everybody."""
    place.told.answer = Reply(HELLO, "post")
    return place


@pytest.fixture
async def bare() -> AsyncIterator[LoopbackDiscord]:
    """A Discord with nobody on it."""
    async with LoopbackDiscord(SteppedClock(START)) as found:
        with found.in_use():
            yield found


@pytest.fixture
async def app(sqlite_url: str) -> AsyncIterator[App]:
    """Swot, on no platform yet."""
    app = await App.open(Settings(sqlite_url, packs=(), clock=SteppedClock(START)))
    yield app
    await app.close()


class ToldAnew(Told):
    """A later version, which describes a command otherwise."""

    @command("announce", answers="post")
    async def announce(self, event: Invoke) -> Answer | None:
        """Say it to everybody, this week."""
        return await self._said(event)


async def not_let_in(app: App, token: str, why: str) -> None:
    """The start fails with that sentence; whatever was opened for it is closed, and Swot can't speak there."""
    adapter = DiscordAdapter(app, DiscordSettings(token))
    try:
        with pytest.raises(UserError, match=why):
            await adapter.start()
    finally:
        await adapter.close()
    assert app.platforms == {}


async def notices(place: Place, count: int) -> list[Notice]:
    """The first notices that come."""
    await place.until(lambda: len(place.told.events) >= count)
    await place.adapter.settled()
    assert len(place.told.events) == count
    return [event for event in place.told.events if isinstance(event, Notice)]


# Starting


@pytest.mark.parametrize("token", ["wrong", "not even a token"])
async def test_a_wrong_token_is_told_in_a_sentence(app: App, bare: LoopbackDiscord, token: str):
    """The operator learns what to do; nothing is left open, and it can be closed once more."""
    await not_let_in(app, token, "Copy the bot's token afresh")
    assert bare.gateway.identified == 0


async def test_discord_out_of_reach_is_told_in_a_sentence(app: App):
    """Nobody listens there."""
    with pointed_at("http://127.0.0.1:1"):
        await not_let_in(app, "token", "can't be reached")


@pytest.mark.parametrize(
    "route",
    [
        *("GET /users/@me", "GET /gateway/bot", "GET /applications/*/commands", "PUT /applications/*/commands"),
        "GET /users/@me/guilds",
    ],
)
@pytest.mark.parametrize(("how", "times"), [("unavailable", 1), ("cut before", 2)])
async def test_discord_that_is_down_is_told_in_a_sentence(
    app: App, bare: LoopbackDiscord, route: str, how: Any, times: int
):
    """Wherever in the start it happens, and though aiohttp asks once more by itself; a moment later it starts."""
    bare.faults.add(route, how=how, times=times)
    await not_let_in(app, bare.token, "can't be reached")
    adapter = DiscordAdapter(app, DiscordSettings(bare.token))
    await adapter.start()
    assert list(app.platforms) == ["discord"]
    await adapter.close()


async def test_a_start_that_discord_wants_to_wait_is_told_so(app: App, bare: LoopbackDiscord):
    """Rather than that it waits in silence."""
    bare.faults.add("GET /users/@me", how="rate limited", retry_after=900)
    await not_let_in(app, bare.token, "Discord asks for patience")


def test_the_token_is_in_nobodys_log():
    """Settings that are printed keep it to themselves."""
    assert "secret" not in repr(DiscordSettings("secret"))


async def test_no_privileged_intent_is_asked_for(place: Place):
    """Only servers and their channels: never members, presences or what people write."""
    [session] = place.discord.gateway.sessions.values()
    assert session.intents == GUILDS
    assert not session.intents & PRIVILEGED


async def test_commands_are_declared_only_where_they_have_changed(place: Place):
    """The first start declares them, the second asks and leaves them, one after a change declares them again."""
    path = f"/applications/{place.discord.application_id}/commands"
    assert (place.sent("GET", path), place.sent("PUT", path)) == ([200], [200])
    for room, asked, put in ((Told(), 2, 1), (ToldAnew(), 3, 2), (ToldAnew(), 4, 2)):
        await place.leave()
        await place.enter(room)
        assert (len(place.sent("GET", path)), len(place.sent("PUT", path))) == (asked, put)
    assert place.discord.commands.named("announce")["description"] == "Say it to everybody, this week."  # type: ignore[index]


# Listening


async def test_a_thread_is_a_room_of_its_own_in_its_channel(place: Place):
    """Also one that was made after the start."""
    thread = place.discord.add_thread(place.school.channel, "revision")
    message = (await place.school.post(page("Press", row(button(BUTTONS["post"]))), thread)).body
    await place.answered(await place.discord.press(place.school.maya, message, BUTTONS["post"]))
    [event] = place.told.events
    school = place.school
    assert event.room == Room(
        f"discord:{thread}", f"discord:{school.guild}", parent=f"discord:{school.channel}", name="revision"
    )
    assert (event.person, event.name, event.manages) == (f"discord:{school.maya}", "May", False)


async def test_a_press_while_the_gateway_is_cut_is_answered_once(place: Place):
    """The session is resumed, and what was missed comes then, in order."""
    await place.answered(await place.press("post"))
    await place.discord.drop_connections()
    missed = [await place.press("post") for _ in range(3)]
    for it in missed:
        await place.answered(it)
    assert (place.discord.gateway.identified, place.discord.gateway.resumed) == (1, 1)
    assert [event.delivery for event in place.told.events[1:]] == [f"discord:{it.id}" for it in missed]
    assert place.shown() == ["Press", *["Hello"] * 4]


async def test_many_presses_at_once_share_a_few_connections(place: Place):
    """Every one is answered in time; no more connections are opened than were meant to be."""
    place.told.answer = Reply(HELLO)
    most = 0
    pressed = [await place.press() for _ in range(300)]
    while not all(it.answered.done() for it in pressed):
        most = max(most, len(place.discord._listener._runner.server.connections))  # type: ignore[union-attr]
        await asyncio.sleep(0.005)
    await place.adapter.settled()
    assert len(place.told.events) == len(place.sent("POST", "/callback")) == 300
    assert 1 < most <= CONNECTIONS + 1  # and the one that the test itself posted by


async def test_an_answer_that_fails_does_not_keep_others_from_theirs(place: Place, caplog: pytest.LogCaptureFixture):
    """It is logged, and the next press is answered."""
    place.discord.faults.add("POST /interactions/*/callback", how="cut before", times=3)
    await place.press("post")
    await place.until(lambda: len(place.sent("POST", "/callback")) == 3)
    await place.adapter.settled()
    assert [record.levelno for record in caplog.records if record.levelno >= logging.ERROR] == [logging.ERROR]
    await place.answered(await place.press("post"))
    assert place.shown() == ["Press", "Hello"]


# What is told outside interactions


async def test_a_channel_and_its_threads_that_are_gone(place: Place):
    """Each room is told of; nobody is behind it."""
    thread = place.discord.add_thread(place.school.channel, "revision")
    await place.until(lambda: place.adapter._client.get_channel(int(thread)))  # type: ignore[union-attr]
    place.discord.delete_channel(place.school.channel)
    told = await notices(place, 2)
    assert [notice.what for notice in told] == ["room gone", "room gone"]
    assert {notice.room.key for notice in told} == {f"discord:{thread}", f"discord:{place.school.channel}"}
    assert {notice.room.space for notice in told} == {f"discord:{place.school.guild}"}


async def test_a_thread_that_is_gone(place: Place):
    """Its channel stays."""
    thread = place.discord.add_thread(place.school.channel, "revision")
    place.discord.delete_channel(thread)
    [notice] = await notices(place, 1)
    assert (notice.what, notice.room.key) == ("room gone", f"discord:{thread}")


async def test_a_server_that_swot_is_added_to_and_thrown_out_of(place: Place):
    """Even just after the start; every change is a delivery of its own."""
    guild = place.discord.add_guild("Another school")
    [added] = await notices(place, 1)
    place.school.clock.move_to(START + SECOND)
    place.discord.remove_guild(guild)
    _, removed = await notices(place, 2)
    assert [(notice.what, notice.room.space) for notice in (added, removed)] == [
        ("installed", f"discord:{guild}"),
        ("removed", f"discord:{guild}"),
    ]
    assert added.delivery != removed.delivery


async def test_a_server_that_is_out_for_a_while_is_not_lost(place: Place):
    """Discord tells of an outage with the same event; it is no removal, and its end no installation."""
    told = place.discord.gateway.dispatch_json
    guild = place.discord.world.guilds[place.school.guild]
    told("GUILD_DELETE", {"id": guild.id, "unavailable": True}, guild.id)
    told("GUILD_CREATE", place.discord.world.guild_json(guild) | {"unavailable": False}, guild.id)
    await place.answered(await place.press("post"))
    assert [type(event) for event in place.told.events] == [Press]


# Ending


async def test_closing_finishes_what_is_in_hand(place: Place):
    """Whoever has pressed gets their answer; whoever presses after is no longer taken, and told to try again."""
    place.told.go.clear()
    it = await place.press("post")
    await place.until(lambda: bool(place.told.events))
    closing = asyncio.create_task(place.adapter.close())
    await asyncio.sleep(0)
    late, typed = await place.press("post"), await place.suggest()
    await place.until(late.answered.done)
    await place.until(typed.answered.done)
    assert typed.answered.result().data == {"choices": []}
    assert not closing.done()
    place.told.go.set()
    await closing
    assert it.answered.done()
    assert len(place.told.events) == 1
    assert (place.noted(), place.shown()) == (
        ["Swot is just restarting. Please try again in a moment."],
        ["Press", "Hello"],
    )


async def test_closing_waits_for_whoever_is_told_to_try_again(place: Place, caplog: pytest.LogCaptureFixture):
    """The connection stays until they have been told."""
    place.told.go.clear()
    it = await place.press("post")
    await place.until(lambda: bool(place.told.events))
    closing = asyncio.create_task(place.adapter.close())
    await asyncio.sleep(0)
    place.discord.faults.add("POST /interactions/*/callback", how="slow")
    late = await place.press("post")
    await place.until(lambda: place.discord.faults.holding)
    place.told.go.set()
    await place.until(it.answered.done)
    await asyncio.wait((closing,), timeout=0.05)
    assert not place.adapter._client.is_closed()  # type: ignore[union-attr]
    place.discord.faults.release()
    await closing
    assert late.answered.done()
    assert [record.levelno for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_it_has_ended_when_it_is_closed(place: Place):
    """Closing twice is closing once."""
    ended = asyncio.create_task(place.adapter.ended())
    await asyncio.sleep(0)
    assert not ended.done()
    await place.adapter.close()
    await ended
    await place.adapter.close()


async def test_a_token_that_is_withdrawn_ends_it(place: Place):
    """The gateway lets nobody back in, and whoever runs Swot learns why."""
    ended = asyncio.create_task(place.adapter.ended())
    place.discord.gateway._token = "another"
    await place.discord.drop_connections()
    with pytest.raises(UserError, match=r"does not know this token any more\. Copy the bot's new token"):
        await asyncio.wait_for(ended, 5)
