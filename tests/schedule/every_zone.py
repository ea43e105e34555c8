"""Every quarter of an hour around every change of the clocks, in every zone, beside what a walk through time finds.

`uv run python -m tests.schedule.every_zone` goes through all of them and says how many days came out otherwise.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from bot.clock import SECOND
from bot.schedule.model import instant_of

FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
QUARTERS = [time(hour, minute) for hour in range(24) for minute in (0, 15, 30, 45)]
AROUND = timedelta(days=2)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Change:
    """A change of offset: the zone, and the date on which clocks there show it first."""

    zone: str
    day: date


def changes(zone: str, first: datetime = FIRST, last: datetime = LAST) -> Iterator[Change]:
    """The changes of offset of a zone, in order."""
    there, at = ZoneInfo(zone), first
    while at < last:
        after = at + timedelta(hours=12)
        if after.astimezone(there).utcoffset() != at.astimezone(there).utcoffset():
            yield Change(zone, after.astimezone(there).date())
        at = after


def all_changes() -> list[Change]:
    """Those of every zone, by name."""
    return [change for zone in sorted(available_timezones()) for change in changes(zone)]


class Walk:
    """What a clock on the wall shows from minute to minute around a change: knows nothing of offsets."""

    def __init__(self, change: Change) -> None:
        there = ZoneInfo(change.zone)
        start = datetime.combine(change.day, time(), UTC) - 2 * AROUND
        minutes = [start + count * MINUTE for count in range(8 * 24 * 60)]
        shown = [minute.astimezone(there).replace(tzinfo=None, fold=0) for minute in minutes]
        self._first: dict[datetime, datetime] = {}
        for minute, wall in zip(minutes, shown, strict=True):
            self._first.setdefault(wall, minute)
        self._leaps = [
            (shown[index], shown[index + 1], minutes[index + 1])
            for index in range(len(shown) - 1)
            if shown[index + 1] - shown[index] > MINUTE
        ]

    def instant(self, day: date, at: time) -> datetime:
        """When the clock shows that time first; where it leaps over it, when it has leapt."""
        wanted = datetime.combine(day, at)
        if wanted in self._first:
            return self._first[wanted]
        return next(minute for before, after, minute in self._leaps if before < wanted < after)


def days_around(change: Change) -> list[date]:
    """The dates on which a fault could show."""
    return [change.day + timedelta(days=offset) for offset in range(-2, 3)]


@dataclass(frozen=True, slots=True)
class Fault:
    """A local time whose instant comes out otherwise than on a walk."""

    day: date
    at: time
    computed: datetime | None
    found: datetime


def wrong(change: Change) -> Iterator[Fault]:
    """Every fault around a change."""
    zone, walk = ZoneInfo(change.zone), Walk(change)
    for day in days_around(change):
        for at in QUARTERS:
            computed = instant_of(day, at, zone)
            instant = None if computed is None else datetime.fromtimestamp(computed / SECOND, UTC)
            if instant != walk.instant(day, at):
                yield Fault(day, at, instant, walk.instant(day, at))


def main() -> int:
    """Go through everything; give the exit status."""
    every, faults = all_changes(), 0
    for change in every:
        for fault in wrong(change):
            faults += 1
            print(change.zone, fault)
    cases = len(every) * len(days_around(every[0])) * len(QUARTERS)
    zones = len({change.zone for change in every})
    print(f"{cases:,} local times around {len(every):,} changes in {zones} zones: {faults:,} wrong")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
