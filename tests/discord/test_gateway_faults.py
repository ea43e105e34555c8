"""What goes wrong between Swot and the gateway: what it outlives, and what ends it with a sentence."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters.discord import DiscordAdapter, DiscordSettings
from bot.chat import Reply, View, prose
from bot.clock import SECOND
from bot.errors import UserError
from tests.discord.place import PATIENCE, Place


@pytest.fixture
async def place(place: Place) -> AsyncIterator[Place]:
    """Swot at a school; it is still there at the end."""
    place.told.answer = Reply(View(prose("Hello")), "post")
    yield place
    await place.answered(await place.press("post"))


async def answered_as_ever(place: Place, *, identified: int, resumed: int) -> None:
    """What was pressed meanwhile, and what is pressed now, is answered, each once."""
    before = len(place.told.events)
    missed = await place.press("post")
    await place.answered(missed)
    await place.answered(await place.press("post"))
    assert len(place.told.events) == before + 2
    assert (place.discord.gateway.identified, place.discord.gateway.resumed) == (identified, resumed)


@pytest.mark.parametrize("code", [4000, 4009, 1001, 1011])
async def test_a_connection_that_discord_closes_is_resumed(place: Place, code: int):
    """An unknown error, a session that timed out while it can still be resumed, a machine that goes away."""
    await place.discord.gateway.close(code)
    await answered_as_ever(place, identified=1, resumed=1)


async def test_a_reconnect_that_discord_asks_for_is_a_resume(place: Place):
    """What was pressed between the request and the new connection is replayed."""
    await place.discord.gateway.ask_to_reconnect()
    await answered_as_ever(place, identified=1, resumed=1)


async def test_a_session_that_is_invalid_for_a_moment_is_resumed(place: Place):
    """Discord says that it can be."""
    await place.discord.gateway.invalidate(resumable=True)
    await answered_as_ever(place, identified=1, resumed=1)


async def anew(place: Place) -> None:
    """A new session begins, once five seconds have gone by our clock."""
    async with asyncio.timeout(PATIENCE):
        while place.discord.gateway.identified < 2:
            place.school.wait(1)
            await asyncio.sleep(0.002)
        place.discord.gateway.forget_unconnected()
        await place.discord.connected()


async def test_an_invalid_session_begins_anew(place: Place):
    """Not sooner than Discord allows."""
    start = place.school.clock.now()
    await place.discord.gateway.invalidate(resumable=False)
    await anew(place)
    assert place.school.clock.now() - start >= 5 * SECOND
    await answered_as_ever(place, identified=2, resumed=0)


@pytest.mark.parametrize("forgotten", [True, False])
async def test_a_session_that_can_not_be_resumed_begins_anew(place: Place, *, forgotten: bool):
    """Because it is forgotten, or because Discord never said what was heard last (4007); asked once, not for ever."""
    if not forgotten:
        [session] = place.discord.gateway.sessions.values()
        session.events.clear()
    await place.discord.drop_connections(forget=forgotten)
    await place.until(lambda: place.discord.gateway.refused)
    await anew(place)
    assert place.discord.gateway.refused == 1
    await answered_as_ever(place, identified=2, resumed=0)


async def test_a_gateway_that_is_slow_to_greet_is_waited_for(place: Place):
    """Also where it is slow after a break; what was missed comes then."""
    place.discord.gateway.greets.clear()
    await place.discord.drop_connections()
    missed = await place.press("post")
    await place.until(lambda: place.discord.gateway.connections)
    assert not missed.answered.done()
    place.discord.gateway.greets.set()
    await place.answered(missed)
    assert (place.discord.gateway.identified, place.discord.gateway.resumed) == (1, 1)


async def test_a_gateway_that_is_slow_to_acknowledge_heartbeats_keeps_nobody_waiting(place: Place):
    """What is pressed meanwhile is answered."""
    gateway, before = place.discord.gateway, place.discord.gateway.heartbeats
    gateway.acknowledges.clear()
    await place.discord.drop_connections()
    await answered_as_ever(place, identified=1, resumed=1)
    assert gateway.heartbeats > before
    gateway.acknowledges.set()


async def test_a_start_that_waits_says_so(place: Place, caplog: pytest.LogCaptureFixture):
    """Once a quarter of a minute has gone by; and it goes on when it is let in."""
    await place.adapter.close()
    place.discord.gateway.greets.clear()
    place.adapter = DiscordAdapter(place.app, DiscordSettings(place.discord.token))
    starting = asyncio.create_task(place.adapter.start())
    await place.until(lambda: place.discord.gateway.connections)
    assert "`swot doctor` looks where it stops" not in caplog.text
    place.school.wait(15)
    assert "Discord's gateway has not let Swot in yet" in caplog.text
    place.discord.gateway.greets.set()
    await asyncio.wait_for(starting, PATIENCE)


# What ends it


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (4004, r"does not know this token any more\. Copy the bot's new token into SWOT_DISCORD_TOKEN"),
        (4010, "more servers than its shards may serve"),
        (4011, "more servers than its shards may serve. Start it again: it asks Discord anew"),
        (4012, r"Update Swot\."),
        (4013, r"\(intents\)"),
        (4014, r"\(intents\)"),
    ],
)
async def test_what_ends_it_for_good_is_a_sentence(place: Place, code: int, told: str):
    """Whoever runs Swot learns what to do; nothing is left open, and it can be started again."""
    ended = asyncio.create_task(place.adapter.ended())
    await place.discord.gateway.close(code)
    with pytest.raises(UserError, match=told):
        await asyncio.wait_for(ended, PATIENCE)
    await place.adapter.close()
    place.adapter = DiscordAdapter(place.app, DiscordSettings(place.discord.token))
    await place.adapter.start()


async def test_a_bot_that_may_begin_no_more_sessions_does_not_try(place: Place):
    """Discord withdraws the token of whoever does; the sentence says until when."""
    await place.adapter.close()
    place.discord.gateway.sessions_a_day = 1
    adapter = DiscordAdapter(place.app, DiscordSettings(place.discord.token))
    with pytest.raises(UserError, match=r"no more sessions before \d\d:\d\d on \d\d \w+ \(UTC\): 1 are allowed"):
        await adapter.start()
    await adapter.close()
    assert place.discord.gateway.identified == 1
    place.discord.gateway.sessions_a_day = 1000
    place.adapter = DiscordAdapter(place.app, DiscordSettings(place.discord.token))
    await place.adapter.start()


async def test_a_bot_with_fewer_sessions_left_than_it_has_shards_does_not_try(place: Place):
    """Half of them would be worse than none."""
    await place.adapter.close()
    place.discord.gateway.sessions_a_day, place.discord.gateway.shards = 3, 4
    adapter = DiscordAdapter(place.app, DiscordSettings(place.discord.token))
    with pytest.raises(UserError, match="no more sessions before"):
        await adapter.start()
    await adapter.close()
    place.discord.gateway.shards = 1
    place.adapter = DiscordAdapter(place.app, DiscordSettings(place.discord.token))
    await place.adapter.start()


async def test_closing_does_not_wait_for_a_session_that_may_not_begin_yet(place: Place):
    """A stop is a stop, also in the middle of a break."""
    await place.discord.gateway.invalidate(resumable=False)
    await place.until(lambda: not place.discord.gateway.live)
    async with asyncio.timeout(PATIENCE):
        await place.adapter.close()
        await place.adapter.ended()
    place.adapter = DiscordAdapter(place.app, DiscordSettings(place.discord.token))
    await place.adapter.start()
