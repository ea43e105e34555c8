"""New ids, short enough for a button's address."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
LENGTH = 10
"""Fifty bits: a county's rounds of a century, with no two alike."""


def new_id(random: Random, taken: Callable[[str], object] = lambda _id: False) -> str:
    """An id that nothing else has; `taken` says whether something has it, where chance begins again at every start."""
    while taken(id := "".join(random.choices(ALPHABET, k=LENGTH))):
        pass
    return id
