"""Marks by levels of response: which levels make a scheme, and which marks a marker may give."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.marking.levels import Band, flaw, mark_levels
from bot.marking.outcome import FULL, Outcome

FOUR = (Band(1, 1, 5), Band(2, 6, 10), Band(3, 11, 15), Band(4, 16, 20))


@st.composite
def schemes(draw: st.DrawFn) -> tuple[Band, ...]:
    """One to six levels of one to ten marks each, one after the other."""
    bands: list[Band] = []
    for level, width in enumerate(draw(st.lists(st.integers(1, 10), min_size=1, max_size=6)), 1):
        least = bands[-1].most + 1 if bands else 1
        bands.append(Band(level, least, least + width - 1))
    return tuple(bands)


@given(schemes())
def test_levels_one_after_the_other_have_no_flaw(bands: tuple[Band, ...]):
    """From 1 to all the marks, each once."""
    assert flaw(bands, bands[-1].most) == ""


@pytest.mark.parametrize(
    ("bands", "marks", "told"),
    [
        ((Band(1, 2, 5),), 5, "no level covers mark 1; widen level 1 or the one before"),
        ((Band(1, 1, 5), Band(2, 8, 10)), 10, "no level covers marks 6 to 7; widen level 2 or the one before"),
        ((Band(1, 1, 5), Band(2, 4, 10)), 10, "level 2 covers marks 4 to 5 again; begin it after"),
        ((Band(1, 1, 5), Band(2, 5, 10)), 10, "level 2 covers mark 5 again; begin it after"),
        ((Band(1, 1, 5), Band(2, 1, 3)), 5, "level 2 covers marks 1 to 3 again; begin it after"),
        ((Band(1, 1, 5),), 6, "no level covers mark 6; add a level, or correct `marks`"),
        ((Band(1, 1, 5),), 10, "no level covers marks 6 to 10; add a level, or correct `marks`"),
        ((Band(1, 1, 5),), 4, "the levels end at 5, and the question has 4 marks; make the two agree"),
        ((Band(1, 0, 5),), 5, "level 1 begins at 0; the lowest mark of a level is 1"),
        ((Band(1, 5, 1),), 5, "level 1 goes from 5 down to 1; write the lower mark first"),
        ((Band(2, 1, 5),), 5, "level 2 stands where level 1 should; number them from 1, lowest first"),
        (
            (Band(1, 1, 5), Band(1, 6, 10)),
            10,
            "level 1 stands where level 2 should; number them from 1, lowest first",
        ),
    ],
)
def test_what_is_wrong_with_levels_is_told_with_its_remedy(bands: tuple[Band, ...], marks: int, told: str):
    """A hole, an overlap, an end that does not agree, a range turned round, a number out of turn."""
    assert flaw(bands, marks) == told


@given(schemes(), st.data())
def test_levels_that_were_shifted_have_a_flaw(bands: tuple[Band, ...], data: st.DataObject):
    """Moving one end of one level by one leaves a hole or an overlap."""
    index = data.draw(st.integers(0, len(bands) - 1))
    band, by = bands[index], data.draw(st.sampled_from([-1, 1]))
    moved = data.draw(
        st.sampled_from([Band(band.level, band.least + by, band.most), Band(band.level, band.least, band.most + by)])
    )
    assert flaw((*bands[:index], moved, *bands[index + 1 :]), bands[-1].most)


@given(schemes(), st.data())
def test_every_mark_of_a_level_may_be_given_there_and_no_other(bands: tuple[Band, ...], data: st.DataObject):
    """A marker who slips is told which marks the level has."""
    band = data.draw(st.sampled_from(bands))
    for mark in range(-1, bands[-1].most + 3):
        if band.least <= mark <= band.most:
            assert mark_levels(bands, band.level, mark).earned == mark * FULL // bands[-1].most
        else:
            with pytest.raises(ValueError, match=f"level {band.level} is marks? {band.least}.*{mark} is outside it"):
                mark_levels(bands, band.level, mark)


@given(schemes())
def test_the_whole_mark_is_for_the_top_of_the_highest_level_alone(bands: tuple[Band, ...]):
    """And more marks are never worth less."""
    earned = [
        mark_levels(bands, band.level, mark).earned for band in bands for mark in range(band.least, band.most + 1)
    ]
    assert earned == sorted(earned)
    assert [value for value in earned if value >= FULL] == [FULL]
    assert all(value > 0 for value in earned)


@pytest.mark.parametrize(
    ("level", "mark", "outcome"),
    [
        (0, 0, Outcome("wrong", 0)),
        (1, 1, Outcome("partly", 5)),
        (3, 13, Outcome("partly", 65)),
        (4, 19, Outcome("partly", 95)),
        (4, 20, Outcome("right", FULL)),
    ],
)
def test_marks_are_scaled_to_hundredths(level: int, mark: int, outcome: Outcome):
    """Thirteen of twenty are 65 hundredths; nothing that could be rewarded is level 0."""
    assert mark_levels(FOUR, level, mark) == outcome


@pytest.mark.parametrize(
    ("level", "mark", "told"),
    [
        (0, 1, "level 0 has no marks"),
        (5, 20, "levels go from 1 to 4; there is no level 5"),
        (-1, 1, "levels go from 1 to 4; there is no level -1"),
        (2, 11, "level 2 is marks 6 to 10; 11 is outside it"),
    ],
)
def test_a_mark_that_cannot_be_given_is_told_what_could(level: int, mark: int, told: str):
    """For the marker to read."""
    with pytest.raises(ValueError, match=f"^{told}$"):
        mark_levels(FOUR, level, mark)
