"""New ids, short enough for a button's address."""

from __future__ import annotations

from random import Random

ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
LENGTH = 10
"""Fifty bits: a county's rounds of a century, with no two alike."""


def new_id(random: Random) -> str:
    """An id that nothing else has."""
    return "".join(random.choices(ALPHABET, k=LENGTH))
