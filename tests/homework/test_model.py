"""The rules of homework: who is reminded when, and how far somebody is."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.classes.learners import Learner
from bot.clock import HOUR, SECOND
from bot.homework import model
from bot.homework.model import Assigned, Attempt, Homework, Progress
from bot.responses.model import Answered

LONDON = ZoneInfo("Europe/London")
DUE = datetime.fromisoformat("2026-12-04T16:00")
DUE_AT = round(datetime(2026, 12, 4, 16, tzinfo=UTC).timestamp()) * SECOND
MAYA = Learner("maya", ("maya",), "Maya", staff=False)
ROW = Assigned("maya", 0, "desk", 0, late=False)
HOMEWORK = Homework(
    "h",
    "c",
    "",
    "",
    "Mixed questions",
    (("q1", 1), ("q2", 1), ("q3", 1)),
    everyone=True,
    due=DUE,
    due_at=DUE_AT,
    state="open",
    set_by="t",
    set_at=0,
)


def answered(position: int, points: int | None, *, at: int = 0, given: str = "a", session: str = "solo:s") -> Answered:
    """What was given to the question at a position."""
    return Answered(session, position, f"q{position}", (given,) if given else (), at, points)


def progress(settled: int, *answers: Answered, withdrawn: tuple[str, ...] = ()) -> Progress:
    """How far Maya is."""
    attempt = Attempt("solo:s", "maya", ("q1", "q2", "q3"), settled)
    return model.progress_of(
        HOMEWORK, MAYA, [ROW], [attempt], {"solo:s": answers}, lambda question: question not in withdrawn
    )


@pytest.mark.parametrize(
    ("due", "reminded"),
    [
        (datetime.fromisoformat("2026-12-04T16:00"), "2026-12-03T16:00"),
        (datetime.fromisoformat("2026-12-04T08:00"), "2026-12-03T08:00"),
        (datetime.fromisoformat("2026-12-04T20:00"), "2026-12-03T20:00"),
        (datetime.fromisoformat("2026-12-04T07:59"), "2026-12-03T16:00"),
        (datetime.fromisoformat("2026-12-04T20:01"), "2026-12-03T16:00"),
        (datetime.fromisoformat("2027-03-28T16:00"), "2027-03-27T16:00"),  # the day the clocks go forward
    ],
)
def test_people_are_reminded_by_day_the_day_before(due: datetime, reminded: str):
    """At the same local time, whatever the clocks do in between."""
    at = model.reminder_at(due, LONDON)
    assert at is not None
    assert datetime.fromtimestamp(at / SECOND, LONDON).replace(tzinfo=None) == datetime.fromisoformat(reminded)


def test_nothing_answered_is_not_begun():
    """With all that is still in the bank to do."""
    found = model.progress_of(HOMEWORK, MAYA, [ROW], [], {}, lambda question: question != "q2")
    assert (found.stage, found.answered, found.of) == ("not begun", 0, 2)


def test_what_is_behind_counts_and_what_is_open_does_not():
    """An answer to the open question that is to be given once more is none yet; the last of two counts."""
    found = progress(2, answered(1, None), answered(1, 100), answered(2, 50), answered(3, None))
    assert (found.stage, found.answered, found.of, found.earned, found.marked) == ("begun", 2, 3, 150, 2)


def test_a_question_withdrawn_before_it_was_reached_is_none():
    """Whoever has only that left is done."""
    found = progress(2, answered(1, 100), answered(2, 100), withdrawn=("q3",))
    assert (found.is_done, found.answered, found.of) == (True, 2, 2)


def test_lateness_follows_from_when_it_is_due():
    """An answer at the very instant is late, one before it is not."""
    found = progress(3, answered(1, 0, at=DUE_AT - 1), answered(2, 0, at=DUE_AT), answered(3, 0, at=DUE_AT + 1))
    assert found.late == 2


def test_of_two_attempts_the_further_one_counts():
    """Begun with two accounts before they were linked."""
    attempts = [Attempt("solo:a", "maya", ("q1", "q2", "q3"), 1), Attempt("solo:b", "tom", ("q1", "q2", "q3"), 3)]
    answers = {
        "solo:a": [answered(1, 100, session="solo:a")],
        "solo:b": [answered(position, 50, session="solo:b") for position in (1, 2, 3)],
    }
    found = model.progress_of(HOMEWORK, MAYA, [ROW], attempts, answers, lambda _: True)
    assert (found.is_done, found.earned) == (True, 150)


def test_nobody_is_reminded_twice_on_a_day_or_when_done():
    """The day is the class's own."""
    now = DUE_AT - 30 * HOUR
    begun, done = progress(1, answered(1, 100)), progress(3, *(answered(at, 100) for at in (1, 2, 3)))
    assert model.may_be_reminded(begun, now, LONDON)
    assert not model.may_be_reminded(done, now, LONDON)
    today = Progress(MAYA, (Assigned("maya", 0, "d", now - HOUR, late=False),), "begun", 1, 3, 0, 0, 0, ())
    assert not model.may_be_reminded(today, now, LONDON)
    assert model.may_be_reminded(today, now + 24 * HOUR, LONDON)


def test_questions_are_ordered_by_how_few_got_them_right():
    """Wrong answers are counted together whatever their case, the commonest first; a skipped question names none."""
    several = [
        progress(2, answered(1, 100), answered(2, 0, given="Fork")),
        progress(2, answered(1, 0, given=""), answered(2, 0, given="fork")),
        progress(2, answered(1, 100), answered(2, 100)),
        progress(2, answered(1, 100), answered(2, 0, given="Trowel")),
        progress(2, answered(1, None), answered(2, 0, given="Rake")),
    ]
    hard, easy = model.facilities(HOMEWORK, several)
    assert (hard.question, hard.right, hard.answered, hard.wrong) == ("q2", 1, 5, (("Fork", 2), ("Rake", 1)))
    assert (easy.question, easy.right, easy.answered, easy.wrong) == ("q1", 3, 4, ())
