"""When Discord takes nothing from the bot for a while, or never again, as its answers tell."""

from __future__ import annotations

import asyncio
import logging
from types import SimpleNamespace

import aiohttp

from bot.chat import NotSent
from bot.clock import MINUTE, SECOND, Clock
from bot.measures import Measures

log = logging.getLogger(__name__)

WAITS = 6.0
"""Seconds that discord.py waits by itself where Discord says "later": fewer than the courier gives one call."""
UNSAID = 60
"""Seconds to wait where Discord, or what stands before it, does not say how long."""


class Halt:
    """Keeps requests back that Discord would refuse whatever they ask.

    Ten thousand refusals in ten minutes ban an address. discord.py holds the other requests back only while it waits
    for a limit itself, and tells nobody of what it does not wait for that the limit was one of the whole bot.
    """

    def __init__(self, clock: Clock, measures: Measures | None = None) -> None:
        self._measures = measures or Measures()
        self._clock = clock
        self._until = 0
        self.withdrawn = asyncio.Event()
        """Set once Discord does not know the token any more."""

    def check(self) -> None:
        """Raises `NotSent`, with how long to wait, while nothing is taken."""
        if self.withdrawn.is_set():
            raise NotSent("Discord does not know the token any more", wait=MINUTE)
        left = self._until - self._clock.now()
        if left > 0:
            raise NotSent("Discord takes nothing for now", wait=left)

    def listener(self) -> aiohttp.TraceConfig:
        """What discord.py's connection is to be given, so that every answer is heard of."""
        trace = aiohttp.TraceConfig()
        trace.on_request_end.append(self._heard)
        return trace

    async def _heard(
        self, _session: aiohttp.ClientSession, _context: SimpleNamespace, told: aiohttp.TraceRequestEndParams
    ) -> None:
        status, headers = told.response.status, told.response.headers
        if status == 429:  # noqa: PLR2004 - the number is its own name
            self._measures.limited("discord", round(float(headers.get("Retry-After", UNSAID)) * SECOND))
        if status == 401:  # noqa: PLR2004 - the number is its own name
            self.withdrawn.set()
        # What stands before Discord has banned us where nothing says that Discord itself was reached.
        elif status == 429 and ("X-RateLimit-Global" in headers or "Via" not in headers):  # noqa: PLR2004
            seconds = float(headers.get("Retry-After", UNSAID))
            if seconds > WAITS:
                self._until = max(self._until, self._clock.now() + round(seconds * SECOND))
                log.warning("Discord takes nothing from us for %.0f s", seconds)
