"""Putting things in order: Kendall's rank correlation, negative values counting as nothing."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.marking.ordering import mark_order
from bot.marking.outcome import FULL, Outcome

STEPS = ["a", "b", "c", "d", "e", "f"]


def swaps(given_: list[str]) -> int:
    """How many times two neighbours must be swapped to sort the list: counted by sorting it."""
    steps, count = list(given_), 0
    for end in range(len(steps), 1, -1):
        for index in range(end - 1):
            if steps[index] > steps[index + 1]:
                steps[index], steps[index + 1] = steps[index + 1], steps[index]
                count += 1
    return count


ORDERS = st.integers(3, 6).flatmap(lambda count: st.permutations(STEPS[:count]))


@pytest.mark.parametrize("count", [3, 4, 5, 6])
def test_the_right_order_is_the_whole_mark_and_its_reverse_nothing(count: int):
    """From three steps to six."""
    right = STEPS[:count]
    assert mark_order(right, right) == Outcome("right", FULL)
    assert mark_order(right, right[::-1]) == Outcome("wrong", 0)


@pytest.mark.parametrize(("count", "earned"), [(3, 33), (4, 66), (5, 80), (6, 86)])
def test_two_neighbours_swapped_cost_little(count: int, earned: int):
    """The mark is 1 - 2 / pairs, wherever the two neighbours stand; rounded down to hundredths."""
    right = STEPS[:count]
    for index in range(count - 1):
        given_ = [*right[:index], right[index + 1], right[index], *right[index + 2 :]]
        assert mark_order(right, given_) == Outcome("partly", earned)


def test_one_thing_moved_to_the_front_leaves_the_rest_of_the_mark():
    """Not one step stands in its right place, but most pairs do."""
    assert mark_order("abcdef", "fabcde").earned == 33
    assert mark_order("abcde", "eabcd").earned == 20


@given(ORDERS)
def test_the_mark_is_kendall_s_tau(given_: list[str]):
    """By the other definition: 1 - 4 * swaps / (n * (n - 1)), in hundredths, never below nothing."""
    count = len(given_)
    pairs = count * (count - 1) // 2
    expected = max(0, (pairs - 2 * swaps(given_)) * FULL // pairs)
    outcome = mark_order(sorted(given_), given_)
    assert outcome.earned == expected
    assert outcome.verdict == ("right" if expected == FULL else "partly" if expected else "wrong")


@given(ORDERS)
def test_it_is_the_same_both_ways_round(given_: list[str]):
    """Measured from either order, and with both turned round, the distance is one."""
    right = sorted(given_)
    earned = mark_order(right, given_).earned
    assert mark_order(given_, right).earned == earned
    assert mark_order(right[::-1], given_[::-1]).earned == earned


@given(ORDERS)
def test_an_order_and_its_reverse_never_both_earn(given_: list[str]):
    """Whoever has most pairs right would have most wrong the other way."""
    right = sorted(given_)
    assert 0 in (mark_order(right, given_).earned, mark_order(right, given_[::-1]).earned)


@given(ORDERS, st.permutations(STEPS))
def test_what_the_steps_are_called_says_nothing(given_: list[str], names: list[str]):
    """Renaming all steps alike changes no mark."""
    called = dict(zip(STEPS, names, strict=True))
    renamed = mark_order([called[step] for step in sorted(given_)], [called[step] for step in given_])
    assert renamed == mark_order(sorted(given_), given_)


@given(ORDERS, st.data())
def test_mending_two_neighbours_never_harms(given_: list[str], data: st.DataObject):
    """Putting one wrong pair of neighbours right raises the mark or leaves it at nothing."""
    wrong = [index for index in range(len(given_) - 1) if given_[index] > given_[index + 1]]
    if wrong:
        at = data.draw(st.sampled_from(wrong))
        better = [*given_[:at], given_[at + 1], given_[at], *given_[at + 2 :]]
        before, after = mark_order(sorted(given_), given_).earned, mark_order(sorted(given_), better).earned
        assert after > before or after == before == 0


@given(ORDERS)
def test_nothing_is_earned_until_every_step_is_placed(given_: list[str]):
    """Half an order is none, nor is one with a step too many or one step twice."""
    right = sorted(given_)
    for count in range(len(given_)):
        assert mark_order(right, right[:count]) == Outcome("wrong", 0)
    assert mark_order(right, [*right, "z"]) == Outcome("wrong", 0)
    assert mark_order(right, [*right, right[0]]) == Outcome("wrong", 0)
    assert mark_order(right, [*right[:-1], right[0]]) == Outcome("wrong", 0)
    assert mark_order(right, [*right[:-1], "z"]) == Outcome("wrong", 0)


@pytest.mark.parametrize(("count", "hundredths"), [(3, 27), (4, 19), (5, 16), (6, 14)])
def test_guessing_earns_little_on_average(count: int, hundredths: int):
    """Over all orders of so many steps; less the more steps there are."""
    orders = list(permutations(STEPS[:count]))
    assert sum(mark_order(STEPS[:count], order).earned for order in orders) // len(orders) == hundredths
