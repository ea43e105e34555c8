"""When a backup is due, what it is called, and which of the backups stay. Instants are microseconds UTC."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from bot.clock import DAY, SECOND, local

QUIET = 3
"""The hour from which on a day's backup is made, where the machine is: no class is awake."""
ASIDE = ".before-restore-"
"""What stands in the name of a database that a backup took the place of, before the instant."""
_STAMP = "%Y-%m-%dT%H%M%SZ"
_NAMED = re.compile(r".+-(\d{4}-\d\d-\d\dT\d{6}Z)\.db(?:-wal|-shm|-journal)?")


@dataclass(frozen=True, slots=True)
class Rotation:
    """How many backups stay."""

    days: int = 7
    """The newest of each of so many days, counted back from today."""
    weeks: int = 4
    """The newest of each of so many weeks, from Monday, counted back from this one."""


USUAL = Rotation()
MONTH = 28 * DAY
"""The longest that a backup stays by the usual rotation, and so whatever somebody had erased meanwhile."""


def stamp(at: int) -> str:
    """An instant, to the second, as it stands in names of files."""
    return local(at).strftime(_STAMP)


def name_of(stem: str, at: int) -> str:
    """What a backup is called that is made at `at` of a database whose file is called `stem`."""
    return f"{stem}-{stamp(at)}.db"


def name_aside(stem: str, at: int) -> str:
    """What a database is called from then on that a backup takes the place of at `at`."""
    return f"{stem}{ASIDE}{stamp(at)}.db"


def taken_at(name: str) -> int | None:
    """The instant, to the second, in a name of either kind; none: it is no name of ours."""
    found = _NAMED.fullmatch(name)
    if not found:
        return None
    try:
        moment = datetime.strptime(found[1], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
    return round(moment.timestamp()) * SECOND


def is_due(taken: Collection[int], now: int, zone: tzinfo) -> bool:
    """Whether none has been made since the last quiet hour: so one is made each night, or at the next start."""
    moment = local(now, zone)
    quiet = moment.replace(hour=QUIET, minute=0, second=0, microsecond=0)
    if quiet > moment:
        quiet = (quiet.replace(tzinfo=None) - timedelta(days=1)).replace(tzinfo=zone)
    since = round(quiet.timestamp()) * SECOND
    return not any(since <= at for at in _believable(taken, now))


def kept(taken: Collection[int], now: int, zone: tzinfo, rotation: Rotation = USUAL) -> frozenset[int]:
    """Which of the backups that were made at these instants stay.

    The newest always does. None of the others is older than the weeks that are looked back on, so that what somebody
    has had erased is not kept for longer. One from the future, of a clock that went wrong, is not believed.
    """
    today = local(now, zone).date()
    stay: dict[object, int] = {}
    for at in sorted(_believable(taken, now), reverse=True):
        day = min(local(at, zone).date(), today)
        stay.setdefault("newest", at)
        if (today - day).days < rotation.days:
            stay.setdefault(("day", day), at)
        if (_monday(today) - _monday(day)).days < 7 * rotation.weeks:
            stay.setdefault(("week", _monday(day)), at)
    return frozenset(stay.values())


def _believable(taken: Collection[int], now: int) -> list[int]:
    """A clock may be set back a little; what comes after tomorrow was named by one that was wrong."""
    return [at for at in taken if at <= now + DAY]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
