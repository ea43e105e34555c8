"""Time as a part that can be handed in: instants are integer microseconds since 1970, UTC."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Protocol

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def local(instant: int, zone: tzinfo = UTC) -> datetime:
    """What clocks and calendars in a zone show at an instant (microseconds UTC)."""
    return datetime.fromtimestamp(instant / SECOND, zone)


def week_of(instant: int) -> int:
    """When the week of an instant began: Monday at midnight UTC. Microseconds UTC."""
    monday = local(instant).replace(hour=0, minute=0, second=0, microsecond=0)
    return round((monday - timedelta(days=monday.weekday())).timestamp()) * SECOND


class Alarm(Protocol):
    """Something that will be called when its time comes."""

    def cancel(self) -> None:
        """Have it not called; nothing happens if it was already."""
        ...


class Clock(Protocol):
    """What tells the time, and when it has come."""

    def now(self) -> int:
        """The present instant, in microseconds UTC."""
        ...

    def ring(self, after: int, call: Callable[[], None]) -> Alarm:
        """Have `call` called on the event loop in `after` microseconds."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> int:
        """The present instant, in microseconds UTC."""
        return time.time_ns() // 1_000

    def ring(self, after: int, call: Callable[[], None]) -> Alarm:
        """Have `call` called on the event loop in `after` microseconds."""
        return asyncio.get_running_loop().call_later(after / SECOND, call)


@dataclass(eq=False, slots=True)
class _Stepped:
    """An alarm of a clock that is moved by hand."""

    at: int
    call: Callable[[], None]
    cancelled: bool = False

    def cancel(self) -> None:
        """Have it not called."""
        self.cancelled = True


class SteppedClock:
    """A clock that stands still until it is moved: for scripted sessions."""

    def __init__(self, start: int) -> None:
        self._now = start
        self._alarms: list[_Stepped] = []

    def now(self) -> int:
        """The instant it was last moved to."""
        return self._now

    def move_to(self, instant: int) -> None:
        """Go forward to `instant`; it never goes back."""
        self._now = max(self._now, instant)
        ripe = sorted((alarm for alarm in self._alarms if alarm.at <= self._now), key=lambda alarm: alarm.at)
        self._alarms = [alarm for alarm in self._alarms if alarm.at > self._now and not alarm.cancelled]
        for alarm in ripe:
            if not alarm.cancelled:
                alarm.call()

    def ring(self, after: int, call: Callable[[], None]) -> Alarm:
        """Have `call` called when the clock has been moved `after` microseconds on."""
        alarm = _Stepped(self._now + after, call)
        self._alarms.append(alarm)
        return alarm
