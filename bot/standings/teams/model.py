"""The rules of teams: who goes together, so that each can win, and what a team has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LEAST, MOST = 2, 8
"""Teams that a class can have."""
LETTERS = "ABCDEFGH"


@dataclass(frozen=True, slots=True)
class Team:
    """A team, and what it has."""

    number: int
    """From 0."""
    learners: int
    total: int
    """The figures of all its learners together."""

    @property
    def name(self) -> str:
        """What it is called: Team A."""
        return name_of(self.number)

    @property
    def each(self) -> int:
        """What that is for each of its learners, halves up: so that a larger team has no more for being larger."""
        return (2 * self.total + self.learners) // (2 * self.learners) if self.learners else 0


def name_of(number: int) -> str:
    """What a team is called."""
    return f"Team {LETTERS[number]}"


def balanced(results: Mapping[str, int], count: int) -> list[list[str]]:
    """Learners by team: as many in each, or one fewer, and about as good together by their results so far.

    The best are dealt one by one to the team that has least so far; then learners are exchanged between the best team
    and the worst for as long as that brings the two closer. Equal results go in the order given, which is for chance.
    """
    ordered = sorted(results, key=lambda learner: -results[learner])
    teams: list[list[str]] = [[] for _ in range(count)]
    for start in range(0, len(ordered), count):
        some = ordered[start : start + count]
        weakest = sorted(range(count), key=lambda number: _sum(teams[number], results))
        for learner, number in zip(some, weakest, strict=False):
            teams[number].append(learner)
    while _exchanged(teams, results):
        pass
    return teams


def _sum(team: Sequence[str], results: Mapping[str, int]) -> int:
    return sum(results[learner] for learner in team)


def _exchanged(teams: list[list[str]], results: Mapping[str, int]) -> bool:
    """Exchange the two learners that bring the strongest and the weakest team closest; tell whether any do."""
    strong = max(teams, key=lambda team: _sum(team, results))
    weak = min(teams, key=lambda team: _sum(team, results))
    gap = _sum(strong, results) - _sum(weak, results)
    # Moving `by` from one to the other changes their distance by twice as much.
    better = [
        (abs(gap - 2 * by), one, other)
        for one in range(len(strong))
        for other in range(len(weak))
        if 0 < (by := results[strong[one]] - results[weak[other]]) < gap
    ]
    if not better:
        return False
    _, one, other = min(better)
    strong[one], weak[other] = weak[other], strong[one]
    return True


def joined(sizes: Sequence[tuple[int, int]]) -> int:
    """The team that somebody new goes to, given each one's learners and results: the smallest, or its weakest."""
    return min(range(len(sizes)), key=lambda number: (*sizes[number], number))


def ranked(teams: Sequence[Team]) -> list[tuple[int, Team]]:
    """Teams with their places, best first; those with equal figures share a place."""
    ordered = sorted(teams, key=lambda team: (-team.each, team.number))
    return [(1 + sum(other.each > team.each for other in ordered), team) for team in ordered]
