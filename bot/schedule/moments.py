"""A day and a time of day, as people write them together: Fri 16:00, tomorrow."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.errors import UserError
from bot.schedule.model import instant_of
from bot.schedule.written import read_day, read_time

_MOST_WORDS_OF_A_TIME = 3
_COULD_BE_A_YEAR = re.compile(r"(?:19|20)\d\d")
_AN_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\dZ")
_AROUND = " ,;@"
_SMALL = re.compile(r"^(?:(?:at|by|on|due)\b\s*)+|\s*\b(?:at|by|on)$", re.IGNORECASE)


def local_instant(moment: datetime, zone: ZoneInfo) -> int | None:
    """The instant of a local time in a zone, microseconds UTC; none where its day is leapt over."""
    return instant_of(moment.date(), moment.time(), zone)


def read_moment(written: str, now: datetime, otherwise: time) -> tuple[datetime, bool]:
    """The local time (without a zone) that is meant, and whether a time of day was written: Fri 16:00, tomorrow.

    `now` is the local time where the class is, with its zone. An instant that was picked (2026-11-30T16:00Z) is told as
    clocks show it there. A day alone is meant at `otherwise`. Raises `UserError`.
    """
    if _AN_INSTANT.fullmatch(written):
        with suppress(ValueError):
            return datetime.fromisoformat(written).astimezone(now.tzinfo).replace(tzinfo=None), True
    now = now.replace(tzinfo=None)
    text = " ".join(written.replace("T", " ").split() if re.match(r"\d{4}-\d\d-\d\dT", written) else written.split())
    text = _SMALL.sub("", text).strip(_AROUND)
    try:
        return datetime.combine(read_day(text, now.date()), otherwise), False
    except UserError as error:
        no_day = error
    for day, at in _split(text):
        try:
            return datetime.combine(read_day(day, now.date()) if day else _next(at, now), at), True
        except UserError as error:
            no_day = error
    if "is no day" not in str(no_day):
        raise no_day
    raise UserError(f"“{written[:40]}” is no day and time. Write it as Fri 16:00, tomorrow 17:00 or 30 November 17:00.")


def _next(at: time, now: datetime) -> date:
    """The day on which a time comes next."""
    return now.date() if at > now.time() else now.date() + timedelta(days=1)


def _split(text: str) -> list[tuple[str, time]]:
    """The text as a day and a time of day, in either order: every way in which it can be read."""
    words = text.split()
    found = []
    for count in range(min(_MOST_WORDS_OF_A_TIME, len(words)), 0, -1):
        for at, day in ((words[-count:], words[:-count]), (words[:count], words[count:])):
            told = _SMALL.sub("", " ".join(at).strip(_AROUND)).strip(_AROUND)
            if _COULD_BE_A_YEAR.fullmatch(told):
                continue
            try:
                found.append((_SMALL.sub("", " ".join(day).strip(_AROUND)).strip(_AROUND), read_time(told)))
            except UserError:
                continue
    return found
