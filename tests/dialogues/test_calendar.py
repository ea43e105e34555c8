"""A school's calendar: its time zone and its holidays, and what they do to what is posted by itself."""

from __future__ import annotations

import pytest

from bot.chat import Action, Press, Reply, plain
from bot.storage.tables import closures
from tests.chat_harness import Chat

DAY = 24 * 60


def posted(told: str) -> int:
    """How many facts of the day appeared."""
    return told.count("Fact of the day · ")


async def minutes_of_posts(chat: Chat, days: str) -> list[int]:
    """At which minute of the day, UTC, facts were posted while days passed."""
    since = len(chat.shown)
    await chat.wait(days)
    return [chat.shown_at[index] // 60_000_000 % DAY for index in range(since, len(chat.shown))]


async def forged(chat: Chat, *values: str) -> str:
    """What a teacher's client is told that sends what no list offers."""
    by = chat.by("teacher")
    who = {"person": by.person, "name": by.name, "room": by.room, "at": by.at, "manages": by.manages}
    press = Press(**who, delivery=f"forged {values}", action=Action("class.reopen"), values=values)
    answer = await chat.app.handle(press)
    assert isinstance(answer, Reply)
    return plain(answer.view.text)


# Holidays


async def test_nothing_is_posted_in_the_holidays(chat: Chat):
    """Days between them are school days; the teacher writes dates as people do."""
    told = await chat.say("teacher", "/class holiday", first="2 December to 3 December", name="Staff days")
    assert told == (
        "(only teacher) Nothing is posted by itself on Wednesday 2 December to Thursday 3 December 2026 (Staff days)."
        " /class holidays lists them all."
    )
    await chat.say("teacher", "/fact schedule 08:30")
    assert [posted(await chat.wait("1d")) for _ in range(5)] == [1, 1, 0, 0, 1]


async def test_a_holiday_that_is_noted_later_counts_as_well(chat: Chat):
    """What was to come on it comes on the next school day; taken off the list, it is a school day again."""
    await chat.say("teacher", "/fact schedule 08:30")
    assert posted(await chat.wait("1d")) == 1
    await chat.say("teacher", "/class holiday", first="1 December 2026", last="4 December 2026")
    assert "Monday 7 December, 08:30" in (await chat.say("teacher", "/fact preview")).splitlines()[1]
    listed = await chat.say("maya", "/class holidays")
    assert "No school\n    Tuesday 1 December to Friday 4 December 2026\n" in listed
    await chat.say("teacher", "/class holidays")
    told = await chat.press("teacher", "2026-12-01")
    assert told == "(only teacher) Tuesday 1 December to Friday 4 December 2026 are school days again."
    assert posted(await chat.wait("3d")) == 3


async def test_a_day_is_not_doubled_by_a_holiday_that_comes_and_goes(chat: Chat):
    """Today's fact was posted; whatever becomes of the calendar, it is not posted again."""
    await chat.say("teacher", "/fact schedule 08:30")
    assert posted(await chat.wait("40m")) == 1
    await chat.say("teacher", "/class holiday", first="30 November 2026")
    await chat.say("teacher", "/class holidays")
    await chat.press("teacher", "2026-11-30")
    assert posted(await chat.wait("23h")) == 0
    assert posted(await chat.wait("1h")) == 1


async def test_without_holidays_anybody_is_told_how_they_are_noted(chat: Chat):
    """Those that are over are no longer listed."""
    nothing = "(only maya) No holidays are noted. A teacher adds them with /class holiday."
    assert await chat.say("maya", "/class holidays") == nothing
    await chat.say("teacher", "/class holiday", first="1 December 2026")
    await chat.wait("3d")
    assert await chat.say("maya", "/class holidays") == nothing


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"first": "never"}, "“never” is no day. Write it as 19 December 2026 or 2026-12-19."),
        ({"first": "2026-12-19", "last": "2026-12-01"}, "A holiday ends after it begins, and within a year."),
        ({"first": "2026-12-19", "last": "2028-01-01"}, "A holiday ends after it begins, and within a year."),
    ],
)
async def test_dates_that_make_no_sense_change_nothing(chat: Chat, options: dict[str, str], told: str):
    """A sentence says why."""
    assert await chat.say("teacher", "/class holiday", **options) == f"(only teacher) {told}"
    assert await chat.count(closures) == 0


async def test_a_holiday_is_taken_off_once_and_by_a_teacher(chat: Chat):
    """The list may still stand on somebody's screen; a client can send anything."""
    await chat.say("teacher", "/class holiday", first="1 December 2026")
    await chat.say("maya", "/class holidays")
    assert await chat.press("maya", "2026-12-01") == "(only maya) Only a teacher of this class can do that."
    await chat.say("teacher", "/class holidays")
    assert await forged(chat) == "Choose a holiday from the list."
    assert await forged(chat, "yesterday") == "That holiday is no longer on the list."
    assert await chat.count(closures) == 1
    await chat.press("teacher", "2026-12-01")
    assert await chat.press("teacher", "2026-12-01") == "(only teacher) That holiday is no longer on the list."
    assert await chat.count(closures) == 0


# The time zone


async def test_a_class_lives_by_its_own_zone(chat: Chat):
    """Half past eight in Paris is half past seven in London; the day that was still to come is not lost."""
    await chat.say("teacher", "/fact schedule 09:30")
    assert await minutes_of_posts(chat, "1d") == [9 * 60 + 30]
    told = await chat.say("teacher", "/class zone", zone="paris")
    assert told == "(only teacher) This class lives by the time of Paris now. What is posted at a set time keeps it."
    assert await minutes_of_posts(chat, "3d") == [8 * 60 + 30] * 3
    assert "(Paris)" in await chat.say("teacher", "/fact preview")


async def test_a_zone_that_is_none_changes_nothing(chat: Chat):
    """And zones are suggested while one types."""
    told = await chat.say("teacher", "/class zone", zone="Europe/Londn")
    assert told == "(only teacher) There is no time zone “Europe/Londn”. Did you mean Europe/London?"
    found = await chat.session.suggest("teacher", "class zone", "zone", "new y")
    assert [option.value for option in found][:1] == ["America/New_York"]


@pytest.mark.parametrize("command", ["/class zone zone:Europe/Paris", "/class holiday first:2026-12-01"])
async def test_only_a_teacher_changes_the_calendar(chat: Chat, command: str):
    """Anybody may look at it."""
    assert await chat.say("maya", command) == "(only maya) Only a teacher of this class can do that."
    assert await chat.count(closures) == 0
