"""Where there is something to examine."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import create_engine, insert

from bot.clock import SystemClock
from bot.storage.tables import class_rooms, classes
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.slack import LoopbackSlack


@pytest.fixture
async def discord() -> AsyncIterator[LoopbackDiscord]:
    """A Discord with a school on it, where discord.py looks for it."""
    async with LoopbackDiscord(SystemClock()) as discord:
        discord.add_channel(discord.add_guild("School"), "history")
        with discord.in_use():
            yield discord
        assert discord.violations == []
        # Nothing was changed there, whatever it was asked.
        assert {one.method for one in discord.requests} <= {"GET"}


@pytest.fixture
async def slack() -> AsyncIterator[LoopbackSlack]:
    """A Slack."""
    async with LoopbackSlack(SystemClock()) as slack:
        yield slack
        assert slack.violations == []


@pytest.fixture
def school(sqlite_url: str, discord: LoopbackDiscord) -> str:
    """A database in which the school's channel is a class's; its URL."""
    [guild] = discord.world.guilds
    [channel] = [one.id for one in discord.world.channels.values() if one.guild == guild]
    engine = create_engine(sqlite_url)
    with engine.begin() as tx:
        tx.execute(insert(classes), {"id": "c", "name": "12A", "zone": "Europe/London", "created_at": 1})
        room = {"room": f"discord:{channel}", "space": f"discord:{guild}", "class_id": "c"}
        tx.execute(insert(class_rooms), room)
    engine.dispose()
    return sqlite_url
