"""Marks by levels of response: what a marker may give, and what it is worth.

No rule here reads an answer. A person finds the level whose words fit it best, and then the mark within that level.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.marking.outcome import FULL, Outcome


@dataclass(frozen=True, slots=True)
class Band:
    """One level, and the marks that it covers, the `least` and the `most` included."""

    level: int
    least: int
    most: int


def flaw(bands: Sequence[Band], marks: int) -> str:
    """What keeps these levels from covering 1 to `marks`, each mark once and in order; empty if nothing does."""
    expected = 1
    for number, band in enumerate(bands, 1):
        if band.level != number:
            return f"level {band.level} stands where level {number} should; number them from 1, lowest first"
        if band.least > band.most:
            return f"level {band.level} goes from {band.least} down to {band.most}; write the lower mark first"
        if band.least < 1:
            return f"level {band.level} begins at {band.least}; the lowest mark of a level is 1"
        if band.least > expected:
            return f"no level covers {_span(expected, band.least - 1)}; widen level {band.level} or the one before"
        if band.least < expected:
            return f"level {band.level} covers {_span(band.least, min(band.most, expected - 1))} again; begin it after"
        expected = band.most + 1
    if expected <= marks:
        return f"no level covers {_span(expected, marks)}; add a level, or correct `marks`"
    if expected > marks + 1:
        return f"the levels end at {expected - 1}, and the question has {marks} marks; make the two agree"
    return ""


def _span(least: int, most: int) -> str:
    return f"mark {least}" if least == most else f"marks {least} to {most}"


def mark_levels(bands: Sequence[Band], level: int, mark: int) -> Outcome:
    """The outcome of a marker's `mark` in `level`, in hundredths of the whole: 13 of 20 are 65.

    Level 0 with no mark is an answer with nothing that could be rewarded. Raises `ValueError`, with what would be
    right, for a level that there is not or a mark outside it.
    """
    marks = bands[-1].most
    if level == 0:
        if mark:
            raise ValueError("level 0 has no marks")
        return Outcome("wrong", 0)
    band = next((band for band in bands if band.level == level), None)
    if band is None:
        raise ValueError(f"levels go from 1 to {len(bands)}; there is no level {level}")
    if not band.least <= mark <= band.most:
        raise ValueError(f"level {level} is {_span(band.least, band.most)}; {mark} is outside it")
    return Outcome.of(mark * FULL // marks)
