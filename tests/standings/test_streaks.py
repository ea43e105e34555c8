"""School days in a row."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.standings.model import LONGEST, SATURDAY, Streak, streak_of

MONDAY = date(2026, 11, 30)
days = st.dates(MONDAY - timedelta(days=60), MONDAY + timedelta(days=60))


def always(_: date) -> bool:
    """There is school."""
    return True


def before(*ago: int, answers: int = 1) -> dict[date, int]:
    """Days with so many answers, by how long before that Monday they are."""
    return {MONDAY - timedelta(days=days): answers for days in ago}


@pytest.mark.parametrize(
    ("answered", "streak"),
    [
        ((), Streak(0, has_today=False)),
        ((0,), Streak(1, has_today=True)),
        ((3,), Streak(1, has_today=False)),  # Friday: the weekend is no school
        ((0, 3, 4), Streak(3, has_today=True)),
        ((0, 1, 2), Streak(1, has_today=True)),  # at the weekend only
        ((4,), Streak(0, has_today=False, at_stake=1, saved_today=True)),  # nothing on Friday
        ((0, 4), Streak(1, has_today=True, at_stake=1, saved_today=True)),
        ((5, 6), Streak(0, has_today=False)),  # nothing on Thursday nor Friday
    ],
)
def test_a_row_ends_today_or_on_the_school_day_before(answered: tuple[int, ...], streak: Streak):
    """Today need not have an answer yet; a school day before it without one ends the row."""
    assert streak_of(before(*answered), MONDAY, always) == streak


def test_holidays_neither_break_a_row_nor_make_it_longer():
    """A week of them lies between."""
    closed = before(*range(1, 10))
    answered = before(0, 3, 10, 11)
    assert streak_of(answered, MONDAY, lambda day: day not in closed) == Streak(3, has_today=True)


def test_a_row_is_looked_back_on_for_a_year():
    """However long somebody has gone on: the page reads no more than that."""
    everything = before(*range(2 * LONGEST))
    assert streak_of(everything, MONDAY, always).days == sum(
        (MONDAY - timedelta(days=ago)).weekday() < SATURDAY for ago in range(LONGEST)
    )


@pytest.mark.parametrize(
    ("answered", "streak"),
    [
        ({0: 10, 4: 1, 5: 1}, Streak(3, has_today=True, made_up=True)),  # Friday was missed
        ({0: 9, 4: 1, 5: 1}, Streak(1, has_today=True, at_stake=2, saved_today=True)),
        ({0: 1, 3: 10, 5: 1}, Streak(3, has_today=True, made_up=True)),  # Thursday was
        ({0: 10, 4: 10, 6: 1}, Streak(2, has_today=True, made_up=True)),  # Friday and Wednesday: once is enough
        ({0: 10, 5: 10}, Streak(1, has_today=True)),  # two in a row can't be made up for
        ({1: 10, 4: 1}, Streak(0, has_today=False, at_stake=1, saved_today=True)),  # on Sunday: no school day
    ],
)
def test_one_day_that_was_missed_can_be_made_up_for(answered: dict[int, int], streak: Streak):
    """By ten answers on the next school day, once in a row."""
    found = {MONDAY - timedelta(days=ago): count for ago, count in answered.items()}
    assert streak_of(found, MONDAY, always) == streak


def test_at_the_weekend_the_next_school_day_is_still_to_come():
    """What was missed on Friday can be made up for on Monday."""
    friday = MONDAY - timedelta(days=3)
    found = streak_of({friday - timedelta(days=1): 1}, friday + timedelta(days=1), always)
    assert found == Streak(0, has_today=False, at_stake=1, saved_today=False)


@given(st.dictionaries(days, st.integers(1, 12)), days, st.sets(days))
def test_a_further_answer_never_shortens_a_row(answered: dict[date, int], today: date, closed: set[date]):
    """And days without school count for nothing, whatever was answered then."""

    def is_open(day: date) -> bool:
        return day not in closed

    found = streak_of(answered, today, is_open).days
    for more in (today, today - timedelta(days=1)):
        assert streak_of({**answered, more: answered.get(more, 0) + 10}, today, is_open).days >= found
    school = {day: count for day, count in answered.items() if day.weekday() < SATURDAY and is_open(day)}
    assert streak_of(school, today, is_open).days == found
