"""Times and days as people write them, and as they are told."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, time, timedelta

from bot.bank.dates import MONTHS
from bot.chat import listed
from bot.errors import UserError

NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TIME = re.compile(r"(\d{1,2})(?:\s*[:.h]\s*|(?=\d\d\b))?(\d{2})?\s*(am|pm|noon)?", re.IGNORECASE)
_GROUPS = {"all": "mon-sun", "every day": "mon-sun", "daily": "mon-sun", "weekdays": "mon-fri", "weekends": "sat-sun"}
_HALF_A_DAY = 12
_HOURS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SPOKEN = re.compile(
    rf"(?:(?P<part>half past|half|(?:a )?quarter (?:past|to)) )?(?P<hour>{'|'.join(_HOURS)})(?: o['’]?clock)?"
)
_FIRST_BEFORE_NOON = 7
_A_RANGE = re.compile(r"\s+(?:to|until|till|-|–)\s+|\s*–\s*")
_ONE_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s*[-–]\s*(\d{1,2}(?:st|nd|rd|th)?)\s+([a-z]+\.?(?:\s+\d{2,4})?)")
_ONE_MONTH_FIRST = re.compile(r"([a-z]+\.?)\s+(\d{1,2})\s*[-–]\s*(\d{1,2})(,?\s+\d{4})?")
_CENTURY = 2000
_YEARS_OFF = 3
"""Years from now within which a class notes days."""
_JUST_PASSED = 60
"""Days after which a day without its year is rather meant to be the next one."""


def read_time(written: str) -> time:
    """A time of day: 08:30, 8.30, 0830, 8:30 pm, half past eight. Raises `UserError`."""
    text = " ".join(written.lower().split())
    if (spoken := _spoken_time(text)) is not None:
        return spoken
    found = _TIME.fullmatch(text)
    if found:
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3] or ""
        is_told = found[2] is not None or half
        if half and 1 <= hour <= _HALF_A_DAY:
            hour = hour % _HALF_A_DAY + (_HALF_A_DAY if half in ("pm", "noon") else 0)
        elif half:
            is_told = False
        if is_told and hour <= 23 and minute <= 59:  # noqa: PLR2004 - a day's hours, an hour's minutes
            return time(hour, minute)
    raise UserError(f"“{written[:20]}” is no time of day. Write it as 08:30 or 16:00.")


def _spoken_time(text: str) -> time | None:
    """A time in words; what could be either half of the day is the one with school in it."""
    if text in ("noon", "midday"):
        return time(_HALF_A_DAY)
    found = _SPOKEN.fullmatch(text)
    if not found:
        return None
    hour = _HOURS.index(found["hour"]) + 1
    # Seven to twelve are before noon, one to six after it.
    hour += _HALF_A_DAY if hour < _FIRST_BEFORE_NOON else 0
    minutes = {"half past": 30, "half": 30, "quarter past": 15, "a quarter past": 15}.get(found["part"] or "", 0)
    if (found["part"] or "").endswith("to"):
        return time(hour - 1, 45)
    return time(hour, minutes)


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
    return listed(names) if names else "no day"


def read_day(written: str, today: date) -> date:
    """A day in any usual layout; without its year, the next one to come. Raises `UserError`."""
    month, day, year = _read_date(written, today)
    if year:
        return date(year, month, day)
    coming = _next(month, day, today)
    if coming is None:
        raise _no_day(written)
    passed = next(
        (there for there in (_on(today.year, month, day), _on(today.year - 1, month, day)) if there and there < today),
        None,
    )
    if passed and (today - passed).days <= _JUST_PASSED:
        raise UserError(f"{told_date(passed)} has passed. Write {coming.year} after it if you mean the next one.")
    return coming


def read_days_from_to(written: str, today: date, last: str | None = None) -> tuple[date, date]:
    """The first and last of days that are written as one, or as two with `to` or a dash between. Raises `UserError`.

    Without years they are the days that are on now, or else the next ones.
    """
    text = re.sub(r"^(?:from|between)\s+", "", " ".join(written.lower().split()))
    text = _ONE_MONTH.sub(r"\1 \3 to \2 \3", _ONE_MONTH_FIRST.sub(r"\2 \1\4 to \3 \1\4", text))
    first, *rest = _A_RANGE.split(text, maxsplit=1)
    ends = last or (rest[0] if rest else None)
    if ends is None:
        day = read_day(first, today)
        return day, day
    (month, day_of_month, year), (last_month, last_day, last_year) = _read_date(first, today), _read_date(ends, today)
    if year:
        begins = _on(year, month, day_of_month)
        ending = _on(last_year, last_month, last_day) if last_year else begins and _next(last_month, last_day, begins)
    elif last_year:
        ending = _on(last_year, last_month, last_day)
        begins = ending and _last_before(month, day_of_month, ending)
    else:
        # The days that end next: they may have begun.
        ending = _next(last_month, last_day, today)
        begins = ending and _last_before(month, day_of_month, ending)
    if not begins or not ending:
        raise _no_day(written)
    return begins, ending


def _last_before(month: int, day: int, until: date) -> date | None:
    """The last such day, that one included."""
    found = (_on(until.year, month, day), _on(until.year - 1, month, day))
    return max((there for there in found if there and there <= until), default=None)


def _read_date(written: str, today: date) -> tuple[int, int, int]:
    """Month, day and year of a day, year 0 where none is written. Raises `UserError`."""
    from bot.marking.date_reading import read_date  # noqa: PLC0415 - its word lists are read when they are needed

    text = " ".join(written.lower().split())
    if (named := _named_day(text, today)) is not None:
        return named.month, named.day, named.year
    found = read_date(text)
    if found is None or not (found.month and found.day) or found.precision not in ("day", "day of year"):
        raise _no_day(written)
    year = found.year if found.precision == "day" else 0
    year = year + _CENTURY if year and 0 < year < 100 else year or 0  # noqa: PLR2004 - two digits
    if year and abs(year - today.year) > _YEARS_OFF:
        raise UserError(f"{year} is too far off. Write a day of these years, such as 19 December {today.year}.")
    if year and _on(year, found.month, found.day) is None:
        raise _no_day(written)
    return found.month, found.day, year


def _named_day(text: str, today: date) -> date | None:
    """A day that is written by its name: today, tomorrow, Friday, next Friday."""
    if text in ("today", "tomorrow"):
        return today + timedelta(days=text == "tomorrow")
    name = re.sub(r"^(?:on|this|next)\s+", "", text)
    short = name.removesuffix(".")
    named = [at for at, day in enumerate(NAMES) if len(short) > 2 and day.lower().startswith(short)]  # noqa: PLR2004 - Thu
    return today + timedelta(days=(named[0] - today.weekday() - 1) % 7 + 1) if named else None


def _on(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None  # 29 February of a year that has none


def _next(month: int, day: int, since: date) -> date | None:
    """The next such day, that one included; none where neither this year nor the next has it."""
    found = (_on(since.year, month, day), _on(since.year + 1, month, day))
    return min((there for there in found if there and there >= since), default=None)


def _no_day(written: str) -> UserError:
    return UserError(f"“{written[:30]}” is no day. Write it as 19 December 2026 or 2026-12-19.")


def told_date(day: date) -> str:
    """A date with its day of the week: Monday 30 November."""
    return f"{NAMES[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
