"""The rules of standings: over which days, by what, and who stands where."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile
from typing import Literal

Window = Literal["week", "half-term", "all"]
By = Literal["points", "improvement", "steadiness"]
Of = Literal["class", "teams"]

ONE_DAY = timedelta(days=1)
SATURDAY = 5
A_WEEK = 5
"""School days of a week: holidays that are no shorter end a half-term."""
LOOKED_BACK = 200
"""Days within which a class has had holidays, if they are noted at all."""
USUALLY = ((1, 1), (2, 20), (4, 15), (6, 1), (9, 1), (11, 1))
"""About when half-terms begin (month, day), for a class that has noted no holidays."""
BEFORE = timedelta(weeks=4)
"""What learners are compared with who have become better: their own weeks before."""
ENOUGH = 10
"""Answers that a share rests on at the least."""


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def half_term_of(today: date, is_open: Callable[[date], bool]) -> date:
    """The first day of the half-term: after the last holidays that took a school week or more.

    Holidays that go on today end the half-term that is told of. Where there were none for long, since nobody notes
    them, half-terms begin when they usually do in Europe. Every day of a half-term has the same first day.
    """
    usual = [date(year, *begins) for year in (today.year, today.year - 1) for begins in reversed(USUALLY)]
    past = [first for first in usual if first <= today]
    alone = next((first for first in past if not _after_holidays(first, is_open, LOOKED_BACK)), past[-1])
    noted = _after_holidays(today, is_open, (today - alone).days + LOOKED_BACK)
    return max(alone, noted) if noted else alone


def _after_holidays(today: date, is_open: Callable[[date], bool], days: int) -> date | None:
    """The first school day after holidays of a school week or more that ended within so many days."""
    day, closed, last = today, 0, today - timedelta(days=days)
    while day > last and _is_free(day, is_open):
        day -= ONE_DAY
    begins = day
    while day > last:
        if not _is_free(day, is_open):
            begins, closed = day, 0
        elif day.weekday() < SATURDAY:
            closed += 1
        if closed >= A_WEEK:
            return begins
        day -= ONE_DAY
    return None


def is_school_day(day: date, is_open: Callable[[date], bool]) -> bool:
    """Whether it is a day from Monday to Friday on which the class is at school."""
    return day.weekday() < SATURDAY and is_open(day)


def _is_free(day: date, is_open: Callable[[date], bool]) -> bool:
    return not is_school_day(day, is_open)


@dataclass(frozen=True, slots=True)
class Share:
    """What a learner earned of what could be earned, both in hundredths of marks."""

    earned: int = 0
    answers: int = 0


def improvement(now: Share, before: Share) -> int | None:
    """By how many hundredths of a mark an answer is worth more now than it was before; none where too little is known.

    Whoever is good already can hardly become better, so it is others who lead here than by points.
    """
    if min(now.answers, before.answers) < ENOUGH:
        return None
    return round(now.earned / now.answers - before.earned / before.answers)


# Days in a row


LONGEST = 366
"""Days that are looked back on."""
MAKES_UP = 10
"""Answers on the next school day that make up for one that was missed."""


@dataclass(frozen=True, slots=True)
class Streak:
    """School days in a row with answers."""

    days: int
    has_today: bool
    """Whether today is one of them; otherwise it still can be, if there is school today."""
    made_up: bool = False
    """Whether one day that was missed is made up for. It can be once in a row."""
    at_stake: int = 0
    """The days of a row after which one school day was missed, which the next can still make up for."""
    saved_today: bool = False
    """Whether today is that next school day."""


def streak_of(answered: Mapping[date, int], today: date, is_open: Callable[[date], bool]) -> Streak:
    """The row of school days that ends today or, where nothing is answered today yet, on the one before.

    `answered` is how much was answered on which day. A school day is one from Monday to Friday on which the class is
    at school. Days without school neither break the row nor make it longer; nor does one school day that was missed,
    once in a row, if ten questions were answered on the next.
    """
    school = [day for day in (today - ONE_DAY * ago for ago in range(LONGEST)) if not _is_free(day, is_open)]
    days, made_up = 0, False
    for place, day in enumerate(school):
        if day in answered:
            days += 1
            continue
        if day == today:
            continue
        following = school[place - 1] if place else None
        if made_up or not _row(answered, school[place + 1 :]):
            break
        if following is None or answered.get(following, 0) < MAKES_UP:
            if following in (None, today):
                at_stake = _row(answered, school[place + 1 :])
                return Streak(days, today in answered, made_up, at_stake, saved_today=following == today)
            break
        made_up = True
    return Streak(days, today in answered, made_up)


def _row(answered: Collection[date], school: Iterable[date]) -> int:
    """How many of these days have answers, until one has none."""
    return sum(1 for _ in takewhile(answered.__contains__, school))
