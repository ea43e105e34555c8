"""The clock of a sitting: rest breaks, pauses, extensions and lateness, in any order."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.clock import MINUTE, SECOND
from bot.exams import model
from bot.exams.model import Mock, Sitting
from tests.exams.hall import sitting_of

MOCK = Mock(
    id="m",
    class_id="c",
    room="r",
    way="own",
    title="Bees",
    minutes=30,
    opens_at=0,
    closes_at=60 * MINUTE,
    grace=0,
    everyone=True,
    boundaries=(("A", 800_000), ("B", 600_000)),
    set_by="t",
    set_at=0,
)
BEGUN = sitting_of(MOCK, "terminal:maya", 1, 0)
STEPS = st.lists(st.tuples(st.sampled_from(["rest", "back", "pause", "resume"]), st.integers(1, 600)), max_size=12)


def test_extra_time_is_a_share_of_the_minutes():
    """A quarter of thirty minutes is seven and a half."""
    assert model.allowed(30, 25) == 37 * MINUTE + 30 * SECOND
    assert model.extended(replace(BEGUN, extra=50), 10).ends_at - BEGUN.ends_at == 15 * MINUTE


@given(STEPS)
def test_a_sitting_gets_all_the_time_that_its_clock_runs(steps: list[tuple[str, int]]):
    """However rests and pauses overlap, its deadline moves on by just the time for which the clock stood still."""
    at, stood, mock, sitting = 0, 0, MOCK, BEGUN
    for what, seconds in steps:
        before = bool(sitting.resting or mock.paused_at)
        at += seconds * SECOND
        stood += seconds * SECOND if before else 0
        match what:
            case "rest":
                sitting = model.stopped(sitting, at, resting=True)
            case "back":
                sitting = model.rested(mock, sitting, at)
            case "pause":
                mock, sitting = replace(mock, paused_at=mock.paused_at or at), model.stopped(sitting, at)
            case "resume":
                mock, sitting = replace(mock, paused_at=0), model.resumed(sitting, at)
        assert bool(sitting.stopped_at) == bool(sitting.resting or mock.paused_at)
        assert sitting.left(at) == max(0, BEGUN.ends_at + stood - at)


def test_what_comes_after_the_time_is_late_and_after_the_grace_too_late():
    """The last instant is that of the deadline itself; while the clock stands still nothing is late."""
    end, with_grace = BEGUN.ends_at, replace(MOCK, grace=60)
    assert [model.is_late(BEGUN, at) for at in (end - 1, end)] == [False, True]
    assert [model.is_over(MOCK, BEGUN, at) for at in (end - 1, end)] == [False, True]
    assert not model.is_over(with_grace, BEGUN, end + 60 * SECOND - 1)
    assert model.is_over(with_grace, BEGUN, end + 60 * SECOND)
    assert not model.is_over(MOCK, model.stopped(BEGUN, end - 1), end + MINUTE)


def test_an_exam_can_be_begun_while_it_is_open():
    """From its opening on, before its closing, and not once the teacher has ended it."""
    assert [MOCK.can_be_begun(at) for at in (-1, 0, MOCK.closes_at - 1, MOCK.closes_at)] == [False, True, True, False]
    assert not replace(MOCK, state="ended").can_be_begun(1)


def test_a_grade_is_what_its_boundary_says():
    """The boundary itself is enough; below all of them it is U; without any there is none."""
    graded = {earned: model.grade_of(MOCK.boundaries, earned, 1000) for earned in (1000, 800, 799, 600, 599)}
    assert graded == {1000: "A", 800: "A", 799: "B", 600: "B", 599: "U"}
    assert model.grade_of((), 10, 10) == ""


def test_together_everybody_has_the_largest_extra_time():
    """Rounded up to whole seconds."""
    assert model.lengthened(30, []) == 30
    assert model.lengthened(30, [25, 50, 0]) == 45
    assert model.lengthened(25, [25]) == 32


def test_a_sitting_that_is_handed_in_has_no_clock_any_more():
    """Neither rest nor pause goes on."""
    done: Sitting = model.handed_in(model.stopped(BEGUN, 5, resting=True), 9, "self")
    assert (done.state, done.resting, done.stopped_at, done.handed_at) == ("handed in", False, 0, 9)
