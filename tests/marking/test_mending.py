"""Mending a wrong statement: half for the part, half for what it should say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.marking.mending import HALF, mark_mend
from bot.marking.outcome import FULL, Outcome

RIGHT, WRONG, ASKED = Outcome("right", FULL), Outcome("wrong", 0), Outcome("prompt", 0, "Which year?")
CORRECTIONS = st.sampled_from([RIGHT, WRONG, ASKED, Outcome("right", FULL, "spelt Alma-Ata")])


def test_part_and_correction_are_the_whole_mark():
    """How a slip is spelt is passed on."""
    assert mark_mend(found=True, correction=RIGHT) == Outcome("right", FULL)
    assert mark_mend(found=True, correction=Outcome("right", FULL, "spelt x")) == Outcome("right", FULL, "spelt x")


def test_the_part_alone_is_half():
    """And says so."""
    marked = mark_mend(found=True, correction=WRONG)
    assert (marked.verdict, marked.earned) == ("partly", HALF)
    assert marked.why == "that is the part, but it should say something else"


@given(CORRECTIONS)
def test_a_correction_counts_only_with_its_part(correction: Outcome):
    """In the wrong place nothing is right, and nothing is asked back: that would tell which place is right."""
    assert mark_mend(found=False, correction=correction) == Outcome("wrong", 0)


def test_a_correction_that_is_nearly_right_is_asked_back():
    """The part is earned already, whatever comes of the second try."""
    assert mark_mend(found=True, correction=ASKED) == Outcome("prompt", HALF, "Which year?")


@given(CORRECTIONS, st.booleans())
def test_it_is_nothing_half_or_the_whole(correction: Outcome, found: bool):  # noqa: FBT001 - drawn by hypothesis
    """There is no other mark."""
    marked = mark_mend(found=found, correction=correction)
    assert marked.earned in (0, HALF, FULL)
    assert (marked.earned == FULL) == (found and correction.verdict == "right") == (marked.verdict == "right")


@pytest.mark.parametrize("parts", [2, 3, 4, 5])
def test_pressing_parts_at_random_earns_at_most_a_quarter(parts: int):
    """Whoever knows no correction has half a mark in as many tries as there are parts."""
    earned = [mark_mend(found=index == 0, correction=WRONG).earned for index in range(parts)]
    assert sum(earned) / parts <= FULL / 4
