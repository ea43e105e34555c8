"""Dates and years as people type them, read as exactly as they are given.

Where figures stand for both day and month, the day comes first, as in Britain, unless it can't.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal, cast

from bot.marking.date_words import (
    CENTURIES,
    CIRCA,
    DECADES,
    ERAS,
    NUMBERS,
    PARTS,
    PASSED_OVER,
    VOCABULARY,
    month_of,
    spelt_decade,
    spelt_numbers,
)
from bot.marking.numbers import read_roman
from bot.marking.tidying import LONGEST, tidy

Precision = Literal["day", "month", "year", "decade", "century", "day of year", "month of year"]
Era = Literal["", "AD", "BC"]
Part = Literal["", "early", "middle", "late", "spring", "summer", "autumn", "winter"]


@dataclass(frozen=True, slots=True)
class Date:
    """A date, as exactly as it was given.

    `year` counts from one in either era; of a decade or a century it is the first as it is counted (1930, 1901; 500 for
    the fifth century BC). `short_year` says that the century was left out: 18 for 1918, 30 for the thirties. `era` is
    empty where it was not said. `ambiguous` says that an American would read another date.
    """

    year: int | None
    month: int | None = None
    day: int | None = None
    precision: Precision = "year"
    era: Era = ""
    part: Part = ""
    circa: bool = False
    short_year: bool = False
    ambiguous: bool = False


_LAST_YEAR = 9999
_CENTURY = 100
_MONTHS = 12
_LAST_JULIAN_YEAR = 1918
"""Until then Russia kept the Julian calendar, in which 1900 was a leap year."""
_DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_WHOLE_YEAR = 3
"""Digits from which a year's century is said."""
_SHORT = 2
"""Digits of a year whose century was left out."""
_DAY_AND_YEAR = 2
_LONGEST_FIGURE = 4
_FEBRUARY = 2
_NOUGHTIES = 2000
"""The 1900s are a century to most people, and the 2000s a decade."""
_YEAR = re.compile(r"[1-9]\d{3}")
_NEGATIVE = re.compile(r"\s*[-−](\d{1,5})\s*")
_DAY_AND_MONTH = re.compile(r"\s*(\d{1,2})\.\s?(\d{1,2})\.\s*")
"""25.12. is a day; without the last point it is a decimal."""
_DIGIT = re.compile(r"\d")
_MONTHS_START = frozenset("jfmasond")
_FIRST_WORD = re.compile(r"[\s\"'“‘(*_~]*(?:(?:the|in|on|of|at)\s+)*([A-Za-z]+)", re.IGNORECASE)
_DOTTED_ERA = re.compile(r"\b([abc])\.\s?([dce])\.?(?:\s?(e)\b\.?)?(?!\w)")
_HALF = re.compile(r"\b(?:(first|1st)|second|2nd|latter)\s+half\b")
_SPACED = re.compile(r"(?<=\d)(?:(\.)\s+|\s*(/)\s*)(?=\d)")
_GROUPED_YEAR = re.compile(r"\b(\d{1,2}),(\d{3})(?=\s*(?:bce?|ad|ce)\b)")
_PIECE = re.compile(
    r"""[\s,.\-()]*(?:/(?=\s*[a-z])|(?<=[a-z])\s*/)?[\s,.\-()]*(?:
        (?P<figures>\d{1,4}(?:[./-]\d{1,4}){1,2})(?![./-]?\d|[a-z])
      | c(?P<named_century>\d{1,2})(?:st|nd|rd|th)?(?![\da-z])
      | '?(?P<decade>\d{1,3}0)'?s\b
      | (?P<ordinal>\d{1,2})\s?(?:st|nd|rd|th)(?![a-z])
      | '(?P<short>\d\d)(?!\d)
      | (?P<number>\d{1,5})(?![\d./]*\d)
      | (?P<circa>~)
      | (?P<word>[a-z]+)
    )(?:[\s,.)"]|'(?!\d))*""",
    re.VERBOSE,
)
_BETWEEN_FIGURES = re.compile(r"([./-])")


@dataclass(slots=True)
class _Pieces:
    """What was found in a text, each in its order."""

    figures: list[str] = field(default_factory=list)
    months: list[int] = field(default_factory=list)
    numbers: list[_Figure] = field(default_factory=list)
    decades: list[tuple[int, bool]] = field(default_factory=list)
    centuries: int = 0
    eras: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    circa: bool = False
    run: list[str] = field(default_factory=list)
    month_at: int = 0


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number in a date, how many digits it was written with, and what is known of it."""

    value: int
    digits: int
    ordinal: bool = False
    short: bool = False


def read_date(text: str) -> Date | None:
    """The date that the whole text is, in the British reading; nothing for any other text and for impossible dates."""
    found = readings(text)
    return found[0] if found else None


def readings(text: str) -> tuple[Date, ...]:
    """Every date that the whole text may be, the British reading first: 3/4/1918 is in April, and in March."""
    if _YEAR.fullmatch(text):
        return (Date(int(text)),)
    if len(text) > LONGEST or not may_be_date(text):
        return ()
    if negative := _NEGATIVE.fullmatch(text):
        return (Date(int(negative[1]), era="BC"),) if int(negative[1]) else ()
    if dotted := _DAY_AND_MONTH.fullmatch(text):
        date = Date(None, int(dotted[2]), int(dotted[1]), precision="day of year")
        return (date,) if _is_possible(date, "") else ()
    pieces = _pieces(_prepared(text))
    if pieces is None or len(pieces.eras) > 1 or len(pieces.parts) > 1 or len(pieces.months) > 1:
        return ()
    era = cast("Era", ERAS[pieces.eras[0]]) if pieces.eras else ""
    part = cast("Part", PARTS[pieces.parts[0]]) if pieces.parts else ""
    found = [date for date in _assembled(pieces, era, part) if _is_possible(date, era)]
    if era or part or pieces.circa:
        found = [replace(date, era=era, part=part, circa=pieces.circa) for date in found]
    if len(found) > 1 and found[0].precision in {"day", "day of year"} and found[1].precision == found[0].precision:
        found[0] = replace(found[0], ambiguous=True)
    return tuple(found)


def may_be_date(text: str) -> bool:
    """Whether there is a figure in the text, or it starts with a word of dates; a look that lets no date pass by."""
    if _DIGIT.search(text):
        return True
    word = _FIRST_WORD.match(text)
    if word is None:
        return False
    first = word[1].lower()
    return first in VOCABULARY or (first[0] in _MONTHS_START and month_of(first) is not None) or bool(read_roman(first))


def _prepared(text: str) -> str:
    """The text in small letters, figures of one date together: 3. 3. 1918 and 3 / 3 / 1918 without spaces."""
    words = tidy(text).lower().strip('"“”*_`.!?; ').replace(" - ", "-" if _DIGIT.match(text) else " - ")
    if "." in words:
        words = _DOTTED_ERA.sub(lambda found: found[1] + found[2] + (found[3] or ""), words)
    if "half" in words:
        words = _HALF.sub(lambda found: "early" if found[1] else "late", words)
    if "," in words:
        words = _GROUPED_YEAR.sub(r"\1\2", words)
    return _SPACED.sub(lambda found: found[1] or found[2], words) if "." in words or "/" in words else words


def _pieces(text: str) -> _Pieces | None:
    """The text in pieces; nothing where anything in it has no place in a date."""
    found = _Pieces()
    place = 0
    while place < len(text):
        piece = _PIECE.match(text, place)
        if piece is None or not _sort(found, piece):
            return None
        place = piece.end()
    return found if _finish_run(found) else None


def _sort(found: _Pieces, piece: re.Match[str]) -> bool:
    """Put one piece where it belongs; whether there is a place for it."""
    word = piece["word"]
    if word in NUMBERS:
        found.run.append(word)
        return True
    if not _finish_run(found):
        return False
    if word:
        return _sort_word(found, word)
    if piece["figures"]:
        found.figures.append(piece["figures"])
    elif piece["named_century"]:
        found.numbers.append(_Figure(int(piece["named_century"]), 2, ordinal=True))
        found.centuries += 1
    elif piece["decade"]:
        found.decades.append((int(piece["decade"]), len(piece["decade"]) < _WHOLE_YEAR))
    elif piece["circa"]:
        found.circa = True
    else:
        digits = piece["ordinal"] or piece["short"] or piece["number"]
        figure = _Figure(int(digits), len(digits), ordinal=bool(piece["ordinal"]), short=bool(piece["short"]))
        found.numbers.append(figure)
    return True


def _sort_word(found: _Pieces, word: str) -> bool:
    """Put a word where it belongs, unless it is one that dates do not have."""
    if word in CENTURIES and found.numbers and found.numbers[-1].ordinal:
        found.centuries += 1
    elif word in CIRCA:
        found.circa = True
    elif word in PASSED_OVER:
        return True
    elif word in ERAS:
        found.eras.append(word)
    elif word in PARTS:
        found.parts.append(word)
    elif month := month_of(word):
        found.months.append(month)
        found.month_at = len(found.numbers)
    elif roman := read_roman(word):
        # Only a century is counted in Roman numerals: XIX century.
        found.numbers.append(_Figure(roman, 0, ordinal=True))
    else:
        return False
    return True


def _finish_run(found: _Pieces) -> bool:
    """Read the number words that have come together; whether they are numbers of a date."""
    words, found.run = found.run, []
    if not words:
        return True
    if words[-1] in DECADES:
        decade = spelt_decade(words)
        found.decades.extend([decade] if decade else [])
        return decade is not None
    if words[-1] == "hundreds":
        counted = spelt_numbers(words[:-1])
        found.decades.extend([(counted[0][0] * _CENTURY, False)] if counted and len(counted) == 1 else [])
        return counted is not None and len(counted) == 1
    numbers = spelt_numbers(words)
    found.numbers.extend(_Figure(value, len(str(value)), ordinal) for value, ordinal in numbers or [])
    return numbers is not None


def _assembled(pieces: _Pieces, era: Era, part: Part) -> Iterator[Date]:
    """The dates that the pieces make, the likelier first."""
    if pieces.figures:
        if len(pieces.figures) == 1 and not (pieces.months or pieces.numbers or pieces.decades or pieces.centuries):
            yield from _in_figures(pieces.figures[0])
    elif pieces.decades:
        if len(pieces.decades) == 1 and not (pieces.months or pieces.numbers or pieces.centuries):
            year, short = pieces.decades[0]
            long = year % _CENTURY == 0 and not short
            yield Date(year, precision="century" if long and year != _NOUGHTIES else "decade", short_year=short)
    elif pieces.centuries:
        if pieces.centuries == 1 and len(pieces.numbers) == 1 and not pieces.months and pieces.numbers[0].ordinal:
            number = pieces.numbers[0].value
            yield Date(number * _CENTURY if era == "BC" else (number - 1) * _CENTURY + 1, precision="century")
    elif pieces.months:
        yield from _with_month(pieces, era)
    elif len(pieces.numbers) == 1 and (figure := pieces.numbers[0]) and not figure.ordinal:
        spoken = figure.digits >= _WHOLE_YEAR or era
        if (
            (figure.value or figure.short)
            and (spoken or figure.short or figure.digits == _SHORT)
            and not (part and not spoken)
        ):
            yield Date(figure.value, short_year=not spoken)


def _with_month(pieces: _Pieces, era: Era) -> Iterator[Date]:
    """Dates with a month in words, and up to two numbers: a day, a year, or both."""
    month = pieces.months[0]
    if not pieces.numbers:
        yield Date(None, month, precision="month of year")
    elif len(pieces.numbers) == 1:
        figure = pieces.numbers[0]
        if figure.digits >= _WHOLE_YEAR or figure.short or (era and not figure.ordinal):
            yield Date(figure.value, month, precision="month", short_year=figure.short)
            return
        yield Date(None, month, figure.value, precision="day of year")
        if not figure.ordinal and pieces.month_at == 0 and figure.digits == _SHORT:
            yield Date(figure.value, month, precision="month", short_year=True)
    elif len(pieces.numbers) == _DAY_AND_YEAR:
        first, last = pieces.numbers
        day, year = (last, first) if first.digits >= _WHOLE_YEAR or first.short or last.ordinal else (first, last)
        whole = year.digits >= _WHOLE_YEAR or bool(era)
        if not year.ordinal and not day.short and day.digits < _WHOLE_YEAR and (whole or year.digits == _SHORT):
            yield Date(year.value, month, day.value, precision="day", short_year=not whole)


def _in_figures(text: str) -> Iterator[Date]:
    """Dates in figures alone: 3.3.1918, 1918-03-03, 03/1918, 25/12."""
    first, separator, *others = _BETWEEN_FIGURES.split(text)
    rest = [other for other in others if other not in {"/", ".", "-"}]
    if len(rest) == 1:
        yield from _two_figures(first, separator, rest[0])
        return
    if others[1] != separator or not all(1 <= len(part) <= _LONGEST_FIGURE for part in (first, *rest)):
        return
    if len(first) >= _WHOLE_YEAR:
        yield Date(int(first), int(rest[0]), int(rest[1]), precision="day")
    elif len(rest[1]) > 1:
        year, short = int(rest[1]), len(rest[1]) < _WHOLE_YEAR
        day, month = int(first), int(rest[0])
        yield Date(year, month, day, precision="day", short_year=short)
        if day != month and (separator != "." or month > _MONTHS):
            yield Date(year, day, month, precision="day", short_year=short)


def _two_figures(first: str, separator: str, last: str) -> Iterator[Date]:
    """Month and year, or day and month."""
    one, other = int(first), int(last)
    if len(first) >= _WHOLE_YEAR or len(last) >= _WHOLE_YEAR:
        year, month = (one, other) if len(first) >= _WHOLE_YEAR else (other, one)
        if min(len(first), len(last)) < _WHOLE_YEAR and max(len(first), len(last)) > _WHOLE_YEAR:
            yield Date(year, month, precision="month")
    elif separator == "/":
        yield Date(None, other, one, precision="day of year")
        if other > _MONTHS and len(last) == _SHORT:
            yield Date(other, one, precision="month", short_year=True)
        if one != other:
            yield Date(None, one, other, precision="day of year")


def _is_possible(date: Date, era: Era) -> bool:
    """Whether there was such a day; years from 1 to 9999, earlier ones before Christ."""
    if date.year is not None and not 1 <= date.year <= (_LAST_YEAR * 10 if era == "BC" else _LAST_YEAR):
        return date.short_year and date.year == 0
    if date.month is not None and not 1 <= date.month <= _MONTHS:
        return False
    if date.day is None or date.month is None:
        return True
    return 1 <= date.day <= _DAYS_IN_MONTH[date.month - 1] and not (
        date.month == _FEBRUARY and date.day == _DAYS_IN_MONTH[1] and not _may_leap(date)
    )


def _may_leap(date: Date) -> bool:
    """Whether the year may have had a 29 February, in the calendar of some country."""
    year = date.year
    if year is None or year % 4:
        return year is None
    return date.short_year or year <= _LAST_JULIAN_YEAR or year % 100 != 0 or year % 400 == 0
