"""What goes wrong on demand: refusals, outages, cut connections, slow answers."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Literal

How = Literal["rate limited", "unavailable", "internal", "cut before", "cut after", "slow", "error"]


@dataclass(slots=True)
class Fault:
    """The next `times` calls of a method go wrong in this way."""

    target: str
    how: How
    times: int
    retry_after: int = 1
    """Seconds, for "rate limited"."""
    error: str = "fatal_error"
    """Slack's name for what "error" answers."""


@dataclass(slots=True)
class Faults:
    """Faults by method name; "response_url", "upload" and "*" (any call) are targets too."""

    waiting: list[Fault] = field(default_factory=list)
    held: int = 0
    """How many calls are held by "slow" at this moment."""
    _gate: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, target: str, times: int = 1, *, how: How, retry_after: int = 1, error: str = "fatal_error") -> None:
        """Let the next `times` calls of `target` go wrong. What "cut before" cuts is not carried out.

        "slow" holds a call until `release`; it is carried out then, whether or not the caller is still there.
        """
        self.waiting.append(Fault(target, how, times, retry_after, error))

    def next(self, target: str) -> Fault | None:
        """The fault that this call meets, which is used up by that."""
        for fault in self.waiting:
            if fault.target in (target, "*") and fault.times > 0:
                fault.times -= 1
                return fault
        return None

    async def hold(self) -> None:
        """Wait for `release`."""
        self.held += 1
        try:
            await self._gate.wait()
        finally:
            self.held -= 1

    def release(self) -> None:
        """Let everything that is held go on; what comes later is held again."""
        self._gate.set()
        self._gate = asyncio.Event()

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self.waiting.clear()
        self.release()
