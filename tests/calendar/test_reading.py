"""What a school's iCalendar file says of its days."""

from __future__ import annotations

import contextlib
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar.model import Closure, Term
from bot.calendar.names import sort_of
from bot.calendar.reading import Found, read_calendar
from bot.errors import UserError

CALENDARS = Path(__file__).parent.parent / "data" / "calendars"
THORNFIELD = (CALENDARS / "thornfield.ics").read_bytes()
TODAY = date(2026, 11, 30)
CHRISTMAS = Closure(date(2026, 12, 19), date(2027, 1, 4), "Christmas holidays, with carols and a long way to fold")


def calendar(*events: str) -> bytes:
    """A calendar of these events, each with the lines between its ends."""
    inside = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{inside}END:VCALENDAR\n".encode()


def found(*events: str) -> Found:
    """What is found in a calendar of these events."""
    return read_calendar(calendar(*events), TODAY)


def event(rule: str = "", start: str = "20261201", name: str = "Holiday") -> str:
    """An all-day event with further lines."""
    return f"DTSTART;VALUE=DATE:{start}\nSUMMARY:{name}\n{rule}".strip()


# A school's whole calendar


def test_a_school_s_calendar_is_read():
    """Folded lines, changes of one date, dates left out, cancelled events, ends that are missing or told as lengths."""
    read = read_calendar(THORNFIELD, TODAY)
    assert read.holidays == (
        Closure(date(2026, 12, 4), date(2026, 12, 4), "INSET day"),
        CHRISTMAS,
        Closure(date(2027, 2, 15), date(2027, 2, 19), "Half-term"),
        Closure(date(2027, 3, 1), date(2027, 3, 1), "School closed (building work)"),
        Closure(date(2027, 3, 17), date(2027, 3, 17), "School closed (roof)"),
        Closure(date(2027, 5, 3), date(2027, 5, 3), "May Day bank holiday"),
        Closure(date(2028, 5, 1), date(2028, 5, 1), "May Day bank holiday"),
    )
    assert read.terms == (
        Term(date(2026, 9, 2), date(2026, 12, 18), "Autumn Term"),
        Term(date(2027, 1, 5), date(2027, 3, 26), "Spring Term"),
    )
    assert read.others == (
        Closure(date(2027, 1, 5), date(2027, 1, 5), "Spring Term begins"),
        Closure(date(2027, 3, 8), date(2027, 3, 10), "Year 12 trip to Krakow"),
    )
    assert (read.timed, read.unread, read.over) == (2, 0, 0)


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_ends_of_lines_and_a_mark_before_the_first_make_no_difference(end: bytes, mark: bytes):
    """Each system writes its own."""
    assert read_calendar(mark + THORNFIELD.replace(b"\n", end), TODAY) == read_calendar(THORNFIELD, TODAY)


def test_a_letter_that_is_folded_in_its_middle_is_whole_again():
    """Lines are folded between bytes."""
    content = calendar(event(name="Férié d'été")).replace("é".encode(), b"\xc3\r\n \xa9", 1)
    assert [closure.name for closure in read_calendar(content, TODAY).holidays] == ["Férié d'été"]


def test_names_in_other_languages_are_known():
    """And a calendar of holidays alone can be taken whole."""
    read = read_calendar((CALENDARS / "ferien.ics").read_bytes(), TODAY)
    assert [closure.name for closure in read.holidays] == ["Weihnachtsferien", "Brückentag"]
    assert [closure.name for closure in read.others] == ["Aschermittwoch"]
    whole = read_calendar((CALENDARS / "ferien.ics").read_bytes(), TODAY).all_taken()
    assert [closure.name for closure in whole.holidays] == ["Weihnachtsferien", "Aschermittwoch", "Brückentag"]
    assert whole.others == ()
    assert whole == read.all_taken()


# Single events


@pytest.mark.parametrize(
    ("lines", "first", "last"),
    [
        ("DTSTART;VALUE=DATE:20261201", 1, 1),
        ("DTSTART;VALUE=DATE:20261201\nDTEND;VALUE=DATE:20261201", 1, 1),
        ("DTSTART;VALUE=DATE:20261201\nDTEND;VALUE=DATE:20261202", 1, 1),
        ("DTSTART;VALUE=DATE:20261201\nDTEND;VALUE=DATE:20261204", 1, 3),
        ("DTSTART;VALUE=DATE:20261201\nDURATION:P1D", 1, 1),
        ("DTSTART;VALUE=DATE:20261201\nDURATION:P1W", 1, 7),
        ("dtstart;value=date:20261201\ndtend;value=date:20261203", 1, 2),
        ("DTSTART:20261201", 1, 1),
    ],
)
def test_an_end_is_the_day_after_the_last(lines: str, first: int, last: int):
    """Where there is none, a day is a day."""
    [closure] = found(f"{lines}\nSUMMARY:Holiday").holidays
    assert closure == Closure(date(2026, 12, first), date(2026, 12, last), "Holiday")


@pytest.mark.parametrize(
    "lines",
    [
        "SUMMARY:Holiday",
        "DTSTART;VALUE=DATE:tomorrow\nSUMMARY:Holiday",
        "DTSTART;VALUE=DATE:20261301\nSUMMARY:Holiday",
        "DTSTART;VALUE=DATE:20261205\nDTEND;VALUE=DATE:20261201\nSUMMARY:Holiday",
        "DTSTART;VALUE=DATE:20261205\nDTEND;VALUE=DATE:99991231\nSUMMARY:Holiday",
        "DTSTART;VALUE=DATE:20261205\nDURATION:P999999999D\nSUMMARY:Holiday",
        "DTSTART;VALUE=DATE:20261205\nDURATION:-P2D\nSUMMARY:Holiday",
        "DTSTART;VALUE=DATE:20261205\nDTEND:20261206T090000Z\nSUMMARY:Holiday",
        "DTSTART;VALUE=DATE:20261205\nDTSTART;VALUE=DATE:20261206\nSUMMARY:Holiday",
        event("RDATE;VALUE=DATE:" + ",".join(["20270101"] * 5000)),
    ],
)
def test_an_event_that_makes_no_sense_is_counted_and_spoils_no_other(lines: str):
    """The rest of the file is read."""
    read = found(lines, event(name="Staff day"))
    assert [closure.name for closure in read.holidays] == ["Staff day"]
    assert (read.timed, read.unread) == (0, 1)


def test_events_with_times_are_no_holidays():
    """Whatever they are called, in whatever zone; they are counted."""
    read = found(
        "DTSTART:20261201T090000\nSUMMARY:Holiday",
        "DTSTART;TZID=Nowhere/Land:20261201T090000\nSUMMARY:Holiday",
        "DTSTART:20261201T000000Z\nDTEND:20261202T000000Z\nSUMMARY:Holiday\nRRULE:FREQ=SECONDLY",
    )
    assert read == Found(timed=2, unread=1)


def test_what_is_over_or_far_away_is_left_out():
    """What goes on today is not over."""
    read = found(
        event("DTEND;VALUE=DATE:20261130", "20261120", "Holiday that is over"),
        event("DTEND;VALUE=DATE:20261201", "20261120", "Holiday until today"),
        event(start="20281201", name="Holiday far away"),
    )
    assert [closure.name for closure in read.holidays] == ["Holiday until today"]


def test_days_of_one_name_that_follow_on_each_other_are_one():
    """Some programs write each day of a holiday."""
    read = found(*(event(start=f"202612{day}", name="Half term") for day in (14, 15, 16, 18)), event(start="20261217"))
    assert read.holidays == (
        Closure(date(2026, 12, 14), date(2026, 12, 16), "Half term"),
        Closure(date(2026, 12, 17), date(2026, 12, 17), "Holiday"),
        Closure(date(2026, 12, 18), date(2026, 12, 18), "Half term"),
    )


def test_names_are_one_short_line():
    """Without control characters."""
    [closure] = found(event(name="Holiday\\nof \x07 " + "many " * 40)).holidays
    assert closure.name.startswith("Holiday of many many")
    assert 50 < len(closure.name) <= 60


# Events that come back


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=DAILY;COUNT=2;INTERVAL=3", ["2026-12-01", "2026-12-04"]),
        ("FREQ=WEEKLY;UNTIL=20261215", ["2026-12-01", "2026-12-08", "2026-12-15"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=3", ["2026-12-01", "2026-12-03", "2026-12-15"]),
        ("FREQ=MONTHLY;BYDAY=1TU;COUNT=2", ["2026-12-01", "2027-01-05"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3", ["2026-12-01", "2026-12-31", "2027-01-31", "2027-03-31"]),
        ("FREQ=YEARLY", ["2026-12-01", "2027-12-01"]),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1", ["2026-12-01", "2027-12-01"]),
        ("FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO", ["2026-12-01", "2027-05-31", "2028-05-29"]),
    ],
)
def test_events_come_back_by_their_rules_for_two_years(rule: str, days: list[str]):
    """As people make them."""
    assert [str(closure.first) for closure in found(event(f"RRULE:{rule}")).holidays] == days


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;INTERVAL=5",
        "FREQ=HOURLY",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=13",
        "FREQ=YEARLY;BYDAY=60MO",
        "FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;INTERVAL=-1",
        "FREQ=DAILY;INTERVAL=99999999999999999999",
        "FREQ=YEARLY;BYSECOND=1;BYHOUR=1,2,3;BYMINUTE=1,2,3",
        "FREQ=YEARLY;BYYEARDAY=366;BYWEEKNO=1",
        "FREQ=FOREVER",
        "COUNT=3",
        "FREQ=DAILY\nRRULE:FREQ=WEEKLY",
    ],
)
def test_rules_that_might_never_have_a_day_are_not_followed(rule: str):
    """At once, and counted; the next event is read."""
    began = time.perf_counter()
    read = found(event(f"RRULE:{rule}"), event(name="Staff day"))
    assert time.perf_counter() - began < 2
    assert [closure.name for closure in read.holidays] == ["Staff day"]
    assert read.unread == 1


# Files that mean ill


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"<html><body>Sign in</body></html>",
        b"%PDF-1.7\n",
        b"BEGIN:VCARD\nEND:VCARD\n",
        b"PK\x03\x04",
        b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * 70_000,
        b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 100_000,
    ],
)
def test_what_is_no_calendar_is_refused(content: bytes):
    """The sentence says what would be one."""
    with pytest.raises(UserError, match=r"^That is no calendar\. Send the school's calendar as an iCalendar file"):
        read_calendar(content, TODAY)


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n\xff\xfe", calendar(event(name="Férié")).decode().encode("latin-1")]
)
def test_what_is_not_utf_8_is_refused(content: bytes):
    """That is what the standard says."""
    with pytest.raises(UserError, match=r"^That file is not in UTF-8, as calendars are\."):
        read_calendar(content, TODAY)


def test_what_is_too_much_is_refused_at_once():
    """Too many bytes, too many events; no more than the limit takes seconds."""
    with pytest.raises(UserError, match=r"^That file is too large: a calendar of at most 1 MB can be read\.$"):
        read_calendar(b"x" * 1_000_001, TODAY)
    began = time.perf_counter()
    with pytest.raises(UserError, match=r"^That calendar has over 3,000 events\. Export this school year alone\.$"):
        found(*[event()] * 10_000)
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(
    "events",
    [
        [event("RRULE:FREQ=DAILY", name=f"Holiday {number}") for number in range(300)],
        [event("RRULE:FREQ=DAILY", "19000101")] * 30,
        [event("RRULE:FREQ=DAILY\n" + "EXDATE;VALUE=DATE:20270101\n" * 30_000)],
        [event("UID:1\nRRULE:FREQ=DAILY"), *[event("UID:1\nRECURRENCE-ID;RANGE=THISANDFUTURE:20261202")] * 2999],
        [event(name=f"Holiday {number}") for number in range(3000)],
    ],
    ids=["daily", "for a century", "left out", "changed", "many"],
)
def test_the_work_is_bounded(events: list[str]):
    """Whatever is repeated: seconds at most, sixty holidays at most, and what is left out is counted."""
    began = time.perf_counter()
    read = found(*events)
    assert time.perf_counter() - began < 20
    assert len(read.holidays) <= 60
    assert read.over or read.unread or len(read.holidays) < 10


def test_sixty_are_kept_the_next_ones():
    """The others are counted, also where all events are taken."""
    events = [
        event(start=f"2027{month:02}{day:02}", name=f"Holiday {month}/{day}")
        for month in (1, 2, 3, 4)
        for day in range(1, 21)
    ]
    read = found(*events, event(start="20261205", name="Fair"))
    assert len(read.holidays) == 60
    assert (read.holidays[-1].name, read.over) == ("Holiday 3/20", 20)
    whole = read.all_taken()
    assert len(whole.holidays) == 60
    assert (whole.holidays[0].name, whole.over) == ("Fair", 21)


@given(st.binary(max_size=300))
def test_whatever_stands_in_a_calendar_is_read_or_refused(garbage: bytes):
    """Nothing but a sentence is raised."""
    for content in (garbage, b"BEGIN:VCALENDAR\n" + garbage, calendar(event()).replace(b"20261201", garbage)):
        with contextlib.suppress(UserError):
            assert isinstance(read_calendar(content, TODAY), Found)


LINES = THORNFIELD.split(b"\n")


@given(st.lists(st.sampled_from(LINES), max_size=40))
def test_lines_in_any_order_are_read_or_refused(lines: list[bytes]):
    """Things begin and do not end, or end before they begin."""
    try:
        read = read_calendar(b"\n".join([LINES[0], *lines]), TODAY)
    except UserError:
        return
    assert all(closure.first <= closure.last for closure in (*read.holidays, *read.others))


# What a name says


@pytest.mark.parametrize(
    "name",
    [
        "Christmas holiday", "HALF TERM", "Half-Term", "October half-term break", "Spring Break", "School closed",
        "INSET", "INSET day 3", "Staff training day", "Bank Holiday Monday", "Early May bank holiday",
        "Winter vacation", "No school", "No-School Day", "Non-pupil day", "Thanksgiving recess", "Teacher work day",
        "PD Day", "Osterferien", "Herbstferien 2026", "Feiertag: Tag der Arbeit", "Schulfrei",
        "unterrichtsfreier Tag", "Vacances de Noël", "Jour férié", "Feriado nacional", "Vacaciones de verano",
        "Día no lectivo", "Vacanze di Pasqua", "Kerstvakantie", "Sportlov", "Vinterferie",
        "School closed: end of Ramadan",
    ],
)  # fmt: skip
def test_what_says_that_there_is_no_school_is_a_holiday(name: str):
    """In the words of several countries, and in capitals or without."""
    assert sort_of(name, 1) == "holiday"


@pytest.mark.parametrize(
    "name",
    [
        "", "Concert", "Breakfast club", "Sports day", "Parents' evening", "Autumn Term begins", "Half term begins",
        "Last day before the holidays", "Back to school after half term", "School reopens after the holiday",
        "Holiday club", "Half-term revision sessions", "Ski trip (February break)", "Holiday homework due", "Insetting",
        "Mock exams", "Enclosed garden opens", "Study leave", "Break duty rota",
    ],
)  # fmt: skip
def test_what_does_not_say_so_is_none(name: str):
    """The day beside a holiday is a school day."""
    assert sort_of(name, 1) == "other"


@pytest.mark.parametrize(
    ("name", "days", "sort"),
    [
        ("Autumn Term", 107, "term"),
        ("Autumn Term", 20, "other"),
        ("Autumn Half Term 1", 50, "term"),
        ("Autumn half term", 7, "holiday"),
        ("Fall semester", 120, "term"),
        ("1er trimestre", 90, "term"),
        ("Summer holiday", 42, "holiday"),
        ("Summer term holiday", 42, "holiday"),
        ("Terminal repairs", 42, "other"),
        ("Christmas holidays begin", 14, "holiday"),
    ],
)
def test_a_term_is_long(name: str, days: int, sort: str):
    """And is called one, but no holiday."""
    assert sort_of(name, days) == sort
