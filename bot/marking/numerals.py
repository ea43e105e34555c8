"""Numbers within words: World War II, the second five-year plan, Nicholas the Second."""

from __future__ import annotations

import re

from bot.marking.number_words import ONES, TENS

_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
_TENTHS = {f"{ten[:-1]}ieth": value for ten, value in TENS.items()}
_WORDS = {
    **{word: index for index, word in enumerate(ONES.split())},
    **{word: index for index, word in enumerate(_ORDINALS)},
}
_ROMAN = {
    "ii": 2, "iii": 3, "iv": 4, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "xi": 11, "xii": 12, "xiii": 13, "xiv": 14,
    "xv": 15, "xvi": 16, "xvii": 17, "xviii": 18, "xix": 19, "xx": 20, "xxi": 21,
}  # fmt: skip
_LAST = {"i": 1, "v": 5, "x": 10}
"""Numerals that are numerals only behind a name."""
_DIGIT = re.compile(r"\d")
_ORDINAL = re.compile(r"^(\d+)(?:st|nd|rd|th)$")
_DROPPED = frozenset(("the", "a", "an"))
_CHANGED = frozenset((*TENS, *_TENTHS, *_WORDS, *_ROMAN, *_LAST, *_DROPPED))
"""Words of which something may become; so it may of whatever has a digit in it."""


def numbered(folded: str) -> list[str]:
    """Folded words one by one, every number in figures, ordinals too: `2`, `world`, `war`; `nicholas`, `2`."""
    parts = folded.split()
    if _CHANGED.isdisjoint(parts) and not _DIGIT.search(folded):
        return parts
    found: list[str] = []
    for index, word in enumerate(parts):
        if word in TENS or word in _TENTHS:
            found.append(str(TENS.get(word) or _TENTHS[word]))
        elif word in _WORDS:
            tens = index and parts[index - 1] in TENS and 0 < _WORDS[word] < 10  # noqa: PLR2004
            if tens:
                found[-1] = str(int(found[-1]) + _WORDS[word])
            else:
                found.append(str(_WORDS[word]))
        elif word in _ROMAN and len(parts) > 1:
            found.append(str(_ROMAN[word]))
        elif word in _LAST and index and index == len(parts) - 1:
            found.append(str(_LAST[word]))
        elif ordinal := _ORDINAL.match(word):
            found.append(ordinal[1])
        elif word in _DROPPED and len(parts) > 1:
            continue
        else:
            found.append(word)
    return found
