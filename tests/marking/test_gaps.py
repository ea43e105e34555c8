"""Filling gaps: a share for each, from what each gap came to by itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.marking.gaps import mark_gaps
from bot.marking.outcome import FULL, Outcome

RIGHT, WRONG = Outcome("right", FULL), Outcome("wrong", 0)
ASKED = Outcome("prompt", 0, "Which one?")
SINGLE = st.sampled_from([RIGHT, WRONG, ASKED, Outcome("right", FULL, "spelt spade")])
FILLED = st.lists(SINGLE, min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("outcomes", "marked"),
    [
        ([RIGHT], Outcome("right", FULL)),
        ([WRONG], Outcome("wrong", 0)),
        ([RIGHT, RIGHT, RIGHT], Outcome("right", FULL)),
        ([RIGHT, WRONG], Outcome("partly", 50, "gap 2 is not")),
        ([WRONG, RIGHT, WRONG], Outcome("partly", 33, "gaps 1 and 3 are not")),
        ([WRONG, WRONG, WRONG, RIGHT], Outcome("partly", 25, "gaps 1, 2 and 3 are not")),
        ([WRONG, WRONG], Outcome("wrong", 0)),
    ],
)
def test_each_gap_is_worth_its_share(outcomes: list[Outcome], marked: Outcome):
    """Rounded down, with the gaps that are not right by number."""
    assert mark_gaps(outcomes) == marked


@pytest.mark.parametrize(
    ("outcomes", "marked"),
    [
        ([ASKED], Outcome("prompt", 0, "Which one?")),
        ([RIGHT, ASKED], Outcome("prompt", 50, "Gap 2: Which one?")),
        ([ASKED, WRONG, ASKED], Outcome("prompt", 0, "Gap 1: Which one? Gap 3: Which one?")),
    ],
)
def test_what_is_nearly_right_is_asked_back_by_its_number(outcomes: list[Outcome], marked: Outcome):
    """A lone gap needs no number; what is right without it is earned already."""
    assert mark_gaps(outcomes) == marked


@given(FILLED)
def test_the_mark_is_the_share_of_right_gaps(outcomes: list[Outcome]):
    """Nearly right is not right; it only keeps the question open."""
    marked, right = mark_gaps(outcomes), sum(outcome.verdict == "right" for outcome in outcomes)
    assert marked.earned == right * FULL // len(outcomes)
    asked = any(outcome.verdict == "prompt" for outcome in outcomes)
    settled = "right" if right == len(outcomes) else "partly" if right else "wrong"
    assert marked.verdict == ("prompt" if asked else settled)
    assert bool(marked.why) or marked.verdict in ("right", "wrong")


@given(FILLED)
def test_a_gap_put_right_never_harms(outcomes: list[Outcome]):
    """Each gap stands for itself."""
    for index in range(len(outcomes)):
        better = [*outcomes[:index], RIGHT, *outcomes[index + 1 :]]
        assert mark_gaps(better).earned >= mark_gaps(outcomes).earned


@given(FILLED)
def test_how_a_slip_is_spelt_is_told_once_all_are_right(outcomes: list[Outcome]):
    """Where every gap is right, what the rules have to say of any is passed on."""
    right = [outcome for outcome in outcomes if outcome.verdict == "right"]
    if right:
        assert mark_gaps(right).why == "; ".join(outcome.why for outcome in right if outcome.why)
