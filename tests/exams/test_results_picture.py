"""The report as a picture, and what it says in words."""

from __future__ import annotations

import io
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.exams.results import picture
from bot.exams.results.picture import Chart, Dot

FEW = Chart(16, (1200, 250), (("A", 1200), ("E", 160)), (), (), ())
MANY = Chart(
    40,
    tuple(100 * Random(1).randint(4, 40) for _ in range(24)),
    (("A*", 3600), ("A", 3200), ("B", 2800)),
    tuple(Dot(number, number / 21, 0.6 - number / 20) for number in range(1, 21)),
    (21,),
    (1, 20, 21),
)


@pytest.mark.parametrize("chart", [FEW, MANY], ids=["few", "many"])
def test_the_same_chart_is_the_same_picture(chart: Chart):
    """To the byte, 1,080 pixels wide, and small enough to be sent to a phone."""
    data = picture.draw(chart)
    assert data == picture.draw(chart)
    assert len(data) < 100_000
    with Image.open(io.BytesIO(data)) as drawn:
        assert (drawn.format, drawn.width, drawn.height) == ("PNG", 1080, 2250 if chart.dots else 1035)


def test_a_picture_shows_what_it_is_given():
    """Another total, boundary or question, or one to be looked at: another picture."""
    changes = [
        Chart(40, (*MANY.totals[:-1], 0), MANY.boundaries, MANY.dots, MANY.unsaid, MANY.flagged),
        Chart(40, MANY.totals, (("A*", 3500), *MANY.boundaries[1:]), MANY.dots, MANY.unsaid, MANY.flagged),
        Chart(40, MANY.totals, MANY.boundaries, MANY.dots[1:], MANY.unsaid, MANY.flagged),
        Chart(40, MANY.totals, MANY.boundaries, MANY.dots, (), MANY.flagged),
        Chart(40, MANY.totals, MANY.boundaries, MANY.dots, MANY.unsaid, ()),
    ]
    assert len({picture.draw(chart) for chart in (MANY, *changes)}) == 6


def test_the_words_say_the_same():
    """Marks as bars, boundaries, what is to be looked at, and each question with its figures."""
    assert picture.words_of(FEW) == "Marks of 2 learners out of 16: 2-3: 1, 12-13: 1. Grades from: A 12, E 1.6."
    words = picture.words_of(MANY)
    assert words.startswith("Marks of 24 learners out of 40: ")
    assert "Grades from: A* 36, A 32, B 28." in words
    assert "To be looked at again: 1, 20, 21." in words
    assert "1 5% 0.55" in words
    assert picture.image_of(MANY).alt == words


def test_words_are_no_longer_than_platforms_take():
    """However many questions there are."""
    dots = tuple(Dot(number, 0.5, 0.5) for number in range(1, 200))
    assert len(picture.words_of(Chart(200, (100,) * 300, (), dots, (), ()))) <= 1000


@given(st.integers(1, 700), st.data())
def test_every_learner_is_in_a_bar(most: int, data: st.DataObject):
    """Bars cover all marks once, in order, and are few enough to be read."""
    totals = data.draw(st.lists(st.integers(0, most * 100), max_size=20))
    bars = picture.bars_of(Chart(most, tuple(totals), (), (), (), ()))
    assert (bars[0].least, bars[-1].most) == (0, most)
    assert all(before.most + 1 == after.least for before, after in pairwise(bars))
    assert sum(bar.count for bar in bars) == len(totals)
    assert 1 <= len(bars) <= picture.MOST_BARS + 1


@pytest.mark.parametrize(
    "chart",
    [
        Chart(1, (0,), (), (), (), ()),
        Chart(4, (400,) * 10, (("Ausgezeichnet", 400), ("Ä", 399), ("漢", 1), ("U", 0)), (Dot(1, 0, -1),), (), (1,)),
        Chart(300, (0, 30_000), (), (Dot(1, 1, 1), Dot(2, 1, 1)), tuple(range(3, 60)), ()),
    ],
    ids=["one mark", "foreign grades", "extremes"],
)
def test_the_ends_of_every_scale_can_be_drawn(chart: Chart):
    """Nothing at all, everything, grades in other letters, and questions that stand on top of each other."""
    assert picture.draw(chart).startswith(b"\x89PNG")
