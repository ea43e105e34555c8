"""What is told of somebody's data, and the rules of how long a class keeps it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, TypeAlias, get_args

from bot.calendar.model import Term

Keeps = Literal["term", "year", "two years"]
KEEPS: tuple[Keeps, ...] = get_args(Keeps)
"""How long after the end of a school year its data is kept."""
SOMEBODY = "somebody who has left"
"""What stands where the name of somebody stood who is forgotten."""
LONG_HOLIDAY = timedelta(days=30)
"""Days without a term from which on a school year is over; at Christmas and Easter there are fewer."""
MOST_OF_A_YEAR = timedelta(days=240)
A_TERM = timedelta(days=90)
MONTH = timedelta(days=28)
"""How long before anything is erased by itself teachers are told."""
_ENDS_OF_TERMS = ((4, 30), (8, 31), (12, 31))
_NO_WORDS = frozenset(("kind", "weight", "style", "address", "value", "how", "show", "data", "at", "room", "media"))
"""What in a view or an answer is not there to be read."""


Count: TypeAlias = tuple[int, str, str]
"""How many there are, and of what: in the singular and in the plural."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What Swot keeps about one person."""

    names: tuple[tuple[str, str, bool], ...]
    """For each of their classes its name, theirs there, and whether it stands on boards."""
    counts: tuple[Count, ...]
    accounts: int
    erased_on: date | None
    """When this class's data of the last school year or this is erased, if nothing is changed."""


# Names


def without_names(told: Any, names: Collection[str]) -> Any:
    """Text, or JSON that was read, in which each of these names is replaced; what is not there to be read stays."""
    longest_first = sorted(filter(None, names), key=len, reverse=True)
    if not longest_first:
        return told
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    return _replaced(told, pattern)


def _replaced(told: Any, pattern: re.Pattern[str]) -> Any:
    match told:
        case str():
            return pattern.sub(SOMEBODY, told)
        case list():
            return [_replaced(each, pattern) for each in told]
        case Mapping():
            return {name: each if name in _NO_WORDS else _replaced(each, pattern) for name, each in told.items()}
    return told


def stands_alone(told: Any, names: Collection[str]) -> bool:
    """Whether one of these names is a whole piece of text of its own somewhere, as in a table or a list of places."""
    match told:
        case str():
            return told.strip() in names
        case list():
            return any(stands_alone(each, names) for each in told)
        case Mapping():
            return any(stands_alone(each, names) for name, each in told.items() if name not in _NO_WORDS)
    return False


# How long


def ends_of_school_years(terms: Iterable[Term], since: date, until: date) -> list[date]:
    """The last days of school years, from one date to before another, in order.

    A school year ends with the last of its terms, after which there is none for a month. Where hardly any are noted, or
    none, it ends on 31 August.
    """
    years: list[list[Term]] = []
    for term in sorted(terms):
        if years and term.first - years[-1][-1].last <= LONG_HOLIDAY:
            years[-1].append(term)
        else:
            years.append([term])
    ends = {year[-1].last for year in years if year[-1].last - year[0].first >= MOST_OF_A_YEAR}
    for year in range(since.year, until.year + 1):
        summer = date(year, 8, 31)
        if not any(-MOST_OF_A_YEAR < end - summer <= LONG_HOLIDAY for end in ends):
            ends.add(summer)
    return sorted(end for end in ends if since <= end < until)


def erased_on(end: date, keeps: Keeps) -> date:
    """The last day on which data of a school year that ends on `end` is kept.

    A term is until 30 April, 31 August or 31 December, whichever comes first after ninety days: from an end in July or
    August, until 31 December.
    """
    soonest = end + A_TERM
    days = [date(year, month, day) for year in (soonest.year, soonest.year + 1) for month, day in _ENDS_OF_TERMS]
    last = min(day for day in days if day >= soonest)
    return last.replace(year=last.year + KEEPS.index(keeps))


def written(day: date) -> str:
    """A date that may be a year away: 31 December 2027."""
    return f"{day.day} {day:%B %Y}"
