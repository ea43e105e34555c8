"""Which events are being answered at this moment: a deadline waits for those that came before it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

PATIENCE = 2.0
"""Seconds to wait for an answer that is stuck; its write, if it has got so far, is before ours in the queue anyway."""


@dataclass(slots=True, eq=False)
class _Event:
    """An event being answered."""

    at: int
    done: asyncio.Future[None] | None = None


class Underway:
    """The events of this process that have arrived and are not answered yet."""

    def __init__(self) -> None:
        self._events: set[_Event] = set()

    @contextmanager
    def event(self, at: int) -> Iterator[None]:
        """Count an event that arrived at `at` (microseconds UTC) as under way until the block is left."""
        event = _Event(at)
        self._events.add(event)
        try:
            yield
        finally:
            self._events.discard(event)
            if event.done is not None and not event.done.done():
                event.done.set_result(None)

    async def settled(self, before: int) -> None:
        """Wait until every event that arrived before this instant is answered, within reason."""
        waiting: list[asyncio.Future[None]] = []
        for event in self._events:
            if event.at < before:
                event.done = event.done or asyncio.get_running_loop().create_future()
                waiting.append(event.done)
        if waiting:
            await asyncio.wait(waiting, timeout=PATIENCE)
