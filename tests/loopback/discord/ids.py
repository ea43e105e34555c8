"""Snowflakes and timestamps, from the clock that was handed in."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.clock import SECOND, Clock

EPOCH = 1_420_070_400_000
"""Milliseconds: the first of January 2015, where Discord's ids begin."""
_LOW = 1 << 22


class Snowflakes:
    """Ids that grow, tell when they were made, and are the same in every run on the same clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> str:
        """A new id."""
        now = max(self._clock.now() // 1000 - EPOCH, 0) * _LOW
        self._last = max(now, self._last + 1)
        return str(self._last)


def iso(instant: int) -> str:
    """An instant as Discord writes it."""
    return datetime.fromtimestamp(instant / SECOND, UTC).isoformat(timespec="microseconds")


def is_snowflake(value: object) -> bool:
    """Whether this could be an id."""
    return isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 20
