"""What a mark is worth on the leaderboard: a question counts fully once, then as review.

Who answers the same again and again gains nothing that learning would not bring: the share of a mark that counts is
all of it in the first round that asks the question, half of it the first time somebody answers it alone, and after
that a fifth (alone a tenth), if that learner's last answer to it is most of a day ago. Practice counts nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.clock import HOUR

FULL, SOLO = 100, 50
"""Percent of a mark that count the first time: in a round, alone."""
REVIEW = 20
"""Percent in a round that asks a question again; alone half of it, as with all that is answered alone."""
REST = 20 * HOUR
"""How long ago the last answer to the same question is at the least, so that review counts: since yesterday."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A mark of one learner, as far as its worth depends on it."""

    response: int
    question: str
    in_round: bool
    place: tuple[str, int]
    """Session and position: in a round the last answer to each counts, whichever account gave it."""
    counts: bool
    """Whether it was no practice."""
    at: int
    """Microseconds UTC."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How a learner has met a question before."""

    best: int = 0
    """The largest share that any mark of it had."""
    last_at: int | None = None
    """When they were last given a mark for it; microseconds UTC."""


def share(seen: Seen, at: int, *, in_round: bool, counts: bool) -> int:
    """The percent of a mark that count, for a learner who has met the question so far as `seen` tells."""
    if not counts:
        return 0
    first = FULL if in_round else SOLO
    if seen.best < first:
        return first
    has_rested = seen.last_at is None or at - seen.last_at >= REST
    return REVIEW * first // FULL if has_rested else 0


def shares(sights: Iterable[Sight]) -> dict[int, int]:
    """The percent that count of each of one learner's marks, by response."""
    ordered = sorted(sights, key=lambda sight: (sight.at, sight.response))
    last = {sight.place: sight.response for sight in sorted(ordered, key=lambda sight: sight.response)}
    found: dict[int, int] = {}
    seen: dict[str, Seen] = {}
    for sight in ordered:
        if sight.in_round and last[sight.place] != sight.response:
            found[sight.response] = 0
            continue
        before = seen.get(sight.question, Seen())
        mine = share(before, sight.at, in_round=sight.in_round, counts=sight.counts)
        found[sight.response] = mine
        seen[sight.question] = Seen(max(before.best, mine), sight.at)
    return found


def worth(points: int, share: int) -> int:
    """What a mark brings, in hundredths of a point, halves up; `points` in hundredths with the bonus."""
    return (points * share + FULL // 2) // FULL
