"""Marking what was chosen from options."""

from __future__ import annotations

from collections.abc import Collection

from bot.marking.outcome import FULL, Outcome


def mark_single(key: str, given: Collection[str]) -> Outcome:
    """One option is right: all or nothing."""
    return Outcome.of(FULL if set(given) == {key} else 0)


def mark_several(keys: Collection[str], given: Collection[str]) -> Outcome:
    """Several options are right: each key ticked earns its share, each wrong tick takes one share away.

    Ticking everything therefore earns nothing wherever there are as many wrong options as right ones, and never the
    whole mark.
    """
    right, wrong = len(set(keys) & set(given)), len(set(given) - set(keys))
    return Outcome.of(max(0, (right - wrong) * FULL // len(keys)))
