"""Dates as exactly as they are known: a year, a month, a day, or a range of them."""

from __future__ import annotations

import datetime as dt
import re

ISO_DATE = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
"""A year, a month or a day."""
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def days_that_are(date: str) -> str:
    """Refuse a date, or a range of dates, with a month or a day that no calendar has."""
    for part in date.split("/"):
        if re.fullmatch(ISO_DATE, part):
            try:
                dt.date.fromisoformat("-".join([*part.split("-"), "01", "01"][:3]))
            except ValueError:
                raise ValueError(f"no calendar has {part}; correct the date") from None
    return date


def day_of_some_year(day: str) -> str:
    """Refuse a day that never comes."""
    return days_that_are(f"2000-{day}").removeprefix("2000-")


def spoken_date(date: str) -> str:
    """An ISO date or range (`1922-12/1923-01-04`) in words: *December 1922 to 4 January 1923*.

    Anything that is not an ISO date is given back as it stands.
    """

    def one(part: str) -> str:
        match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", part)
        if not match or not 1 <= int(match[2] or 1) <= len(MONTHS):
            return part
        year, month, day = match.groups()
        words = [str(int(day))] if day else []
        if month:
            words.append(MONTHS[int(month) - 1])
        return " ".join([*words, year])

    first, *rest = date.split("/")
    if rest and first[:4] == rest[0][:4] and "-" in first:
        # Within one year, the year is said once.
        return f"{one(first).removesuffix(first[:4]).rstrip()} to {one(rest[0])}"
    return " to ".join(one(part) for part in (first, *rest))
