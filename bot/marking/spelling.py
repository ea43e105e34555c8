"""Whether one word is another, otherwise spelt: by another rule, by ear, in the plural, or by a slip."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeAlias, cast

from rapidfuzz.distance import OSA, Levenshtein

_SOUNDS = {
    "shch": "S", "stch": "S", "tsch": "C", "tch": "C", "sch": "S", "ch": "C", "sh": "S",
    "dzh": "ds", "zh": "s", "zz": "s", "tz": "ts", "z": "s",
    "kh": "k", "ck": "k", "qu": "kv", "q": "k", "x": "ks", "gh": "g", "ph": "f", "th": "t", "rh": "r", "wh": "v",
    "w": "v",
    "ae": "e", "oe": "o", "ue": "u", "ou": "u", "oo": "u", "ee": "i", "ie": "e", "ye": "e", "y": "i",
}  # fmt: skip
_BEGINNINGS = {
    "kn": "n", "gn": "n", "ps": "s", "pn": "n", "pt": "t", "wr": "r", "cz": "s", "ts": "s", "tz": "s", "ye": "e",
    "mc": "mak",
}  # fmt: skip
_ENDINGS = {
    "off": "ov", "eff": "ev", "ours": "ors", "our": "or", "tre": "ter", "bre": "ber", "ogue": "og", "mme": "m",
    "que": "k", "iiy": "i", "ii": "i", "iy": "i", "yi": "i", "yy": "i", "ij": "i", "ey": "i", "ie": "i", "mb": "m",
    "le": "al", "el": "al",
}  # fmt: skip


def _by_first_letter() -> str:
    """A pattern of all letters that have a sound of their own, each tried only where its first letter stands."""
    alternatives: dict[str, list[str]] = {}
    for pattern in (
        *(f"{letters[0]}(?<=^.){letters[1:]}" for letters in _BEGINNINGS),
        *(f"{letters[0]}(?<=...){letters[1:]}$" for letters in _ENDINGS),
        "y(?<=hy)o",
        "sc(?=[eiy])",
        "c(?=[eiy])",
        *sorted(_SOUNDS, key=len, reverse=True),
        "c",
    ):
        alternatives.setdefault(pattern[0], []).append(pattern[1:])
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in alternatives.items())


_SOUND = re.compile(_by_first_letter())
_DOUBLE = re.compile(r"(.)(?=\1)")
_VOWELS = frozenset("aeiouh")
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_ALIKE = frozenset(map(frozenset, "bp dt gk fv sS SC sC mn jg lr kC js jS jC gS gC".split()))
_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "people": "person", "mice": "mouse", "feet": "foot",
    "teeth": "tooth", "geese": "goose", "phenomena": "phenomenon", "criteria": "criterion", "bacteria": "bacterium",
    "fungi": "fungus", "nuclei": "nucleus", "radii": "radius", "cacti": "cactus", "alumni": "alumnus", "data": "datum",
    "lives": "life", "wolves": "wolf", "leaves": "leaf", "knives": "knife", "wives": "wife", "thieves": "thief",
    "axes": "axis", "crises": "crisis", "oases": "oasis", "theses": "thesis", "hypotheses": "hypothesis",
    "analyses": "analysis", "vertebrae": "vertebra", "larvae": "larva", "algae": "alga", "antennae": "antenna",
    "matrices": "matrix", "vertices": "vertex", "indices": "index", "appendices": "appendix",
}  # fmt: skip
_SAME_EITHER_WAY = ("ss", "us", "is", "as", "os")

FREE = 3
"""Letters up to which a word allows no slip: any other letter makes another word."""
_ALLOWED = (*[0] * (FREE + 1), 0, 1, 2, 2, 3, 4, 4, 5, 5, 5, 6)
SHORT = 6
"""Letters up to which a vowel more or less makes another word."""
MUCH = 99
"""More than any word allows."""
_Edit: TypeAlias = tuple[str, int, int]
"""Insert, delete or replace; the letter's place in what was given, and its place in the key."""


@lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """What a word sounds like, near enough that the usual transliterations and both Englishes come to the same.

    Yezhov, Ezhov; Trotsky, Trotskii; collectivisation, collectivization; Goebbels, Göbbels. Letters in capitals stand
    for sounds that are no letter.
    """
    return _DOUBLE.sub("", _SOUND.sub(_sounded, word))


def _sounded(found: re.Match[str]) -> str:
    letters = found[0]
    if found.start() == 0 and letters in _BEGINNINGS:
        return _BEGINNINGS[letters]
    if found.end() == len(found.string) and letters in _ENDINGS and found.start() > 1:
        return _ENDINGS[letters]
    if letters in ("c", "sc"):
        return "s" if found.string[found.end() : found.end() + 1] in ("e", "i", "y") else "k"
    return "e" if letters == "yo" else _SOUNDS[letters]


def singular(word: str) -> str:
    """A word without its plural's ending, the English one or one that Russian words keep (bolsheviki)."""
    if len(word) <= FREE or word[-1] not in "siean":
        return word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:  # noqa: PLR2004
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(_SAME_EITHER_WAY):
        return word[:-1]
    return word[:-1] if word.endswith(("iki", "aki", "uki", "tsy")) else word


def allowance(letters: int) -> int:
    """What slips in a word of so many letters may cost, in the units of `cost`."""
    return _ALLOWED[min(letters, len(_ALLOWED) - 1)]


@lru_cache(maxsize=50_000)
def cost(given: str, key: str) -> int:
    """What it costs to take `given` for a slip at `key`: nought where they sound alike, `MUCH` where no one would.

    A vowel mistaken, left out or put in costs 1; two neighbours swapped 1; a consonant left out or put in 2; a
    consonant for one that sounds like it or lies beside it on the keyboard 2; for any other 7, for that makes another
    word. In a word of up to six letters a vowel mistaken costs 2. A wrong first letter
    costs 2 more, and so does every slip after the second, or after the third in a word of twelve letters.
    """
    if given == key:
        return 0
    heard, meant = sound(given), sound(key)
    if heard == meant:
        return 0
    limit = 1 + len(meant) // 4
    if OSA.distance(heard, meant, score_cutoff=limit) > limit and OSA.distance(given, key, score_cutoff=limit) > limit:
        return MUCH
    by_ear = _slips(heard, meant)
    return by_ear if by_ear == 1 or (heard == given and meant == key) else min(by_ear, _slips(given, key))


def _slips(given: str, key: str) -> int:
    ops = cast("list[_Edit]", Levenshtein.editops(given, key).as_list())
    total, skip, edits = 0, False, 0
    for index, op in enumerate(ops, 1):
        if skip:
            skip = False
            continue
        edits += 1
        tag, at, to = op
        if index < len(ops) and _swaps(given, key, op, ops[index]):
            total += 1 + (at == 0)
            skip = True
            continue
        if tag == "replace" and len(key) <= SHORT:
            total += 1
        total += _slip(tag, given[at : at + 1], key[to : to + 1])
        if at == to == 0:
            total += 2
    return total + max(0, edits - _most(len(key))) * 2


def _most(letters: int) -> int:
    """How many slips a word of so many letters is given."""
    return 1 + (letters > 4) + (letters > 11)  # noqa: PLR2004


def _swaps(given: str, key: str, one: _Edit, other: _Edit) -> bool:
    """Whether two edits are in truth two neighbouring letters in each other's place."""
    tag, at, to = one
    following, then_at, then_to = other
    if tag == following:
        return tag == "replace" and then_at == at + 1 and given[at : at + 2] == key[to : to + 2][::-1]
    if "replace" in (tag, following) or then_at - at > 2:  # noqa: PLR2004
        return False
    return given[at] == key[then_to] if tag == "delete" else key[to] == given[then_at]


def _slip(tag: str, wrote: str, meant: str) -> int:
    if tag == "replace":
        if wrote in _VOWELS and meant in _VOWELS:
            return 1
        if wrote in _VOWELS or meant in _VOWELS:
            return 2 if _beside(wrote, meant) else 3
        return 2 if frozenset((wrote, meant)) in _ALIKE or _beside(wrote, meant) else 7
    letter = wrote if tag == "delete" else meant
    return 1 if letter in _VOWELS else 2


@lru_cache(maxsize=1000)
def _beside(one: str, other: str) -> bool:
    """Whether two letters lie beside each other on a keyboard."""
    return any(one in row and other in row and abs(row.index(one) - row.index(other)) == 1 for row in _KEYS)
