"""What a mark is worth: a question counts fully once, then as review; alone less than in a round."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.clock import DAY, HOUR
from bot.responses.worth import FULL, REST, REVIEW, SOLO, Seen, Sight, share, shares, worth

SIGHTS = st.lists(
    st.builds(
        lambda question, session, at, counts: (f"q{question}", session, at * HOUR, counts),
        st.integers(1, 2),
        st.sampled_from(["round:a", "round:b", "solo:c", "solo:d"]),
        st.integers(0, 80),
        st.booleans(),
    ),
    max_size=12,
)


def sights(made: list[tuple[str, str, int, bool]]) -> list[Sight]:
    """Marks of one learner; what a round asks at a place is one question."""
    return [
        Sight(number, question, session.startswith("round:"), (session, int(question[1:])), counts, at)
        for number, (question, session, at, counts) in enumerate(made, 1)
    ]


def one(question: str, session: str, hours: int, number: int) -> Sight:
    """A mark that counts."""
    return Sight(number, question, session.startswith("round:"), (session, number), counts=True, at=hours * HOUR)


def test_the_first_round_counts_fully_and_revising_alone_half():
    """Whoever has revised before loses nothing in the round."""
    assert shares([one("q", "round:a", 0, 1)]) == {1: FULL}
    assert shares([one("q", "solo:a", 0, 1), one("q", "round:a", 1, 2)]) == {1: SOLO, 2: FULL}


def test_what_comes_again_counts_as_review_a_day_later():
    """A fifth in a round, a tenth alone; nothing before that."""
    marks = [
        one("q", "round:a", 0, 1),
        one("q", "round:b", 19, 2),
        one("q", "round:c", 39, 3),
        one("q", "solo:d", 60, 4),
    ]
    assert shares(marks) == {1: FULL, 2: 0, 3: REVIEW, 4: REVIEW // 2}


def test_practice_counts_nothing_and_takes_nothing():
    """The first answer after it counts as the first."""
    assert share(Seen(), 0, in_round=False, counts=False) == 0
    practised = Sight(1, "q", in_round=False, place=("solo:a", 1), counts=False, at=0)
    assert shares([practised, one("q", "solo:b", 1, 2)]) == {1: 0, 2: SOLO}


def test_in_a_round_the_last_answer_of_a_humans_accounts_counts():
    """Two accounts answered, which are one human's now: one of the answers counts, and as it did for that account."""
    marks = [
        Sight(1, "q", in_round=True, place=("round:a", 1), counts=True, at=DAY),
        Sight(2, "q", in_round=True, place=("round:a", 1), counts=True, at=DAY),
    ]
    assert shares(marks) == {1: 0, 2: FULL}


@given(SIGHTS)
def test_no_question_counts_fully_more_than_once(made: list[tuple[str, str, int, bool]]):
    """In a round once at the most, alone once at the most before that, and then little for each day."""
    marks = sights(made)
    found = shares(marks)
    assert set(found) == {mark.response for mark in marks}
    for question in {mark.question for mark in marks}:
        mine = [found[mark.response] for mark in marks if mark.question == question]
        assert mine.count(FULL) <= 1
        assert mine.count(SOLO) <= 1
        days = 80 * HOUR // REST + 1
        assert sum(mine) <= FULL + SOLO + REVIEW * days


@given(SIGHTS, st.randoms(use_true_random=False))
def test_the_order_in_which_marks_are_looked_at_is_nothing(made: list[tuple[str, str, int, bool]], random):  # type: ignore[no-untyped-def]
    """Only when they were given is."""
    marks = sights(made)
    mixed = marks.copy()
    random.shuffle(mixed)
    assert shares(mixed) == shares(marks)


def test_halves_are_rounded_up():
    """A tenth of two thirds of a mark is seven hundredths."""
    assert (worth(67, 10), worth(65, 10), worth(64, 10), worth(150, 100)) == (7, 7, 6, 150)
