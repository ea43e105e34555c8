"""The rules of memory, held to the package that they use, and to what they promise."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import DAY, HOUR, MINUTE, SECOND
from bot.review import model
from bot.review.model import Evidence, Memory, card_of, fading, folded, grade, recall, reviewed

NOW = 1_800_000_000 * SECOND
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
USUAL = 8 * SECOND

evidence = st.builds(
    Evidence,
    at=st.integers(NOW, NOW + 200 * DAY),
    number=st.integers(1, 1000),
    verdict=st.sampled_from(["right", "partly", "wrong"]),
    earned=st.integers(0, 100),
    took=st.integers(0, 20 * MINUTE),
    usual=st.sampled_from([0, USUAL]),
    tries=st.integers(1, 2),
    word=st.sampled_from(["", "easy", "guessed"]),
)
memories = st.builds(
    Memory,
    stability=st.floats(0.001, 5_000),
    difficulty=st.floats(1, 10),
    reviewed_at=st.integers(NOW - 400 * DAY, NOW),
    due_at=st.just(NOW + DAY),
)


def instant(at: int) -> datetime:
    """An instant as the package has it."""
    return EPOCH + timedelta(microseconds=at)


def theirs(history: list[Evidence]) -> fsrs.Card:
    """What the package's own scheduler makes of the same answers."""
    scheduler = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card = fsrs.Card(card_id=1, due=instant(NOW))
    for one in sorted(history, key=lambda one: (one.at, one.number)):
        card, _ = scheduler.review_card(card, fsrs.Rating(grade(one).rating), instant(one.at))
    return card


@pytest.mark.parametrize(
    ("given_", "rating", "why"),
    [
        (Evidence(0, 1, "wrong", 0), 1, "wrong or skipped"),
        (Evidence(0, 1, "wrong", 0, word="easy"), 1, "wrong or skipped"),
        (Evidence(0, 1, "partly", 50), 2, "partly right"),
        (Evidence(0, 1, "partly", 49), 1, "less than half right"),
        (Evidence(0, 1, "right", 100), 3, "right"),
        (Evidence(0, 1, "right", 100, tries=2), 2, "right at the second try"),
        (Evidence(0, 1, "right", 100, took=3 * USUAL + 1, usual=USUAL), 2, "right after long hesitation"),
        (Evidence(0, 1, "right", 100, took=3 * USUAL, usual=USUAL), 3, "right"),
        (Evidence(0, 1, "right", 100, took=10 * MINUTE, usual=USUAL), 3, "right"),
        (Evidence(0, 1, "right", 100, took=3 * USUAL + 1), 3, "right"),
        (Evidence(0, 1, "right", 100, word="easy"), 4, "easy, by the learner's own word"),
        (Evidence(0, 1, "right", 100, word="easy", tries=2), 2, "right at the second try"),
        (Evidence(0, 1, "right", 100, word="guessed"), 1, "guessed, by the learner's own word"),
        (Evidence(0, 1, "partly", 75, word="guessed"), 1, "guessed, by the learner's own word"),
    ],
)
def test_a_grade_follows_from_the_answer_and_from_what_is_said_of_it(given_: Evidence, rating: int, why: str):
    """Correctness first; then the learner's own word within reason, tries and hesitation. Each says why."""
    assert (grade(given_).rating, grade(given_).why) == (rating, why)


@given(st.lists(evidence, min_size=1, max_size=30, unique_by=lambda one: one.number))
def test_states_are_the_packages_own_on_any_history(history: list[Evidence]):
    """Stability, difficulty and due instant agree to the last bit, in whatever order answers are handed in."""
    memory, card = folded(reversed(history)), theirs(history)
    assert memory is not None
    assert (memory.stability, memory.difficulty) == (card.stability, card.difficulty)
    assert instant(memory.due_at) == card.due
    assert instant(memory.reviewed_at) == card.last_review
    assert memory.reviews == len(history)


@given(st.lists(evidence, min_size=2, max_size=20, unique_by=lambda one: one.number))
def test_going_on_is_the_same_as_beginning_again(history: list[Evidence]):
    """A memory that is stored and gone on with is the one of the whole history."""
    ordered = sorted(history, key=lambda one: (one.at, one.number))
    memory = folded(ordered[:-1])
    assert reviewed(memory, grade(ordered[-1]).rating, ordered[-1].at) == folded(ordered)


@given(memories, st.integers(-2, 4_000))
def test_recall_is_the_packages_own(memory: Memory, days: int):
    """The curve of forgetting is FSRS's, with its own exponent."""
    at = memory.reviewed_at + days * DAY + HOUR
    card = fsrs.Card(1, fsrs.State.Review, None, memory.stability, memory.difficulty, instant(at))
    card.last_review = instant(memory.reviewed_at)
    expected = fsrs.Scheduler().get_card_retrievability(card, instant(at))
    assert recall(memory.stability, memory.reviewed_at, at) == pytest.approx(expected, abs=1e-12)


@given(memories)
def test_a_card_is_ready_until_an_exam_would_want_more(memory: Memory):
    """Half a day before that instant it is recalled as surely as wanted, a day after it not."""
    card = card_of("p", "q", memory)
    assert card.recall(card.ready_until - DAY // 2) >= model.READY
    if card.ready_until - memory.reviewed_at < 36_000 * DAY:
        assert card.recall(card.ready_until + DAY) < model.READY


def due_times(stability: float, count: int, exam_at: int) -> list[int]:
    """When many cards of one strength, looked at long before, are pulled before an exam; in hours before it."""
    begun = exam_at - 60 * DAY
    cards = [card_of("p", f"pack/{n}", Memory(stability, 5.0, begun, exam_at + 30 * DAY)) for n in range(count)]
    hours = range(60 * 24, 0, -1)
    return [next(hour for hour in hours if card.is_due(exam_at - hour * HOUR, exam_at)) for card in cards]


def test_an_exam_pulls_what_would_be_too_weak_and_spreads_it_over_a_fortnight():
    """Every such card comes in the last two weeks, no day has more than a seventh, the last day least of all."""
    hours = due_times(60.0, 600, NOW + 100 * DAY)
    by_day = [sum(day * 24 < hour <= (day + 1) * 24 for hour in hours) for day in range(14)]
    assert sum(by_day) == 600
    assert max(by_day) <= 90
    assert by_day[0] == min(by_day)


def test_what_is_weak_is_pulled_close_to_the_exam():
    """A memory of three days is looked at within three days of it: earlier would be forgotten again."""
    assert max(due_times(3.0, 200, NOW + 100 * DAY)) <= 3 * 24


def test_an_exam_asks_nothing_of_what_is_strong_enough_or_was_just_looked_at():
    """Ready on the day, or looked at since its time: no more."""
    exam_at = NOW + 5 * DAY
    strong = card_of("p", "q", Memory(100.0, 5.0, NOW, NOW + 100 * DAY))
    assert not any(strong.is_due(NOW + hour * HOUR, exam_at) for hour in range(5 * 24))
    weak = card_of("p", "q", Memory(8.0, 5.0, NOW, NOW + 8 * DAY))
    pulled = exam_at - weak.lead
    again = card_of("p", "q", Memory(8.0, 5.0, max(pulled, NOW) + 1, NOW + 20 * DAY))
    assert not again.is_due(exam_at - 1, exam_at)
    assert not weak.is_due(exam_at + 1, exam_at)


@given(memories, st.integers(1, 40), st.integers(0, 40))
def test_the_next_time_is_the_first_at_which_it_is_due(memory: Memory, exam_in: int, now_in: int):
    """`next_at` and `is_due` say the same."""
    exam_at, now = NOW + exam_in * DAY, NOW + now_in * DAY
    card = card_of("p", "q", memory)
    if card.is_due(now, exam_at):
        return
    following = card.next_at(now, exam_at)
    assert following > now
    assert card.is_due(following, exam_at)
    assert not card.is_due(following - 1, exam_at)


@given(st.lists(st.integers(0, 20 * MINUTE), max_size=80))
def test_a_session_is_what_two_minutes_hold(took: list[int]):
    """Never more than twelve questions, never fewer than three, by the learner's own pace."""
    assert 3 <= model.fits(took) <= 12


def test_whoever_is_quick_gets_more_and_nobody_is_slow_for_having_been_away():
    """Three seconds an answer make twelve questions, forty make three; an hour's absence counts for nothing."""
    assert model.fits([3 * SECOND] * 9) == 12
    assert model.fits([40 * SECOND] * 9) == 3
    assert model.fits([3 * SECOND] * 9 + [60 * MINUTE] * 30) == 12
    assert model.fits([]) == 10


def test_a_class_is_told_of_what_rests_on_five_learners():
    """Four learners with a hundred cards are four learners; what is lost most comes first."""
    four = [(f"l{n % 4}", "few", 0.1) for n in range(100)]
    five = [(f"l{n}", "many", 0.5) for n in range(5)]
    held = [(f"l{n}", "held", 0.9) for n in range(6)]
    assert [(one.name, one.learners) for one in fading([*four, *held, *five])] == [("many", 5), ("held", 6)]
