"""What is known of the world's words: which are near and different, which are the same, who has which name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.marking.folding import fold


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody well known, under a surname."""

    forenames: frozenset[str]
    known_by: frozenset[str]
    """Names that are enough without the surname."""


def _plain(word: str) -> str:
    """A word of the lists as `fold` has it; they are lower case and without accents, so that most need no folding."""
    word = word.strip()
    return word if word.isalpha() else fold(word)


def _lines(name: str) -> Iterator[str]:
    for line in (files("bot.marking") / "words" / f"{name}.txt").read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()


@cache
def neighbours() -> dict[str, frozenset[str]]:
    """Each real word or name with those near it that are something else."""
    found: dict[str, set[str]] = {}
    for line in _lines("neighbours"):
        group = [_plain(word) for word in line.split(",") if word.strip()]
        for word in group:
            found.setdefault(word, set()).update(other for other in group if other != word)
    return {word: frozenset(others) for word, others in found.items()}


@cache
def variants() -> dict[str, str]:
    """Each way of writing something that has several, with the one that stands for all."""
    found: dict[str, str] = {}
    for line in _lines("variants"):
        group = [_plain(form) for form in line.split("=") if form.strip()]
        first = next((found[form] for form in group if form in found), group[0])
        for form in group:
            found.setdefault(form, first)
    return found


@cache
def alike(first: str) -> frozenset[str]:
    """Every way of writing what `variants` writes as `first`."""
    return _groups().get(first, frozenset((first,)))


@cache
def _groups() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for form, first in variants().items():
        found.setdefault(first, set()).add(form)
    return {first: frozenset(forms) for first, forms in found.items()}


@cache
def people() -> dict[str, tuple[Person, ...]]:
    """Well-known people by surname."""
    found: dict[str, tuple[Person, ...]] = {}
    for line in _lines("people"):
        surname, _, rest = line.partition(":")
        persons: list[Person] = []
        for one in rest.split("|"):
            names = one.split()
            plain = frozenset(part for name in names for part in _plain(name.lstrip("*")).split())
            persons.append(Person(plain, frozenset(_plain(name[1:]) for name in names if name.startswith("*"))))
        key = _plain(surname)
        found[key] = (*found.get(key, ()), *persons)
    return found


@cache
def forenames() -> frozenset[str]:
    """First names, so that a name can be told from a thing."""
    return frozenset(_plain(name) for line in _lines("forenames") for name in re.split(r"[,\s]+", line) if name)


@cache
def common() -> frozenset[str]:
    """Everyday English words: whoever types one of them has not mistyped another."""
    return frozenset(word for line in _lines("common") for word in line.lower().split())


@cache
def titles() -> frozenset[str]:
    """What stands in front of a name without changing whose it is."""
    return frozenset(word for line in _lines("titles") for word in line.split())
