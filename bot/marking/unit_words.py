"""Units as people type them: km, KM, kilometers, m/s, ms-2, square miles, people per km^2."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import islice, product

from bot.marking.date_words import MONTHS
from bot.marking.number_words import WORDS
from bot.marking.unit_table import CURRENCIES, Dimension, Row, Unit, folded_symbols, names, prefixes, symbols

_LONGEST_UNIT = 80
"""Characters up to which a text may be a unit."""
_MOST_READINGS = 6
"""Readings that are kept of a unit: there is nothing to be learnt from more."""
_LONGEST_RUN = 6
"""Letters that may be several symbols written together."""
_MOST_WORDS = 4
"""Words that may name what is counted, and parts that a unit may have."""
_PER = re.compile(r"\s*/\s*|\s+per\s+|(?<=\w)\s+an?\s+(?=\w)", re.IGNORECASE)
_POWERS = (
    (re.compile(r"(?:square|sq\.?)\s*-?(\D+)|(\D+?)\s+squared", re.IGNORECASE), 2),
    (re.compile(r"(?:cubic|cu\.?)\s*-?(\D+)|(\D+?)\s+cubed", re.IGNORECASE), 3),
)
_TIMES = re.compile(r"\s+x\s+|[\s·*]+|(?<=[A-Za-z])\.(?=[A-Za-z])")
_SYMBOL = re.compile(r"([^\W\d_]+|[°%‰'\"£$€¥₽¢]+)(?:(?:\^|\*\*)?\(?([+-]?[1-6])\)?)?")
_GLUED = re.compile(r"([A-Za-zμΩ]+)(?:\^?([+-]?[1-6]))?")
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_CUT_OFF = frozenset(("m", "k", "b"))
_NO_NOUN = (
    WORDS
    | frozenset(MONTHS)
    | frozenset(
        (
            "or",
            "and",
            "not",
            "no",
            "but",
            "to",
            "from",
            "the",
            "in",
            "at",
            "than",
            "then",
            "is",
            "was",
            "of",
            "if",
            "i",
            "am",
        )
    )
)
_IRREGULAR = {
    "people": "person", "men": "man", "women": "woman", "children": "child", "teeth": "tooth", "feet": "foot",
    "mice": "mouse", "geese": "goose", "lives": "life", "wives": "wife", "halves": "half", "wolves": "wolf",
    "knives": "knife", "leaves": "leaf", "thieves": "thief", "loaves": "loaf", "oxen": "ox", "dice": "die",
    "calories": "calorie", "cookies": "cookie", "prairies": "prairie",
    "movies": "movie", "pies": "pie", "ties": "tie", "species": "species",
    "series": "series", "bases": "base", "cases": "case", "houses": "house", "horses": "horse", "nurses": "nurse",
    "roses": "rose", "noses": "nose", "phases": "phase", "courses": "course", "causes": "cause", "axes": "axis",
    "purses": "purse", "verses": "verse", "universes": "universe", "responses": "response", "nuclei": "nucleus",
}  # fmt: skip


@lru_cache(maxsize=4096)
def read_units(text: str) -> tuple[Unit, ...]:
    """Every unit of the table, or made of such, that tidy text may stand for, the most usual first."""
    if not text or len(text) > _LONGEST_UNIT:
        return ()
    return _kept(_simple(text) or _quotient(text))


def counted(text: str) -> Unit | None:
    """What is counted, where the words are no unit: people, chromosome pairs. Its name is the singular."""
    words = _WORD.findall(text.casefold())
    if not words or len(words) > _MOST_WORDS or _NO_NOUN & set(words) or len(text) > _LONGEST_UNIT:
        return None
    if " ".join(words) != text.casefold() or len(words[0]) == 1:
        return None
    name = " ".join((*words[:-1], singular(words[-1])))
    return Unit(name, ((name, 1),))


def singular(word: str) -> str:
    """An English noun's singular, by the usual rules of its ending."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > len("ties"):
        return word[:-3] + "y"
    if word.endswith(("ses", "xes", "zes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _kept(units: Iterable[Unit]) -> tuple[Unit, ...]:
    return tuple(islice(dict.fromkeys(units), _MOST_READINGS))


def _simple(text: str) -> list[Unit]:
    """The readings of one symbol or name, with a prefix or without."""
    bare = text.replace(".", "") if "." in text else text
    found = [*_prefixed_symbol(bare), *_named(bare.casefold())]
    if not found and len(bare) > len("ms") and bare.endswith("s"):
        found = list(_prefixed_symbol(bare[:-1]))
    return found or [*(_glued(bare) if bare.isalpha() else ()), *_folded(bare.casefold())]


def _named(name: str) -> Iterator[Unit]:
    each = " ".join(singular(word) for word in name.replace("-", " ").split())
    for key in dict.fromkeys((name, each)):
        rows = names().get(key)
        if rows:
            yield from (row.unit for row in rows)
            return
        for prefix, _, factor, large in prefixes():
            if key.startswith(prefix):
                rows = names().get(key[len(prefix) :].lstrip(" "), ())
                yield from (_with(prefix, factor, row) for row in rows if _takes(row, large=large))


@lru_cache(maxsize=4096)
def _prefixed_symbol(symbol: str) -> tuple[Unit, ...]:
    found = [row.unit for row in symbols().get(symbol, ())]
    for prefix, sign, factor, large in prefixes():
        if symbol.startswith(sign):
            rows = symbols().get(symbol[len(sign) :], ())
            found += [_with(prefix, factor, row) for row in rows if _takes(row, large=large)]
    return tuple(found)


def _folded(symbol: str) -> Iterator[Unit]:
    """Symbols whose case was not minded: KM, hz, mw for either MW or mW. A small k is a thousand, no kelvin."""
    if symbol == "k":
        return
    yield from (row.unit for row in folded_symbols().get(symbol, ()))
    for prefix, sign, factor, large in prefixes():
        if symbol.startswith(sign.casefold()):
            rows = folded_symbols().get(symbol[len(sign) :], ())
            yield from (_with(prefix, factor, row) for row in rows if _takes(row, large=large))


def _takes(row: Row, *, large: bool) -> bool:
    return row.prefixes == "all" or (row.prefixes == "large" and large)


def _with(prefix: str, factor: Fraction, row: Row) -> Unit:
    return Unit(prefix + row.unit.name, row.unit.dimension, row.unit.factor * factor, Fraction(0), row.unit.slack)


def _quotient(text: str) -> list[Unit]:
    """What stands above, by each thing that stands below: m/s/s, pounds per square inch, miles an hour."""
    parts = _PER.split(text)
    if len(parts) > _MOST_WORDS:
        return []
    above, *below = [_part(part, alone=len(parts) == 1) for part in parts]
    found = above
    for units in below:
        pairs = product(found, (unit for unit in units if not _is_money(unit)))
        found = [_times(top, _power(bottom, -1), "/") for top, bottom in pairs][:_MOST_READINGS]
    return found


def _part(text: str, *, alone: bool) -> list[Unit]:
    """The readings of what has no stroke in it; something counted too, where it doesn't stand alone."""
    text = text.strip().removeprefix("(").removesuffix(")")
    if not text:
        return []
    found = [] if alone else _simple(text)
    for pattern, exponent in _POWERS:
        if not found and (power := pattern.fullmatch(text)):
            found = [_power(unit, exponent) for unit in _simple((power[1] or power[2]).strip())]
    found = found or _product(text)
    noun = None if found or alone else counted(text)
    return [noun] if noun else found


def _product(text: str) -> list[Unit]:
    """The readings of symbols or names side by side, each with an exponent or without: kg m^-3, newton metres."""
    tokens = _TIMES.split(re.sub(r"(?<=[a-z]{3})-(?=[a-z]{3})", " ", text))
    # A single m before a word is a million that was cut off, and no metre: 20m tonnes.
    if len(tokens) > _MOST_WORDS or (
        {"m", "k", "b"} & set(tokens) and any(len(token) > len("mmHg") for token in tokens)
    ):
        return []
    factors = [_token(token) for token in tokens]
    found = factors[0]
    for units in factors[1:]:
        found = [_times(one, other, " ") for one, other in product(found, units)][:_MOST_READINGS]
    return found


def _token(token: str) -> list[Unit]:
    power = _SYMBOL.fullmatch(token)
    exponent = int(power[2] or 1) if power else 1
    whole = [_power(unit, exponent) for unit in _simple(power[1])] if power else []
    if power and not power[1].isascii():
        return whole
    whole = [unit for unit in whole if not (power and power[1].isalpha() and _is_money(unit))]
    # Ms-2 is metres and seconds to everybody but a table of prefixes; dm-3 is decimetres.
    return [*_glued(token), *whole] if exponent < 0 and power and power[1].endswith("s") else [*whole, *_glued(token)]


def _glued(token: str) -> list[Unit]:
    """Symbols written together: Nm, ms-2, Jkg-1K-1. The exponent belongs to the last of them."""
    pieces = list(_GLUED.finditer(token))
    if not pieces or "".join(piece[0] for piece in pieces) != token or (token.islower() and token.isalpha()):
        return []
    # Two feet and two inches are not square feet: a figure in the middle is an exponent only with its sign.
    if any(piece[2] and "-" not in piece[2] and "^" not in piece[0] for piece in pieces[:-1]):
        return []
    found = [Unit("", ())]
    for piece in pieces:
        runs = [
            _times(Unit("", ()), _power(last, int(piece[2] or 1)), "") if first is None else
            _times(first, _power(last, int(piece[2] or 1)), " ")
            for first, last in _split(piece[1], alone=len(pieces) == 1)
        ]  # fmt: skip
        found = [_times(one, other, " ") for one, other in product(found, runs)][:_MOST_READINGS]
    return found


def _split(run: str, *, alone: bool) -> Iterator[tuple[Unit | None, Unit]]:
    """A run of letters as two symbols, or as one where it doesn't stand alone."""
    if len(run) > _LONGEST_RUN:
        return
    for cut in range(1, len(run)):
        first, last = run[:cut], run[cut:]
        # KHz is a slip for kHz, and nobody means kelvin times hertz.
        if first not in {"K", last}:
            pairs = product(_prefixed_symbol(first), _prefixed_symbol(last))
            yield from (pair for pair in pairs if not any(_is_money(unit) or unit.offset for unit in pair))
    if not alone:
        yield from ((None, unit) for unit in _prefixed_symbol(run))


def _is_money(unit: Unit) -> bool:
    """Whether this is an amount of a currency and nothing else."""
    return len(unit.dimension) == 1 and unit.dimension[0][0] in CURRENCIES


def _power(unit: Unit, exponent: int) -> Unit:
    if exponent == 1:
        return unit
    dimension = tuple((base, power * exponent) for base, power in unit.dimension)
    return Unit(f"{unit.name}^{exponent}", dimension, unit.factor**exponent, Fraction(0), unit.slack)


def _times(one: Unit, other: Unit, sign: str) -> Unit:
    powers = dict(one.dimension)
    for base, power in other.dimension:
        powers[base] = powers.get(base, 0) + power
    dimension: Dimension = tuple(sorted((base, power) for base, power in powers.items() if power))
    name = f"{one.name}{sign}{other.name.removesuffix('^-1') if sign == '/' else other.name}".strip()
    return Unit(name, dimension, one.factor * other.factor, Fraction(0), max(one.slack, other.slack))
