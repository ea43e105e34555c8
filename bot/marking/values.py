"""Answers that are a number, a quantity, a range or a date, in whatever layout."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

from bot.marking import sentences
from bot.marking.date_reading import Date, may_be_date, read_date
from bot.marking.dates import same_date
from bot.marking.folding import fold
from bot.marking.judgement import Judgement, accepted, asked_back, rejected
from bot.marking.keys import Key, canonical
from bot.marking.numbers import Number, may_be_number, read_range
from bot.marking.sentences import EMPTY
from bot.marking.unit_table import Unit
from bot.marking.units import Comparison, Quantity, is_counted, read_quantity, same_quantity

OTHER_FIGURE = rejected("another figure")
LONGEST = 14
"""Words of the longest sentence in which a value is looked for."""
LONGEST_TEXT = 200
"""Characters of the longest one."""
_ONE_FIGURE = "Give one figure."


_PEOPLE = re.compile(r"\bppl\b")
_MAY_RANGE = re.compile(r"[-/&]|to|til|thr|and")
"""What stands between the ends of a range, in small letters of ASCII."""
_GROUPED = re.compile(r"\d\.\d{3}(?!\d)")
_BETWEEN = re.compile(r"\b([12]\d{3})\s*(?:/|&|\band\b)\s*(\d{2}|[12]\d{3})$")
_UNIT_LAST = re.compile(r"\s*[^\W\d_°%/]+$|\s*[°%]\s*\w?$")
Range: TypeAlias = tuple[Number, Number, str]
"""From, to, and the unit if there is one."""


@dataclass(frozen=True, slots=True)
class Value:
    """What a text may be when it is a value; at least one of these."""

    quantity: Quantity | None
    range: Range | None
    date: Date | None


def value_of(text: str) -> Value | None:
    """The value that a whole text is."""
    return Value(quantity_of(text), range_of(text), date_of(text)) if _is_value(text) else None


def _may_be_value(text: str) -> bool:
    return len(text) <= LONGEST_TEXT and (may_be_number(text) or may_be_date(text))


def _is_value(text: str) -> bool:
    return _may_be_value(text) and bool(date_of(text) or range_of(text) or quantity_of(text))


# An answer is read only as what the key is, and only once as each.
quantity_of = lru_cache(maxsize=20_000)(read_quantity)
date_of = lru_cache(maxsize=20_000)(read_date)


@lru_cache(maxsize=20_000)
def range_of(text: str) -> Range | None:
    """The range that a whole text is, and its unit."""
    if text.isascii() and not _MAY_RANGE.search(text.lower()):
        return None
    found = read_range(_BETWEEN.sub(r"\1-\2", text))
    if found is not None:
        return (*found, "")
    figures = _UNIT_LAST.sub("", text)
    found = read_range(figures) if figures != text else None
    return None if found is None else (*found, canonical(fold(text[len(figures) :])))


@lru_cache(maxsize=4096)
def values_of(key: Key) -> tuple[Value, ...]:
    """The forms of a key that are values; none where any of them is words."""
    found = []
    for form in key.accepted:
        value = value_of(form.strip())
        if value is None:
            return ()
        words = not any(char.isdigit() for char in form)
        if words and value.quantity is not None and value.quantity.unit is not None and is_counted(value.quantity.unit):
            return ()  # Three Sisters
        found.append(value)
    return tuple(found)


def valued(key: Key, text: str) -> Judgement | None:
    """The verdict on an answer where a value is asked for; none where it is no value."""
    keys = values_of(key)
    if not keys:
        return None
    first: Judgement | None = None
    tried: set[str] = set()
    for candidate in _candidates(text):
        if candidate in tried:
            continue
        tried.add(candidate)
        judged = _best(key, keys, candidate)
        if judged is not None and judged.accepts:
            return judged
        first = first or judged
    return first or _within(key, keys, text)


def _candidates(text: str) -> Iterator[str]:
    """The text, without what is said around a value."""
    bare = text.strip().rstrip("?!.,;: ").lstrip("?!,;: ").casefold().replace("’", "'")
    yield bare
    plain = bare.replace("'", "")
    if "ppl" in plain:
        plain = _PEOPLE.sub("people", plain)
    opened = sentences.opened(plain)
    yield from (plain, opened, sentences.closed(plain), sentences.closed(opened))
    said, comment = sentences.commented(plain)
    if comment and sentences.is_comment(comment):
        yield sentences.opened(said)
    aside = sentences.in_brackets(bare)
    if aside and sentences.is_aside(aside):
        yield sentences.opened(bare[: bare.rindex("(")].strip())


def _best(key: Key, keys: Iterable[Value], given: str) -> Judgement | None:
    """How a text compares with the value that it is likest to; none where it is no value."""
    if not _may_be_value(given):
        return None
    with_units = [value for value in keys if value.quantity is not None and value.quantity.unit is not None]
    if with_units and (quantity := quantity_of(given)) is not None and quantity.unit is not None:
        # Where a form has a unit, a figure in another one is not meant by the form that has none.
        keys = with_units
    return _first_best(_compared(key, value, given) for value in keys)


def _compared(key: Key, value: Value, given: str) -> Judgement | None:
    """How a text compares with one value, read as whatever suits it best; none where it is no value."""
    found = _first_best(compare(key, value, given) for compare in (_dates, _ranges, _quantities))
    return OTHER_FIGURE if found is None and _is_value(given) else found


def _first_best(verdicts: Iterable[Judgement | None]) -> Judgement | None:
    """The first that accepts, or else the first that asks back, or else the first; none of no verdict."""
    best: Judgement | None = None
    for judged in verdicts:
        if judged is None:
            continue
        if judged.accepts:
            return judged
        if best is None or (best.verdict == "reject" and judged.verdict == "prompt"):
            best = judged
    return best


def _dates(_key: Key, value: Value, text: str) -> Judgement | None:
    if value.date is None or (given := date_of(text)) is None:
        return None
    match same_date(given, value.date):
        case "same" | "more exact":
            return accepted()
        case "less exact" if given.short_year and given.precision == value.date.precision != "year":
            return accepted("with the century left out")
        case "less exact":
            return asked_back("less exact than asked", "Give the whole date, as exactly as it is asked.")
        case _:
            return rejected("another date")


def _ranges(_key: Key, value: Value, text: str) -> Judgement | None:
    meant, given = value.range, range_of(text)
    if meant is None:
        return rejected("a range, where one figure is asked") if given is not None else None
    if given is None:
        return rejected("a range is asked") if date_of(text) or quantity_of(text) else None
    if [end.value for end in meant[:2]] != [end.value for end in given[:2]]:
        return rejected("another range")
    return accepted() if given[2] in ("", meant[2]) or not meant[2] else rejected("another unit")


def _quantities(key: Key, value: Value, text: str) -> Judgement | None:
    meant = value.quantity
    if meant is None or value.range is not None or range_of(text) is not None or (said := quantity_of(text)) is None:
        return None
    if said.bound != meant.bound:
        return asked_back("left open at one end", _ONE_FIGURE)
    comparison: Comparison = same_quantity(said, meant)
    match comparison:
        case "same" if _GROUPED.search(text) and same_quantity(replace(said, others=()), meant) != "same":
            return asked_back("a decimal point, or thousands apart", "Write it without a full stop.")
        case "same":
            return accepted()
        case "unit missing":
            return accepted() if _asks_for(key, meant) else asked_back("without its unit", "In which unit?")
        case "unit added":
            return _with_a_unit(key, said)
        case "wrong unit":
            return rejected("another unit")
        case _:
            return OTHER_FIGURE


def _with_a_unit(key: Key, said: Quantity) -> Judgement:
    """The verdict on the right figure of something, where the key has the figure alone."""
    assert said.unit is not None
    if said.unit.name == "person" or _asks_for(key, said):
        return accepted()
    if is_counted(said.unit):
        return asked_back("of something that is not asked for", "Give the figure alone.")
    return rejected("another unit")


def _asks_for(key: Key, quantity: Quantity) -> bool:
    """Whether the question names the unit of a quantity, so that a bare figure is in it."""
    assert quantity.unit is not None
    if any(name in key.question_words for name in fold(quantity.unit.name).split()):
        return True
    return quantity.unit in _units_asked_for(key)


@lru_cache(maxsize=4096)
def _units_asked_for(key: Key) -> tuple[Unit, ...]:
    """The units that are words of the question."""
    asked = (quantity_of(f"1 {word}") for word in key.question_words)
    return tuple(found.unit for found in asked if found is not None and found.unit is not None)


def _within(key: Key, keys: tuple[Value, ...], text: str) -> Judgement | None:
    """The verdict on a sentence with one value in it, where all the rest says nothing or repeats the question."""
    words = text.replace("’", "'").split()
    if not 1 < len(words) <= LONGEST or sentences.denies(fold(text)):
        return None
    for size in range(len(words) - 1, 0, -1):
        for start in range(len(words) - size + 1):
            given = " ".join(words[start : start + size]).strip("?!.,;:()")
            if not _is_value(given):
                continue
            rest = fold(" ".join((*words[:start], *words[start + size :]))).split()
            silent = all(word in EMPTY or canonical(word) in key.asked for word in rest)
            return _best(key, keys, given) if silent else None
    return None
