"""The platforms' three seconds: what is undecided after two is acknowledged, and answered when it is ready."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.clock import SECOND, Clock

PATIENCE = 2 * SECOND
"""How long an answer may take before the platform is told that it will come: the platforms give three seconds."""


class Deferral:
    """An acknowledgement that is sent if the answer takes too long."""

    def __init__(self, clock: Clock, send: Callable[[], Awaitable[None]]) -> None:
        self._send = send
        self._sending: asyncio.Future[None] | None = None
        self._alarm = clock.ring(PATIENCE, self._ring)

    def _ring(self) -> None:
        self._sending = asyncio.ensure_future(self._send())

    async def settled(self) -> bool:
        """Defer no more; tell whether it was deferred, so that the answer has to follow. Raises what sending raised."""
        self._alarm.cancel()
        if self._sending is None:
            return False
        await self._sending
        return True
