"""How many school days in a row somebody has answered something."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
SATURDAY = 5
LONGEST = 366
"""Days that are looked back on."""


@dataclass(frozen=True, slots=True)
class Streak:
    """School days in a row with answers."""

    days: int
    has_today: bool
    """Whether today is one of them; otherwise it still can be, if there is school today."""


def streak_of(answered: Collection[date], today: date, is_open: Callable[[date], bool]) -> Streak:
    """The row of school days that ends today or, where nothing is answered today yet, on the one before.

    A school day is one from Monday to Friday on which the class is at school. Days without school neither break the
    row nor make it longer.
    """
    days, day = 0, today
    for _ in range(LONGEST):
        if day.weekday() < SATURDAY and is_open(day):
            if day in answered:
                days += 1
            elif day != today:
                break
        day -= ONE_DAY
    return Streak(days, has_today=today in answered)
