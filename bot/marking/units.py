"""Quantities as people type them: 5 km, five kilometres, $3bn, 6 ft 2 in; and the marking of figures.

A text may have several readings (20m: twenty metres, twenty million); each is kept, and the key decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import isfinite
from typing import Literal

from bot.marking.amounts import amounts
from bot.marking.number_words import SCALES
from bot.marking.numbers import Number, may_be_number, read_number, read_range
from bot.marking.outcome import FULL, Outcome
from bot.marking.slips import slip
from bot.marking.tidying import LONGEST, Bound, qualified, tidy, trim
from bot.marking.unit_table import Unit
from bot.marking.unit_words import counted, read_units

Comparison = Literal["same", "unit missing", "unit added", "wrong unit", "wrong value"]
"""How a quantity agrees with the key: `unit missing` and `unit added` where the figures are the same."""
_BEST_FIRST: tuple[Comparison, ...] = ("same", "unit missing", "unit added", "wrong value", "wrong unit")


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount in its unit, if it has one, and what else the text could mean."""

    value: Fraction
    unit: Unit | None = None
    approximately: bool = False
    bound: Bound = ""
    others: tuple[Quantity, ...] = ()


_SLACK = Fraction(1, 10**9)
"""The share by which figures may differ that no decimal can express exactly."""
_SENTENCE = re.compile(
    r"(?:(?:i think|i believe|i guess|maybe)\s+)?"
    r"(?:(?:it|they|that|there|the answer)\s*(?:'s|is|was|are|were)\s+|=\s*)?",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"\s+(?:or|and|not|to|but)\s+|\s+[-/]\s+|[/;&]|,\s", re.IGNORECASE)
_RANGE = re.compile(
    r"(?:from\s+)?(.+?)\s*(?:-|\bto\b|\buntil\b|\btill\b)\s*(.+)|between\s+(.+?)\s+and\s+(.+)", re.IGNORECASE
)
_DIGITS = re.compile(r"\d{1,3}(?: \d{3})+(?!\d)|\d+(?:[.,']\d+)*")
_MOST_PARTS = 1000
"""The greatest denominator of a fraction that a float key may stand for."""
_NO_DIMENSION = Unit("", ())
NO_NUMBER = Outcome("prompt", 0, "That is not a number. Give a figure.")
ONE_FIGURE = Outcome("prompt", 0, "Give one figure.")
WHICH_UNIT = Outcome("prompt", 0, "In which unit?")


def read_quantity(text: str) -> Quantity | None:
    """The quantity that the whole text is, its most usual reading with the others in it; a bare number has no unit."""
    if len(text) > LONGEST or not may_be_number(text):
        return None
    if text.isascii() and text.isdigit():
        return Quantity(Fraction(int(text)))
    core, approximately, bound = qualified(trim(tidy(text)))
    found = amounts(core)
    if not found:
        return None
    first, *others = [Quantity(value, unit, approximately, bound) for value, unit in found]
    return replace(first, others=tuple(others)) if others else first


_EXACTLY = Fraction(0)


def same_quantity(
    given: Quantity, key: Quantity, tolerance: Fraction | float = _EXACTLY, *, relative: bool = False
) -> Comparison:
    """How `given` agrees with `key`, in whichever of its readings agrees best.

    `tolerance` is in the key's unit or, if `relative`, a share of the key. Units are converted exactly.
    """
    if given.value == key.value and given.unit == key.unit:
        return "same"
    width = Fraction(str(tolerance)) if isinstance(tolerance, float) else tolerance
    # A second value in the same unit is a layout that the key's author did not mean: 42.195 km is not 42195 km.
    keys = (key, *(other for other in key.others if other.unit != key.unit))
    found = {
        _compared(one, other, abs(other.value) * width if relative else width)
        for one in (given, *given.others)
        for other in keys
    }
    return next(comparison for comparison in _BEST_FIRST if comparison in found)


def mark_number(
    given: str,
    value: float | str,
    *,
    tolerance: float | str = 0.0,
    unit: str = "",
    unit_required: bool = False,
) -> Outcome:
    """Mark a figure against `value`, which may be given in words or as a fraction too, in `unit`.

    `tolerance` is in that unit, or a share of the value, as in "5%". What is approximate counts as the figure itself;
    what is left open, and a range, is asked back. Raises ValueError for a key that is no number.
    """
    key, figure, width = _key(value, unit.strip(), tolerance)
    text = given.strip()
    answer = read_quantity(text[found.end() :] if (found := _SENTENCE.match(text)) else text)
    if answer is None:
        return _unread(text)
    if answer.bound:
        return ONE_FIGURE
    comparison = same_quantity(answer, key, width)
    bare = next((one for one in (answer, *answer.others) if one.unit is None), None)
    # Ten, where the unit is million tonnes, may be written without either word.
    scaled = bare and comparison != "same" and figure.value != key.value
    if bare and scaled and same_quantity(bare, figure, width * figure.value / key.value) == "same":
        comparison = "unit missing"
    alike = any(one.unit and key.unit and one.unit.dimension == key.unit.dimension for one in (answer, *answer.others))
    if key.unit and unit_required and bare and not alike and comparison != "same":
        return WHICH_UNIT
    return _outcome(comparison, answer, key, figure, unit.strip())


def figure_in(text: str, unit: str, *, near: float) -> int | float | None:
    """The figure that somebody wrote, as it stands before `unit`; nothing where it is none, or is left open.

    What could mean several figures (seven, or seven million tonnes) means the one that is nearest to `near`.
    """
    text = text.strip()
    found = read_quantity(text[opening.end() :] if (opening := _SENTENCE.match(text)) else text)
    if found is None or found.bound:
        return None
    key, figure, _ = _key(near, unit.strip(), 0)
    scale = key.value / figure.value if figure.value else Fraction(1)
    readings = [_in_unit(one, key.unit) for one in (found, *found.others)]
    meant = min((*readings, *(value / scale for value in readings)), key=lambda value: abs(value - figure.value))
    return int(meant) if meant.denominator == 1 else float(meant)


def _outcome(comparison: Comparison, answer: Quantity, key: Quantity, figure: Quantity, unit: str) -> Outcome:
    """What a comparison earns, and what the learner is told of it."""
    if comparison in {"same", "unit missing", "unit added"}:
        return Outcome("right", FULL)
    if comparison == "wrong unit":
        if key.unit and answer.unit and is_counted(key.unit) and is_counted(answer.unit):
            return Outcome("prompt", 0, f"How many {unit}? Give the figure alone.")
        return Outcome("wrong", 0, f"the unit is {unit}")
    if answer.unit and key.unit and answer.value == figure.value:
        return Outcome("wrong", 0, f"the unit is {unit}")
    return Outcome("wrong", 0, slip(_in_unit(answer, key.unit), key.value))


def _unread(text: str) -> Outcome:
    """The verdict on what is no quantity: nothing, several figures, or words."""
    if not text:
        return Outcome("wrong", 0)
    if read_range(text) or _is_range(tidy(text[:LONGEST])):
        return ONE_FIGURE
    parts = [part for part in _SEVERAL.split(text[:LONGEST]) if part and read_quantity(part)]
    if len(parts) > 1 or len(_DIGITS.findall(text[:LONGEST])) > 1:
        return Outcome("wrong", 0)
    return NO_NUMBER


def _is_range(text: str) -> bool:
    """Whether there are two quantities with a dash or a word of ranges between: 5-10 km, from 5 m to 2 km."""
    found = _RANGE.fullmatch(text)
    return found is not None and all(read_quantity(end) for end in (found[1] or found[3], found[2] or found[4]))


@lru_cache(maxsize=4096)
def _key(value: float | str, unit: str, tolerance: float | str) -> tuple[Quantity, Quantity, Fraction]:
    """The key in its unit, the same figure as it stands before a unit like million tonnes, and the tolerance."""
    number = read_number(value) if isinstance(value, str) else Number(_exact(value))
    if number is None:
        raise ValueError(f"no number: {value!r}")
    width = _tolerance(tolerance, number.value)
    scale, tidied = _scaled(tidy(unit))
    units = read_units(tidied) or ((counted(tidied) or Unit(tidied, ((tidied, 1),)),) if tidied else (None,))
    first, *others = [Quantity(number.value * scale, one) for one in units]
    return replace(first, others=tuple(others)), Quantity(number.value), width * scale


def _scaled(unit: str) -> tuple[int, str]:
    """The power of ten in a unit like million tonnes or $ billion, and the unit without it."""
    words = unit.split()
    for place in (0, -1):
        if words and words[place].lower() in SCALES:
            scale = SCALES[words.pop(place).lower()]
            return scale, " ".join(words[words[:1] == ["of"] :])
    return 1, unit


def _exact(value: float) -> Fraction:
    """The value as it is written, or as the simple fraction that it is nearest to: 0.3333333333333333 is a third."""
    if not isfinite(value):
        raise ValueError(f"no number: {value!r}")
    written = Fraction(Decimal(repr(value)))
    simple = written.limit_denominator(_MOST_PARTS)
    return simple if isinstance(value, float) and float(simple) == value else written


def _tolerance(tolerance: float | str, value: Fraction) -> Fraction:
    """How far off a figure may be: as given, or that share of the value."""
    if not isinstance(tolerance, str):
        return _exact(tolerance)
    number = read_number(tolerance)
    if number is None:
        raise ValueError(f"no tolerance: {tolerance!r}")
    return abs(value) * number.value if number.percent else number.value


def _compared(given: Quantity, key: Quantity, width: Fraction) -> Comparison:
    """How one reading agrees with another."""
    if given.unit == key.unit:
        exact = _terminates(given.value) and _terminates(key.value)
        return "same" if _near(given.value, key.value, width, Fraction(0) if exact else _SLACK) else "wrong value"
    alike = (given.unit.dimension if given.unit else ()) == (key.unit.dimension if key.unit else ())
    if alike:
        slack = abs((given.unit or _NO_DIMENSION).slack - (key.unit or _NO_DIMENSION).slack)
        slack = max(slack, Fraction(0) if _terminates(given.value) and _terminates(key.value) else _SLACK)
        if _near(_in_unit(given, key.unit), key.value, width, slack):
            return "same"
    if given.unit is None or key.unit is None:
        same = _near(given.value, key.value, width, Fraction(0))
        return ("unit missing" if given.unit is None else "unit added") if same else "wrong value"
    return "wrong value" if alike else "wrong unit"


def _near(value: Fraction, key: Fraction, width: Fraction, slack: Fraction) -> bool:
    if value == key or not (width or slack):
        return value == key
    return abs(value - key) <= max(width, abs(key) * slack)


def _in_unit(quantity: Quantity, unit: Unit | None) -> Fraction:
    """The amount in another unit of the same dimension; in its own where that is another."""
    own, other = quantity.unit or _NO_DIMENSION, unit or _NO_DIMENSION
    if own == other or own.dimension != other.dimension:
        return quantity.value
    return (quantity.value + own.offset) * own.factor / other.factor - other.offset


def is_counted(unit: Unit) -> bool:
    """Whether the unit is a noun: people, deaths."""
    return unit.dimension == ((unit.name, 1),)


def _terminates(value: Fraction) -> bool:
    """Whether a decimal can express the value exactly."""
    rest = value.denominator
    if rest == 1:
        return True
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1
