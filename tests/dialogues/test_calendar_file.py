"""A school's calendar from a file: looked at first, added when the teacher says so."""

from __future__ import annotations

import pytest

from bot.storage.tables import closures, drafts, terms
from tests.chat_harness import Chat
from tests.conftest import DATA

MANY = "many"
"""A file with more holidays than a class can have."""


def many() -> bytes:
    """Seventy holidays."""
    days = [f"2027{month:02}{day:02}" for month in (1, 2, 3, 4) for day in range(1, 19)][:70]
    events = [f"BEGIN:VEVENT\nDTSTART;VALUE=DATE:{day}\nSUMMARY:Holiday {day}\nEND:VEVENT\n" for day in days]
    return f"BEGIN:VCALENDAR\n{''.join(events)}END:VCALENDAR\n".encode()


async def sent(chat: Chat, name: str, *, by: str = "teacher") -> str:
    """Somebody gives the command with one of these tests' files; what appears comes back."""
    content = many() if name == MANY else (DATA / "calendars" / name).read_bytes() if "." in name else name.encode()
    return await chat.say(by, "/calendar import", file=chat.attach(by, "calendar.ics", content))


async def test_a_file_is_shown_and_added_when_the_teacher_says_so(chat: Chat):
    """Nothing changes before; the press counts once, after a restart as well."""
    told = await sent(chat, "thornfield.ics")
    assert told == (
        "(only teacher) 7 holidays · 2 terms would be added:\n"
        "    Wednesday 2 September to Friday 18 December 2026 (Autumn Term)\n"
        "    Tuesday 5 January to Friday 26 March 2027 (Spring Term)\n"
        "    Friday 4 December 2026 (INSET day)\n"
        "    Saturday 19 December to Monday 4 January 2027 (Christmas holidays, with carols and a…)\n"
        "    Monday 15 February to Friday 19 February 2027 (Half-term)\n"
        "    Monday 1 March 2027 (School closed (building work))\n"
        "    Wednesday 17 March 2027 (School closed (roof))\n"
        "    Monday 3 May 2027 (May Day bank holiday)\n"
        "    Monday 1 May 2028 (May Day bank holiday)\n"
        "\n"
        "    Left out: 2 other all-day events, 2 events with times.\n"
        "    [Add them] [Take all events] [No]"
    )
    assert [await chat.count(table) for table in (closures, terms)] == [0, 0]
    [address] = chat.actions("Add them")
    await chat.restart()
    told = await chat.press("teacher", "Add them")
    assert "7 holidays and 2 terms added. /calendar list shows the whole calendar." in told
    assert [await chat.count(table) for table in (closures, terms, drafts)] == [7, 2, 0]
    assert "Half-term" in await chat.say("maya", "/calendar list")
    told = await chat.press_action("teacher", address)
    assert told == "(only teacher) That list is no longer kept. Send the file again."
    assert [await chat.count(table) for table in (closures, terms)] == [7, 2]


async def test_what_is_added_moves_what_is_posted(chat: Chat):
    """A fact that would have come on the staff day comes on the next school day."""
    await chat.say("teacher", "/fact schedule 08:30 days:fri")
    await sent(chat, "thornfield.ics")
    await chat.press("teacher", "Add them")
    assert "Friday 11 December, 08:30" in (await chat.say("teacher", "/fact preview")).splitlines()[1]


async def test_all_events_can_be_taken(chat: Chat):
    """They are shown first."""
    await sent(chat, "thornfield.ics")
    told = await chat.press("teacher", "Take all events")
    assert "9 holidays · 2 terms would be added:" in told
    assert "(Year 12 trip to Krakow)" in told
    assert "Left out: 2 events with times." in told
    assert await chat.count(closures) == 0
    assert "9 holidays and 2 terms added." in await chat.press("teacher", "Add them")
    assert await chat.count(closures) == 9


async def test_a_teacher_can_say_no(chat: Chat):
    """Nothing is added, and nothing is kept."""
    await sent(chat, "ferien.ics")
    assert "Nothing was added to the calendar." in await chat.press("teacher", "No")
    assert [await chat.count(table) for table in (closures, terms, drafts)] == [0, 0, 0]


async def test_what_is_not_added_is_kept_for_a_day(chat: Chat):
    """After that the file is to be sent again."""
    await sent(chat, "ferien.ics")
    [address] = chat.actions("Add them")
    await chat.wait("25h")
    await chat.app.upkeep()
    assert await chat.count(drafts) == 0
    told = await chat.press_action("teacher", address)
    assert told == "(only teacher) That list is no longer kept. Send the file again."


async def test_a_learner_changes_nothing(chat: Chat):
    """Whatever buttons their client makes up; nor does another teacher add what somebody else looked at."""
    assert "Only a teacher" in await sent(chat, "ferien.ics", by="maya")
    await sent(chat, "ferien.ics")
    [address] = chat.actions("Add them")
    for action in (
        address,
        address.replace("add", "all"),
        address.replace("add", "add_all"),
        address.replace("add", "drop"),
    ):
        assert await chat.press_action("maya", action) == "(only maya) Only a teacher of this class can do that."
    await chat.say("teacher", "/class role @maya teacher")
    assert await chat.press_action("maya", address) == "(only maya) That list is no longer kept. Send the file again."
    assert await chat.count(closures) == 0


async def test_what_finds_no_room_is_told(chat: Chat):
    """Sixty holidays are a class's; the next ones are taken."""
    await chat.say("teacher", "/calendar holiday", first="2026-12-01")
    told = await sent(chat, MANY)
    assert "60 holidays would be added:" in told
    assert "… and 48 more" in told
    assert "Left out: 10 beyond the first 60." in told
    told = await chat.press("teacher", "Add them")
    assert "59 holidays added." in told
    assert "1 more found no room: take what is not needed off the list." in told
    assert await chat.count(closures) == 60


async def test_the_same_file_twice_changes_nothing(chat: Chat):
    """Neither does a press that is delivered twice."""
    for _ in range(2):
        await sent(chat, "ferien.ics")
        assert "2 holidays added." in await chat.press("teacher", "Add them")
        assert await chat.count(closures) == 2


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (
            "hello",
            "That is no calendar. Send the school's calendar as an iCalendar file; its name ends in .ics.",
        ),
        ("BEGIN:VCALENDAR", "That calendar has nothing that is still to come."),
    ],
)
async def test_a_file_that_says_nothing_is_refused(chat: Chat, name: str, told: str):
    """In a sentence, and nothing is kept."""
    assert await sent(chat, name) == f"(only teacher) {told}"
    assert await chat.count(drafts) == 0
