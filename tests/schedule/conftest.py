"""What the tests of the schedule share."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.clock import SteppedClock
from bot.storage.database import Database
from tests.chat_harness import MONDAY


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[tuple[Database, SteppedClock]]:
    """A store and the time."""
    clock = SteppedClock(MONDAY)
    database = await Database.open(database_url, clock)
    yield database, clock
    await database.close()
