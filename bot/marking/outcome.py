"""What marking gives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

RULES = 4
"""The version of the rules in this folder, stored with every mark; it rises when a verdict could change."""
FULL = 100
"""A whole mark, in hundredths."""

Verdict = Literal["right", "partly", "wrong", "prompt"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict, what it earns in hundredths of a mark, and what to tell the learner, if anything.

    `prompt` is neither right nor wrong: the learner is asked back, and has one more try.
    """

    verdict: Verdict
    earned: int
    why: str = ""

    @classmethod
    def of(cls, earned: int, why: str = "") -> Outcome:
        """The outcome that earns this much of a whole mark."""
        verdict: Verdict = "right" if earned >= FULL else "partly" if earned > 0 else "wrong"
        return cls(verdict, earned, why)


def best(outcomes: Iterable[Outcome]) -> Outcome:
    """What an answer comes to where several keys are right, the author's first: right by one of them is right."""
    order = ("right", "prompt", "partly", "wrong")
    return min(outcomes, key=lambda outcome: (order.index(outcome.verdict), -outcome.earned))
