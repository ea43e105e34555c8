"""Roles beside teachers, by person and by the platform's groups; and the log of what they do."""

from __future__ import annotations

import pytest

from bot.storage.tables import roles
from tests.chat_harness import Chat, Installation

ONLY_TEACHERS = "Only a teacher of this class can do that."


async def test_an_observer_looks_and_changes_nothing(chat: Chat):
    """What teachers look at is theirs to see; nothing is theirs to change."""
    await chat.say("teacher", "/class role @tom observer")
    assert "observer" in await chat.say("tom", "/class roles")
    assert "now observes this class" in await chat.say("tom", "/class log")
    assert ONLY_TEACHERS in await chat.say("tom", "/quiz round")
    assert ONLY_TEACHERS in await chat.say("tom", "/class role @maya teacher")


async def test_a_group_of_the_platform_teaches(chat: Chat):
    """Whoever is in the group may do what a teacher may, for as long as they are in it."""
    chat.session.put_in_group("tom", "staff")
    assert ONLY_TEACHERS in await chat.say("tom", "/fact now")
    assert "@staff now teach this class." in await chat.say("teacher", "/class group staff teacher")
    assert "#history" in await chat.say("tom", "/fact now")
    assert ONLY_TEACHERS in await chat.say("maya", "/fact now")
    chat.session.put_in_group("tom", "staff", taken=True)
    await chat.wait("11m")
    assert ONLY_TEACHERS in await chat.say("tom", "/fact now")


async def test_a_group_that_is_not_there_is_told(chat: Chat):
    """With those that are."""
    chat.session.put_in_group("tom", "staff")
    told = await chat.say("teacher", "/class group heads teacher")
    assert told.startswith("(only teacher) There is no group “heads” here. There are: ")
    assert "staff" in told
    assert [row.holder for row in await chat.rows(roles.select())] == [chat.session.key("teacher")]


async def test_where_there_are_no_groups_it_says_so(sqlite_url: str):
    """Nothing is listed; Slack's free plan has none."""
    chat = await Chat.open(Installation(sqlite_url, packs=(), platform="slack"))
    told = await chat.say("teacher", "/class group heads teacher")
    assert told == "(only teacher) There is no group “heads” here, nor any other."
    await chat.close()


async def test_groups_are_suggested(garden: Chat):
    """While the name is being typed."""
    garden.session.put_in_group("tom", "staff")
    found = await garden.session.suggest("teacher", "class group", "group", "sta")
    assert [option.label for option in found] == ["staff"]


async def test_the_log_tells_who_did_what(chat: Chat):
    """In the words that they were told, the latest first; looking is no deed."""
    await chat.say("teacher", "/class role @tom teacher")
    await chat.wait("1s")
    await chat.say("tom", "/class role @maya marker")
    await chat.say("teacher", "/class roles")
    told = await chat.say("teacher", "/class log")
    lines = [line.strip() for line in told.splitlines() if "now" in line]
    assert lines == ["Maya now marks for this class.", "Tom now teaches this class."]
    assert "Tom · /class role" in told
    assert "Teacher · /class role" in told


async def test_the_log_tells_in_order_what_was_done_while_time_stood_still(garden: Chat):
    """The ninth deed before the tenth, as they were done."""
    for number in range(12):
        await garden.say("teacher", f"/class role @tom {'marker' if number % 2 else 'observer'}")
    told = await garden.say("teacher", "/class log")
    words = [line.split()[2] for line in told.splitlines() if "this class." in line]
    assert words == ["marks", "observes"] * 6


async def test_a_refusal_is_no_deed(garden: Chat):
    """What changed nothing is not in the log."""
    await garden.say("teacher", "/class role @teacher learner")
    assert "Nothing has been changed here by a teacher yet." in await garden.say("teacher", "/class log")


async def test_the_log_is_leafed_through(garden: Chat):
    """A page at a time."""
    for number in range(14):
        await garden.say("teacher", f"/class role @tom {'marker' if number % 2 else 'observer'}")
        await garden.wait("1s")
    assert (await garden.say("teacher", "/class log")).count("this class.") == 12
    assert (await garden.press("teacher", "Further back")).count("this class.") == 2


@pytest.mark.parametrize("role", ["marker", "observer"])
async def test_a_lesser_role_replaces_a_greater_one(garden: Chat, role: str):
    """Somebody has one role."""
    await garden.say("teacher", "/class role @tom teacher")
    await garden.say("teacher", f"/class role @tom {role}")
    assert ONLY_TEACHERS in await garden.say("tom", "/fact now")
