"""Marking pairs that were matched."""

from __future__ import annotations

from collections.abc import Mapping

from bot.marking.outcome import FULL, Outcome


def mark_match(pairs: Mapping[str, str], given: Mapping[str, str]) -> Outcome:
    """A share for each pair that is right, rounded down; `pairs` and `given` map each prompt to its match.

    Each pair is a small question of its own, and who knows two of four knows half: so the measure is the plain share.
    Taking off what guessing earns would take from that half what its owner earned by knowing. Guessing is dear enough:
    whoever matches at random, or gives every prompt the same match, has one pair right on average among as many matches
    as prompts, and less with every extra match that belongs to none. All or nothing, the other usual measure, says of
    who knows four of five pairs the same as of who knows none.
    """
    right = sum(given.get(prompt) == match for prompt, match in pairs.items())
    partly = 0 < right < len(pairs)
    return Outcome.of(right * FULL // len(pairs), f"{right} of {len(pairs)} pairs" if partly else "")
