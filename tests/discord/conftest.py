"""What the tests of Discord's adapter share."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.discord.place import Place


@pytest.fixture
async def place(sqlite_url: str) -> AsyncIterator[Place]:
    """Swot at a school on Discord, with a room that does as it is told."""
    async with Place.open(sqlite_url) as place:
        yield place
