"""Which backups stay, and when the next is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import DAY, HOUR, SECOND, local
from bot.keeping.model import MONTH, Rotation, is_due, kept, name_aside, name_of, taken_at

NOW = round(datetime(2026, 11, 30, 8, tzinfo=UTC).timestamp()) * SECOND
"""A Monday."""
ZONES = st.sampled_from(["UTC", "Europe/London", "Asia/Kathmandu", "America/Los_Angeles", "Pacific/Auckland"])
TIMES = st.sets(st.integers(NOW - 90 * DAY, NOW), min_size=1, max_size=60)
ROTATIONS = st.builds(Rotation, st.integers(0, 10), st.integers(0, 8))


def at(written: str, zone: str = "UTC") -> int:
    """An instant as clocks in a zone show it."""
    return round(datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(zone)).timestamp()) * SECOND


@given(TIMES, ZONES, ROTATIONS)
def test_the_newest_always_stays(taken: set[int], zone: str, rotation: Rotation):
    """Whatever the rotation, and however old it is."""
    assert max(taken) in kept(taken, NOW, ZoneInfo(zone), rotation)


@given(TIMES, ZONES, ROTATIONS)
def test_no_more_stay_than_the_rotation_has_places(taken: set[int], zone: str, rotation: Rotation):
    """One a day, one a week, and the newest; nothing stays that was not there."""
    stay = kept(taken, NOW, ZoneInfo(zone), rotation)
    assert stay <= taken
    assert len(stay) <= rotation.days + rotation.weeks + 1


@given(TIMES, ZONES)
def test_nothing_but_the_newest_is_older_than_four_weeks(taken: set[int], zone: str):
    """What somebody had erased is in no backup any more by then."""
    stay = kept(taken, NOW, ZoneInfo(zone)) - {max(taken)}
    assert all(NOW - one <= MONTH + HOUR for one in stay)  # a day on which clocks are set back has an hour more


@given(TIMES, ZONES, ROTATIONS)
def test_going_over_them_twice_changes_nothing(taken: set[int], zone: str, rotation: Rotation):
    """What stays, stays."""
    stay = kept(taken, NOW, ZoneInfo(zone), rotation)
    assert kept(stay, NOW, ZoneInfo(zone), rotation) == stay


@given(TIMES, ZONES)
def test_each_of_the_last_seven_days_has_its_newest(taken: set[int], zone: str):
    """A day that has any has its last."""
    where = ZoneInfo(zone)
    today = local(NOW, where).date()
    for back in range(7):
        of_day = [one for one in taken if local(one, where).date() == today - timedelta(days=back)]
        assert not of_day or max(of_day) in kept(taken, NOW, where)


@given(st.integers(1, 120), ZONES)
def test_with_one_a_night_seven_to_eleven_are_there(nights: int, zone: str):
    """However long Swot runs: seven days, and what stays of three weeks before."""
    where = ZoneInfo(zone)
    stay: frozenset[int] = frozenset()
    for night in range(nights):
        now = NOW + night * DAY
        stay = kept({*stay, now}, now, where)
        assert len(stay) <= 11
    assert len(stay) >= min(nights, 7)


def test_a_backup_from_the_future_is_not_believed():
    """Of a clock that went wrong: it neither stays, nor is it in the way of the next; a clock set back a little is."""
    wrong = NOW + 400 * DAY
    assert kept([NOW, wrong], NOW, UTC) == {NOW}
    assert is_due([wrong], NOW, UTC)
    assert not is_due([NOW + HOUR], NOW, UTC)


@pytest.mark.parametrize(
    ("newest", "now", "due"),
    [
        ("", "2026-11-30T12:00", True),
        ("2026-11-29T12:00", "2026-11-30T02:59", False),
        ("2026-11-29T12:00", "2026-11-30T03:00", True),
        ("2026-11-30T03:00", "2026-11-30T23:59", False),
        ("2026-11-30T03:10", "2026-12-01T03:05", True),
        ("2026-11-30T02:59", "2026-11-30T08:00", True),
    ],
)
def test_one_is_due_once_a_quiet_hour_has_passed_without(newest: str, now: str, *, due: bool):
    """At night where the machine is on; at the next start where it was off. By the clocks of where it is."""
    for zone in ("UTC", "Europe/London", "Asia/Kathmandu", "America/Los_Angeles"):
        taken = [at(newest, zone)] if newest else []
        assert is_due(taken, at(now, zone), ZoneInfo(zone)) is due


@given(st.integers(NOW - 400 * DAY, NOW + 400 * DAY), ZONES)
def test_whoever_looks_every_hour_makes_one_a_day(start: int, zone: str):
    """Neither more nor less, also on days on which clocks change."""
    where, taken = ZoneInfo(zone), list[int]()
    for hour in range(24 * 5):
        now = start + hour * HOUR
        if is_due(taken, now, where):
            taken.append(now)
    assert 5 <= len(taken) <= 6
    assert all(20 * HOUR <= later - sooner <= 28 * HOUR for sooner, later in pairwise(taken[1:]))


@given(st.integers(0, 4_000_000_000), st.sampled_from(["swot", "our school", "swot-2026-01-01", "a*b"]))
def test_a_name_tells_when_it_was(second: int, stem: str):
    """To the second; other names tell nothing."""
    assert taken_at(name_of(stem, second * SECOND + 7)) == second * SECOND
    assert taken_at(name_aside(stem, second * SECOND + 7)) == second * SECOND
    assert taken_at(f"{name_aside(stem, second * SECOND)}-wal") == second * SECOND
    for other in (f"{stem}.db", f"{name_of(stem, second)}.part", "swot-2026-13-41T999999Z.db", "swot.forgotten"):
        assert taken_at(other) is None
