"""When things are said: each school day once, at the local time, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import SECOND
from bot.schedule.model import Rhythm, firings, first_firing, instant_of, next_firing
from tests.schedule.every_zone import QUARTERS, all_changes, changes, days_around, wrong

EVERY_DAY, WEEKDAYS = frozenset(range(7)), frozenset(range(5))
LONDON = ZoneInfo("Europe/London")
ZONES = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
TIMES = st.sampled_from(QUARTERS)
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))


def always(_: date) -> bool:
    """A class that has no holidays."""
    return True


def local(day: date, at: time, zone: str) -> str:
    """The instant of a local time, as a clock in that zone shows it."""
    instant = instant_of(day, at, ZoneInfo(zone))
    assert instant is not None
    return datetime.fromtimestamp(instant / SECOND, ZoneInfo(zone)).isoformat(" ", "minutes")


def micros(text: str) -> int:
    """An instant that is written as UTC."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * SECOND


@pytest.mark.parametrize(
    ("zone", "day", "at", "shown"),
    [
        ("Europe/London", date(2026, 7, 1), time(8, 30), "2026-07-01 08:30+01:00"),
        ("Europe/London", date(2026, 3, 29), time(1, 30), "2026-03-29 02:00+01:00"),
        ("Europe/London", date(2026, 10, 25), time(1, 30), "2026-10-25 01:30+01:00"),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), "2026-10-04 02:30+11:00"),
        ("America/Santiago", date(2026, 9, 6), time(0, 15), "2026-09-06 01:00-03:00"),
        ("America/Nuuk", date(2026, 3, 28), time(23, 30), "2026-03-29 00:00-01:00"),
        ("Asia/Kathmandu", date(2026, 3, 29), time(8, 30), "2026-03-29 08:30+05:45"),
    ],
)
def test_a_time_that_is_leapt_over_comes_after_the_leap_and_one_that_comes_twice_the_first_time(
    zone: str, day: date, at: time, shown: str
):
    """In any zone, also where the leap crosses midnight."""
    assert local(day, at, zone) == shown


def test_a_day_that_is_leapt_over_is_no_day():
    """Samoa had no 30 December 2011."""
    apia = ZoneInfo("Pacific/Apia")
    coming = firings(Rhythm(time(8, 30), EVERY_DAY), apia, always, date(2011, 12, 29), 3)
    assert [firing.slot.day for firing in coming] == [29, 31]


@pytest.mark.long
def test_every_quarter_of_an_hour_around_a_change_is_as_on_a_walk_through_time(request: pytest.FixtureRequest):
    """A sample of all changes of all zones; with `--sweep`, or by `python -m tests.schedule.every_zone`, all."""
    every = all_changes()
    chosen = every if request.config.getoption("--sweep") else every[::40]
    assert len(chosen) >= 30
    for change in chosen:
        assert list(wrong(change)) == [], change


@given(zone=ZONES, at=TIMES, first=DAYS)
def test_every_day_has_one_firing_and_they_come_in_order(zone: ZoneInfo, at: time, first: date):
    """None is lost or doubled over a year, and none comes before the one of the day before."""
    coming = list(firings(Rhythm(at, EVERY_DAY), zone, always, first, 366))
    assert [firing.slot for firing in coming] == [first + timedelta(days=count) for count in range(366)]
    instants = [firing.at for firing in coming]
    assert instants == sorted(set(instants))


@given(zone=ZONES, at=TIMES, first=DAYS, weekdays=st.frozensets(st.integers(0, 6)))
def test_only_its_days_of_the_week_and_only_when_school_is_open(
    zone: ZoneInfo, at: time, first: date, weekdays: frozenset[int]
):
    """The rest is left out, and nothing comes in its place."""
    is_open = lambda day: day.day > 7  # noqa: E731 - a school that is closed in the first week of a month
    slots = [firing.slot for firing in firings(Rhythm(at, weekdays), zone, is_open, first, 60)]
    days = [first + timedelta(days=count) for count in range(60)]
    assert slots == [day for day in days if day.weekday() in weekdays and day.day > 7]


@given(zone=ZONES, at=TIMES, now=DAYS, moved=TIMES, to=ZONES)
def test_a_change_of_time_or_zone_doubles_and_loses_no_day(
    zone: ZoneInfo, at: time, now: date, moved: time, to: ZoneInfo
):
    """The slot that was to be filled next is still the next one, whatever its instant has become."""
    rhythm = Rhythm(at, WEEKDAYS)
    filled = list(firings(rhythm, zone, always, now, 10))[-1].slot
    before, after = next_firing(rhythm, zone, always, filled), next_firing(Rhythm(moved, WEEKDAYS), to, always, filled)
    assert before is not None
    assert after is not None
    assert before.slot == after.slot


def test_what_begins_now_begins_with_the_next_time_to_come():
    """Today if its time is still to come, even where that is yesterday's, leapt into today."""
    rhythm = Rhythm(time(8, 30), WEEKDAYS)
    for now, slot in (
        ("2026-11-30 08:29:59", date(2026, 11, 30)),
        ("2026-11-30 08:30", date(2026, 12, 1)),
        ("2026-12-04 12:00", date(2026, 12, 7)),
    ):
        found = first_firing(rhythm, LONDON, always, micros(now))
        assert found is not None
        assert found.slot == slot, now
    nuuk = first_firing(Rhythm(time(23, 30), EVERY_DAY), ZoneInfo("America/Nuuk"), always, micros("2026-03-29 00:59"))
    assert nuuk is not None
    assert nuuk.slot == date(2026, 3, 28)


def test_what_never_comes_is_told():
    """No day of the week, or a school that does not open for two years."""
    assert first_firing(Rhythm(time(8, 30), frozenset()), LONDON, always, 0) is None
    assert next_firing(Rhythm(time(8, 30), WEEKDAYS), LONDON, lambda _: False, date(2026, 9, 1)) is None


def test_the_changes_of_the_clocks_are_found():
    """London's six of three years, and their days."""
    found = list(changes("Europe/London"))
    assert [change.day.isoformat() for change in found][:2] == ["2026-03-29", "2026-10-25"]
    assert len(found) == 6
    assert days_around(found[0])[2] == found[0].day
