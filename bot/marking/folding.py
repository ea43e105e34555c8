"""From what somebody typed to words that can be compared: no mark-up, emoji, case, accents or punctuation."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_GREEK_OR_CYRILLIC = re.compile("[\u0370-\u058f]")
_LATIN = re.compile("[a-z\u00c0-\u024f]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_MARKS = re.compile(r"[*_~|`<>:\[#]")
_STRUCK = re.compile(r"~~.*?~~")
_TAGS = re.compile(r"<a?:\w+:\d+>|<[@#!&]+\w+(?:\|[^>]*)?>|:(?=[a-z])[a-z0-9_+-]{2,32}:")
_LINKS = re.compile(r"<(?:https?|mailto):[^|>]*\|([^>]*)>|\[([^\]]+)\]\((?:https?:)[^)]*\)")
_PAIRED = re.compile(r"(\*{1,3}|_{1,3}|\|\||~|`{1,3})(?=\S)(.+?)(?<=\S)\1")
_QUOTED = re.compile(r"^\s*(?:>+|#+|[-•])\s+")
_WILD_MARKS = re.compile(r"[*?%_]")
_WILD = re.compile(r"\w[*?%]+\w|(?<!\S)[*?%]+\w|[^\W\d][*%]+|(?<!\S)[*%?_]+(?!\S)")
_DOTTED = re.compile(r"\b(?:\w\.\s?)+\w?\b\.?")
_SINGLES = re.compile(r"\b[^\W\d_](?: [^\W\d_])+\b")
_SIGN = re.compile(r"(?<!\w)(\w{1,3})[-−–]$")
_INITIAL_A = re.compile(r"\s*[aA]\.")
ARTICLES = frozenset({"the", "a", "an"})

_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўѣ",
        "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya i yi ye g u e".split(),
        strict=True,
    )
)
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψως",
        "a b g d e z i th i k l m n x o p r s t y f ch ps o s".split(),
        strict=True,
    )
)
_GREEK_NAMES = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψω",
        (
            "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon "
            "phi chi psi omega"
        ).split(),
        strict=True,
    )
)
_ALIKE = dict(zip("аеорсухіѕјԁгкмтвнզαεοριτυνκχγη", "aeopcyxisjdrkmtbhqaeopityvkxyn", strict=True))
"""Letters of other scripts that look Latin, on a screen if not in print; capitals too, once they are lower case."""
_OTHERS = str.maketrans(
    {
        **dict.fromkeys("'’‘ʼʹ´`′ʻ", ""),
        "£": " pound ", "€": " euro ", "¥": " yen ", "₽": " rouble ", "°": " degree ",
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "ng",
    }
)  # fmt: skip
"""Apostrophes, signs that are spoken, and letters that no accent was put on to make them."""
_ASCII = str.maketrans(
    {
        **{chr(code): " " for code in range(128) if not chr(code).isalnum()},
        **dict.fromkeys("'`", ""),
        "&": " and ",
        "+": " plus ",
        "%": " percent ",
        "$": " dollar ",
    }
)


def unmarked(text: str) -> str:
    """The text without a chat's mark-up: what is bold is bare, what is struck through is gone, emoji codes too."""
    if not _MARKS.search(text):
        return text
    text = _LINKS.sub(lambda link: link[1] or link[2], _TAGS.sub(" ", _STRUCK.sub(" ", text)))
    text = _QUOTED.sub("", text)
    previous = ""
    while previous != text:
        previous, text = text, _PAIRED.sub(r"\2", text)
    return text


def is_wild(text: str) -> bool:
    """Whether an unmarked text has a wildcard in it: that names nothing."""
    return bool(_WILD_MARKS.search(text) and _WILD.search(text))


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """The words of an unmarked text, as they are compared, without a leading article.

    Words in Cyrillic or Greek are spelt in Latin letters; letters that only look Latin, among Latin ones, become it.
    """
    return _folded(text, alike=False)


def readings(text: str) -> tuple[str, ...]:
    """The ways in which `fold` could read a text: a word all of whose letters look Latin may be either."""
    first = fold(text)
    if text.isascii():
        return (first,)
    other = _folded(text, alike=True)
    return (first,) if other == first else (first, other)


def _folded(text: str, *, alike: bool) -> str:
    written = text
    if "." in text:
        text = _DOTTED.sub(_undotted, text)
    if text[-1:] in "-−–":
        text = _SIGN.sub(r"\1 minus", text)
    folded = _in_latin(text, alike=alike).split()
    if len(folded) < 2:  # noqa: PLR2004 - one word
        return "".join(folded)
    if folded[0] in ARTICLES and not (folded[0] == "a" and _INITIAL_A.match(written)):
        del folded[0]
    joined = " ".join(folded)
    # U S S R, with spaces or points between, is one word.
    return _SINGLES.sub(_without_spaces, joined) if min(map(len, folded)) == 1 else joined


def _without_spaces(run: re.Match[str]) -> str:
    return run[0].replace(" ", "")


def _undotted(run: re.Match[str]) -> str:
    letters = run[0]
    if any(char.isdigit() for char in letters):
        return letters
    return letters.replace(".", "").replace(" ", "") + (" " if letters[-1] in " ." else "")


def _in_latin(text: str, *, alike: bool) -> str:
    if text.isascii():
        return text.lower().translate(_ASCII)
    text = unicodedata.normalize("NFKC", text).casefold().translate(_OTHERS)
    if not text.isascii():
        if _GREEK_OR_CYRILLIC.search(text):
            text = " ".join(_word(word, alike=alike) for word in text.split())
        text = _NOT_ASCII.sub(_bare, unicodedata.normalize("NFKD", text))
    return text.translate(_ASCII)


def _bare(found: re.Match[str]) -> str:
    """A letter or figure as it is, nothing for an accent or a sign that is not seen, a space for anything else."""
    char = found[0]
    if unicodedata.category(char) in ("Mn", "Cf"):
        return ""
    return char if char.isalnum() else " "


def _word(word: str, *, alike: bool) -> str:
    if word.isascii() or not _GREEK_OR_CYRILLIC.search(word):
        return word
    letters = [char for char in word if char.isalpha()]
    latin = any(_LATIN.match(char) for char in letters)
    if latin or (alike and all(char in _ALIKE for char in letters)):
        return "".join(_ALIKE.get(char, char) for char in word)
    if len(letters) == 1 and letters[0] in _GREEK_NAMES:
        return _GREEK_NAMES[letters[0]]
    spelt = (_CYRILLIC.get(char) or _GREEK.get(char) or char for char in unicodedata.normalize("NFKC", word))
    return "".join(spelt).replace("_", "")
