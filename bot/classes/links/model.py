"""Codes that join what is on one platform to what is on another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.clock import MINUTE

What = Literal["class", "account"]
ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""Nothing that could be read as something else."""
LENGTH = 8
"""39 bits: nobody guesses one in half an hour."""
LIVES = 30 * MINUTE
MOST_ACCOUNTS = 5
"""Of one human."""


@dataclass(frozen=True, slots=True)
class Code:
    """What a code stands for until it is used."""

    code: str
    what: What
    class_id: str
    """The class that is joined; empty for accounts."""
    room: str
    person: str
    """Who asked for it."""
    ends_at: int
    """Microseconds UTC."""


def told(code: str) -> str:
    """A code as people read it: K7QP-3MTR."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def read(written: str) -> str:
    """A code as it is kept, from what somebody typed or copied."""
    return "".join(letter for letter in written.upper() if letter in ALPHABET)


@dataclass(frozen=True, slots=True)
class Belongings:
    """What a class has that joining it to another moves there."""

    name: str
    learners: int
    answers: int
    posts: int
    """What is posted there by itself."""
    is_open: bool
    """Whether a teacher has set it up and told it so."""

    @property
    def is_bare(self) -> bool:
        """Whether nothing would be missed: the class was only just met."""
        return not (self.answers or self.posts or self.is_open)


def parted(rooms: Sequence[tuple[str, str]], space: str) -> tuple[list[str], list[str]]:
    """A class's rooms (with their spaces) of `space`, and those elsewhere."""
    here = [room for room, of in rooms if of == space]
    return here, [room for room, of in rooms if of != space]
