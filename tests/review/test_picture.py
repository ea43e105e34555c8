"""The picture of a learner's memory: small, the same for the same figures, and told in words."""

from __future__ import annotations

import io

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.chat.views import Image as Picture
from bot.review import picture

ROWS = [
    ("Terror", 3, 4, 5),
    ("Ежовщина", 0, 0, 9),
    ("A topic with a very long name that no phone shows whole", 1, 0, 0),
]
count = st.integers(0, 400)
rows = st.lists(st.tuples(st.text(min_size=1, max_size=60), count, count, count), min_size=1, max_size=30)


def test_the_same_figures_are_the_same_bytes():
    """Nothing depends on chance or time; it is as wide as a phone and weighs little."""
    first, second = picture.image_of(ROWS), picture.image_of(ROWS)
    assert isinstance(first, Picture)
    assert first == second
    drawn = Image.open(io.BytesIO(first.data))
    assert drawn.width == 1080
    assert len(first.data) < 60_000


def test_it_can_be_read_without_colour():
    """In grey, what holds, what fades and what was never met are three different textures."""
    drawn = Image.open(io.BytesIO(picture.draw([("One", 1, 1, 1)]))).convert("L")
    top = round((picture.HEAD + 48 + picture.BAR / 2) * 1.5)
    third = (picture.RIGHT - picture.LEFT) / 3
    shades = []
    for number in range(3):
        left = round((picture.LEFT + third * (number + 0.1)) * 1.5)
        right = round((picture.LEFT + third * (number + 0.9)) * 1.5)
        line = [drawn.getpixel((x, top)) for x in range(left, right)]
        shades.append((min(line) > 200, max(line) > 200))
    assert shades == [(False, False), (False, True), (True, True)]


@given(rows)
@settings(max_examples=15)
def test_any_figures_can_be_drawn(found: list[tuple[str, int, int, int]]):
    """Whatever topics are called and however many there are."""
    image = picture.image_of(found)
    assert len(picture.shown_of(found)) <= picture.MOST_ROWS
    assert 0 < len(image.alt) <= picture.MOST_ALT
    totals = [sum(row[1:]) for row in found]
    assert sum(sum(row[1:]) for row in picture.shown_of(found)) == sum(totals)
