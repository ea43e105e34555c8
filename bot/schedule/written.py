"""Times and days as people write them, and as they are told."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, time

from bot.bank.dates import MONTHS
from bot.errors import UserError

NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TIME = re.compile(r"(\d{1,2})(?:\s*[:.h]\s*|(?=\d\d\b))?(\d{2})?\s*(am|pm|noon)?", re.IGNORECASE)
_GROUPS = {"all": "mon-sun", "every day": "mon-sun", "daily": "mon-sun", "weekdays": "mon-fri", "weekends": "sat-sun"}
_HALF_A_DAY = 12


def read_time(written: str) -> time:
    """A time of day: 08:30, 8.30, 0830, 8:30 pm. Raises `UserError`."""
    found = _TIME.fullmatch(written.strip())
    if found:
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
        is_told = found[2] is not None or half
        if half and 1 <= hour <= _HALF_A_DAY:
            hour = hour % _HALF_A_DAY + (_HALF_A_DAY if half in ("pm", "noon") else 0)
        elif half:
            is_told = False
        if is_told and hour <= 23 and minute <= 59:  # noqa: PLR2004 - a day's hours, an hour's minutes
            return time(hour, minute)
    raise UserError(f"“{written[:20]}” is no time of day. Write it as 08:30 or 16:00.")


def read_days(written: str) -> frozenset[int]:
    """Days of the week, Monday 0: mon-fri, mon,wed,fri, sat-mon, weekdays. Raises `UserError`."""
    text = re.sub(r"\s*[-–]\s*", "-", " ".join(written.lower().split()))
    found: set[int] = set()
    for part in re.split(r"\s*[,;&/+]\s*|\s+and\s+|(?<!every)\s+(?!day)", _GROUPS.get(text, text)):
        ends = [_day(end, written) for end in part.split("-")]
        if len(ends) > 2:  # noqa: PLR2004 - from and to
            raise _no_days(written)
        first, last = ends[0], ends[-1]
        found.update((first + count) % 7 for count in range((last - first) % 7 + 1))
    return frozenset(found)


def _day(written: str, whole: str) -> int:
    named = [
        at for at, name in enumerate(NAMES) if len(written) > 1 and f"{name.lower()}s".startswith(written.rstrip("."))
    ]
    if len(named) != 1:
        raise _no_days(whole)
    return named[0]


def _no_days(written: str) -> UserError:
    return UserError(f"“{written[:40]}” are no days of the week. Write them as mon-fri, or mon,wed,fri.")


def told_days(weekdays: Collection[int]) -> str:
    """Days of the week in as few words as are clear: every day, Monday to Friday, Tuesday and Thursday."""
    days = sorted(weekdays)
    if len(days) == len(NAMES):
        return "every day"
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:  # noqa: PLR2004 - two are told one by one
        return f"{NAMES[days[0]]} to {NAMES[days[-1]]}"
    names = [NAMES[day] for day in days]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else "no day"


def written_days(weekdays: Collection[int]) -> str:
    """Days of the week as `read_days` takes them: mon-fri, mon,wed."""
    days = sorted(weekdays)
    short = [NAMES[day][:3].lower() for day in days]
    is_run = len(days) > 2 and days[-1] - days[0] == len(days) - 1  # noqa: PLR2004 - as `told_days`
    return f"{short[0]}-{short[-1]}" if is_run else ",".join(short)


def read_day(written: str, today: date) -> date:
    """A day in any usual layout; without its year, the next one to come. Raises `UserError`."""
    from bot.marking.date_reading import read_date  # noqa: PLC0415 - its word lists are read when they are needed

    found = read_date(written)
    try:
        if found is not None and found.month and found.day and found.year and found.precision == "day":
            return date(found.year, found.month, found.day)
        if found is not None and found.month and found.day and found.precision == "day of year":
            years = (today.year, today.year + 1)
            return min(day for day in (date(year, found.month, found.day) for year in years) if day >= today)
    except ValueError:
        pass  # 29 February of a year that has none
    raise UserError(f"“{written[:30]}” is no day. Write it as 19 December 2026 or 2026-12-19.")


def read_days_from_to(written: str, today: date) -> tuple[date, date]:
    """The first and last of days that are written as one, or as two with `to` or a dash between. Raises `UserError`."""
    first, *last = re.split(r"\s+(?:to|until|till|-|–)\s+|\s*–\s*", written.strip(), maxsplit=1)
    begins = read_day(first, today)
    return begins, read_day(last[0], begins) if last else begins


def told_date(day: date) -> str:
    """A date with its day of the week: Monday 30 November."""
    return f"{NAMES[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
