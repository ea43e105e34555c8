"""Choosing one and ticking several: what each press is worth."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.marking.choice import mark_several, mark_single
from bot.marking.outcome import FULL, Outcome

OPTIONS = ["A", "B", "C", "D", "E", "F", "G", "H"]


@st.composite
def divided(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """Two to five keys, and one to as many wrong options as there is room for."""
    keys = OPTIONS[: draw(st.integers(2, 5))]
    return keys, OPTIONS[len(keys) : len(keys) + draw(st.integers(1, min(5, 8 - len(keys))))]


@st.composite
def ticked(draw: st.DrawFn) -> tuple[list[str], list[str], list[str]]:
    """Keys, wrong options, and what was ticked of both."""
    keys, wrong = draw(divided())
    return keys, wrong, draw(st.lists(st.sampled_from(keys + wrong), unique=True))


@pytest.mark.parametrize(
    ("given_", "outcome"),
    [
        (("B",), Outcome("right", FULL)),
        (("A",), Outcome("wrong", 0)),
        ((), Outcome("wrong", 0)),
        (("A", "B"), Outcome("wrong", 0)),
        (("b",), Outcome("wrong", 0)),
    ],
)
def test_one_option_is_right_or_nothing(given_: tuple[str, ...], outcome: Outcome):
    """The key alone earns the mark; nothing beside it, nothing like it."""
    assert mark_single("B", given_) == outcome


@pytest.mark.parametrize(
    ("given_", "earned"),
    [
        ("AB", 100),
        ("A", 50),
        ("B", 50),
        ("ABC", 50),
        ("AC", 0),
        ("C", 0),
        ("ABCD", 0),
        ("", 0),
    ],
)
def test_of_two_keys_among_four_each_is_worth_half(given_: str, earned: int):
    """A key ticked earns its share, a wrong tick takes one away, and less than nothing is nothing."""
    assert mark_several("AB", "CD", given_).earned == earned


@pytest.mark.parametrize(
    ("keys", "wrong", "given_", "earned"),
    [
        ("ABC", "DEF", "AB", 66),
        ("ABC", "DEF", "A", 33),
        ("ABC", "DEF", "ABCD", 66),
        ("ABC", "DEF", "ABD", 33),
        ("ABC", "D", "ABCD", 0),
        ("ABC", "D", "AB", 66),
        ("ABCDE", "F", "ABCD", 80),
        ("ABCDE", "F", "ABCDEF", 0),
        ("AB", "CDEFG", "ABC", 80),
        ("AB", "CDEFG", "AC", 30),
        ("AB", "CDEFG", "ABCDE", 40),
        ("AB", "CDEFG", "ABCDEFG", 0),
    ],
)
def test_a_wrong_tick_weighs_as_much_as_its_share(keys: str, wrong: str, given_: str, earned: int):
    """The share of keys ticked less the share of wrong options ticked, in whole hundredths, rounded down."""
    assert mark_several(keys, wrong, given_).earned == earned


@pytest.mark.parametrize(
    ("given_", "verdict"), [("AB", "right"), ("BA", "right"), ("A", "partly"), ("ABC", "partly"), ("C", "wrong")]
)
def test_the_verdict_follows_what_was_earned(given_: str, verdict: str):
    """The whole mark is right, nothing is wrong, all between is partly."""
    assert mark_several("AB", "CD", given_).verdict == verdict


@given(ticked())
def test_several_earn_from_nothing_to_the_whole_mark(case: tuple[list[str], list[str], list[str]]):
    """Whatever is ticked; and the whole mark is for the keys and nothing else."""
    keys, wrong, given_ = case
    outcome = mark_several(keys, wrong, given_)
    assert 0 <= outcome.earned <= FULL
    assert (outcome.earned == FULL) == (set(given_) == set(keys))
    assert outcome.verdict == ("right" if outcome.earned == FULL else "partly" if outcome.earned else "wrong")


@given(divided())
def test_ticking_everything_earns_nothing(case: tuple[list[str], list[str]]):
    """However many keys and however few wrong options there are; nor does ticking nothing."""
    keys, wrong = case
    assert mark_several(keys, wrong, keys + wrong) == Outcome("wrong", 0)
    assert mark_several(keys, wrong, ()) == Outcome("wrong", 0)


@given(divided())
def test_the_measure_is_nothing_on_average_for_whoever_guesses(case: tuple[list[str], list[str]]):
    """Over all ways to tick so many of the options, what right ticks earn and wrong ticks cost cancel out exactly.

    Before the floor: that is why less than nothing counts as nothing only once all has been added up.
    """
    keys, wrong = case
    for count in range(len(keys + wrong) + 1):
        shares = [
            Fraction(len(set(keys) & set(guess)), len(keys)) - Fraction(len(set(wrong) & set(guess)), len(wrong))
            for guess in combinations(keys + wrong, count)
        ]
        assert sum(shares) == 0
        for guess, share in zip(combinations(keys + wrong, count), shares, strict=True):
            assert mark_several(keys, wrong, guess).earned == max(0, share * FULL // 1)


@given(ticked())
def test_a_wrong_tick_never_helps_and_a_right_one_never_harms(case: tuple[list[str], list[str], list[str]]):
    """From wherever a learner stands, one more tick moves the mark the way it should."""
    keys, wrong, given_ = case
    earned = mark_several(keys, wrong, given_).earned
    for option in set(wrong) - set(given_):
        assert mark_several(keys, wrong, [*given_, option]).earned <= earned
    for option in set(keys) - set(given_):
        assert mark_several(keys, wrong, [*given_, option]).earned >= earned


@given(ticked(), st.randoms())
def test_the_order_of_ticks_says_nothing(case: tuple[list[str], list[str], list[str]], random):
    """What counts is which options are ticked."""
    keys, wrong, given_ = case
    mixed, other_keys, other_wrong = list(given_), list(keys), list(wrong)
    for one in (mixed, other_keys, other_wrong):
        random.shuffle(one)
    assert mark_several(other_keys, other_wrong, mixed) == mark_several(keys, wrong, given_)


@given(ticked())
def test_what_was_reworded_since_costs_as_a_wrong_tick(case: tuple[list[str], list[str], list[str]]):
    """An option that is neither key nor distractor any more never earns, and never raises."""
    keys, wrong, given_ = case
    assert mark_several(keys, wrong, [*given_, "reworded"]).earned <= mark_several(keys, wrong, given_).earned
