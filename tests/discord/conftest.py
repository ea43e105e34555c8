"""What the tests of Discord's adapter share."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from types import SimpleNamespace

import discord.http
import discord.webhook.async_
import pytest

from tests.discord.place import Place


@pytest.fixture
async def place(sqlite_url: str) -> AsyncIterator[Place]:
    """Swot at a school on Discord, with a room that does as it is told."""
    async with Place.open(sqlite_url) as place:
        yield place


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Where discord.py would wait for seconds, it waits for a fraction; the seconds come back, oldest first."""
    sleep, waited = asyncio.sleep, []

    async def nap(seconds: float) -> None:
        waited.append(seconds)
        await sleep(seconds / 1000)

    for module in (discord.http, discord.webhook.async_):
        monkeypatch.setattr(module, "asyncio", SimpleNamespace(**{**vars(asyncio), "sleep": nap}))
    return waited
