"""Which questions a session has, with an exam ahead and without."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.clock import DAY
from bot.review import model, planning
from bot.review.model import Card, Memory
from tests.chat_harness import MONDAY

MEMORIES = st.builds(
    lambda stability, ago: Memory(stability, 5.0, MONDAY - int(ago * DAY), MONDAY),
    st.floats(0.1, 400),
    st.floats(0.5, 90),
)
DUE = st.lists(MEMORIES, max_size=60).map(lambda found: [card(n, memory) for n, memory in enumerate(found)])
EXAM = st.one_of(st.none(), st.integers(-2, 120).map(lambda days: MONDAY + days * DAY))


def card(number: int, memory: Memory) -> Card:
    """A card of somebody's."""
    return model.card_of("p", f"q{number:03}", memory)


@given(DUE, st.integers(0, 300), st.integers(3, 12), EXAM)
def test_a_session_is_as_long_as_there_is_something_for(due: list[Card], unmet: int, fits: int, exam_at: int | None):
    """No question twice, none that is not there, and no more than two minutes hold."""
    found = planning.plan(due, unmet, fits, MONDAY, exam_at)
    assert found.size == min(fits, len(due) + unmet)
    assert 0 <= found.fresh <= unmet
    assert len({one.question for one in found.cards}) == len(found.cards)
    assert set(found.cards) <= set(due)


@given(DUE, st.integers(0, 300), st.integers(3, 12))
def test_without_an_exam_a_third_is_for_what_was_never_met(due: list[Card], unmet: int, fits: int):
    """As long as there is any of it; and what is likely forgotten comes first."""
    found = planning.plan(due, unmet, fits, MONDAY, None)
    assert found.fresh >= min(unmet, fits // 3)
    recalls = [one.recall(MONDAY) for one in found.cards]
    assert recalls == sorted(recalls)


@given(DUE, st.integers(0, 300), st.integers(3, 12), st.integers(1, 120))
def test_before_an_exam_what_gains_most_comes_first(due: list[Card], unmet: int, fits: int, days: int):
    """Whatever is left out gains less than what is not; and new questions come no faster than evenly."""
    exam_at = MONDAY + days * DAY
    found = planning.plan(due, unmet, fits, MONDAY, exam_at)
    gains = [planning.gain(one.memory, MONDAY, exam_at) for one in found.cards]
    assert gains == sorted(gains, reverse=True)
    left = [planning.gain(one.memory, MONDAY, exam_at) for one in due if one not in found.cards]
    assert not gains or not left or min(gains) >= max(left)
    evenly = -(-unmet // planning.days_left(MONDAY, exam_at))
    assert found.fresh <= max(evenly, fits - len(due))


def test_what_cannot_be_saved_is_let_go():
    """Two months before an exam a memory of hours gains less than one of days that begins to fade."""
    lost, fading = Memory(0.3, 9.5, MONDAY - 30 * DAY, MONDAY), Memory(8.0, 5.0, MONDAY - 12 * DAY, MONDAY)
    exam_at = MONDAY + 60 * DAY
    assert planning.gain(fading, MONDAY, exam_at) > planning.gain(lost, MONDAY, exam_at)
    found = planning.plan([card(1, lost), card(2, fading)], 0, 1, MONDAY, exam_at)
    assert [one.question for one in found.cards] == ["q002"]


@given(st.floats(0.1, 1000), st.floats(0, 400), st.floats(0, 400))
def test_more_time_is_more_forgetting(stability: float, days: float, more: float):
    """Nine in ten after the stability, by either curve."""
    assert 0 <= planning.expected(stability, days + more) <= planning.expected(stability, days) <= 1
    whole = float(round(stability) or 1)
    assert abs(planning.expected(whole, whole) - 0.9) < 0.001


def test_school_days_are_five_of_seven():
    """Today among them, and never none."""
    assert planning.days_left(MONDAY, MONDAY + 7 * DAY) == 5
    assert planning.days_left(MONDAY, MONDAY + 1) == 1
