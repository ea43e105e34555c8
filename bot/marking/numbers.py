"""Numbers as people type them: grouped, with a point or a comma, as fractions, powers, words; ranges and ordinals.

What is read is a whole text that is a number and nothing else. Values are exact.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

from bot.marking.number_words import (
    CONTINUING,
    STARTING,
    WORDS,
    Token,
    Value,
    ordinal_words,
    read_tokens,
)
from bot.marking.tidying import LONGEST, QUALIFYING, Bound, qualified, tidy, trim

_GREATEST_POWER = 400
"""Exponents up to which a power is worked out."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number: its exact value (one half for 50%), and how it was qualified."""

    value: Fraction
    approximately: bool = False
    bound: Bound = ""
    percent: bool = False


class Head(NamedTuple):
    """A number at the head of a text, and the rest of the text.

    `grouped` marks the second reading of 25.000, as it is written on the Continent.
    """

    value: Value
    rest: str
    grouped: bool = False


_FIGURE = re.compile(
    r"""(?P<sign>[-+])?\s?(?:
        (?:(?P<whole>\d+)[ -])?(?P<top>\d+)\s?/\s?(?P<bottom>\d+)(?![\d/]|[.,]\d)
      | (?P<base>\d{1,4})\s?(?:\^|\*\*)\s?(?P<power>[-+]?\d{1,3})(?!\d)
      | (?P<figure>
            [1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?
          | [1-9]\d?(?:,\d{2})+,\d{3}(?:\.\d+)?
          | [1-9]\d{0,2}(?:\.\d{3}){2,}(?:,\d+)?
          | [1-9]\d{0,2}(?:[ ']\d{3})+(?:[.,]\d+)?
          | \d+(?:[.,·]\d+)?
          | [.,·]\d+
        )(?![.,]?\d|\s?(?:\^|\*\*))
        (?:[eE](?P<exponent>[-+]?\d{1,3})(?![\w.])|\s?[x*·]\s?10\s?(?:\^|\*\*)\s?(?P<ten>[-+]?\d{1,3})(?!\d))?
    )""",
    re.VERBOSE,
)
_ONE_GROUP = re.compile(r"[1-9]\d{0,2},\d{3}")
_CONTINENTAL = re.compile(r"[1-9]\d{0,2}\.\d\d0")
_NEXT_WORD = re.compile(r"[\s-]*([A-Za-z]+)")
_SHORT = re.compile(r"\s?(k|mln|mn|m|bln|bn|trn|tn)(?![A-Za-z0-9^])\.?", re.IGNORECASE)
_SHORT_SCALES = {
    "k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9, "bln": 10**9, "tn": 10**12, "trn": 10**12,
}  # fmt: skip
_FIRST = re.compile(r"[\s\"'“”‘’()\[=~<>≈≥≤+\-−–*_]*(?:([\d½⅓⅔¼¾⅐-⅞£$€¥₽]|[.,·]\d)|([A-Za-z]+))")
_STARTS = STARTING | QUALIFYING | {"us", "gbp", "usd", "eur", "rub"}
_GAP = re.compile(r"(?:,\s)?[\s-]*")
_LETTERS = re.compile(r"[A-Za-z]+")
_PERCENT = re.compile(r"\s*(?:%|per\s?cents?\b|pct\b)\.?\s*", re.IGNORECASE)
_ORDINAL = re.compile(r"(?:the\s+)?(\d[\d,]{0,15})\s?(?:st|nd|rd|th|[oa])", re.IGNORECASE)
_ORDINAL_ENDINGS = frozenset(("st", "nd", "rd", "th"))
_ENDING = " \t\r\n.!?;:,\"'“”’)]*_`"
_ROMAN = re.compile(r"(M{0,3})(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_RANGE_START = re.compile(r"(?:from|between)\s+", re.IGNORECASE)
_RANGE_MIDDLE = re.compile(r"\s*-{1,2}\s*|\s+(?:to|until|till?|through|thru|up\ to)\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\s+(?:and|to)\s+|\s*-\s*", re.IGNORECASE)
_SHARED = re.compile(
    r"(.*?)(\s*(?:%|per\s?cent|hundred|thousand|million|billion|trillion|(?<=\d)\s?(?:k|m|mn|bn)))", re.IGNORECASE
)
_YEAR = re.compile(r"[1-9]\d{3}")
_LATER_YEAR = re.compile(r"\d{1,2}")
_LONGEST_SHORT_RANGE = 50
"""Years that a range with a shortened second year may span across a turn of the century."""


def may_be_number(text: str) -> bool:
    """Whether the text starts like a number; a quick look that lets no number pass by."""
    found = _FIRST.match(text)
    return found is not None and (found.lastindex == 1 or found[2].lower() in _STARTS)


def read_number(text: str) -> Number | None:
    """The number that the whole text is, in any usual layout or in English words; nothing for any other text.

    One comma is a decimal comma where it can't group thousands, one point is a decimal point, several of either group.
    """
    if text.isascii() and text.isdigit() and len(text) < LONGEST:
        return Number(Fraction(int(text)))
    if len(text) > LONGEST or not may_be_number(text):
        return None
    core, approximately, bound = qualified(trim(tidy(text)))
    for value, rest, grouped in leading_numbers(core):
        percent = _PERCENT.fullmatch(rest) is not None
        if not grouped and (percent or not rest.strip()):
            return Number(Fraction(value, 100 if percent else 1), approximately, bound, percent)
    return None


def leading_numbers(text: str) -> list[Head]:
    """Every reading of a number at the head of tidy text, the plainest first: 20m is 20 before m, and 20 million."""
    found = _FIGURE.match(text)
    word = _NEXT_WORD.match(text, found.end() if found else 0)
    if word and (word[1].lower() in (CONTINUING if found else STARTING)):
        return _spelt(text)
    value = _value(found) if found else None
    if found is None or value is None:
        return []
    rest = text[found.end() :]
    heads = [Head(value, rest)]
    if short := _SHORT.match(rest):
        heads.append(Head(value * _SHORT_SCALES[short[1].lower()], rest[short.end() :]))
    if found["figure"] and _CONTINENTAL.fullmatch(found["figure"]):
        heads.append(Head(value * 1000, rest, grouped=True))
    return heads


def _spelt(text: str) -> list[Head]:
    """The number in words, or figures and words, at the head of the text."""
    tokens: list[Token] = []
    ends: list[int] = []
    place = 0
    while gap := _GAP.match(text, place):
        word = _LETTERS.match(text, gap.end())
        figure = None if word else _FIGURE.match(text, gap.end())
        token = word[0].lower() if word else _value(figure) if figure else None
        if token is None or (word and token not in WORDS):
            break
        tokens.append(token)
        place = word.end() if word else figure.end() if figure else place
        ends.append(place)
    read = read_tokens(tokens)
    return [Head(read[0], text[ends[read[1] - 1] :])] if read else []


def _value(found: re.Match[str]) -> Value | None:
    """What a figure is worth; nothing where it can't be worked out."""
    sign = -1 if found["sign"] == "-" else 1
    if found["bottom"]:
        bottom = int(found["bottom"])
        return sign * (int(found["whole"] or 0) + Fraction(int(found["top"]), bottom)) if bottom else None
    if found["base"]:
        return _power(int(found["base"]), int(found["power"]), sign)
    figure = found["figure"]
    if not figure.isdigit():
        figure = _ungrouped(figure)
    whole, _, decimals = figure.partition(".")
    value = Fraction(int(whole + decimals), 10 ** len(decimals)) if decimals else int(whole)
    exponent = found["exponent"] or found["ten"]
    return _power(10, int(exponent), sign * value) if exponent else sign * value


def _ungrouped(figure: str) -> str:
    """A figure's digits, with a point where its decimals start."""
    groups = figure.count(",") + figure.count(".") + figure.count("'") + figure.count(" ")
    if groups == 1 and _ONE_GROUP.fullmatch(figure):
        return figure.replace(",", "")
    if groups == 1 and not {" ", "'"} & set(figure):
        return figure.replace(",", ".").replace("·", ".")
    if "·" in figure:
        return figure.replace("·", ".")
    separator = next(sign for sign in figure if not sign.isdigit())
    return figure.replace(separator, "").replace(",", ".")


def _power(base: int, exponent: int, factor: Value) -> Value | None:
    """`factor` times a power, if the exponent is of a size that anyone means."""
    if abs(exponent) > _GREATEST_POWER or (not base and exponent < 0):
        return None
    return Fraction(factor) * Fraction(base) ** exponent


def read_ordinal(text: str, *, roman: bool = False) -> int | None:
    """The place that the whole text names: 21st, twenty-first; with `roman`, XXI too."""
    if len(text) > LONGEST:
        return None
    if text.rstrip(_ENDING)[-2:].lower() in _ORDINAL_ENDINGS or text.rstrip(_ENDING).endswith(("º", "ª")):
        core = trim(tidy(text))
        found = _ORDINAL.fullmatch(core)
        return int(found[1].replace(",", "")) if found else ordinal_words(core)
    return read_roman(trim(tidy(text))) if roman else None


def read_roman(text: str) -> int | None:
    """The value of a Roman numeral up to 3999 in its strict form, in capitals or small letters but not both: XIV."""
    text = unicodedata.normalize("NFKC", text).strip() if not text.isascii() else text.strip()
    if not text or not (text.isupper() or text.islower()) or not _ROMAN.fullmatch(text.upper()):
        return None
    values = [_ROMAN_VALUES[letter] for letter in text.upper()]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


def read_range(text: str) -> tuple[Number, Number] | None:
    """The two ends of the range that the whole text is, the lower first: 1928-32, from 5 to 10, 5-10 million.

    A shortened second year is completed, over a turn of the century too: 1999-02.
    """
    if len(text) > LONGEST or not (_RANGE_START.match(text) or may_be_number(text)):
        return None
    core, approximately, bound = qualified(trim(tidy(text)))
    if bound:
        return None
    start = _RANGE_START.match(core)
    between = start is not None and core.lower().startswith("between")
    core = core[start.end() :] if start else core
    for middle in (_BETWEEN if between else _RANGE_MIDDLE).finditer(core, 1):
        ends = _ends(core[: middle.start()], core[middle.end() :])
        if ends and ends[0].value <= ends[1].value and not (ends[0].bound or ends[1].bound):
            low, high = (replace(end, approximately=end.approximately or approximately) for end in ends)
            return low, high
    slash = core.split("/")
    if len(slash) == 2 and _YEAR.fullmatch(slash[0]) and not start:  # noqa: PLR2004
        ends = _ends(slash[0], slash[1])
        return ends if ends and ends[1].value == ends[0].value + 1 else None
    return None


def _ends(first: str, last: str) -> tuple[Number, Number] | None:
    """Both ends of a range, what is said only once put to both."""
    low, high = read_number(first), read_number(last)
    if low is None or high is None:
        return None
    if _YEAR.fullmatch(first) and _LATER_YEAR.fullmatch(last):
        year, ending = int(first), 10 ** len(last)
        completed = year - year % ending + int(last)
        if completed < year:
            completed += ending
            if completed - year > _LONGEST_SHORT_RANGE:
                return None
        return low, Number(Fraction(completed))
    shared = _SHARED.fullmatch(last)
    if shared and not _SHARED.fullmatch(first):
        figure = read_number(shared[1])
        low = read_number(first + shared[2]) if figure and low.value < figure.value else low
    return (low, high) if low else None
