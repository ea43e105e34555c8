"""Mock exams as values, and the rules of their clock: when a sitting ends, what stops it, what is late.

A sitting has a deadline of its own. While its clock stands still, for a rest break or because the teacher paused the
exam, nothing is taken, and the deadline moves on by as long as that lasted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from bot.clock import MINUTE, SECOND

Way: TypeAlias = Literal["own", "together"]
"""Everybody on their own desk and clock, or all at once in a room."""
MockState: TypeAlias = Literal["open", "ended", "released"]
"""Being sat; over, and being marked; its results told."""
How: TypeAlias = Literal["", "self", "time", "ended"]
"""How a sitting came to be handed in: by the learner, by its time, by the teacher who ended the exam."""
Boundaries: TypeAlias = tuple[tuple[str, int], ...]
"""Grades and the least share of all marks for each, in millionths, so that any mark can be met; the highest first."""
WHOLE = 1_000_000
"""All of a paper's marks, as boundaries count them."""

LONGEST_PASSAGE = 3_000
"""Characters of one passage of a written answer: what every platform lets one write."""
MOST_PASSAGES = 12
"""Passages of one answer; more than anybody writes in an hour."""
MOST_EXTENSION = 240
"""Minutes that an exam may be extended by at once."""


@dataclass(frozen=True, slots=True)
class Mock:
    """A paper that is set to a class."""

    id: str
    class_id: str
    room: str
    way: Way
    title: str
    minutes: int
    opens_at: int
    """From when it can be begun; microseconds UTC, as all instants here."""
    closes_at: int
    """Until when; whoever has begun has all their time."""
    grace: int
    """Seconds after their time in which answers are still taken, and are called late."""
    everyone: bool
    """Whether everybody in the class may sit it."""
    set_by: str
    set_at: int
    state: MockState = "open"
    paused_at: int = 0
    """Since when it is paused; 0: it is not."""
    position: int = 0
    """Together: the question that is open; 0: none yet."""
    question_ends_at: int = 0
    boundaries: Boundaries = ()
    ended_at: int = 0
    released_at: int = 0

    def can_be_begun(self, at: int) -> bool:
        """Whether somebody may begin then."""
        return self.state == "open" and self.opens_at <= at < self.closes_at


@dataclass(frozen=True, slots=True)
class Sitting:
    """One learner's attempt."""

    id: str
    mock_id: str
    person: str
    seed: str
    began_at: int
    ends_at: int
    """Its deadline, if its clock runs from now on."""
    extra: int = 0
    """Per cent of extra time."""
    may_rest: bool = False
    resting: bool = False
    stopped_at: int = 0
    """Since when its clock stands still; 0: it runs."""
    flags: frozenset[int] = frozenset()
    """Positions in the paper."""
    page: int = 0
    """The last page that was open, in the learner's own order; 0: the contents."""
    state: Literal["open", "handed in"] = "open"
    handed_at: int = 0
    how: How = ""
    desk: str = ""
    """The outbox's key of its message there."""
    turn: int = 0
    """How often it was moved to a new one."""

    @property
    def session(self) -> str:
        """What its responses are filed under."""
        return f"sitting:{self.id}"

    def left(self, at: int) -> int:
        """How much of its time is left, in microseconds; never less than none."""
        return max(0, self.ends_at - (self.stopped_at or at))


def allowed(minutes: int, extra: int) -> int:
    """The time for a paper with so many per cent of extra time; microseconds."""
    return minutes * MINUTE * (100 + extra) // 100


def is_over(mock: Mock, sitting: Sitting, at: int) -> bool:
    """Whether its time, and what is allowed after it, has run out."""
    return not sitting.stopped_at and at >= sitting.ends_at + mock.grace * SECOND


def is_late(sitting: Sitting, at: int) -> bool:
    """Whether what comes then comes after its time."""
    return not sitting.stopped_at and at >= sitting.ends_at


def stopped(sitting: Sitting, at: int, *, resting: bool = False) -> Sitting:
    """The sitting with its clock standing still from then on, or since when it does so already."""
    return replace(sitting, stopped_at=sitting.stopped_at or at, resting=resting or sitting.resting)


def running(sitting: Sitting, at: int) -> Sitting:
    """The sitting with its clock running again: it ends later by as long as it stood still."""
    if not sitting.stopped_at:
        return replace(sitting, resting=False)
    stood = max(0, at - sitting.stopped_at)
    return replace(sitting, resting=False, stopped_at=0, ends_at=sitting.ends_at + stood)


def rested(mock: Mock, sitting: Sitting, at: int) -> Sitting:
    """The sitting once its rest break is over: while the exam is paused its clock still stands."""
    return replace(sitting, resting=False) if mock.paused_at else running(sitting, at)


def resumed(sitting: Sitting, at: int) -> Sitting:
    """The sitting once the exam is paused no more: in a rest break its clock still stands."""
    return sitting if sitting.resting else running(sitting, at)


def extended(sitting: Sitting, minutes: int) -> Sitting:
    """The sitting with so many more minutes; its own extra time applies to them as to all others."""
    return replace(sitting, ends_at=sitting.ends_at + allowed(minutes, sitting.extra))


def handed_in(sitting: Sitting, at: int, how: How) -> Sitting:
    """The sitting once nothing more is taken; its clock has stopped for good."""
    return replace(sitting, state="handed in", handed_at=at, how=how, resting=False, stopped_at=0)


def grade_of(boundaries: Boundaries, earned: int, most: int) -> str:
    """The grade for `earned` of `most` hundredths; U where it is below every boundary, none where there are none."""
    if not boundaries:
        return ""
    return next((grade for grade, least in boundaries if earned * WHOLE >= least * most), "U")


def lengthened(seconds: int, extras: Sequence[int]) -> int:
    """Seconds for everybody together, by the largest extra time among them, so that nobody is shown."""
    return -(-seconds * (100 + max(extras, default=0)) // 100)
