"""Numbers in English words, British and American, alone or mixed with figures: two and a half million, 4 dozen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

Value = int | Fraction
"""Exact; whole numbers are plain ones, which are reckoned with ten times as fast."""
Token = Value | str
"""A figure that was read already, or a word in lower case."""
Read = tuple[Value, int]
"""A value, and the place of the first token that is no part of it."""

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_TENS = {**TENS, "fourty": 40, "fivety": 50, "fity": 50, "eigthy": 80, "ninty": 90, "nintey": 90}
_SMALL = {
    **{word: value for value, word in enumerate(ONES.split())},
    "nought": 0, "naught": 0, "nil": 0, "fourten": 14, "fiveteen": 15, "eightteen": 18, "ninteen": 19,
}  # fmt: skip
_UNITS = {word: value for word, value in _SMALL.items() if 0 < value < 10}  # noqa: PLR2004
_COMPOUNDS = {f"{ten}{unit}": tens + units for ten, tens in _TENS.items() for unit, units in _UNITS.items()}
"""Twentyone: the hyphen left out."""
_HUNDRED = dict.fromkeys(("hundred", "hundered", "hundread", "hundreds"), 100)
SCALES = {
    **dict.fromkeys(("thousand", "thousands", "thousend", "thousan"), 10**3), "lakh": 10**5, "lakhs": 10**5,
    **dict.fromkeys(("million", "millions", "milion", "millon"), 10**6), "crore": 10**7, "crores": 10**7,
    **dict.fromkeys(("billion", "billions", "bilion", "billon", "milliard", "milliards"), 10**9),
    "trillion": 10**12, "trillions": 10**12, "quadrillion": 10**15, "quintillion": 10**18,
}  # fmt: skip
"""Names of powers of ten, on the short scale that English uses today: a billion is a thousand million."""
_BUNDLES = {"dozen": 12, "dozens": 12, "score": 20, "gross": 144, "couple": 2}
_BARE_PLURALS = {word for word in (*_HUNDRED, *SCALES, *_BUNDLES) if word.endswith("s") and word != "gross"}
"""Hundreds and dozens are no figure; 3 dozens and 5 millions are."""
_PARTS = {
    "half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "twelfth": 12, "twentieth": 20, "hundredth": 100, "thousandth": 1000, "millionth": 10**6,
    "billionth": 10**9,
}  # fmt: skip
_SEVERAL_PARTS = {"halves": 2, **{f"{word}s": value for word, value in _PARTS.items() if word != "half"}}
_SIGNS = {"minus": -1, "negative": -1, "plus": 1}
_JOINTS = {"a", "an", "and", "of", "point", "oh", "o"}
"""Words that are part of a number only between others."""
WORDS = frozenset(
    {*_TENS, *_SMALL, *_COMPOUNDS, *_HUNDRED, *SCALES, *_BUNDLES, *_PARTS, *_SEVERAL_PARTS, *_SIGNS, *_JOINTS}
)
"""Every word that may stand in a number."""
CONTINUING = frozenset({*_HUNDRED, *SCALES, *_BUNDLES, "and"})
"""Words that may follow a figure and belong to its number."""
STARTING = WORDS - {"and", "of", "point", "oh", "o"}
"""Words that a number may start with."""
_AFTER_A = frozenset({*_HUNDRED, *SCALES, *_BUNDLES}) - _BARE_PLURALS
"""Words that need no number in front: a hundred, hundred, a dozen."""
_ORDINALS = {
    "first": "one", "second": "two", "third": "three", "fifth": "five", "eighth": "eight", "ninth": "nine",
    "twelfth": "twelve", "eigth": "eight", "nineth": "nine", "twelth": "twelve", "fith": "five", "forth": "four",
    **{f"{word}th": word for word in ONES.split() if word not in {"one", "two", "three", "five", "eight", "twelve"}},
    **{f"{word[:-1]}ieth": word for word in _TENS if word.endswith("y")},
    **{f"{word}th": word for word in ("hundred", "thousand", "million", "billion", "trillion")},
}  # fmt: skip
_ORDINALS |= {
    f"{ten}{ordinal}": f"{ten}{unit}" for ordinal, unit in tuple(_ORDINALS.items()) if unit in _UNITS for ten in _TENS
}
ORDINAL_WORDS = frozenset(_ORDINALS)
"""Every word that an ordinal may end in."""
_SPLIT = re.compile(r"[\s-]+")


def read_tokens(tokens: Sequence[Token]) -> Read | None:
    """The longest number at the head of `tokens`, or nothing: its value and how many tokens it takes."""
    sign, at = 1, 0
    if tokens and isinstance(first := tokens[0], str) and first in _SIGNS:
        sign, at = _SIGNS[first], 1
    read = _share(tokens, at) or _whole(tokens, at)
    return (sign * read[0], read[1]) if read else None


def ordinal_words(text: str) -> int | None:
    """The place that English words name: twenty-first, the hundred and first."""
    words = _SPLIT.split(text.lower().removeprefix("the ").strip())
    if words[-1] not in _ORDINALS:
        return None
    words[-1] = _ORDINALS[words[-1]]
    read = read_tokens(words)
    if read is None or read[1] < len(words) or read[0].denominator > 1 or {"point", *_SIGNS} & set(words):
        return None
    return int(read[0])


def _at(tokens: Sequence[Token], at: int) -> str:
    """The word at a place; nothing where a figure stands or no token."""
    token = tokens[at] if at < len(tokens) else ""
    return token if isinstance(token, str) else ""


def _share(tokens: Sequence[Token], at: int) -> Read | None:
    """Half a million, a third, two thirds, three quarters of a million; a half and two halves."""
    word, after = _at(tokens, at), at + 1
    if word in {"a", "an", "one"} and _at(tokens, after) in _PARTS:
        value, after = Fraction(1, _PARTS[_at(tokens, after)]), after + 1
    elif word in {"half", "quarter"}:
        value = Fraction(1, _PARTS[word])
    else:
        counted = _hundreds(tokens, at)
        if not counted or _at(tokens, counted[1]) not in _SEVERAL_PARTS:
            return None
        value, after = counted[0] * Fraction(1, _SEVERAL_PARTS[_at(tokens, counted[1])]), counted[1] + 1
    start = after + 1 if _at(tokens, after) == "of" else after
    start = start + 1 if _at(tokens, start) in {"a", "an", "one"} else start
    size, end = _scale(tokens, start, {**_HUNDRED, **_BUNDLES})
    return (value * size, end) if end > start else (value, after)


def _whole(tokens: Sequence[Token], at: int) -> Read | None:
    """Groups of hundreds, each with its scale, in falling order; a point or a half may end it."""
    total: Value = 0
    ceiling, end, start = 0, 0, at
    while group := _hundreds(tokens, at):
        value, after = group
        size, after = _scale(tokens, after, _BUNDLES)
        if _at(tokens, after) == "point" and size == 1:
            decimal = _decimals(tokens, after + 1)
            value, after = (value + decimal[0], decimal[1]) if decimal else (value, after)
            size, after = _scale(tokens, after, _BUNDLES)
        rest, after = _and_a_half(tokens, after)
        if rest and size == 1:
            size, after = _scale(tokens, after, _BUNDLES)
        if ceiling and (value + rest) * size >= ceiling:
            break
        total, ceiling, end = total + (value + rest) * size, size, after
        if size == 1 or rest:
            break
        at = after + 1 if _at(tokens, after) == "and" else after
    return (total, end) if end > start else None


def _hundreds(tokens: Sequence[Token], at: int) -> Read | None:
    """A figure, or words below a thousand, or below two thousand as in nineteen hundred; `a` stands for one."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    value: Value
    if not isinstance(token, str):
        value, after = token, at + 1
    elif below := _below_hundred(tokens, at):
        value, after = below
    elif token in {"a", "an"}:
        value, after = 1, at + 1
        if _at(tokens, after) not in _AFTER_A:
            return None
    elif token in _AFTER_A:
        value, after = 1, at
    else:
        return None
    if _at(tokens, after) not in _HUNDRED:
        return value, after
    value, after = value * 100, after + 1
    below = _below_hundred(tokens, after + 1 if _at(tokens, after) == "and" else after)
    return (value + below[0], below[1]) if below else (value, after)


def _below_hundred(tokens: Sequence[Token], at: int) -> Read | None:
    """Forty-two, forty, twelve, nought."""
    word, following = _at(tokens, at), _at(tokens, at + 1)
    if word in _TENS:
        units = _UNITS.get(following, 0)
        return _TENS[word] + units, at + 1 + (units > 0)
    value = _COMPOUNDS.get(word, _SMALL.get(word))
    return None if value is None else (value, at + 1)


def _scale(tokens: Sequence[Token], at: int, bundles: dict[str, int]) -> tuple[int, int]:
    """The product of the scales that follow (a thousand million) and of at most one of `bundles`; 1 without any."""
    size = 1
    while _at(tokens, at) in SCALES:
        size, at = size * SCALES[_at(tokens, at)], at + 1
    if _at(tokens, at) in bundles:
        size, at = size * bundles[_at(tokens, at)], at + 1
        if _at(tokens, at) in SCALES:
            size, at = size * SCALES[_at(tokens, at)], at + 1
    return size, at


def _decimals(tokens: Sequence[Token], at: int) -> Read | None:
    """The digits after a point, one by one."""
    digits = ""
    while (word := _at(tokens, at)) in _UNITS or word in {"zero", "nought", "naught", "oh", "o"}:
        digits, at = digits + str(_UNITS.get(word, 0)), at + 1
    return (Fraction(int(digits), 10 ** len(digits)), at) if digits else None


def _and_a_half(tokens: Sequence[Token], at: int) -> Read:
    """The fraction that `and` adds to what stands before it; nothing, and the same place, where none does."""
    if _at(tokens, at) != "and":
        return 0, at
    word, following = _at(tokens, at + 1), _at(tokens, at + 2)
    if word in {"a", "an", "one"} and following in _PARTS:
        return Fraction(1, _PARTS[following]), at + 3
    if word == "half":
        return Fraction(1, 2), at + 2
    counted = _below_hundred(tokens, at + 1)
    if counted and _at(tokens, counted[1]) in _SEVERAL_PARTS:
        return counted[0] * Fraction(1, _SEVERAL_PARTS[_at(tokens, counted[1])]), counted[1] + 1
    return 0, at
