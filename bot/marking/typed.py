"""Marking what was written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from rapidfuzz.distance import DamerauLevenshtein

from bot.marking.outcome import FULL, Outcome

LONG = 6
"""Letters from which one slip cannot turn a word into another that anyone would mean."""
CLOSE = 2
"""Slips up to which a learner is asked to look again rather than marked wrong."""
_ARTICLES = re.compile(r"^(?:the|a|an)\s+(?=\S)")
_TWO_ANSWERS = re.compile(r"\s+or\s+|\s*[/;,]\s*|\s+and\s+", re.IGNORECASE)


def normal(words: str) -> str:
    """The words as they are compared: lower case, without accents, punctuation, articles or spare spaces."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", words) if not unicodedata.combining(char))
    folded = " ".join(re.sub(r"[^\w\s]", " ", bare.casefold().replace("'", "").replace("’", "")).split())
    return _ARTICLES.sub("", folded)


def mark_typed(
    given: str, accepted: Sequence[str], *, rejected: Sequence[str] = (), prompts: Mapping[str, str] | None = None
) -> Outcome:
    """Mark `given` against the `accepted` forms, the key first.

    `rejected` forms are wrong however near they are; `prompts` maps nearly enough forms to what is asked back.
    """
    words = normal(given)
    forms = [normal(form) for form in accepted]
    wrong = [normal(form) for form in rejected]
    if not words or words in wrong:
        return Outcome("wrong", 0)
    if words in forms:
        return Outcome("right", FULL)
    for form, ask in (prompts or {}).items():
        if normal(form) == words:
            return Outcome("prompt", 0, ask)
    parts = [normal(part) for part in _TWO_ANSWERS.split(given) if normal(part)]
    if len(parts) > 1 and any(part in forms for part in parts):
        return Outcome("prompt", 0, "Which one? Give a single answer.")
    near = min(forms, key=lambda form: _slips(words, form))
    slips = _slips(words, near)
    if any(_slips(words, form) <= slips for form in wrong):
        return Outcome("wrong", 0)
    if slips == 1 and len(near) >= LONG and not any(char.isdigit() for char in near):
        return Outcome("right", FULL, f"spelt {accepted[forms.index(near)]}")
    if slips <= CLOSE and len(near) >= LONG - 1 and not any(char.isdigit() for char in near):
        return Outcome("prompt", 0, "Nearly. Check the spelling.")
    return Outcome("wrong", 0)


def _slips(one: str, other: str) -> int:
    return int(DamerauLevenshtein.distance(one, other))
