"""Marking a text whose gaps were filled."""

from __future__ import annotations

from collections.abc import Sequence

from bot.marking.outcome import FULL, Outcome


def mark_gaps(outcomes: Sequence[Outcome]) -> Outcome:
    """A share for each gap that is right, rounded down, from what each gap's answer came to by itself.

    A gap is a small question of its own, and nobody guesses a word: so there is nothing to take off. Where a gap is to
    be asked back the whole is, earning as much as is right without it; `why` says which gap, and what is asked.
    """
    earned = sum(outcome.verdict == "right" for outcome in outcomes) * FULL // len(outcomes)
    asked = [(number, outcome.why) for number, outcome in enumerate(outcomes, 1) if outcome.verdict == "prompt"]
    if asked:
        single = len(outcomes) == 1
        return Outcome("prompt", earned, " ".join(ask if single else f"Gap {number}: {ask}" for number, ask in asked))
    wrong = [str(number) for number, outcome in enumerate(outcomes, 1) if outcome.verdict != "right"]
    if not wrong:
        return Outcome.of(earned, "; ".join(outcome.why for outcome in outcomes if outcome.why))
    if len(wrong) == len(outcomes):
        return Outcome.of(earned)
    listed = f"{', '.join(wrong[:-1])} and {wrong[-1]} are" if len(wrong) > 1 else f"{wrong[0]} is"
    return Outcome.of(earned, f"gap{'s' if len(wrong) > 1 else ''} {listed} not")
