"""When homework is due and who gets it, as teachers write it."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.classes.learners import Learner
from bot.classes.named import read_who
from bot.errors import UserError
from bot.homework.service import JOINING, NO_HOMEWORK
from bot.homework.written import END_OF_SCHOOL, how_many, told_due
from bot.schedule.moments import read_moment

NOW = datetime(2026, 11, 30, 8, tzinfo=ZoneInfo("Europe/Paris"))  # a Monday
MAYA = Learner("discord:1", ("discord:1",), "Maya", staff=False)
TOM = Learner("h1", ("slack:T1.U2", "discord:2"), "Tom Ash", staff=False)
TOMMY = Learner("discord:3", ("discord:3",), "Tom", staff=False)
BEN = Learner("discord:4", ("discord:4",), "Ben Lee", staff=False)
OTHER_BEN = Learner("discord:5", ("discord:5",), "Ben Orr", staff=False)
TEACHER = Learner("discord:6", ("discord:6",), "Miss Hale", staff=True)
CLASS = (MAYA, TOM, TOMMY, BEN, OTHER_BEN, TEACHER)


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("Fri 16:00", "2026-12-04T16:00"),
        ("fri. 4pm", "2026-12-04T16:00"),
        ("Friday at 4 pm", "2026-12-04T16:00"),
        ("by Friday, 16.00", "2026-12-04T16:00"),
        ("16:00 on Friday", "2026-12-04T16:00"),
        ("4 pm Friday", "2026-12-04T16:00"),
        ("half past three on Thursday", "2026-12-03T15:30"),
        ("Thurs 0830", "2026-12-03T08:30"),
        ("next Tuesday noon", "2026-12-01T12:00"),
        ("Monday 09:00", "2026-12-07T09:00"),
        ("tomorrow 17:00", "2026-12-01T17:00"),
        ("today 15:00", "2026-11-30T15:00"),
        ("17:00", "2026-11-30T17:00"),
        ("07:00", "2026-12-01T07:00"),
        ("30 November 17:00", "2026-11-30T17:00"),
        ("3 December 2026 17:00", "2026-12-03T17:00"),
        ("2026-12-04 16:00", "2026-12-04T16:00"),
        ("2026-12-04T16:00", "2026-12-04T16:00"),
        ("5 January 12:30", "2027-01-05T12:30"),
    ],
)
def test_a_day_and_a_time_are_read_in_either_order(written: str, due: str):
    """As teachers write them."""
    assert read_moment(written, NOW, END_OF_SCHOOL) == (datetime.fromisoformat(due), True)


def test_an_instant_that_was_picked_is_told_by_the_class_s_clocks():
    """Whoever picks it may live elsewhere; in summer the clocks are another hour ahead."""
    assert read_moment("2026-12-04T15:00Z", NOW, END_OF_SCHOOL) == (datetime.fromisoformat("2026-12-04T16:00"), True)
    assert read_moment("2026-07-04T22:30Z", NOW, END_OF_SCHOOL) == (datetime.fromisoformat("2026-07-05T00:30"), True)


@pytest.mark.parametrize(
    ("written", "day"),
    [("Friday", 4), ("tomorrow", 1), ("3 December", 3), ("3 December 2026", 3), ("by Friday", 4), ("2026-12-04", 4)],
)
def test_a_day_alone_is_the_end_of_school(written: str, day: int):
    """And it is known that no time was given; a year is no time of day."""
    assert read_moment(written, NOW, END_OF_SCHOOL) == (datetime.fromisoformat(f"2026-12-{day:02d}T16:00"), False)


@pytest.mark.parametrize("written", ["soon", "", "Fri 25:00", "32 December 16:00", "Friday 16:00 or so", "@", "at"])
def test_what_is_no_time_says_how_to_write_one(written: str):
    """With examples."""
    with pytest.raises(UserError, match="Write it as Fri 16:00, tomorrow 17:00 or 30 November 17:00"):
        read_moment(written, NOW, END_OF_SCHOOL)


def test_a_day_that_has_passed_says_so():
    """A day without its year is not taken for next year's."""
    with pytest.raises(UserError, match="Friday 27 November has passed"):
        read_moment("27 November 16:00", NOW, END_OF_SCHOOL)


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (date(2026, 11, 30), "Friday 16:00"),
        (date(2026, 12, 4), "Friday 16:00"),
        (date(2026, 11, 27), "Friday 4 December 16:00"),
        (date(2026, 12, 5), "Friday 4 December 16:00"),
    ],
)
def test_a_day_within_the_week_is_told_by_its_name(today: date, told: str):
    """One further off, or past, with its date."""
    assert told_due(datetime.fromisoformat("2026-12-04T16:00"), today) == told


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("maya", [MAYA]),
        ("Maya, tom ash", [MAYA, TOM]),
        ("Maya and Tom", [MAYA, TOMMY]),
        ("@discord:1 @discord:2", [MAYA, TOM]),
        ("@slack:T1.U2,@discord:2", [TOM]),
        ("@Maya", [MAYA]),
        ("lee", [BEN]),
    ],
)
def test_learners_are_named_or_mentioned(written: str, meant: list[Learner]):
    """By any account, once each; a whole name goes before a part of one."""
    assert read_who(written, CLASS, {}, staff=NO_HOMEWORK, absent=JOINING) == meant


@pytest.mark.parametrize("written", ["everyone", "Everybody", "all", " the class ", ""])
def test_everyone_is_everyone(written: str):
    """However it is said."""
    assert read_who(written, CLASS, {}, staff=NO_HOMEWORK, absent=JOINING) is None


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("ben", "“ben” could be several people: Ben Lee, Ben Orr. Mention them with @ instead."),
        ("zoe", "Nobody called “zoe” is in this class yet."),
        ("@slack:T1.U9", "“Zoe” is not in this class yet."),
        ("Maya, @slack:T1.U8", "Somebody whom you mention is not in this class yet."),
        ("Maya, Miss Hale", "Miss Hale teaches, marks or observes here, and gets no homework."),
    ],
)
def test_a_name_that_is_no_one_learners_is_refused(written: str, told: str):
    """With what to do instead."""
    called = {"slack:T1.U9": "Zoe", "slack:T1.U8": ""}
    with pytest.raises(UserError, match=told):
        read_who(written, CLASS, called, staff=NO_HOMEWORK, absent=JOINING)


@pytest.mark.parametrize(
    ("count", "told"), [(1, "one question"), (10, "ten questions"), (12, "twelve questions"), (13, "13 questions")]
)
def test_small_numbers_are_words(count: int, told: str):
    """As people write them."""
    assert how_many(count, "question") == told
