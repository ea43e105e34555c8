"""A debate in a class: its stages, who stands where, and who has changed sides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Side = Literal["for", "against", "undecided"]
SIDES: tuple[Side, ...] = ("for", "against", "undecided")
FIRST, SECOND, OVER = 1, 2, 3
"""Before anything has been read; after both sides have; when the shift has been shown."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A debate that a class has begun."""

    id: str
    class_id: str
    debate: str
    """The debate's id in the bank."""
    stage: int


@dataclass(frozen=True, slots=True)
class Vote:
    """Where somebody stands at a stage."""

    person: str
    stage: int
    side: Side


@dataclass(frozen=True, slots=True)
class Shift:
    """How a class stood before and after."""

    first: Counter[Side]
    second: Counter[Side]
    twice: int
    """How many voted both times."""
    changed: int
    """How many of those stand elsewhere now."""


def shift(votes: Iterable[Vote]) -> Shift:
    """What two votes have shown."""
    before: dict[str, Side] = {}
    after: dict[str, Side] = {}
    for vote in votes:
        (before if vote.stage == FIRST else after)[vote.person] = vote.side
    both = before.keys() & after.keys()
    changed = sum(before[person] != after[person] for person in both)
    return Shift(Counter(before.values()), Counter(after.values()), len(both), changed)
