"""What is wrong with a figure, where that can be said: its size, its sign, a digit."""

from __future__ import annotations

from fractions import Fraction

_TIMES = {
    10: "ten times", 100: "a hundred times", 1000: "a thousand times", 10**6: "a million times",
    10**9: "a billion times",
}  # fmt: skip
_MOST_DECIMALS = 12
"""Decimals up to which digits are compared."""
_FEW = 3
"""Digits from which one wrong digit is worth pointing out."""


def slip(given: Fraction, key: Fraction) -> str:
    """In a few words, how a wrong figure differs from the key; too large or too small where nothing more is to say."""
    if key and given == -key:
        return "the sign is wrong"
    ratio = given / key if key else Fraction(0)
    for power, words in _TIMES.items():
        if ratio in {power, Fraction(1, power)}:
            return f"{words} too {'large' if ratio > 1 else 'small'}"
    one, other = _digits(given, key)
    wrong = [place for place, (digit, right) in enumerate(zip(one, other, strict=False)) if digit != right]
    if one and len(one) == len(other):
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1  # noqa: PLR2004
        if swapped and one[wrong[0]] == other[wrong[1]] and one[wrong[1]] == other[wrong[0]]:
            return "two digits are swapped"
        if len(wrong) == 1 and len(other) >= _FEW:
            return "one digit is wrong"
    return "too large" if given > key else "too small"


def _digits(given: Fraction, key: Fraction) -> tuple[str, str]:
    """Both figures' digits with as many decimals as either has; nothing where a decimal can't express them."""
    if (given < 0) != (key < 0):
        return "", ""
    for decimals in range(_MOST_DECIMALS + 1):
        one, other = abs(given) * 10**decimals, abs(key) * 10**decimals
        if one.denominator == other.denominator == 1:
            return _shortened(str(int(one)), str(int(other)))
    return "", ""


def _shortened(one: str, other: str) -> tuple[str, str]:
    """Both without the noughts that both end in: 11 million and 10 million have two digits."""
    while one.endswith("0") and other.endswith("0"):
        one, other = one[:-1], other[:-1]
    return one, other
