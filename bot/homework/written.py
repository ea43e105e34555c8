"""When homework is due and who gets it, as people write it, and as it is told."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot.chat import counted
from bot.schedule.written import NAMES, told_date

END_OF_SCHOOL = time(16)
"""When homework is due that has a day and no time."""
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_A_WEEK = 7


def told_due(due: datetime, today: date) -> str:
    """When it is due, in as few words as are clear: Friday 16:00, Friday 11 December 16:00."""
    soon = timedelta() <= due.date() - today < timedelta(days=_A_WEEK)
    return f"{NAMES[due.weekday()] if soon else told_date(due.date())} {due:%H:%M}"


def told_due_in_full(due: datetime) -> str:
    """When it is due, with its date: Friday 4 December, 16:00."""
    return f"{told_date(due.date())}, {due:%H:%M}"


def how_many(count: int, thing: str) -> str:
    """So many things, small numbers in words: ten questions."""
    return (
        f"{_WORDS[count - 1]} {thing}{'' if count == 1 else 's'}" if 0 < count <= len(_WORDS) else counted(count, thing)
    )
