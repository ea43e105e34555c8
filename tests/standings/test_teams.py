"""Teams that are balanced by past results, so that each can win."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.standings.teams.model import LEAST, MOST, Team, balanced, joined, ranked

RESULTS = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), st.integers(0, 50_000), min_size=2, max_size=40)


@given(RESULTS, st.integers(LEAST, MOST))
def test_everyone_is_in_one_team_and_teams_are_of_a_size(results: dict[str, int], count: int):
    """None has two learners more than another."""
    teams = balanced(results, count)
    assert sorted(learner for team in teams for learner in team) == sorted(results)
    sizes = [len(team) for team in teams]
    assert max(sizes) - min(sizes) <= 1


@given(RESULTS, st.integers(LEAST, MOST))
def test_no_exchange_brings_the_best_and_the_worst_closer(results: dict[str, int], count: int):
    """So teams differ by less than any two of their learners who could be exchanged."""
    teams = balanced(results, count)
    sums = [sum(results[learner] for learner in team) for team in teams]
    strong, weak = teams[sums.index(max(sums))], teams[sums.index(min(sums))]
    gap = max(sums) - min(sums)
    assert not [1 for one in strong for other in weak if 0 < results[one] - results[other] < gap]


def test_the_best_two_are_never_together():
    """Whoever leads is dealt to one team, who follows to the other."""
    results = {"ada": 900, "ben": 850, "cem": 400, "dan": 380, "eve": 100, "fay": 50}
    first, second = balanced(results, 2)
    assert {"ada", "ben"} - set(first)
    assert {"ada", "ben"} - set(second)
    sums = sorted(sum(results[one] for one in team) for team in (first, second))
    assert sums == [1330, 1350]


def test_what_a_team_has_is_for_each_of_its_learners():
    """A larger team has no more for being larger; equal teams share a place."""
    teams = [Team(0, 3, 300), Team(1, 4, 400), Team(2, 3, 299), Team(3, 0, 0)]
    assert [(place, team.name, team.each) for place, team in ranked(teams)] == [
        (1, "Team A", 100),
        (1, "Team B", 100),
        (1, "Team C", 100),
        (4, "Team D", 0),
    ]


def test_who_comes_later_joins_the_smallest():
    """Of those the weakest."""
    assert joined([(4, 100), (3, 900), (3, 200)]) == 2
