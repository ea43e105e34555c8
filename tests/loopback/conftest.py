"""What the tests of the loopback Slack share."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.clock import SECOND, SteppedClock
from tests.loopback.slack import LoopbackSlack

START = 1_800_000_000 * SECOND


@pytest.fixture
def clock() -> SteppedClock:
    """The loopback's time."""
    return SteppedClock(START)


@pytest.fixture
async def slack(clock: SteppedClock) -> AsyncIterator[LoopbackSlack]:
    """A workspace with nobody in it."""
    async with LoopbackSlack(clock) as running:
        yield running
