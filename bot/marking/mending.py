"""Marking a wrong statement that was mended."""

from __future__ import annotations

from bot.marking.outcome import FULL, Outcome

HALF = FULL // 2
"""What finding the faulty part earns; the other half is for what it should say."""


def mark_mend(*, found: bool, correction: Outcome) -> Outcome:
    """Half for the faulty part (`found`), half for what it should say (`correction`, marked by itself).

    A correction counts only with its part: what is right about the place is no correction of the year, and whoever
    writes the right words into the wrong place has not seen what is wrong. Pressing parts at random earns half a mark
    in as many tries as there are parts, which is why the other half is for words that nobody guesses. A correction that
    is nearly right is asked back, where the part is.
    """
    if not found:
        return Outcome("wrong", 0)
    if correction.verdict == "prompt":
        return Outcome("prompt", HALF, correction.why)
    if correction.verdict == "right":
        return Outcome.of(FULL, correction.why)
    return Outcome.of(HALF, "that is the part, but it should say something else")
