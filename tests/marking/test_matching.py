"""Matching pairs: a share for each."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.marking.matching import mark_match
from bot.marking.outcome import FULL, Outcome

PROMPTS, MATCHES = "abcde", "ABCDEFGH"
COUNTS = st.integers(3, 5)


def key_of(count: int) -> dict[str, str]:
    """So many pairs: a with A, b with B, and so on."""
    return dict(zip(PROMPTS[:count], MATCHES, strict=False))


@st.composite
def matched(draw: st.DrawFn) -> tuple[dict[str, str], dict[str, str]]:
    """Three to five pairs, and what somebody made of them; the same match may be given twice."""
    key = key_of(draw(COUNTS))
    return key, draw(st.fixed_dictionaries({prompt: st.sampled_from(MATCHES) for prompt in key}))


@pytest.mark.parametrize("count", [3, 4, 5])
def test_all_pairs_are_the_whole_mark(count: int):
    """And none is nothing."""
    key = key_of(count)
    assert mark_match(key, key) == Outcome("right", FULL)
    assert mark_match(key, {}) == Outcome("wrong", 0)
    assert mark_match(key, dict.fromkeys(key, "H")) == Outcome("wrong", 0)


@pytest.mark.parametrize(("count", "right", "earned"), [(3, 1, 33), (3, 2, 66), (4, 2, 50), (5, 1, 20), (5, 4, 80)])
def test_each_pair_is_worth_its_share(count: int, right: int, earned: int):
    """Rounded down to hundredths, and told in pairs."""
    key = key_of(count)
    given_ = {prompt: match if index < right else "H" for index, (prompt, match) in enumerate(key.items())}
    assert mark_match(key, given_) == Outcome("partly", earned, f"{right} of {count} pairs")


@given(matched())
def test_the_mark_is_the_share_of_right_pairs(case: tuple[dict[str, str], dict[str, str]]):
    """Whatever was matched with what."""
    key, given_ = case
    right = sum(given_[prompt] == match for prompt, match in key.items())
    outcome = mark_match(key, given_)
    assert outcome.earned == right * FULL // len(key)
    assert outcome.verdict == ("right" if right == len(key) else "partly" if right else "wrong")
    assert bool(outcome.why) == (outcome.verdict == "partly")


@given(matched(), st.data())
def test_mending_a_pair_never_harms(case: tuple[dict[str, str], dict[str, str]], data: st.DataObject):
    """Each pair stands for itself: putting one right leaves the others what they were worth."""
    key, given_ = case
    prompt = data.draw(st.sampled_from(sorted(key)))
    better = {**given_, prompt: key[prompt]}
    assert mark_match(key, better).earned >= mark_match(key, given_).earned


@given(matched(), st.permutations(PROMPTS))
def test_the_order_of_pairs_says_nothing(case: tuple[dict[str, str], dict[str, str]], order: list[str]):
    """Neither of the key nor of the answer."""
    key, given_ = case
    mixed_key = {prompt: key[prompt] for prompt in order if prompt in key}
    mixed = {prompt: given_[prompt] for prompt in reversed(order) if prompt in given_}
    assert mark_match(mixed_key, mixed) == mark_match(key, given_)


@given(matched())
def test_what_is_no_prompt_of_the_question_counts_for_nothing(case: tuple[dict[str, str], dict[str, str]]):
    """A pair that was reworded since neither helps nor harms the others."""
    key, given_ = case
    assert mark_match(key, {**given_, "reworded": "A"}) == mark_match(key, given_)


@pytest.mark.parametrize("count", [3, 4, 5])
@pytest.mark.parametrize("extra", [0, 1, 3])
def test_guessing_earns_one_pair_on_average_and_less_with_extra_matches(count: int, extra: int):
    """With or without repeating a match, or with one for all: on average as many pairs as prompts in the matches."""
    key, matches = key_of(count), MATCHES[: count + extra]
    for guesses in (permutations(matches, count), product(matches, repeat=count), ([one] * count for one in matches)):
        right = [sum(one == other for one, other in zip(key.values(), guess, strict=True)) for guess in guesses]
        assert Fraction(sum(right), len(right)) == Fraction(count, len(matches))
