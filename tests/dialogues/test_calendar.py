"""A school's calendar: its time zone, terms, holidays and exams, and what they do to what is posted by itself."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.calendar import public
from bot.calendar.model import Exam
from bot.chat import Action, Press, Reply, plain
from bot.clock import HOUR, MINUTE
from bot.errors import UserError
from bot.storage.tables import closures, exams, terms
from tests.chat_harness import Chat

DAY = 24 * 60
CHANGES = [
    "zone zone:Europe/Paris",
    "holiday first:2026-12-01",
    "term first:2026-12-01",
    "country country:France",
    "exam day:2027-06-01 name:Paper",
    "late hours:3",
]
"""A command for everything that a teacher may change."""


def posted(told: str) -> int:
    """How many facts of the day appeared."""
    return told.count("Fact of the day · ")


async def minutes_of_posts(chat: Chat, days: str) -> list[int]:
    """At which minute of the day, UTC, facts were posted while days passed."""
    since = len(chat.shown)
    await chat.wait(days)
    return [chat.shown_at[index] // 60_000_000 % DAY for index in range(since, len(chat.shown))]


async def school_days(chat: Chat, days: int) -> str:
    """A letter for each of the next days on which a fact could come: x where one did."""
    return "".join(["x" if posted(await chat.wait("1d")) else "-" for _ in range(days)])


async def forged(chat: Chat, *values: str) -> str:
    """What a teacher's client is told that sends what no list offers."""
    by = chat.by("teacher")
    who = {"person": by.person, "name": by.name, "room": by.room, "at": by.at, "manages": by.manages}
    press = Press(**who, delivery=f"forged {values}", action=Action("calendar.remove"), values=values)
    answer = await chat.app.handle(press)
    assert isinstance(answer, Reply)
    return plain(answer.view.text)


# The whole calendar


async def test_a_class_without_a_calendar_is_told_what_counts(chat: Chat):
    """Every day is a school day, and how that is changed."""
    assert await chat.say("maya", "/calendar list") == (
        "(only maya) Time zone: London\n\n    No terms or holidays are noted: every day counts as a school day."
        " A teacher adds them with /calendar term, holiday, country or import."
    )


async def test_everybody_sees_the_whole_calendar(chat: Chat):
    """What is over is left out; what a teacher can take off stands in a list."""
    await chat.say("teacher", "/calendar zone", zone="Europe/Paris")
    await chat.say("teacher", "/calendar term", first="1 September 2026", last="18 December 2026", name="Autumn term")
    await chat.say("teacher", "/calendar holiday", first="2 December 2026", name="Staff day")
    await chat.say("teacher", "/calendar holiday", first="2 November 2026", name="Long ago")
    await chat.say("teacher", "/calendar country", country="England")
    await chat.say("teacher", "/calendar exam", day="2 June 2027", name="Paper 1")
    told = await chat.say("maya", "/calendar list")
    assert told.startswith(
        "(only maya) Time zone: Paris\n"
        "\n    Terms\n    Tuesday 1 September to Friday 18 December 2026 (Autumn term)\n"
        "\n    No school\n    Wednesday 2 December 2026 (Staff day)\n"
        "\n    Public holidays: England\n    Friday 25 December 2026 (Christmas Day)\n"
        "    Saturday 26 December 2026 (Boxing Day)\n    Monday 28 December 2026 (Boxing Day (observed))\n"
        "    Friday 1 January 2027 (New Year's Day)\n"
        "\n    Exams\n    Wednesday 2 June 2027 (Paper 1, in 184 days)\n"
    )
    assert "Long ago" not in told


async def test_a_long_calendar_fits_a_phone(garden: Chat):
    """The next ones are listed and can be taken off, under names that are cut; the others are counted."""
    chat = garden
    for day in range(1, 13):
        await chat.say("teacher", "/calendar holiday", first=f"{day} March 2027", name=f"{day} {'long ' * 30}")
        await chat.say("teacher", "/calendar exam", day=f"{day} June 2027", name=f"{day} {'long ' * 30}")
    for month in range(1, 9):
        dates = {"first": f"2027-{month:02}-01", "last": f"2027-{month:02}-20"}
        await chat.say("teacher", "/calendar term", **dates, name="t" * 100)
    told = await chat.say("teacher", "/calendar list")
    assert [line.strip() for line in told.splitlines() if "more" in line] == [
        "… and 2 more",
        "… and 2 more",
        "… and 6 more",
    ]
    assert len(told) < 4000


@pytest.mark.parametrize(
    ("command", "label", "told"),
    [
        ("/calendar holiday first:2026-12-01", "2026-12-01 Holiday", "Tuesday 1 December 2026"),
        (
            "/calendar term first:2026-12-01 last:2026-12-18",
            "2026-12-01 Term",
            "Tuesday 1 December to Friday 18 December 2026",
        ),
        ('/calendar exam day:2026-12-01 name:"A/B"', "2026-12-01 A/B", "A/B, Tuesday 1 December 2026"),
    ],
)
async def test_a_teacher_takes_anything_off_once(chat: Chat, command: str, label: str, told: str):
    """The list may still stand on somebody's screen, and a learner's list changes nothing."""
    await chat.say("teacher", command)
    await chat.say("maya", "/calendar list")
    assert await chat.press("maya", label) == "(only maya) Only a teacher of this class can do that."
    await chat.say("teacher", "/calendar list")
    assert (
        await chat.press("teacher", label)
        == f"(only teacher) Taken off: {told}. What is posted by itself keeps to that at once."
    )
    assert await chat.press("teacher", label) == "(only teacher) That is no longer on the calendar."
    assert [await chat.count(table) for table in (closures, terms, exams)] == [0, 0, 0]


async def test_a_client_can_send_anything(garden: Chat):
    """What stands for nothing on the calendar changes nothing."""
    await garden.say("teacher", "/calendar holiday", first="1 December 2026")
    assert await forged(garden) == "Choose something from the list."
    for value in (
        "yesterday",
        "holiday/2026-12-01",
        "term/2026-12-01/2026-12-01",
        "exam/x/y",
        "x/2026-12-01/2026-12-01",
    ):
        assert await forged(garden, value) == "That is no longer on the calendar.", value
    assert await garden.count(closures) == 1


@pytest.mark.parametrize("command", CHANGES)
async def test_only_a_teacher_changes_the_calendar(chat: Chat, command: str):
    """Anybody may look at it."""
    before = await chat.say("maya", "/calendar list")
    assert await chat.say("maya", f"/calendar {command}") == "(only maya) Only a teacher of this class can do that."
    assert await chat.say("maya", "/calendar list") == before


# What others hear of it


async def asked(chat: Chat, question: str) -> Any:
    """What the calendar of the class says to others: `zone`, `catch_up`, `repeats`, `exams`."""
    calendars = chat.app._rooms.calendars
    class_id = await calendars._classes.of(chat.by("teacher"))
    if question == "catch_up":
        return (await chat.app.database.read(calendars.of, class_id)).catch_up
    return await chat.app.database.read(getattr(calendars, question), class_id)


async def test_others_ask_the_calendar(garden: Chat):
    """What a teacher set is what they are told; what is on time is never too late."""
    assert [await asked(garden, what) for what in ("catch_up", "repeats", "exams")] == [4 * HOUR, False, []]
    await garden.say("teacher", "/calendar late hours:48 unsure:repeat")
    await garden.say("teacher", "/calendar exam", day="2 June 2027", name="Paper 2")
    await garden.say("teacher", "/calendar exam", day="1 June 2027", name="Paper 1")
    await garden.say("teacher", "/calendar zone", zone="Asia/Tokyo")
    assert await asked(garden, "catch_up") == 48 * HOUR
    assert await asked(garden, "repeats") is True
    assert await asked(garden, "exams") == [Exam(date(2027, 6, 1), "Paper 1"), Exam(date(2027, 6, 2), "Paper 2")]
    assert (await asked(garden, "zone")).key == "Asia/Tokyo"
    await garden.say("teacher", "/calendar late hours:0")
    assert await asked(garden, "catch_up") == 10 * MINUTE


@pytest.mark.parametrize("command", CHANGES)
async def test_whoever_wants_to_hears_of_a_change_in_its_transaction(chat: Chat, command: str):
    """Once for a change, however often it is delivered; and where they can't have it, nothing has changed."""
    before = await chat.say("teacher", "/calendar list")
    hooks, heard = chat.app._rooms.calendars.on_change, []

    def refuse(tx: Connection, class_id: str, at: int) -> None:
        raise UserError("Not now.")

    def hear(tx: Connection, class_id: str, at: int) -> None:
        heard.append(at)

    hooks.append(refuse)
    assert await chat.say("teacher", f"/calendar {command}") == "(only teacher) Not now."
    hooks[-1] = hear
    assert await chat.say("teacher", "/calendar list") == before
    told = await chat.say("teacher", f"/calendar {command}")
    assert await chat.redeliver() == told
    assert heard == [chat.clock.now()]


# Holidays


async def test_nothing_is_posted_in_the_holidays(chat: Chat):
    """Days between them are school days; the teacher writes dates as people do."""
    told = await chat.say("teacher", "/calendar holiday", first="2 December to 3 December", name="Staff days")
    assert told == (
        "(only teacher) Nothing is posted by itself on Wednesday 2 December to Thursday 3 December 2026 (Staff days)."
        " /calendar list shows the whole calendar."
    )
    await chat.say("teacher", "/fact schedule 08:30")
    assert [posted(await chat.wait("1d")) for _ in range(5)] == [1, 1, 0, 0, 1]


async def test_the_term_dates_are_a_press_away(chat: Chat):
    """Whoever sets up a fact of the day sees at once which days are left out."""
    await chat.say("teacher", "/calendar holiday", first="2 December to 3 December", name="Staff days")
    await chat.say("teacher", "/fact schedule 08:30")
    assert "Wednesday 2 December to Thursday 3 December 2026 (Staff days)" in await chat.press("teacher", "Term dates")


async def test_a_holiday_that_is_noted_later_counts_as_well(chat: Chat):
    """What was to come on it comes on the next school day; taken off the list, it is a school day again."""
    await chat.say("teacher", "/fact schedule 08:30")
    assert posted(await chat.wait("1d")) == 1
    await chat.say("teacher", "/calendar holiday", first="1 December 2026", last="4 December 2026")
    assert "Monday 7 December, 08:30" in (await chat.say("teacher", "/fact preview")).splitlines()[1]
    listed = await chat.say("maya", "/calendar list")
    assert "No school\n    Tuesday 1 December to Friday 4 December 2026" in listed
    await chat.say("teacher", "/calendar list")
    told = await chat.press("teacher", "2026-12-01")
    assert told == (
        "(only teacher) Taken off: Tuesday 1 December to Friday 4 December 2026."
        " What is posted by itself keeps to that at once."
    )
    assert posted(await chat.wait("3d")) == 3


async def test_a_day_is_not_doubled_by_a_holiday_that_comes_and_goes(chat: Chat):
    """Today's fact was posted; whatever becomes of the calendar, it is not posted again."""
    await chat.say("teacher", "/fact schedule 08:30")
    assert posted(await chat.wait("40m")) == 1
    await chat.say("teacher", "/calendar holiday", first="30 November 2026")
    await chat.say("teacher", "/calendar list")
    await chat.press("teacher", "2026-11-30")
    assert posted(await chat.wait("23h")) == 0
    assert posted(await chat.wait("1h")) == 1


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"first": "never"}, "“never” is no day. Write it as 19 December 2026 or 2026-12-19."),
        ({"first": "2026-12-19", "last": "2026-12-01"}, "A holiday ends after it begins, and within four months."),
        ({"first": "2026-12-19", "last": "2028-01-01"}, "A holiday ends after it begins, and within four months."),
    ],
)
async def test_dates_that_make_no_sense_change_nothing(chat: Chat, options: dict[str, str], told: str):
    """A sentence says why."""
    assert await chat.say("teacher", "/calendar holiday", **options) == f"(only teacher) {told}"
    assert await chat.count(closures) == 0


async def test_holidays_have_an_end(garden: Chat):
    """So many that are to come; those that are over make room, and are gone after a year."""
    chat = garden
    days = [f"2027-0{month}-{day:02}" for month in (1, 2, 3) for day in range(1, 21)]
    for day in days:
        await chat.say("teacher", "/calendar holiday", first=day)
    told = await chat.say("teacher", "/calendar holiday", first="2027-05-01")
    assert told == "(only teacher) A class can have 60 holidays. Take some off with /calendar list first."
    await chat.say("teacher", "/calendar holiday", first=days[0], name="A new name")
    assert "A new name" in await chat.say("teacher", "/calendar list")
    await chat.wait("33d")
    assert "Nothing is posted" in await chat.say("teacher", "/calendar holiday", first="2027-05-01")
    assert await chat.count(closures) == 61
    await chat.wait("440d")
    await chat.say("teacher", "/calendar zone", zone="Europe/London")
    # It is 17 March 2028: what was over by 10 February 2027 is gone.
    assert await chat.count(closures) == 31


# Terms


async def test_where_terms_are_noted_there_is_school_in_them_alone(chat: Chat):
    """Not before the first, between two or after the last; a holiday within one counts."""
    await chat.say("teacher", "/fact schedule 08:30 days:daily")
    told = await chat.say("teacher", "/calendar term", first="2 December to 5 December", name="Autumn term")
    assert told == (
        "(only teacher) There is school on Wednesday 2 December to Saturday 5 December 2026 (Autumn term),"
        " and on no day outside the terms that are noted.\n"
        "    Today is in none of them, so nothing is posted before Wednesday 2 December 2026."
    )
    await chat.say("teacher", "/calendar term", first="2026-12-07", last="2026-12-08")
    await chat.say("teacher", "/calendar holiday", first="2026-12-03")
    assert await school_days(chat, 11) == "--x-xx-xx--"
    told = await chat.say("maya", "/calendar list")
    assert (
        "    Monday 7 December to Tuesday 8 December 2026\n"
        "    All are over, so that nothing is posted by itself. /calendar term notes the next one."
    ) in told


async def test_a_term_that_is_added_gives_school_days_again(chat: Chat):
    """What was to wait for January comes in December; taken off the list, it waits again."""
    await chat.say("teacher", "/fact schedule 08:30")
    await chat.say("teacher", "/calendar term", first="2026-11-30", last="2026-12-01")
    await chat.say("teacher", "/calendar term", first="2027-01-04", last="2027-03-26")
    assert await school_days(chat, 4) == "xx--"
    await chat.say("teacher", "/calendar term", first="2026-12-04", last="2026-12-18")
    assert await school_days(chat, 1) == "x"
    await chat.say("teacher", "/calendar list")
    await chat.press("teacher", "2026-12-04")
    assert "Monday 4 January, 08:30" in (await chat.say("teacher", "/fact preview")).splitlines()[1]


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("/calendar term first:2026-12-19 last:2026-12-01", "A term ends after it begins, and within a year."),
        ("/calendar term first:2026-12-19 last:2028-12-01", "A term ends after it begins, and within a year."),
        ("/calendar term first:soon", "“soon” is no day. Write it as 19 December 2026 or 2026-12-19."),
        ("/calendar exam day:2026-11-29 name:Paper", "That day is over. An exam is on a day still to come."),
        ("/calendar exam day:29/2/2027 name:A", "“29/2/2027” is no day. Write it as 19 December 2026 or 2026-12-19."),
        ("/calendar late hours:49", "hours goes from 0 to 48; 49 is outside that."),
        ("/calendar late unsure:perhaps", "unsure can be skip or repeat, not “perhaps”."),
        ("/calendar country Englnd", "I know no public holidays of “Englnd”. Did you mean England?"),
        ("/calendar country GB-XYZ", "I know no public holidays of “GB-XYZ”. Write it as England, France or US-CA."),
        (
            '/calendar country "La Rioja"',
            "There are several places called “La Rioja”. Say which by its code: AR-F, ES-RI.",
        ),
        ('/calendar zone "Europe/Londn"', "There is no time zone “Europe/Londn”. Did you mean Europe/London?"),
    ],
)
async def test_bad_input_gets_a_sentence_and_changes_nothing(garden: Chat, command: str, told: str):
    """It says what would do."""
    before = await garden.say("teacher", "/calendar list")
    assert await garden.say("teacher", command) == f"(only teacher) {told}"
    assert await garden.say("teacher", "/calendar list") == before


# Public holidays


async def test_nothing_is_posted_on_a_public_holiday(chat: Chat):
    """Of the country that is set, by name or code; none sets no country any more."""
    await chat.say("teacher", "/fact schedule 08:30 days:daily")
    await chat.wait("24d")
    told = await chat.say("teacher", "/calendar country", country="england")
    assert told == (
        "(only teacher) Nothing is posted by itself on the public holidays of England. Next:\n"
        "    Friday 25 December 2026 (Christmas Day)\n    Saturday 26 December 2026 (Boxing Day)\n"
        "    Monday 28 December 2026 (Boxing Day (observed))\n    Friday 1 January 2027 (New Year's Day)"
    )
    assert await school_days(chat, 5) == "x--x-"
    told = await chat.say("teacher", "/calendar country", country="none")
    assert told == "(only teacher) Public holidays are school days now, unless they are noted by hand."
    assert await school_days(chat, 4) == "xxxx"


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("GB-ENG", "England"),
        ("us-ca", "California"),
        ("DE-BY", "Bayern"),
        ("Frânce", "France"),
        ("Scotland", "Scotland"),
    ],
)
async def test_a_country_goes_by_its_names_and_codes(garden: Chat, written: str, named: str):
    """However they are written."""
    assert f"the public holidays of {named}. Next:" in await garden.say("teacher", "/calendar country", country=written)
    assert f"Public holidays: {named}\n" in await garden.say("maya", "/calendar list")


async def test_countries_are_suggested_while_one_types(garden: Chat):
    """Regions by their country as well; what is sent is the code."""
    found = [option.value for option in await garden.session.suggest("teacher", "calendar country", "country", "eng")]
    assert found[0] == "GB-ENG"
    found = [
        option.value for option in await garden.session.suggest("teacher", "calendar country", "country", "germany")
    ]
    assert found[0] == "DE"
    assert "DE-BY" in found
    found = [option.value for option in await garden.session.suggest("teacher", "calendar country", "country", "no")]
    assert found[:2] == ["none", "NO"]


async def test_what_public_holidays_need_is_loaded_where_some_class_has_a_country(garden: Chat):
    """Before the first post needs it, and not where no class has one."""
    public._places.cache_clear()
    await garden.app._rooms.calendars.warm()
    assert public._places.cache_info().currsize == 0
    await garden.say("teacher", "/calendar country", country="France")
    public._places.cache_clear()
    await garden.restart()
    await garden.app.upkeep()
    assert public._places.cache_info().currsize == 1


# Exams


async def test_a_class_works_towards_exams(chat: Chat):
    """In order, with how long it is; on the day itself it is today, and the day after it is off the list."""
    assert await chat.say("teacher", "/calendar exam", day="1 December", name="Paper 2") == (
        "(only teacher) Paper 2 is on Tuesday 1 December 2026, in 1 day."
    )
    assert await chat.say("teacher", "/calendar exam", day="30 November", name="Paper 1") == (
        "(only teacher) Paper 1 is on Monday 30 November 2026, today."
    )
    listed = "    Monday 30 November 2026 (Paper 1, today)\n    Tuesday 1 December 2026 (Paper 2, in 1 day)"
    assert listed in await chat.say("maya", "/calendar list")
    await chat.wait("1d")
    told = await chat.say("maya", "/calendar list")
    assert "Paper 2, today" in told
    assert "Paper 1" not in told


async def test_what_an_exam_needs_and_lacks_is_asked_for(garden: Chat):
    """A form, where its name was left out."""
    await garden.say("teacher", "/calendar exam", day="2027-06-01")
    if garden.session.has_form("teacher"):
        told = await garden.write("teacher", "2027-06-01", "Paper 1")
        assert told == "(only teacher) Paper 1 is on Tuesday 1 June 2027, in 183 days."


async def test_there_are_so_many_exams_and_no_more(garden: Chat):
    """The same one twice is one."""
    for number in range(20):
        await garden.say("teacher", "/calendar exam", day="2027-06-01", name=f"Paper {number}")
    told = await garden.say("teacher", "/calendar exam", day="2027-06-01", name="Paper 20")
    assert told == "(only teacher) A class can have 20 exams. Take some off with /calendar list first."
    assert "in 183 days" in await garden.say("teacher", "/calendar exam", day="2027-06-01", name="Paper 1")
    assert await garden.count(exams) == 20


# What is late, and what nobody knows of


async def test_a_teacher_decides_what_becomes_of_late_posts(chat: Chat):
    """Without options it shows what holds; each option alone leaves the other."""
    as_it_was = (
        "(only teacher) A timed post that was missed is posted up to 4 hours late.\n"
        "    One of which Swot can't tell whether it arrived is not posted again."
    )
    assert await chat.say("teacher", "/calendar late") == as_it_was
    told = await chat.say("teacher", "/calendar late hours:1 unsure:repeat")
    assert told == (
        "(only teacher) A timed post that was missed is posted up to 1 hour late.\n"
        "    One of which Swot can't tell whether it arrived is posted again."
    )
    told = await chat.say("teacher", "/calendar late hours:0")
    assert told.startswith("(only teacher) A timed post that was missed is not caught up.\n")
    assert told.endswith("posted again.")
    await chat.say("teacher", "/calendar late hours:4")
    await chat.say("teacher", "/calendar late unsure:skip")
    assert await chat.say("teacher", "/calendar late") == as_it_was


# The time zone


async def test_a_class_lives_by_its_own_zone(chat: Chat):
    """Half past eight in Paris is half past seven in London; the day that was still to come is not lost."""
    await chat.say("teacher", "/fact schedule 09:30")
    assert await minutes_of_posts(chat, "1d") == [9 * 60 + 30]
    told = await chat.say("teacher", "/calendar zone", zone="paris")
    assert told == (
        "(only teacher) It is 09:00 for this class now (Paris). What is set for 08:30 comes at 08:30 there."
    )
    assert await minutes_of_posts(chat, "3d") == [8 * 60 + 30] * 3
    assert "(Paris)" in await chat.say("teacher", "/fact preview")


async def test_a_zone_that_is_none_changes_nothing(chat: Chat):
    """And zones are suggested while one types."""
    told = await chat.say("teacher", "/calendar zone", zone="Europe/Londn")
    assert told == "(only teacher) There is no time zone “Europe/Londn”. Did you mean Europe/London?"
    found = await chat.session.suggest("teacher", "calendar zone", "zone", "new y")
    assert [option.value for option in found][:1] == ["America/New_York"]
