"""What the tests of the Slack adapter share."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.slack.school import School


@pytest.fixture
async def school(sqlite_url: str) -> AsyncIterator[School]:
    """A workspace with Swot in it."""
    async with School.open(sqlite_url) as opened:
        yield opened
