"""Which questions a session has: what an answer is worth most for, by the day of the next exam or else by what fades.

Where there is little time before an exam, what matters is not what is weakest: some of it can't be saved, and comes
back every day. An answer is spent where it raises recall on the exam's day most, and questions never met come evenly
until then. `tests/benchmarks/remembering.py` plays this against other plans.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bot.clock import DAY
from bot.review import model
from bot.review.model import HOLDS, Card, Memory

KEPT_FOR_UNMET = 3
"""Without an exam one in so many of a session is a question never met, as long as there are any."""
GOOD, AGAIN = 3, 1
"""FSRS's grades of an answer that is right, and of one that is wrong."""
KNOWN_UNMET = 0.5
"""How likely a question never met is answered rightly at the first asking, where nothing is known of it."""
SCHOOL_DAYS, WEEK = 5, 7


@dataclass(frozen=True, slots=True)
class Plan:
    """What a session has."""

    cards: tuple[Card, ...]
    """Those that are due and looked at, in this order."""
    fresh: int
    """Questions never met, after them."""

    @property
    def size(self) -> int:
        """Questions of the session."""
        return len(self.cards) + self.fresh


def plan(due: Sequence[Card], unmet: int, fits: int, now: int, exam_at: int | None) -> Plan:
    """What a session of `fits` questions has, of cards that are due and of so many questions never met."""
    if exam_at is None or exam_at <= now:
        fresh = min(unmet, max(fits // KEPT_FOR_UNMET, fits - len(due)))
        return Plan(tuple(model.endangered(due, now)[: fits - fresh]), fresh)
    worth = sorted(((-gain(card.memory, now, exam_at), card.question, card) for card in due), key=lambda one: one[:2])
    evenly = min(unmet, math.ceil(unmet / days_left(now, exam_at)), fits)
    new = gain(None, now, exam_at)
    better = sum(-one[0] >= new for one in worth)
    fresh = min(unmet, max(min(evenly, fits - better), fits - len(due)))
    return Plan(tuple(card for *_, card in worth[: fits - fresh]), fresh)


def days_left(now: int, exam_at: int) -> int:
    """About how many school days there are until an exam, today among them."""
    return max(1, math.ceil((exam_at - now) / DAY * SCHOOL_DAYS / WEEK))


def gain(memory: Memory | None, now: int, exam_at: int) -> float:
    """By how much an answer now raises the likelihood of recall at an exam; none: the question was never met.

    As the answer may be right or wrong, what it comes to in either case is weighed by how likely that is.
    """
    if memory is None:
        likely, as_it_is = KNOWN_UNMET, 0.0
        right, wrong = first(GOOD), first(AGAIN)
    else:
        likely = expected(memory.stability, (now - memory.reviewed_at) / DAY)
        as_it_is = expected(memory.stability, (exam_at - memory.reviewed_at) / DAY)
        right, wrong = (model.reviewed(memory, rating, now).stability for rating in (GOOD, AGAIN))
    days = (exam_at - now) / DAY
    return likely * expected(right, days) + (1 - likely) * expected(wrong, days) - as_it_is


@cache
def first(rating: int) -> float:
    """The stability of a memory after the first answer, in days: FSRS's own, whenever that is."""
    return model.reviewed(None, rating, 0).stability


def expected(stability: float, days: float) -> float:
    """How likely something is recalled after so many days, where nobody knows how somebody forgets.

    The mean of FSRS's curve, which falls ever more slowly, and of an exponential one as Ebbinghaus had it (1885), both
    at nine in ten after `stability` days. By the first alone it would be best to meet everything once, long before.
    """
    days = max(0.0, days)
    return float(model.recall(stability, 0, int(days * DAY)) + HOLDS ** (days / stability)) / 2
