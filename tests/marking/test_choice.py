"""Choosing one and ticking several: what each press is worth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.marking.choice import mark_several, mark_single
from bot.marking.outcome import FULL, Outcome

OPTIONS = ["A", "B", "C", "D", "E", "F", "G", "H"]


@st.composite
def ticked(draw: st.DrawFn) -> tuple[list[str], list[str], list[str]]:
    """Two to five keys, one to three wrong options, and what was ticked of both."""
    keys = OPTIONS[: draw(st.integers(2, 5))]
    wrong = OPTIONS[len(keys) : len(keys) + draw(st.integers(1, 3))]
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
    assert mark_several(("A", "B"), given_).earned == earned


@pytest.mark.parametrize(("given_", "earned"), [("ABC", 100), ("AB", 66), ("A", 33), ("ABCD", 66), ("ABD", 33)])
def test_thirds_are_whole_hundredths(given_: str, earned: int):
    """Two of three keys earn 66 hundredths: rounded down, never up to a mark that was not earned."""
    assert mark_several(("A", "B", "C"), given_).earned == earned


@pytest.mark.parametrize(
    ("given_", "verdict"), [("AB", "right"), ("BA", "right"), ("A", "partly"), ("ABC", "partly"), ("C", "wrong")]
)
def test_the_verdict_follows_what_was_earned(given_: str, verdict: str):
    """The whole mark is right, nothing is wrong, all between is partly."""
    assert mark_several(("A", "B"), given_).verdict == verdict


@given(ticked())
def test_several_earn_from_nothing_to_the_whole_mark(case: tuple[list[str], list[str], list[str]]):
    """Whatever is ticked; and the whole mark is for the keys and nothing else."""
    keys, _, given_ = case
    outcome = mark_several(keys, given_)
    assert 0 <= outcome.earned <= FULL
    assert (outcome.earned == FULL) == (set(given_) == set(keys))
    assert outcome.verdict == ("right" if outcome.earned == FULL else "partly" if outcome.earned else "wrong")


@given(ticked())
def test_ticking_everything_is_never_the_whole_mark(case: tuple[list[str], list[str], list[str]]):
    """And it earns nothing where there are as many wrong options as right ones."""
    keys, wrong, _ = case
    earned = mark_several(keys, keys + wrong).earned
    assert earned < FULL
    if len(wrong) >= len(keys):
        assert earned == 0


@given(ticked())
def test_a_wrong_tick_never_helps_and_a_right_one_never_harms(case: tuple[list[str], list[str], list[str]]):
    """From wherever a learner stands, one more tick moves the mark the way it should."""
    keys, wrong, given_ = case
    earned = mark_several(keys, given_).earned
    for option in set(wrong) - set(given_):
        assert mark_several(keys, [*given_, option]).earned <= earned
    for option in set(keys) - set(given_):
        assert mark_several(keys, [*given_, option]).earned >= earned


@given(ticked(), st.randoms())
def test_the_order_of_ticks_says_nothing(case: tuple[list[str], list[str], list[str]], random):
    """What counts is which options are ticked."""
    keys, _, given_ = case
    mixed, other_keys = list(given_), list(keys)
    random.shuffle(mixed)
    random.shuffle(other_keys)
    assert mark_several(other_keys, mixed) == mark_several(keys, given_)


@given(ticked())
def test_ticking_at_random_earns_no_more_than_knowing(case: tuple[list[str], list[str], list[str]]):
    """What one right tick earns, one wrong tick costs: they cancel out, however many of each."""
    keys, wrong, _ = case
    pairs = min(len(keys), len(wrong))
    assert mark_several(keys, keys[:pairs] + wrong[:pairs]).earned == 0
