"""Dates and years in typed answers: how a date agrees with the key, and what it earns."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Literal

from bot.marking.date_reading import Date, may_be_date, read_date, readings
from bot.marking.date_words import SEASONS
from bot.marking.outcome import FULL, Outcome
from bot.marking.tidying import LONGEST, tidy

__all__ = ["Agreement", "Date", "mark_date", "may_be_date", "read_date", "readings", "same_date"]

Agreement = Literal["same", "less exact", "more exact", "other"]
"""How a date agrees with the key: `less exact` where something that the key says is missing."""
_DIGIT = re.compile(r"\d")
_FIGURES = re.compile(r"\d+([./-])\d+\1\d+")
_YEARS_OF_PART = {"early": (0, 4), "middle": (3, 7), "late": (5, 9)}
"""Which tenths of a decade or a century its parts cover; they overlap, because people differ."""
_MONTHS_OF_PART = {"early": (1, 2, 3, 4, 5), "middle": (4, 5, 6, 7, 8, 9), "late": (8, 9, 10, 11, 12), **SEASONS}
_DAYS_OF_PART = {"early": (1, 12), "middle": (8, 23), "late": (18, 31)}
_DECADE, _CENTURY = 10, 100
_SEVERAL = re.compile(r"\s*\b(?:or|and|to|until|till?|not|but|from|between)\b\s*|\s+-\s+|[-;&/]|,\s", re.IGNORECASE)
_OPEN = re.compile(r"(?:before|after|by|since|until|not before|not after|from)\b", re.IGNORECASE)
_SHORT_RANGE = re.compile(r"(\d\d)(\d\d)\s?[-/]\s?(\d\d)")
_OPENING = re.compile(
    r"(?:(?:i think|i believe|i guess|maybe)\s+)?(?:(?:it|that|this|the answer)\s*(?:'s|is|was|happened|began)\s+)?",
    re.IGNORECASE,
)
_ASKS = {
    "year": "Give a year.",
    "month": "Give month and year.",
    "day": "Give day, month and year.",
    "day of year": "Give day and month.",
    "month of year": "Give a month.",
    "decade": "Give a decade.",
    "century": "Give a century.",
}
ONE_DATE = Outcome("prompt", 0, "Give one date.")
DAY_FIRST = Outcome("prompt", 0, "Day first, please: which date is it?")


def same_date(given: Date, key: Date) -> Agreement:
    """How `given` agrees with `key`.

    `more exact` says that it contains more than the key asks for and agrees; `less exact`, that it agrees as far as it
    goes. Circa changes nothing.
    """
    found = (_same_year(given, key), _same_month(given, key), _same_day(given, key), _same_part(given, key))
    for agreement in ("other", "less exact", "more exact"):
        if agreement in found:
            return agreement
    return "same"


def mark_date(given: str, key: str, *, tolerance_years: int = 0) -> Outcome:
    """Mark a date against `key`, in ISO form as exactly as is asked: 1918, 1918-03, 1918-03-03; -0044 is 44 BC.

    A key may also be in words: 44 BC, 1930s, 3 March. Within `tolerance_years` only the year counts. Raises ValueError
    for a key that is no date.
    """
    right = _read_key(key)
    text = given.strip()[: LONGEST + 1]
    opening = _OPENING.match(text)
    found = readings(text[opening.end() :] if opening else text)
    if not found:
        return _unread(text, right)
    if right.precision == "year" and _is_range(text):
        return ONE_DATE
    if tolerance_years and any(_within(date, right, tolerance_years) for date in found[:1]):
        return Outcome("right", FULL)
    agreements = [same_date(date, right) for date in found]
    if agreements[0] in {"same", "more exact"}:
        return Outcome("right", FULL)
    if found[0].ambiguous and agreements[1] in {"same", "more exact"}:
        return DAY_FIRST
    if tolerance_years and found[0].short_year and _near_short(found[0], right, tolerance_years):
        return Outcome("prompt", 0, "Give the year in full.")
    best = next((date for date, agreement in zip(found, agreements, strict=True) if agreement == "less exact"), None)
    return Outcome("prompt", 0, _missing(best, right)) if best else Outcome("wrong", 0)


def iso_date(text: str, *, parts: int) -> str | None:
    """The date that somebody wrote, in ISO form with so many parts (1: the year); nothing where it says fewer."""
    found = read_date(text.strip()[:LONGEST])
    if found is None or found.year is None or found.short_year or found.precision in {"decade", "century"}:
        return None
    figures = (found.month, found.day)[: parts - 1]
    if None in figures:
        return None
    era = "-" if found.era == "BC" else ""
    return era + "-".join((f"{found.year:04d}", *(f"{figure:02d}" for figure in figures)))


@lru_cache(maxsize=4096)
def _read_key(key: str) -> Date:
    """The date that a key says; its year is never short."""
    text = key.strip()
    before_christ = text.startswith("-")
    date = read_date(text[1:] if before_christ else text)
    if date is None:
        raise ValueError(f"no date: {key!r}")
    short = date.short_year and date.precision == "decade"
    return replace(date, era="BC" if before_christ else date.era, short_year=short, ambiguous=False)


def _same_year(given: Date, key: Date) -> Agreement:
    """How the years agree, be they years, decades or centuries."""
    if given.year is None or key.year is None:
        return "same" if given.year == key.year else "less exact" if given.year is None else "more exact"
    if (given.era == "BC") != (key.era == "BC") and given.era:
        return "other"
    if given.short_year or key.short_year:
        return _same_short_year(given, given.year, key, key.year)
    one, other = _span(given if given.era or not key.era else replace(given, era=key.era)), _span(key)
    agreement: Agreement = "other"
    if one == other:
        agreement = "same"
    elif other[0] <= one[0] and one[1] <= other[1]:
        agreement = "more exact"
    elif one[0] <= other[0] and other[1] <= one[1]:
        agreement = "less exact"
    return "less exact" if key.era == "BC" and not given.era and agreement != "other" else agreement


def _same_short_year(given: Date, year: int, key: Date, right: int) -> Agreement:
    """How years agree where a century was left out: '18 for 1918 is less exact, the thirties for the 1930s are not."""
    if given.precision == "century" or key.precision == "century":
        return "less exact" if given.precision in {"century", "year"} else "more exact"
    decades = "decade" in {given.precision, key.precision}
    step = _DECADE if decades else 1
    if year % _CENTURY // step != right % _CENTURY // step:
        return "other"
    if not decades:
        return "same" if year == right and key.era != "BC" else "less exact"
    return "same" if given.precision == key.precision else "less exact" if given.precision == "decade" else "more exact"


def _span(date: Date) -> tuple[int, int]:
    """The first and last year that a date may mean, the year before AD 1 being nought."""
    year = date.year or 0
    length = {"decade": _DECADE, "century": _CENTURY}.get(date.precision, 1)
    first = year
    if date.era == "BC":
        # The 440s BC are counted up from 440, a century BC down to its last year.
        first = 1 - year if date.precision == "century" else 2 - year - length
    if length > 1 and date.part in _YEARS_OF_PART:
        start, end = (tenth * length // 10 for tenth in _YEARS_OF_PART[date.part])
        return first + start, first + end + length // 10 - 1
    # Most people count 1900 to the twentieth century, and the calendar counts it to the nineteenth.
    return first - (date.precision == "century" and year % _CENTURY == 1), first + length - 1


def _same_month(given: Date, key: Date) -> Agreement:
    return _same_figure(given.month, key.month)


def _same_day(given: Date, key: Date) -> Agreement:
    return _same_figure(given.day, key.day)


def _same_figure(given: int | None, key: int | None) -> Agreement:
    if given == key:
        return "same"
    return "less exact" if given is None else "more exact" if key is None else "other"


def _same_part(given: Date, key: Date) -> Agreement:
    """How parts of a year or a month agree with each other, or with the month or day that the other side says."""
    if (
        given.part == key.part
        or "decade" in {given.precision, key.precision}
        or "century" in {given.precision, key.precision}
    ):
        return "same"
    if given.part and key.part:
        return "other"
    named, exact = (given, key) if given.part else (key, given)
    inside = _inside(named, exact)
    if inside is None:
        return "more exact" if given.part else "less exact"
    return "same" if inside else "other"


def _inside(named: Date, exact: Date) -> bool | None:
    """Whether the exact date lies in the named part, if it is exact enough to tell."""
    if named.month is None:
        return None if exact.month is None else exact.month in _MONTHS_OF_PART[named.part]
    if exact.day is None or named.part not in _DAYS_OF_PART:
        return None
    first, last = _DAYS_OF_PART[named.part]
    return first <= exact.day <= last


def _within(given: Date, key: Date, years: int) -> bool:
    """Whether the given year is a single one and no further off than this."""
    if given.year is None or key.year is None or given.short_year or given.precision in {"decade", "century"}:
        return False
    return abs(_span(given)[0] - _span(key)[0]) <= years


def _near_short(given: Date, key: Date, years: int) -> bool:
    """Whether the two digits of a short year are those of a year that is no further off than this."""
    if given.year is None or key.year is None or given.precision == "decade":
        return False
    apart = (given.year - key.year) % _CENTURY
    return min(apart, _CENTURY - apart) <= years


def _missing(given: Date, key: Date) -> str:
    """What to ask for where a date agrees as far as it goes."""
    coarse = given.precision in {"decade", "century"} and key.precision != given.precision
    lacking = (("the day", key.day and not given.day), ("the month", key.month and not given.month))
    missing = [name for name, wanted in lacking if wanted]
    if key.year and (coarse or not given.year):
        missing.append("the decade" if key.precision == "decade" else "the year")
    if missing:
        return f"Give {' and '.join(missing)}{'' if coarse else ' too'}."
    if key.era == "BC" and not given.era:
        return "BC or AD?"
    return "Give the year in full." if given.short_year else "Be more exact."


def _is_range(text: str) -> bool:
    """Whether a text that may be a month in figures is rather two years: 1905-06."""
    found = _SHORT_RANGE.fullmatch(tidy(text))
    return found is not None and found[3] > found[2]


def _unread(text: str, key: Date) -> Outcome:
    """The verdict on what is no date: nothing, two dates, one left open, or words."""
    if not text:
        return Outcome("wrong", 0)
    core = tidy(text[:LONGEST])
    left_open = _OPEN.match(core)
    if left_open and read_date(core[left_open.end() :]):
        return ONE_DATE
    if "(" in core and _DIGIT.search(core):
        # 25 October (7 November) 1917: one day in two calendars.
        return ONE_DATE
    several = [part for part in _SEVERAL.split(core) if part and read_date(part)]
    if len(several) > 1 and not _FIGURES.fullmatch(core):
        return Outcome("wrong", 0)
    return Outcome("prompt", 0, f"That is not a date. {_ASKS[key.precision]}")
