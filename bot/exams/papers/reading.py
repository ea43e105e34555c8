"""What a paper is to be like, as teachers write it."""

from __future__ import annotations

import re

from bot.bank.service import Bank
from bot.errors import UserError
from bot.exams.papers.model import EASIEST, HARDEST, Wanted
from bot.quiz.kinds import KINDS
from bot.schedule.setting_up import ALL, topics_of

OBJECTIVES = ("AO1", "AO2", "AO3")
FEWEST, MOST = 1, 150
"""Marks of a paper."""
SHORTEST, LONGEST = 5, 240
"""Minutes of a paper."""
_OBJECTIVE = re.compile(r"(?:AO\s*)?([1-3])", re.IGNORECASE)
_RANGE = re.compile(r"(\d)\s*(?:(?:-|–|to)\s*(\d))?")
_BETWEEN = re.compile(r"\s*(?:[,;+&\n]|\band\b)\s*|\s+(?=AO)|(?<=AO[1-3])\s+", re.IGNORECASE)


def read_topics(bank: Bank, written: str) -> tuple[str, ...]:
    """Topics with commas between them; none written, or all of them, is none in particular. Raises `UserError`."""
    return tuple(dict.fromkeys(topics_of(bank, written) or ())) if written.strip() else ()


def read_objectives(written: str) -> tuple[str, ...]:
    """Objectives such as `AO1, AO3`; none written is any. Raises `UserError`."""
    found = []
    for words in _words(written):
        match = _OBJECTIVE.fullmatch(words)
        if match is None:
            raise UserError(f"There is no objective “{words[:40]}”. There are {', '.join(OBJECTIVES)}.")
        found.append(f"AO{match[1]}")
    return tuple(sorted(set(found)))


def read_difficulty(written: str) -> tuple[int, int]:
    """The easiest and the hardest from `2-4`, or `3` alone; none written is any. Raises `UserError`."""
    if not written.strip():
        return EASIEST, HARDEST
    match = _RANGE.fullmatch(written.strip())
    easiest, hardest = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
    if not EASIEST <= easiest <= hardest <= HARDEST:
        raise UserError(f"Difficulty goes from {EASIEST}, easy, to {HARDEST}, hard: 2-4, for example.")
    return easiest, hardest


def read_both(written: str) -> tuple[tuple[str, ...], tuple[int, int]]:
    """Objectives and difficulty in one, such as `AO1, AO3, 2-4`: forms are short. Raises `UserError`."""
    words = _words(written)
    objectives = [one for one in words if one[:2].casefold() == "ao"]
    return read_objectives(", ".join(objectives)), read_difficulty(
        ", ".join(one for one in words if one not in objectives)
    )


def write_both(wanted: Wanted) -> str:
    """The same, written."""
    easiest, hardest = wanted.easiest, wanted.hardest
    is_any = (easiest, hardest) == (EASIEST, HARDEST)
    difficulty = str(easiest) if easiest == hardest else f"{easiest}-{hardest}"
    return ", ".join([*wanted.objectives, *(() if is_any else (difficulty,))])


def read_kinds(written: str) -> tuple[str, ...]:
    """Kinds of question by name or title, with commas or lines between them, or `all`; none is none. `UserError`."""
    if written.strip().casefold() in ALL:
        return tuple(KINDS)
    names = {name: kind for kind, what in KINDS.items() for name in _names(kind, what.title)}
    found = []
    for words in _words(written):
        kind = names.get(words.casefold())
        if kind is None:
            raise UserError(f"There is no kind “{words[:40]}”. There are {', '.join(KINDS)}; or write all.")
        found.append(kind)
    return tuple(dict.fromkeys(found))


def read_marks(written: str) -> int:
    """How many marks. Raises `UserError`."""
    return _number(written, FEWEST, MOST, "Marks")


def read_minutes(written: str) -> int:
    """How many minutes. Raises `UserError`."""
    return _number(written, SHORTEST, LONGEST, "Minutes")


def _number(written: str, least: int, most: int, what: str) -> int:
    words = written.strip()
    if not words.isdecimal() or not least <= int(words) <= most:
        raise UserError(f"{what} are a whole number from {least} to {most}.")
    return int(words)


def _words(written: str) -> list[str]:
    return [words for words in (words.strip() for words in _BETWEEN.split(written)) if words]


def _names(kind: str, title: str) -> tuple[str, ...]:
    """What a kind goes by: its name, its title, either in the plural or the singular."""
    both = (kind, title.casefold())
    return (*both, *(f"{name}s" for name in both), *(name.removesuffix("s") for name in both))
