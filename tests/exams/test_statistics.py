"""Statistics of a paper: worked by hand, and what holds for any marks."""

from __future__ import annotations

from math import isclose, sqrt, tanh
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.exams.results import statistics

CLASS = [
    [1, 1, 1, 4],
    [1, 1, 0, 3],
    [1, 0, 1, 2],
    [0, 1, 0, 2],
    [0, 0, 0, 1],
]
"""Five learners, and what each has in four questions: totals 7, 5, 4, 3 and 1."""
STUDENTS_T = {1: 12.7062, 2: 4.3027, 3: 3.1824, 4: 2.7764, 9: 2.2622, 10: 2.2281, 23: 2.0687, 499: 1.9647}
"""Within these 95 % lie, by degrees of freedom, as tables have it."""
MARKS = st.lists(st.lists(st.integers(0, 400), min_size=3, max_size=3), min_size=2, max_size=30)


# Worked by hand


def test_a_paper_as_a_whole():
    """Mean 4, median 4, squares 9 + 1 + 0 + 1 + 9 = 20 over four; quarters are the second and the fourth."""
    found = statistics.summary(CLASS)
    assert found is not None
    assert (found.learners, found.average, found.median, found.least, found.most) == (5, 4, 4, 1, 7)
    assert isclose(found.deviation, sqrt(5))
    assert found.quarters == (3, 5)
    # Half the interval: 2.7764 · √5 / √5.
    assert found.mean is not None
    assert (found.mean.low, found.mean.high) == pytest.approx((4 - 2.7764, 4 + 2.7764), abs=0.001)


def test_internal_consistency_and_standard_error():
    """Variances 0.3, 0.3, 0.3 and 1.3 make 2.2 of 5: 4/3 · (1 − 0.44) = 0.7467; √5 · √(1 − 0.7467) = 1.1255."""
    found = statistics.summary(CLASS)
    assert found is not None
    assert found.consistency == pytest.approx(0.74667, abs=1e-5)
    assert found.error == pytest.approx(1.12546, abs=1e-5)


def test_facility_with_wilsons_interval():
    """Of ten learners seven: 0.7, from 0.397 to 0.892, as tables of Wilson's interval have it."""
    found = statistics.facility([1] * 7 + [0] * 3)
    assert (found.value, found.low, found.high) == pytest.approx((0.7, 0.3968, 0.8922), abs=1e-4)


def test_discrimination_is_the_correlation_with_the_rest():
    """1, 1, 1, 0, 0 beside 6, 4, 3, 3, 1: products 2.8, squares 1.2 and 13.2, so 0.7035; atanh 0.874 ± 1.96 / √2."""
    found = statistics.discrimination([row[0] for row in CLASS], statistics.rests(CLASS, 0))
    assert found is not None
    assert found.value == pytest.approx(2.8 / sqrt(1.2 * 13.2), abs=1e-9)
    assert (found.low, found.high) == pytest.approx((tanh(0.874 - 1.386), tanh(0.874 + 1.386)), abs=0.001)


def test_fishers_interval_as_books_have_it():
    """A correlation of 0.5 of 28 learners lies between 0.156 and 0.736."""
    random = Random(1)
    one = [random.gauss(0, 1) for _ in range(28)]
    noise = [random.gauss(0, 1) for _ in range(28)]
    noise = _without(one, noise)
    other = [a / _size(one) * 0.5 + b / _size(noise) * sqrt(0.75) for a, b in zip(_centred(one), noise, strict=True)]
    found = statistics.discrimination(one, other)
    assert found is not None
    assert (found.value, found.low, found.high) == pytest.approx((0.5, 0.156, 0.736), abs=0.001)


def _centred(values: list[float]) -> list[float]:
    mean = sum(values) / len(values)
    return [value - mean for value in values]


def _size(values: list[float]) -> float:
    return sqrt(sum(value * value for value in _centred(values)))


def _without(one: list[float], other: list[float]) -> list[float]:
    """What of `other` has nothing to do with `one`."""
    a, b = _centred(one), _centred(other)
    share = sum(x * y for x, y in zip(a, b, strict=True)) / sum(x * x for x in a)
    return [y - share * x for x, y in zip(a, b, strict=True)]


def test_discriminative_efficiency():
    """1, 1, 1, 0, 0 beside the rest 6, 4, 3, 3, 1 is as well in order as it can be; turned round it is not at all."""
    rest = statistics.rests(CLASS, 0)
    assert rest == [6, 4, 3, 3, 1]
    assert statistics.efficiency([1, 1, 1, 0, 0], rest) == 1
    # Products: 4 − 6.8 = −2.8; at best 10 − 6.8 = 3.2.
    assert statistics.efficiency([0, 0, 0, 1, 1], rest) == pytest.approx(-2.8 / 3.2)


@pytest.mark.parametrize(("freedom", "tabled"), STUDENTS_T.items())
def test_students_t_is_that_of_tables(freedom: int, tabled: float):
    """To 0.004 for three degrees of freedom, better for all others."""
    assert statistics.t(freedom) == pytest.approx(tabled, abs=0.004)
    assert freedom < 9 or statistics.t(freedom) == pytest.approx(tabled, abs=0.0001)


# What can't be said


def test_nothing_is_said_of_nobody():
    """Where nobody has marks there are no figures; one learner has a mean without an interval."""
    assert statistics.summary([]) is None
    alone = statistics.summary([[1, 0]])
    assert alone is not None
    assert (alone.average, alone.mean, alone.deviation, alone.quarters, alone.consistency) == (1, None, 0, (1, 1), None)


@pytest.mark.parametrize("count", [9, 10])
def test_ten_learners_are_enough(count: int):
    """With nine, too few have sat it for anything to be said of a question."""
    found = statistics.item([1, 0, 1] * 3 + [1] * (count - 9), [float(n) for n in range(count)], 1)
    assert found.too_few is (count < 10)


@pytest.mark.parametrize(
    ("marks", "rest"), [([1, 1, 1, 1], [1, 2, 3, 4]), ([0, 1, 0, 1], [2, 2, 2, 2]), ([0, 1], [1, 2])]
)
def test_what_is_the_same_for_all_tells_nobody_apart(marks: list[float], rest: list[float]):
    """Then there is no discrimination, as there is none of three learners or fewer."""
    assert statistics.discrimination(marks, rest) is None


def test_a_perfect_order_has_no_width():
    """Where marks follow the rest in a straight line, Fisher's z has no end, and the interval is the figure."""
    found = statistics.discrimination([1, 2, 3, 4], [10, 20, 30, 40])
    assert found == statistics.Estimate(1, 1, 1)


def test_a_paper_of_one_question_has_no_consistency():
    """And neither has one in which all have the same total."""
    assert statistics.consistency([[1], [0]]) is None
    assert statistics.consistency([[1, 0], [0, 1]]) is None


# For any marks


@given(MARKS)
def test_figures_keep_their_bounds(marks: list[list[int]]):
    """Shares lie within 0 and 1, correlations within -1 and 1, and each figure within its interval."""
    for index in range(3):
        column = [row[index] for row in marks]
        found = statistics.item(column, statistics.rests(marks, index), 400)
        assert 0 <= found.facility.low <= found.facility.value <= found.facility.high <= 1
        told = found.discrimination
        assert told is None or -1 <= told.low <= told.value <= told.high <= 1
        assert found.efficiency is None or -1 <= found.efficiency <= 1
    summed = statistics.summary(marks)
    assert summed is not None
    assert summed.least <= summed.quarters[0] <= summed.median <= summed.quarters[1] <= summed.most
    assert summed.consistency is None or summed.consistency <= 1 + 1e-9
    assert summed.error is None or summed.error >= 0


@given(MARKS, st.randoms(use_true_random=False))
def test_the_order_of_learners_changes_nothing(marks: list[list[int]], random: Random):
    """However a class is listed, its figures are the same."""
    mixed = list(marks)
    random.shuffle(mixed)
    assert _figures(mixed) == pytest.approx(_figures(marks), abs=1e-6)


@given(MARKS, st.integers(2, 5))
def test_larger_marks_change_no_share(marks: list[list[int]], times: int):
    """Marks that are all so many times as large have the same facilities, discriminations and consistency."""
    larger = [[mark * times for mark in row] for row in marks]
    assert _figures(larger, most=400 * times)[:10] == pytest.approx(_figures(marks)[:10], abs=1e-6)


@given(MARKS, st.integers(0, 2))
def test_a_question_that_is_the_same_for_all(marks: list[list[int]], index: int):
    """It discriminates nothing, has no efficiency, and a facility all the same."""
    same = [[200 if at == index else mark for at, mark in enumerate(row)] for row in marks]
    found = statistics.item([row[index] for row in same], statistics.rests(same, index), 400)
    assert (found.discrimination, found.efficiency, found.facility.value) == (None, None, 0.5)


@given(MARKS)
def test_more_learners_make_an_interval_narrower(marks: list[list[int]]):
    """The same class four times over has the same figures, told more surely."""
    for index in range(3):
        once, often = (_item(rows, index) for rows in (marks, marks * 4))
        assert often.facility.high - often.facility.low < once.facility.high - once.facility.low
        if once.discrimination is None or often.discrimination is None:
            continue
        assume(abs(once.discrimination.value) < 0.999)
        assert often.discrimination.value == pytest.approx(once.discrimination.value, abs=1e-6)
        narrow, wide = (one.high - one.low for one in (often.discrimination, once.discrimination))
        assert narrow < wide


def _item(marks: list[list[int]], index: int) -> statistics.Item:
    return statistics.item([row[index] for row in marks], statistics.rests(marks, index), 400)


def _figures(marks: list[list[int]], most: int = 400) -> list[float]:
    """Facility, discrimination and efficiency of each of three questions and the consistency; then the average."""
    found: list[float] = []
    for index in range(3):
        item = statistics.item([row[index] for row in marks], statistics.rests(marks, index), most)
        told = item.discrimination.value if item.discrimination else 9
        found += [item.facility.value, told, 9 if item.efficiency is None else item.efficiency]
    summed = statistics.summary(marks)
    assert summed is not None
    return [*found, 9 if summed.consistency is None else summed.consistency, summed.average]
