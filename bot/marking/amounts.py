"""Amounts in units: everything that a text like 20m, 6 ft 2 in or £5 an hour may mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from bot.marking.number_words import STARTING, Value
from bot.marking.numbers import Head, leading_numbers
from bot.marking.unit_table import Unit
from bot.marking.unit_words import counted, read_units

Amount = tuple[Fraction, Unit | None]
"""A value in a unit, or without one."""
_MOST_READINGS = 8
_MOST_PARTS = 3
"""Amounts that may be joined to one: 1 h 30 min 5 s."""
_MONEY = re.compile(r"([-+]?)\s?(US\$|[$£€¥₽]|(?:GBP|USD|EUR|RUB)(?=\s?\d))\s?(?=[-+]?[\d.])")
_NO_UNIT = re.compile(r"[12]\d\d0'?s\b|(?:\d*(?<!1)1st|\d*(?<!1)2nd|\d*(?<!1)3rd|\d+th)\b", re.IGNORECASE)
"""The 1930s and the 21st: no seconds and no stones."""
_TRAILING = re.compile(
    r"\s+(?:long|high|tall|deep|wide|thick|old|away|ago|each|in (?:length|height|width|depth|weight|size|age))$",
    re.IGNORECASE,
)
_OF = re.compile(r"\s+of\s+[^\d]{1,80}$", re.IGNORECASE)
_ONE = re.compile(r"(?:of\s+)?an?\s+", re.IGNORECASE)
_EACH = re.compile(r"(?:/|per\s|an?\s)\s*(.+)", re.IGNORECASE)
_AND_A_PART = re.compile(r"(.+?)\s+and\s+(?:a\s+|one\s+)?(half|quarter|third)$", re.IGNORECASE)
_PARTS = {"half": Fraction(1, 2), "quarter": Fraction(1, 4), "third": Fraction(1, 3)}
_NEXT_AMOUNT = re.compile(r"\s*(?:,|\band\b|&)?\s*(?:(?=\d)|\b([A-Za-z]+))", re.IGNORECASE)
_MINUTES = re.compile(r"^(\d+\s?)m(?![A-Za-z])")
"""Behind hours a single m stands for minutes."""
_SMALLER = {
    "foot": "inch", "hour": "minute", "minute": "second", "stone": "pound", "metre": "centimetre", "pound": "ounce",
}  # fmt: skip
"""The unit that the second figure has in 5 ft 10 and 1h30."""
_COUNTING = STARTING - {"a", "an", "half", "quarter", "third", "score", "gross", "couple"}


def amounts(text: str) -> list[Amount]:
    """Every reading of tidy text as one amount, the most usual first; what is no unit of the table may be a noun."""
    money = _MONEY.match(text)
    if money is None and _NO_UNIT.match(text):
        return []
    heads = [] if money else leading_numbers(text)
    if len(heads) == 1 and not heads[0].rest.strip():
        return [(Fraction(heads[0].value), None)]
    found = _kept(_known(text, heads, 1))
    return found or _kept(_nouns(heads))


def _kept(found: Iterable[Amount]) -> list[Amount]:
    readings = list(found)
    return readings if len(readings) < 2 else list(dict.fromkeys(readings))[:_MOST_READINGS]  # noqa: PLR2004 - one


def _known(text: str, heads: Sequence[Head], parts: int) -> Iterator[Amount]:
    """Readings without a unit, or in known ones."""
    if money := _MONEY.match(text):
        yield from _money(money[1] + text[money.end() :], money[2], parts)
    elif not heads and (one := _ONE.match(text)):
        # A metre is an amount, a spade is none.
        yield from _amounts(1, text[one.end() - 1 :], parts)
    for value, rest, _ in heads:
        yield from _amounts(value, rest, parts)


def _nouns(heads: Sequence[Head]) -> Iterator[Amount]:
    """Readings as a number of something that is no unit, which the noun tells: 500,000 people."""
    for value, rest, _ in heads:
        bare = _OF.sub("", rest)
        noun = counted(bare.strip()) if rest[:1] == " " else None
        if noun or not bare.strip():
            yield Fraction(value), noun


def _amounts(value: Value, rest: str, parts: int) -> Iterator[Amount]:
    """Readings of a number and what follows it, if that is nothing or known units."""
    bare = rest.strip()
    if not bare:
        yield Fraction(value), None
        return
    named = _TRAILING.sub("", bare) if " " in bare else bare
    named = (named[1:] if named[0] == "-" else _ONE.sub("", named, count=1) if named[0] in "ao" else named).strip()
    units = read_units(named) or read_units(_OF.sub("", named))
    yield from ((Fraction(value), unit) for unit in units)
    if " and " in named and (part := _AND_A_PART.fullmatch(named)):
        yield from ((value + _PARTS[part[2].lower()], unit) for unit in read_units(part[1]))
    if parts < _MOST_PARTS and (not units or named[-1].isdigit()):
        yield from _compound(value, named, parts + 1)


def _compound(value: Value, text: str, parts: int) -> Iterator[Amount]:
    """Readings in two units and more: 6 ft 2 in, 1 hour 30 minutes, 5 ft 10. The amount is in the smallest."""
    for gap in _NEXT_AMOUNT.finditer(text, 1):
        if gap[1] and gap[1].lower() not in _COUNTING:
            continue
        units = read_units(text[: gap.start()].strip())
        start = gap.start(1) if gap[1] else gap.end()
        if units and start < len(text):
            rest = _MINUTES.sub(r"\1min", text[start:]) if units[0].name == "hour" else text[start:]
            rests = _kept(_known(rest, leading_numbers(rest), parts))
            for unit in units:
                yield from _joined(value, unit, rests)
            return


def _joined(value: Value, unit: Unit, rests: list[Amount]) -> Iterator[Amount]:
    """An amount, and a smaller one of its kind, as one."""
    for amount, smaller in rests:
        under = smaller or next(iter(read_units(_SMALLER.get(unit.name, ""))), None)
        if under is None or under.dimension != unit.dimension or under.factor >= unit.factor or unit.offset:
            continue
        # Five foot ten: fewer of the smaller unit than make a greater one.
        if amount >= 0 and (smaller or amount * under.factor < unit.factor):
            yield value * unit.factor / under.factor + (amount if value >= 0 else -amount), under


def _money(text: str, sign: str, parts: int) -> Iterator[Amount]:
    """Readings of an amount behind the sign of its currency, with what it buys, if that is said: £5 an hour."""
    (currency,) = read_units(sign)
    for value, rest, grouped in leading_numbers(text):
        bare = rest.strip()
        if not bare or _OF.fullmatch(rest):
            yield Fraction(value), currency
        elif bought := _EACH.fullmatch(bare):
            yield from ((Fraction(value), unit) for unit in read_units(f"{sign}/{bought[1]}"))
        elif not grouped:
            yield from (amount for amount in _amounts(value, f" {bare}", parts) if amount[1] == currency)
            smaller = _known(bare, leading_numbers(bare), parts + 1) if parts < _MOST_PARTS else ()
            yield from _joined(value, currency, _kept(smaller))
