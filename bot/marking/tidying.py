"""Typed text in plain signs, and the words around a figure: about, over, or so."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Bound = Literal["", "more", "less"]
"""Which way a figure was left open: `more` for over 20 and at least 20, `less` for nearly 20 and up to 20."""
LONGEST = 200
"""Characters up to which a text may be a number, a quantity or a date."""

_SIGNS = str.maketrans(
    {
        **dict.fromkeys("−–—‐‑‒﹣－", "-"), **dict.fromkeys("’‘ʼ´`′", "'"), **dict.fromkeys("“”„″", '"'),
        **dict.fromkeys("⋅∙•", "·"), **dict.fromkeys("×✕✖⨯", "x"), **dict.fromkeys("≈≃≅∼～", "~"),
        **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"), "⁄": "/", "÷": "/", "٫": ".", "٬": ",", "٪": "%",
    }
)  # fmt: skip
_RAISED = re.compile("[⁺⁻]?[⁰¹²³⁴-⁹]+")
_RAISED_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_VULGAR = re.compile("[¼-¾⅐-⅞]")
_PAIRS = frozenset(('""', "''", "()", "[]"))
_BEFORE = re.compile(
    r"""(?:
        (?P<more>(?:(?:just|well|slightly|a\ little|a\ bit)\ )?(?:over|above)\b|(?:more|greater|larger)\ than\b
            |at\ least\b|(?:no|not)\ (?:less|fewer)\ than\b|upwards?\ of\b|in\ excess\ of\b|exceeding\b|beyond\b
            |minimum\b(?:\ of\b)?|>=?|≥)
      | (?P<less>(?:(?:just|well|slightly|a\ little|a\ bit)\ )?(?:under|below)\b|(?:less|fewer)\ than\b|nearly\b
            |almost\b|up\ to\b|at\ most\b|(?:no|not)\ more\ than\b|close\ (?:on|to)\b|maximum\b(?:\ of\b)?|<=?|≤)
      | (?P<approximately>(?:about|approximately|approx|around|roughly|circa|some|(?:an\ )?estimated|perhaps|maybe
            |probably|possibly|in\ the\ region\ of|(?:of|on|in)\ the\ order\ of|more\ or\ less)\b\.?|~|ca?\.?(?=\s?\d))
      | (?:exactly|precisely|only|just|a\ total\ of|equals?)\b | =
    )\s*""",
    re.VERBOSE | re.IGNORECASE,
)
_AFTER = re.compile(
    r"""\s*(?:
        (?P<approximately>\bor\ (?:so|thereabouts)|\bapprox(?:imately)?|\(approx\.?\)|\broughly|\bmore\ or\ less|-?ish)
      | (?P<more>\bplus|\b(?:or|and)\ (?:more|over|above|upwards?)|\bat\ least)
      | (?P<less>\b(?:or|and)\ (?:less|fewer|under|below)|\bat\ most|\bmaximum)
      | \bexactly | \bin\ total | \bin\ all | \baltogether | \bonly
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
_PLUS = re.compile(r"(?<=[\da-z])\+(?=\s|$)")
_LAST_WORDS = (
    *("so", "thereabouts", "approx", "approximately", "approx)", "approx.)", "roughly", "less", "ish", "plus"),
    *("more", "over", "above", "upward", "upwards", "least", "fewer", "under", "below", "most", "maximum", "exactly"),
    *("total", "all", "altogether", "only"),
)
_FIRST_WORDS = (
    "about approximately approx around roughly circa c ca some an estimated perhaps maybe probably possibly in of on "
    "more close over above greater larger at no not upwards upward exceeding beyond minimum just well slightly a "
    "nearly almost less fewer under below up maximum exactly precisely only equals equal"
)
QUALIFYING = frozenset(_FIRST_WORDS.split())
"""Every word that `qualified` may start with."""


def tidy(text: str) -> str:
    """The text in plain signs: one kind of space, dash and digit; powers as ^6, a half as 1/2. Case stays."""
    if not text.isascii():
        text = _RAISED.sub(lambda found: "^" + found[0].translate(_RAISED_DIGITS), text)
        text = _VULGAR.sub(lambda found: " " + found[0], text)
        text = unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_SIGNS)
        text = "".join(_plain_digit(character) for character in text)
    return " ".join(text.split())


def trim(text: str) -> str:
    """Tidy text without the quotation marks, brackets, markup and stops around it.

    A point or an apostrophe in front stays, as in .5 and '18, and so does what a figure ends in, as in 6 ft 2".
    """
    text = text.strip("*_` ").rstrip(".!?;:, ").lstrip("!?;: ")
    return text[1:-1].strip().rstrip(".!?;:, ") if text[:1] + text[-1:] in _PAIRS and len(text) > 1 else text


def qualified(text: str) -> tuple[str, bool, Bound]:
    """Tidy text without what qualifies its figure, whether it is approximate, and which way it is left open."""
    approximately = False
    bound: Bound = ""
    while found := _BEFORE.match(text):
        approximately |= found["approximately"] is not None
        bound = "more" if found["more"] else "less" if found["less"] else bound
        text = text[found.end() :]
    if "+" in text and (open_ended := _PLUS.search(text)):
        bound, text = "more", text[: open_ended.start()] + text[open_ended.end() :]
    while text.lower().endswith(_LAST_WORDS) and (found := _AFTER.search(text)):
        approximately |= found["approximately"] is not None
        bound = "more" if found["more"] else "less" if found["less"] else bound
        text = text[: found.start()]
    return text, approximately, bound


def _plain_digit(character: str) -> str:
    """A decimal digit of any script as one of 0 to 9; anything else as it is."""
    if character.isascii():
        return character
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)
