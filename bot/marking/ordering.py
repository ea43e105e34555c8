"""Marking things put in order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from bot.marking.outcome import FULL, Outcome


def mark_order(sequence: Sequence[str], given: Sequence[str]) -> Outcome:
    """Kendall's rank correlation between `given` and the right `sequence`, negative values counting as nothing.

    tau = (pairs in the right order - pairs in the wrong order) / all pairs. Two neighbours swapped cost little, and
    unlike counting right positions, it does not punish a learner who has everything right but moved one thing to the
    front. Guessing earns 27, 19, 16 and 14 hundredths on average for three to six steps. Nothing is earned until every
    step is placed.
    """
    if sorted(given) != sorted(sequence):
        return Outcome("wrong", 0)
    place = {step: index for index, step in enumerate(given)}
    pairs = list(combinations(sequence, 2))
    ordered = sum(place[earlier] < place[later] for earlier, later in pairs)
    return Outcome.of(max(0, (2 * ordered - len(pairs)) * FULL // len(pairs)))
