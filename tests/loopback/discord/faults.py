"""What goes wrong between the bot and Discord, on demand."""

from __future__ import annotations

import asyncio
import fnmatch
from dataclasses import dataclass, field
from typing import Literal

How = Literal[
    "rate limited",
    "banned",
    "turned away",
    "internal",
    "bad gateway",
    "unavailable",
    "gateway timeout",
    "cut before",
    "cut after",
    "failing after",
    "slow",
    "slow after",
]
"""429; 429 and 403 of what stands before Discord; 500; 502; 503; 504; the connection is cut and nothing done; all is
done and then the connection cut; all is done and then 500; held until it is let go; all is done and the answer held."""
AFTER: tuple[How, ...] = ("cut after", "failing after", "slow after")
"""What goes wrong once all is done."""


@dataclass(slots=True)
class Fault:
    """Something that will go wrong `left` times more."""

    pattern: str
    how: How
    left: int
    retry_after: float = 1.0
    everywhere: bool = False
    """A rate limit of the bot, not of the route."""
    met: int = 0
    """How often it has gone wrong."""


@dataclass(slots=True, eq=False)
class Faults:
    """What is to go wrong, oldest first."""

    _faults: list[Fault] = field(default_factory=list)
    _held: list[asyncio.Future[None]] = field(default_factory=list)

    def add(
        self, pattern: str, *, how: How, times: int = 1, retry_after: float = 1.0, everywhere: bool = False
    ) -> Fault:
        """Let the next `times` requests fail that match, such as `POST /channels/*/messages` (`*` spans slashes)."""
        fault = Fault(pattern, how, times, retry_after, everywhere)
        self._faults.append(fault)
        return fault

    def clear(self) -> None:
        """Nothing goes wrong any more; what is held goes on."""
        self._faults.clear()
        self.release()

    def next(self, method: str, path: str) -> Fault | None:
        """What goes wrong with this request."""
        for fault in self._faults:
            if fault.left > 0 and fnmatch.fnmatchcase(f"{method} {path}", fault.pattern):
                fault.left -= 1
                fault.met += 1
                return fault
        return None

    async def hold(self) -> None:
        """Wait until whatever is slow is let go."""
        held: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._held.append(held)
        await held

    @property
    def holding(self) -> int:
        """How many requests are held."""
        return sum(not held.done() for held in self._held)

    def release(self) -> None:
        """Let go what is held."""
        for held in self._held:
            if not held.done():
                held.set_result(None)
        self._held.clear()
