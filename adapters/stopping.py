"""How a process ends when it is asked to: nothing new is taken, what is in hand is finished, and that for so long."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Sequence
from typing import Protocol

from bot.main import App

log = logging.getLogger(__name__)

PATIENCE = 8.0
"""Seconds that what is in hand has: as long as one call to a platform may take, and less than containers give."""
SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Working(Protocol):
    """Something that has work in hand."""

    def shut(self) -> None:
        """Take nothing more."""
        ...

    async def settled(self) -> None:
        """Wait until nothing is in hand."""
        ...

    async def drop(self) -> None:
        """Give up what is in hand."""
        ...


async def asked_to_stop() -> asyncio.Event:
    """An event that is set when the process is asked to stop; asked again, it ends at once, which harms nothing."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def asked() -> None:
        for one in SIGNALS:
            loop.remove_signal_handler(one)
            signal.signal(one, signal.SIG_DFL)
        stop.set()

    with contextlib.suppress(NotImplementedError):  # Windows: Ctrl+C raises KeyboardInterrupt instead
        for one in SIGNALS:
            loop.add_signal_handler(one, asked)
    return stop


async def finish(app: App, working: Sequence[Working], patience: float = PATIENCE) -> None:
    """Take nothing more and finish what is in hand; what is not done in `patience` seconds is left to its lease."""
    log.info("Swot stops: what is in hand is finished first")
    for one in working:
        one.shut()
    try:
        async with asyncio.timeout(patience):
            await asyncio.gather(app.stop(), *(one.settled() for one in working))
    except TimeoutError:
        log.info("what is still in hand after %.0f s is left to its lease", patience)
        await asyncio.gather(*(one.drop() for one in working))
