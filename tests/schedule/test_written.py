"""Times, days of the week and time zones, as people write them."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.schedule.written import NAMES, read_days, read_days_from_to, read_time, told_date, told_days
from bot.schedule.zones import zone_named


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("08:30", time(8, 30)),
        ("8:30", time(8, 30)),
        (" 8.30 ", time(8, 30)),
        ("0830", time(8, 30)),
        ("16h00", time(16)),
        ("8:30 pm", time(20, 30)),
        ("8PM", time(20)),
        ("12am", time(0)),
        ("12:15pm", time(12, 15)),
        ("00:00", time(0)),
        ("23:59", time(23, 59)),
    ],
)
def test_a_time_is_read_in_any_usual_layout(written: str, read: time):
    """With or without its half of the day."""
    assert read_time(written) == read


@pytest.mark.parametrize(
    "written", ["", "8", "24:00", "08:60", "13pm", "0am", "08:30:15", "half past thirteen", "-8:30"]
)
def test_what_is_no_time_is_refused(written: str):
    """In a sentence that shows how to write one."""
    with pytest.raises(UserError, match="Write it as 08:30 or 16:00"):
        read_time(written)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("mon-fri", "Monday to Friday"),
        ("weekdays", "Monday to Friday"),
        ("Mon – Wed, Fri", "Monday, Tuesday, Wednesday and Friday"),
        ("mon,wed,fri", "Monday, Wednesday and Friday"),
        ("Mondays and Thursdays", "Monday and Thursday"),
        ("tue thu", "Tuesday and Thursday"),
        ("Friday", "Friday"),
        ("fri-mon", "Monday, Friday, Saturday and Sunday"),
        ("weekends", "Saturday and Sunday"),
        ("every day", "every day"),
        ("mon-sun", "every day"),
    ],
)
def test_days_are_read_and_told(written: str, told: str):
    """In as few words as are clear."""
    assert told_days(read_days(written)) == told


@pytest.mark.parametrize("written", ["", "t", "s", "mon-fri-sun", "mon-", "monkey", "1-5"])
def test_what_are_no_days_is_refused(written: str):
    """Also a letter that could be two days."""
    with pytest.raises(UserError, match="Write them as mon-fri"):
        read_days(written)


@given(st.frozensets(st.integers(0, 6), min_size=1))
def test_days_that_are_told_are_read_again(days: frozenset[int]):
    """Whatever they are."""
    assert read_days(told_days(days).replace(" to ", "-")) == days


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("19 December 2026 to 3 January 2027", "2026-12-19", "2027-01-03"),
        ("19 Dec – 3 Jan", "2026-12-19", "2027-01-03"),
        ("2026-12-19 - 2027-01-03", "2026-12-19", "2027-01-03"),
        ("19/12/2026", "2026-12-19", "2026-12-19"),
        ("30 November", "2026-11-30", "2026-11-30"),
        ("29 August", "2027-08-29", "2027-08-29"),
        ("7 September to 18 December", "2026-09-07", "2026-12-18"),
        ("6 January to 27 March", "2027-01-06", "2027-03-27"),
        ("20 November to 30 November", "2026-11-20", "2026-11-30"),
        ("6.1.27 - 27.3.27", "2027-01-06", "2027-03-27"),
        ("22.12.26 – 4.1.27", "2026-12-22", "2027-01-04"),
        ("19 December to 3 January 2027", "2026-12-19", "2027-01-03"),
        ("19-23 December", "2026-12-19", "2026-12-23"),
        ("14th – 18th feb", "2027-02-14", "2027-02-18"),
        ("Feb 15-19", "2027-02-15", "2027-02-19"),
        ("from 19 December until 3 January", "2026-12-19", "2027-01-03"),
        ("tomorrow", "2026-12-01", "2026-12-01"),
        ("Friday", "2026-12-04", "2026-12-04"),
        ("next Monday", "2026-12-07", "2026-12-07"),
        ("tomorrow to Friday", "2026-12-01", "2026-12-04"),
    ],
)
def test_days_of_the_calendar_are_read(written: str, first: str, last: str):
    """One or a span of them; without a year the next that come."""
    found = read_days_from_to(written, date(2026, 11, 30))
    assert [day.isoformat() for day in found] == [first, last]


@pytest.mark.parametrize("written", ["", "Christmas", "31 February", "29 February 2027", "December 2026", "1930s"])
def test_what_is_no_day_is_refused(written: str):
    """In a sentence that shows how to write one."""
    with pytest.raises(UserError, match="Write it as 19 December 2026"):
        read_days_from_to(written, date(2026, 11, 30))


def test_a_day_that_has_just_passed_is_asked_about():
    """Rather than put a year ahead; so is a year that nobody means."""
    with pytest.raises(
        UserError, match=r"Sunday 29 November has passed. Write 2027 after it if you mean the next one."
    ):
        read_days_from_to("29 November", date(2026, 11, 30))
    with pytest.raises(UserError, match=r"2062 is too far off."):
        read_days_from_to("2 June 2062", date(2026, 11, 30))


def test_the_last_day_may_be_given_by_itself():
    """Days that are on now have begun before."""
    assert read_days_from_to("6 January", date(2027, 1, 7), "27 March") == (date(2027, 1, 6), date(2027, 3, 27))
    assert read_days_from_to("19 December", date(2026, 12, 22), "3 Jan") == (date(2026, 12, 19), date(2027, 1, 3))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("half past eight", time(8, 30)),
        ("Half eight", time(8, 30)),
        ("quarter to nine", time(8, 45)),
        ("a quarter past three", time(15, 15)),
        ("nine o'clock", time(9)),
        ("quarter to one", time(12, 45)),
        ("twelve", time(12)),
        ("noon", time(12)),
    ],
)
def test_times_are_read_in_words(written: str, read: time):
    """What could be either half of the day is the one with school in it."""
    assert read_time(written) == read


def test_a_date_is_told_with_its_day_of_the_week():
    """For that is what a class lives by."""
    assert told_date(date(2026, 11, 30)) == f"{NAMES[0]} 30 November"


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("indiana/knoxx", "Did you mean America/Indiana/Knox?"),
        ("Europ/Londn", "Did you mean Europe/London?"),
        ("@@", "Write a large city near you, such as Europe/London."),
    ],
)
def test_a_zone_that_is_none_is_refused_with_the_nearest(written: str, hint: str):
    """Or with how one is written."""
    with pytest.raises(UserError) as refused:
        zone_named(written)
    assert hint in str(refused.value)


def test_a_zone_is_found_in_whatever_case():
    """With spaces for its underscores, and by its city alone where only one has it."""
    assert str(zone_named("paris")) == "Europe/Paris"
    assert str(zone_named("europe/london")) == "Europe/London"
    assert str(zone_named("america/new york")) == "America/New_York"
