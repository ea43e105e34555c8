"""The words of dates: months, also misspelt by one slip, weekdays, seasons, years spelt out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from bot.marking.number_words import ORDINAL_WORDS, WORDS, ordinal_words, read_tokens

_MONTHS = "january february march april may june july august september october november december"
_MONTH_NAMES = {name: number for number, name in enumerate(_MONTHS.split(), 1)}
MONTHS = {
    **_MONTH_NAMES,
    **{name[:3]: number for name, number in _MONTH_NAMES.items()},
    "sept": 9, "janu": 1, "febr": 2, "novem": 11, "decem": 12, "octob": 10, "septem": 9,
}  # fmt: skip
"""The months' names and their abbreviations."""
_LONG_NAMES = tuple(name for name in _MONTH_NAMES if len(name) > len("july"))
_SHORTEST_SLIP = 5
"""Letters from which a slip leaves no doubt about which month is meant."""
_DAYS = "monday tuesday wednesday thursday friday saturday sunday"
_WEEKDAYS = frozenset(
    {*_DAYS.split(), *(day[:3] for day in _DAYS.split()), "tues", "weds", "wednes", "thur", "thurs", "wensday"}
)
_FILLERS = frozenset(
    ("in", "on", "the", "of", "year", "years", "day", "during", "at", "sometime", "st", "nd", "rd", "th")
)
PASSED_OVER = _WEEKDAYS | _FILLERS
"""Words that say nothing about which date is meant."""
CIRCA = frozenset(
    ("c", "ca", "circa", "about", "around", "approximately", "approx", "roughly", "probably", "perhaps", "maybe")
)
ERAS = {"ad": "AD", "ce": "AD", "bc": "BC", "bce": "BC"}
PARTS = {
    "early": "early", "beginning": "early", "start": "early", "mid": "middle", "middle": "middle", "late": "late",
    "end": "late", "spring": "spring", "summer": "summer", "autumn": "autumn", "fall": "autumn", "winter": "winter",
}  # fmt: skip
"""Words for a part of a year, a month, a decade or a century."""
SEASONS = {"spring": (3, 4, 5), "summer": (6, 7, 8), "autumn": (9, 10, 11), "winter": (12, 1, 2)}
"""The months of each season, north of the equator."""
CENTURIES = frozenset(("century", "centuries", "cent", "c", "centry", "centruy"))
_TEN_NAMES = "tens twenties thirties forties fifties sixties seventies eighties nineties"
DECADES = {
    **{name: 10 * tens for tens, name in enumerate(_TEN_NAMES.split(), 1)}, "fourties": 40, "thirtys": 30,
    "twentys": 20, "ninties": 90, "noughties": 2000,
}  # fmt: skip
NUMBERS = (WORDS | ORDINAL_WORDS | {"hundreds", "oh", "o"} | frozenset(DECADES)) - {"a", "an", "of", "point", "half"}
"""Every word that a day, a year, a decade or a century may be spelt with."""
VOCABULARY = frozenset({*MONTHS, *PASSED_OVER, *CIRCA, *ERAS, *PARTS, *CENTURIES, *NUMBERS, "first", "second", "half"})
"""Every word that a date without a figure may start with."""
_FEWEST_PAIRED = 10
"""Both halves of nineteen twenty-nine have two digits."""


@lru_cache(maxsize=2048)
def month_of(word: str) -> int | None:
    """The month that a word in small letters names, or misses by one slip where no other is as near."""
    if word in MONTHS:
        return MONTHS[word]
    if len(word) < _SHORTEST_SLIP:
        return None
    near = [name for name in _LONG_NAMES if DamerauLevenshtein.distance(word, name, score_cutoff=1) <= 1]
    return MONTHS[near[0]] if len(near) == 1 else None


def spelt_numbers(words: Sequence[str]) -> list[tuple[int, bool]] | None:
    """The numbers in a run of words, each with whether it is an ordinal: third nineteen eighteen is a 3rd and 1918."""
    found: list[tuple[int, bool]] = []
    start = 0
    for place, word in enumerate(words):
        if word in ORDINAL_WORDS:
            ordinal = ordinal_words(" ".join(words[start : place + 1]))
            if ordinal is None:
                return None
            found.append((ordinal, True))
            start = place + 1
    rest = _cardinals(words[start:])
    return None if rest is None else [*found, *((number, False) for number in rest)]


def spelt_decade(words: Sequence[str]) -> tuple[int, bool] | None:
    """The first year of a decade in words, and whether its century was left out: nineteen thirties, thirties."""
    decade = DECADES.get(words[-1])
    if decade is None:
        return None
    before = _cardinals([word for word in words[:-1] if word != "and"])
    if before is None or len(before) > 1 or (before and decade >= 100):  # noqa: PLR2004
        return None
    return (before[0] * 100 + decade, False) if before else (decade, decade < 100)  # noqa: PLR2004


def _cardinals(words: Sequence[str]) -> list[int] | None:
    """The numbers in a run of words without ordinals, pairs of two digits joined to years."""
    found: list[int] = []
    at = 0
    while at < len(words):
        if words[at] in {"oh", "o", "nought"} and found and at + 1 < len(words):
            at, paired = at + 1, True
        else:
            paired = False
        read = read_tokens(words[at:])
        if read is None or read[0].denominator > 1 or read[0] < 0:
            return None
        number, at = int(read[0]), at + read[1]
        paired = paired or number >= _FEWEST_PAIRED
        if found and paired and _FEWEST_PAIRED <= found[-1] < 100 and number < 100:  # noqa: PLR2004
            found[-1] = found[-1] * 100 + number
        else:
            found.append(number)
    return found
