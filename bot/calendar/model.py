"""A school's calendar: on which dates a class is at school, and what it works towards."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

LONGEST = 350
"""Days of a holiday or a term: more of them are two dates that were taken for each other."""


LONGEST_HOLIDAY = 125
"""Days of a holiday that is noted by hand."""


@dataclass(frozen=True, slots=True, order=True)
class Closure:
    """Local dates on which a class is not at school, both included."""

    first: date
    last: date
    name: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """Local dates within which a class is at school, both included."""

    first: date
    last: date
    name: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Exam:
    """A local date that a class works towards."""

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class SchoolDays:
    """What decides on which dates a class is at school."""

    closures: tuple[Closure, ...]
    terms: tuple[Term, ...]
    """A class that has none is at school all year."""
    public: Callable[[int], Container[date]]
    """The public holidays of a year."""

    def is_open(self, day: date) -> bool:
        """Whether the class is at school on a date: not in its holidays, and in a term, where it has any."""
        # Asked for two years of dates in a row, mostly of closed ones: loops cost a third of `any`.
        for closure in self.closures:
            if closure.first <= day <= closure.last:
                return False
        if day in self.public(day.year):
            return False
        for term in self.terms:
            if term.first <= day <= term.last:
                return True
        return not self.terms


@dataclass(frozen=True, slots=True)
class Calendar:
    """What timed posts of a class keep to."""

    zone: ZoneInfo
    is_open: Callable[[date], bool]
    """Whether the class is at school on a date."""
    catch_up: int
    """How late a post still comes; microseconds."""
    repeats: bool
    """Whether a post is repeated of which nobody knows if it arrived."""


def is_sound(first: date, last: date, longest: int = LONGEST) -> bool:
    """Whether a holiday or a term can be from one date to the other: it ends after it begins, and soon enough."""
    return 0 <= (last - first).days <= longest
