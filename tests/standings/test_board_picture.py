"""The picture of a board: who stands where, and nobody's name."""

from __future__ import annotations

import io
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.standings import picture
from bot.standings.model import By
from tests.chat_harness import Chat
from tests.dialogues.test_leaderboard import earn

FIGURES = st.lists(st.integers(1, 60_000), min_size=5, max_size=60)
KINDS: st.SearchStrategy[By] = st.sampled_from(["points", "improvement", "steadiness"])


def spread(figures: list[int], by: By) -> tuple[int, dict[int, int]]:
    """The width of the bars, and how many learners stand in each."""
    step = picture.step_of(max(figures), by)
    return step, Counter(figure // step * step for figure in figures)


@given(FIGURES, KINDS)
def test_everyone_stands_in_one_of_few_bars(figures: list[int], by: By):
    """No more than can be read on a phone, and one's own among them."""
    step, counts = spread(figures, by)
    bars = picture.bars_of(counts, step, figures[0], by)
    assert len(bars) <= picture.MOST_BARS
    assert sum(bar.count for bar in bars) == len(figures)
    assert [bar.count > 0 for bar in bars if bar.is_own] == [True]
    assert [bar.end for bar in bars[:-1]] == [bar.least for bar in bars[1:]]


@given(FIGURES, KINDS)
@settings(max_examples=10)
def test_any_board_can_be_drawn(figures: list[int], by: By):
    """The same board is the same bytes, as wide as a phone, small, and told in words that platforms take."""
    step, counts = spread(figures, by)
    image = picture.image_of(counts, step, figures[0], by, "This week")
    assert image == picture.image_of(counts, step, figures[0], by, "This week")
    assert Image.open(io.BytesIO(image.data)).width == 1080
    assert len(image.data) < 60_000
    assert 0 < len(image.alt) <= 1000


def test_it_is_told_in_words():
    """From where how many, and where one is oneself."""
    step, counts = spread([50, 120, 140, 800, 850], "points")
    told = picture.image_of(counts, step, 140, "points", "This week").alt
    assert told == (
        "This week: 5 learners by points. from 0: 1, from 1: 2, from 8: 2. You are one of the 2 from 1 to 2."
    )


def test_ones_own_bar_is_told_apart_without_colour():
    """In grey, a striped bar has light and dark in a row, another is dark all over."""
    step, counts = spread([50, 50, 150, 150, 150], "points")
    bars = picture.bars_of(counts, step, 150, "points")
    grey = Image.open(io.BytesIO(picture.draw(bars, "points", "This week"))).convert("L")
    width = (picture.RIGHT - picture.LEFT) / len(bars)
    y = round((picture.FOOT - 60) * 1.5)
    shades = []
    for number in range(len(bars)):
        left, right = (picture.LEFT + width * (number + part) for part in (0.3, 0.7))
        line = [grey.getpixel((x, y)) for x in range(round(left * 1.5), round(right * 1.5))]
        shades.append((min(line) < 140, max(line) > 200))
    assert shades == [(True, False), (True, True)]


async def test_a_board_of_five_learners_comes_with_a_picture(garden: Chat):
    """Not before, for they would see what each has; nor where all stand together. It names nobody."""
    for person in ("maya", "tom", "ada", "ben"):
        await garden.say(person, "/leaderboard", names="show")
        await earn(garden, person, 3 if person == "maya" else 1)
    assert "[picture: " not in await garden.say("maya", "/leaderboard")
    await earn(garden, "eve", 1)
    told = await garden.say("maya", "/leaderboard")
    [words] = [line for line in told.splitlines() if "[picture: " in line]
    assert "This week: 5 learners by points. from 0: 4, from 1: 1. You are the one from 1 to 2." in words
    assert "[picture: " not in await garden.press("maya", "Steadiest")
