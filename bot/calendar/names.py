"""What the name of a day in a school's calendar says of it."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Literal

LONG = 20
"""Days: what is called a term and is no longer is a day of one, or half-term."""

Sort = Literal["holiday", "term", "other"]

_NO_SCHOOL = (
    # English
    "holidays?",
    r"half[ -]?terms?",
    "breaks?",
    "clos(?:ed|ure|ures)",
    "shut",
    "inset",
    "recess",
    "vacations?",
    "day off",
    "days off",
    r"(?:no|non|without)[ -](?:school|classes|lessons|pupils?|students?)(?: days?)?",
    r"(?:staff|teacher|teachers|training|pd|professional)(?: \w+){0,2} days?",
    # German, whose words grow together
    r"\w*ferien",
    r"\w*feiertage?",
    r"(?:schul|unterrichts)frei\w*",
    r"\w*bruckentage?",
    r"padagogischer tag",
    # French, Spanish, Italian, Portuguese, Dutch, and the north
    "vacances",
    "conges?",
    r"jours? feries?",
    "feries?",
    r"feriados?",
    "vacaciones",
    "festivos?",
    "no lectivos?",
    "vacanze",
    "ferias",
    r"\w*vakanties?",
    r"\w*ferier?",
    r"\w*lov",
)
_STILL_SCHOOL = (
    r"(?:holiday|half[ -]?term) (?:club|camp|activit\w+|revision|homework|programme|program|childcare)",
    "trips?",
    "fairs?",
    r"part(?:y|ies)",
    "concerts?",
    "homework",
    "deadlines?",
    "duty",
    r"assembl(?:y|ies)",
)
_ONE_DAY_BESIDE = (
    r"(?:last|first) (?:school )?day",
    "begins?",
    "starts?",
    "ends",
    "before",
    "after",
    "returns?",
    "reopens?",
    "back",
    r"break(?:s|ing)? up",
)
"""Words that make one day the eve of a holiday, or the day after it."""
_TERM = (r"terms?", r"semesters?", r"trimesters?", r"trimestres?", r"halbjahr", r"schulhalbjahr", r"quarters?")
_SURELY_HOLIDAY = ("holidays?", "vacations?", r"\w*ferien", "vacances")


def sort_of(name: str, days: int) -> Sort:
    """What an all-day event of so many days is by its name: a holiday, a term, or something else."""
    words = _folded(name)
    is_term = _has(_TERM, words) and not _has(_SURELY_HOLIDAY, words)
    if is_term and days > LONG:
        return "term"
    if not _has(_NO_SCHOOL, words) or _has(_STILL_SCHOOL, words):
        return "other"
    return "other" if days == 1 and _has(_ONE_DAY_BESIDE, words) else "holiday"


def _has(patterns: tuple[str, ...], words: str) -> bool:
    return _any_of(patterns).search(words) is not None


@cache
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)")


def _folded(name: str) -> str:
    bare = (char for char in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(char))
    return " ".join("".join(bare).replace("-", " ").split())
