"""When what a class wants said is said: local times, days of the week, and the instants that they come to.

Everything here follows from the dates of the class's own calendar. A *slot* is one such date; it is filled once,
whatever clocks do, and whatever becomes of the class's zone or time afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from bot.calendar.model import Calendar
from bot.chat import View
from bot.clock import SECOND, local

ONE_DAY = timedelta(days=1)
FAR = 2 * 366
"""Days within which a rhythm that comes at all comes again."""
TRY = "try:"
"""How the key of an occurrence begins that a teacher wanted at once."""
PostKind = Literal["fact", "question", "round", "digest", "countdown"]
"""What can be said at set times."""
Outcome = Literal["said", "skipped", "missed"]
"""What became of a slot: a class may skip one, and one is missed where nothing ran until it was too late."""
IsOpen: TypeAlias = Callable[[date], bool]
"""Whether a class is at school on a date."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A local time on days of the week."""

    at: time
    """To the minute, without a zone."""
    weekdays: frozenset[int]
    """Monday is 0."""

    def comes_on(self, day: date) -> bool:
        """Whether it comes on such a day of the week."""
        return day.weekday() in self.weekdays


@dataclass(frozen=True, slots=True)
class Wish:
    """What a class wants of a timed post, beside its times; each kind reads what it needs."""

    topics: tuple[str, ...] = ()
    """What it may be about; anything if there are none."""
    until: time | None = None
    """The local time at which a question of the day is closed and its answer told."""
    questions: int = 0
    """How many a round has."""
    seconds: int = 0
    """How long each question of a round is open."""
    threaded: bool = False
    """Whether a round has a thread of its own."""
    recalls: bool = False
    """Whether a fact comes back as a question, days later."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a teacher asks for; what is None stays as it was."""

    at: time | None = None
    weekdays: frozenset[int] | None = None
    topics: tuple[str, ...] | None = None
    until: time | None = None
    questions: int | None = None
    seconds: int | None = None
    threaded: bool | None = None
    recalls: bool | None = None

    def to(self, rhythm: Rhythm, wish: Wish) -> tuple[Rhythm, Wish]:
        """What a rhythm and a wish become."""
        given = {name: value for name, value in asdict(self).items() if value is not None}
        times = {name: given.pop(name) for name in ("at", "weekdays") if name in given}
        return replace(rhythm, **times), replace(wish, **given)


@dataclass(frozen=True, slots=True)
class TimedPost:
    """Something that a class wants said again and again."""

    id: str
    class_id: str
    kind: PostKind
    rhythm: Rhythm
    wish: Wish
    rooms: tuple[str, ...]
    """Where it is said."""
    lost_rooms: tuple[str, ...]
    """Where it was said until nothing could be written there any more."""
    made_by: str
    """The person whose desk hears of trouble."""
    slot: date | None
    """The slot that is filled next; none while it is paused, or where the calendar has no day for it."""
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Firing:
    """A slot, and when it is to be filled."""

    slot: date
    at: int
    """Microseconds UTC."""


@dataclass(frozen=True, slots=True)
class Past:
    """What became of a slot."""

    key: str
    """The date of the slot, 2026-11-30; or that of something between the slots."""
    outcome: Outcome
    content: str
    """What was said, by its id; or why nothing was."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A timed post and what is to come of it."""

    post: TimedPost
    zone: ZoneInfo
    firings: tuple[Firing, ...]
    last: Past | None = None
    """What became of the slot before."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A timed post that is to say something now."""

    post: TimedPost
    key: str
    """Its own within the post: the slot's date, or `TRY` and an id."""
    slot: date
    """The local date that it is for."""
    now: int
    """Microseconds UTC."""
    calendar: Calendar

    @property
    def is_try(self) -> bool:
        """Whether a teacher wants it now, whatever the time."""
        return self.key.startswith(TRY)

    def at(self, time: time) -> int:
        """The instant of a local time on its day; microseconds UTC."""
        return instant_of(self.slot, time, self.calendar.zone) or self.now


@dataclass(frozen=True, slots=True)
class Said:
    """What fills a slot."""

    content: str
    """Its id, for the log."""
    view: View | None = None
    """What everybody sees in each room; none where whoever filled the slot has posted it."""


class NothingToSay(Exception):
    """The slot is left out, for a reason that the class's list of timed posts tells."""


class TooLate(NothingToSay):
    """The slot is missed: what it is for is over."""


def instant_of(day: date, at: time, zone: ZoneInfo) -> int | None:
    """The instant of a local time on a day; microseconds UTC.

    A time that the clocks leap over comes at the first instant after the leap, one that comes twice comes the first
    time. None where the clocks leap over the whole day, as on Samoa's 30 December 2011.
    """
    wanted = datetime.combine(day, at)
    # PEP 495: the two readings of a time differ at a change of offset alone. Those of a time that is left out are not
    # in order, and the change lies between them.
    earlier, later = (wanted.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if earlier <= later:
        return _microseconds(earlier)
    leap = _change_between(later, earlier, zone)
    is_all_gone = (leap - timedelta(seconds=1)).astimezone(zone).date() < day < leap.astimezone(zone).date()
    return None if is_all_gone else _microseconds(leap)


def _change_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first instant with the offset that `after` has, to the second: that is how exact the tz database is."""
    new = after.astimezone(zone).utcoffset()
    while (after - before) > timedelta(seconds=1):
        middle = before + timedelta(seconds=int((after - before).total_seconds()) // 2)
        if middle.astimezone(zone).utcoffset() == new:
            after = middle
        else:
            before = middle
    return after


def _microseconds(instant: datetime) -> int:
    return int(instant.timestamp()) * SECOND


def firings(rhythm: Rhythm, zone: ZoneInfo, is_open: IsOpen, first: date, days: int) -> Iterator[Firing]:
    """Every firing of a rhythm on the `days` dates from `first` on."""
    for offset in range(days):
        day = first + offset * ONE_DAY
        if rhythm.comes_on(day) and is_open(day):
            at = instant_of(day, rhythm.at, zone)
            if at is not None:
                yield Firing(day, at)


def first_firing(rhythm: Rhythm, zone: ZoneInfo, is_open: IsOpen, now: int) -> Firing | None:
    """The first firing after `now` (microseconds UTC) of a rhythm that begins now; none within two years."""
    today = local(now, zone).date()
    # The day before: where clocks leap over midnight, yesterday's time may still be to come.
    coming = firings(rhythm, zone, is_open, today - ONE_DAY, FAR)
    return next((firing for firing in coming if firing.at > now), None)


def next_firing(rhythm: Rhythm, zone: ZoneInfo, is_open: IsOpen, filled: date) -> Firing | None:
    """The firing after the slot that was filled last, even if its time is past; none within two years."""
    return next(firings(rhythm, zone, is_open, filled + ONE_DAY, FAR), None)
