"""Over which days standings go, and by what."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.standings.model import Share, half_term_of, improvement, is_school_day, week_of


def closed(*spans: tuple[str, str]) -> set[date]:
    """Days from one to another, both included."""
    found: set[date] = set()
    for first, last in spans:
        begins, ends = date.fromisoformat(first), date.fromisoformat(last)
        found |= {begins + timedelta(days=ago) for ago in range((ends - begins).days + 1)}
    return found


HOLIDAYS = closed(("2026-10-24", "2026-11-01"), ("2026-11-27", "2026-11-27"), ("2026-12-19", "2027-01-03"))
"""A week in autumn, an INSET day, Christmas."""


@pytest.mark.parametrize(
    ("today", "first"),
    [
        ("2026-11-30", "2026-11-02"),
        ("2026-11-02", "2026-11-02"),
        ("2026-12-18", "2026-11-02"),
        ("2026-12-24", "2026-11-02"),  # in the holidays it is the half-term that has just ended
        ("2027-01-03", "2026-11-02"),
        ("2027-01-04", "2027-01-04"),
        ("2026-10-23", "2026-09-01"),  # before there were any that anybody has noted
    ],
)
def test_a_half_term_begins_after_holidays_of_a_week(today: str, first: str):
    """A day without school ends none."""
    found = half_term_of(date.fromisoformat(today), lambda day: day not in HOLIDAYS)
    assert found == date.fromisoformat(first)


@pytest.mark.parametrize(
    ("today", "first"), [("2026-11-30", "2026-11-01"), ("2027-01-01", "2027-01-01"), ("2026-08-31", "2026-06-01")]
)
def test_a_class_without_a_calendar_has_the_usual_ones(today: str, first: str):
    """So that the word means something there too."""
    assert half_term_of(date.fromisoformat(today), lambda _: True) == date.fromisoformat(first)


@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.sets(st.dates(date(2023, 6, 1), date(2030, 1, 1))))
def test_a_half_term_has_begun(today: date, free: set[date]):
    """Whatever is noted, it is found, and does not begin in days to come."""
    assert half_term_of(today, lambda day: day not in free) <= today
    assert week_of(today) <= today < week_of(today) + timedelta(days=7)


@given(
    st.dates(date(2025, 1, 1), date(2026, 12, 31)),
    st.lists(st.tuples(st.integers(0, 900), st.integers(1, 40)), max_size=8),
)
def test_every_day_of_a_half_term_has_the_same_first_day(today: date, free: list[tuple[int, int]]):
    """So that what is counted mark by mark is what is counted at the end."""
    holidays = {date(2024, 6, 1) + timedelta(days=begins + ago) for begins, days in free for ago in range(days)}
    first = half_term_of(today, lambda day: day not in holidays)
    for ago in range((today - first).days):
        assert half_term_of(first + timedelta(days=ago), lambda day: day not in holidays) == first


def test_becoming_better_is_a_matter_of_shares():
    """Ten answers now and ten before; a mark of two was half a mark then and is three quarters now."""
    assert improvement(Share(750, 10), Share(500, 10)) == 25
    assert improvement(Share(500, 10), Share(1500, 20)) == -25
    assert improvement(Share(750, 9), Share(500, 10)) is None
    assert improvement(Share(750, 10), Share(450, 9)) is None


def test_only_school_days_are_steady():
    """Weekends and holidays count for nobody."""
    monday = date(2026, 11, 23)
    week = [monday + timedelta(days=ago) for ago in range(7)]
    assert sum(is_school_day(day, lambda day: day not in HOLIDAYS) for day in week) == 4
