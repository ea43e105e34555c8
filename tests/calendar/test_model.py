"""On which dates a class is at school."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.calendar.model import LONGEST, Closure, SchoolDays, Term, is_sound

FIRST = date(2026, 11, 30)
days = st.integers(0, 400).map(lambda offset: FIRST + timedelta(offset))
spans = st.tuples(days, st.integers(0, 60)).map(lambda span: (span[0], span[0] + timedelta(span[1])))


def calendar(
    closures: Collection[tuple[date, date]], terms: Collection[tuple[date, date]], public: Collection[date]
) -> SchoolDays:
    """A calendar of these dates."""
    return SchoolDays(
        tuple(Closure(*span) for span in closures),
        tuple(Term(*span) for span in terms),
        lambda year: {day for day in public if day.year == year},
    )


def dates(spans: Collection[tuple[date, date]]) -> set[date]:
    """Every date of some spans, the ends included."""
    return {first + timedelta(count) for first, last in spans for count in range((last - first).days + 1)}


@given(st.lists(spans, max_size=5), st.lists(spans, max_size=3), st.sets(days, max_size=5), days)
def test_a_date_is_open_in_no_closure_on_no_public_holiday_and_in_a_term_if_there_are_any(
    closures: list[tuple[date, date]], terms: list[tuple[date, date]], public: set[date], day: date
):
    """That is the whole rule."""
    closed = dates(closures) | public
    expected = day not in closed and (not terms or day in dates(terms))
    assert calendar(closures, terms, public).is_open(day) == expected


@given(days)
def test_a_class_without_a_calendar_is_always_at_school(day: date):
    """Not in the holidays is what counts where nothing is noted."""
    assert calendar((), (), ()).is_open(day)


@given(st.lists(spans, min_size=1, max_size=3), st.integers(1, 1000))
def test_before_the_first_term_and_after_the_last_there_is_no_school(terms: list[tuple[date, date]], far: int):
    """However far."""
    days_of = calendar((), terms, ())
    assert not days_of.is_open(min(first for first, _ in terms) - timedelta(far))
    assert not days_of.is_open(max(last for _, last in terms) + timedelta(far))


@given(st.lists(spans, max_size=3), st.lists(spans, max_size=3), spans, days)
def test_a_closure_more_never_opens_a_day_and_a_term_more_never_closes_one_beside_others(
    closures: list[tuple[date, date]], terms: list[tuple[date, date]], more: tuple[date, date], day: date
):
    """What is noted adds up."""
    before = calendar(closures, terms, ()).is_open(day)
    assert before or not calendar([*closures, more], terms, ()).is_open(day)
    assert not (before and terms) or calendar(closures, [*terms, more], ()).is_open(day)


def test_days_end_after_they_begin_and_within_a_year():
    """A day alone is fine."""
    assert is_sound(FIRST, FIRST)
    assert is_sound(FIRST, FIRST + timedelta(LONGEST))
    assert not is_sound(FIRST, FIRST + timedelta(LONGEST + 1))
    assert not is_sound(FIRST, FIRST - timedelta(1))
