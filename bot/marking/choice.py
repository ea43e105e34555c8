"""Marking what was chosen from options."""

from __future__ import annotations

from collections.abc import Collection

from bot.marking.outcome import FULL, Outcome


def mark_single(key: str, given: Collection[str]) -> Outcome:
    """One option is right: all or nothing."""
    return Outcome.of(FULL if set(given) == {key} else 0)


def mark_several(keys: Collection[str], distractors: Collection[str], given: Collection[str]) -> Outcome:
    """Several options are right: the share of the keys ticked, less the share of the distractors ticked.

    That is Youden's J (W. J. Youden, "Index for rating diagnostic tests", Cancer 3, 1950), of ticks: the rate of hits
    less the rate of false alarms. Whoever ticks each option with the same chance, whatever it is, ticks as large a
    share of the one as of the other on average: J is nothing for guessing. Ticking everything, or nothing, therefore
    earns nothing however many keys and distractors there are, and a wrong tick costs more where there are few to go
    wrong with. Less than nothing counts as nothing. What is ticked and is neither, since it was reworded, costs as a
    distractor.
    """
    ticked = set(given)
    hits, wrong = len(set(keys) & ticked), len(ticked - set(keys))
    share = hits * len(distractors) - wrong * len(keys)
    return Outcome.of(max(0, share * FULL // (len(keys) * len(distractors))))
