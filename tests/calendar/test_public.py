"""Public holidays of countries and regions."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from bot.calendar import public
from bot.errors import UserError

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize(
    ("code", "day", "name"),
    [
        ("GB-ENG", date(2027, 3, 26), "Good Friday"),
        ("GB-SCT", date(2026, 11, 30), "Saint Andrew's Day"),
        ("US-CA", date(2026, 11, 26), "Thanksgiving Day"),
        ("DE-BY", date(2026, 1, 6), "Epiphany"),
        ("FR", date(2026, 7, 14), "National Day"),
    ],
)
def test_days_are_known_with_their_names(code: str, day: date, name: str):
    """In English, wherever the place is."""
    assert public.public_days(code, day.year)[day] == name


def test_days_are_those_of_their_year_alone_and_in_order():
    """Whatever falls next to the turn of a year."""
    for year in (2026, 2027):
        days = list(public.public_days("GB-ENG", year))
        assert days == sorted(days)
        assert {day.year for day in days} == {year}
    assert date(2026, 11, 30) not in public.public_days("GB-ENG", 2026)


@pytest.mark.parametrize(("code", "year"), [("", 2026), ("GB-ENG", 1), ("GB-ENG", 9999), ("GB-XX", 2026), ("XX", 2026)])
def test_where_nothing_is_known_no_day_is_one(code: str, year: int):
    """No place, a year that is far away, or a place that is no more: no post fails for that."""
    assert public.public_days(code, year) == {}
    if code and year == 2026:
        assert public.place_of(code).name == code


def test_every_place_has_holidays_under_a_code_that_an_option_can_carry():
    """Whatever is suggested can be taken, and fits what the narrowest platform shows."""
    places = public.places_like("", most=10_000)
    assert len(places) > 500
    for place in places:
        assert public.place_named(place.code) == place
        assert len(f"{place.name} ({place.code})") <= 75
        public.public_days(place.code, 2027)
    assert sum(bool(public.public_days(place.code, 2027)) for place in places) > 500


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("england", "GB-ENG"),
        ("GB_ENG", "GB-ENG"),
        (" new  york ", "US-NY"),
        ("Georgia", "GE"),
        ("baden-wurttemberg", "DE-BW"),
    ],
)
def test_a_place_is_known_by_what_people_write(written: str, code: str):
    """A country goes before a region of the same name."""
    assert public.place_named(written).code == code


def test_a_name_of_several_places_is_asked_back():
    """With the codes that tell them apart."""
    with pytest.raises(UserError, match=r"Say which by its code: AR-F, ES-RI\."):
        public.place_named("La Rioja")


def test_the_library_is_loaded_when_it_is_needed():
    """Half a second that a start without a country does not take."""
    program = "import sys, bot.main; print('holidays' in sys.modules, 'icalendar' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
