"""SIGKILL while the platform takes a post: it stands there once wherever that can be known; the log names the rest."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.clock import HOUR, SECOND, SteppedClock
from bot.storage.outbox import LEASE
from tests.chat_harness import MONDAY
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.slack import LoopbackSlack
from tests.survival.poster import KEY, connected

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 30.0
"""Seconds of real time until a test gives up on a process that should be posting by now."""


class Home:
    """A loopback platform with one channel."""

    url: str
    token: str
    room: str
    hold: Callable[[], None]
    """Have the next post taken, but keep whoever posted waiting."""
    holding: Callable[[], int]
    release: Callable[[], None]
    standing: Callable[[], int]
    """How many messages stand in the channel."""


@asynccontextmanager
async def _on_discord(clock: SteppedClock, *, readable: bool) -> AsyncIterator[Home]:
    async with LoopbackDiscord(clock) as discord:
        home = Home()
        channel = discord.add_channel(discord.add_guild("School"), "history")
        discord.old_message(channel)
        if not readable:
            discord.seal(channel)
        home.url, home.token, home.room = discord.url, discord.token, f"discord:{channel}"
        home.hold = lambda: void(discord.faults.add("POST /channels/*/messages", how="slow"))
        home.holding, home.release = lambda: discord.faults.holding, discord.faults.release
        home.standing = lambda: len(discord.messages(channel)) - 1
        yield home
        assert discord.violations == []


@asynccontextmanager
async def _on_slack(clock: SteppedClock, *, readable: bool) -> AsyncIterator[Home]:
    async with LoopbackSlack(clock) as slack:
        home = Home()
        channel = slack.add_channel("history")
        slack.history = readable
        home.url, home.token, home.room = slack.url, slack.bot_token, f"slack:{slack.team_id}.{channel}"
        home.hold = lambda: slack.faults.add("chat.postMessage", how="slow")
        home.holding, home.release = lambda: slack.faults.held, slack.faults.release
        home.standing = lambda: len(slack.messages(channel))
        yield home
        assert slack.violations == []


def void(_: Any) -> None:
    """Nothing."""


PLATFORMS = {"discord": _on_discord, "slack": _on_slack}


async def _killed_over_a_post(platform: str, home: Home, database: str, policy: str) -> None:
    """Another process posts, and dies before the platform has answered."""
    home.hold()
    command = ("-m", "tests.survival.poster", platform, home.url, home.token, database, home.room, policy)
    poster = await asyncio.create_subprocess_exec(sys.executable, *command, cwd=ROOT)
    try:
        async with asyncio.timeout(PATIENCE):
            while not home.holding():
                assert poster.returncode is None, "it ended by itself"
                await asyncio.sleep(0.01)
    finally:
        if poster.returncode is None:
            poster.kill()
        assert await poster.wait() == -signal.SIGKILL
    home.release()
    async with asyncio.timeout(PATIENCE):
        while not home.standing():
            await asyncio.sleep(0.01)


@pytest.mark.long
@pytest.mark.parametrize(
    ("platform", "off", "readable", "policy", "stand"),
    [
        ("discord", LEASE, False, "skip", 1),
        ("discord", HOUR, True, "skip", 1),
        ("discord", HOUR, False, "skip", 1),
        ("discord", HOUR, False, "repeat", 2),
        ("slack", LEASE, True, "repeat", 1),
        ("slack", LEASE, False, "skip", 1),
        ("slack", LEASE, False, "repeat", 2),
    ],
)
async def test_a_post_that_swot_was_killed_over(
    sqlite_url: str,
    caplog: pytest.LogCaptureFixture,
    platform: str,
    off: int,
    policy: str,
    stand: int,
    *,
    readable: bool,
):
    """Another Swot comes, at once or later: it repeats under the nonce, or looks, or does as the message says."""
    clock = SteppedClock(MONDAY)
    async with PLATFORMS[platform](clock, readable=readable) as home:
        await _killed_over_a_post(platform, home, sqlite_url, policy)
        clock.move_to(MONDAY + off)
        async with connected(platform, home.url, home.token, sqlite_url, clock) as app:
            while (upcoming := await app.dispatcher.next_at()) is not None:
                clock.move_to(max(upcoming, clock.now()))
                await app.dispatcher.run()
        assert home.standing() == stand
    known = readable or (platform == "discord" and off == LEASE)
    named = [line for line in caplog.messages if KEY in line and f"(policy: {policy})" in line]
    assert len(named) == (not known)
    assert clock.now() < MONDAY + off + 10 * SECOND
