"""Time as a part that can be handed in: instants are integer microseconds since 1970, UTC."""

from __future__ import annotations

import time
from typing import Protocol

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


class Clock(Protocol):
    """What tells the time."""

    def now(self) -> int:
        """The present instant, in microseconds UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> int:
        """The present instant, in microseconds UTC."""
        return time.time_ns() // 1_000


class SteppedClock:
    """A clock that stands still until it is moved: for scripted sessions."""

    def __init__(self, start: int) -> None:
        self._now = start

    def now(self) -> int:
        """The instant it was last moved to."""
        return self._now

    def move_to(self, instant: int) -> None:
        """Go forward to `instant`; it never goes back."""
        self._now = max(self._now, instant)
