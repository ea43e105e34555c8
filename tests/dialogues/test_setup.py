"""A first minute: a server that has never seen Swot, and a teacher who sets up a class."""

from __future__ import annotations

import pytest

from bot.storage.tables import classes, deeds, roles, timed_posts
from tests.chat_harness import Chat


async def test_a_class_is_set_up_on_one_card(chat: Chat):
    """Each step is kept and shown on the card; at the end the room is told."""
    told = await chat.say("teacher", "/class setup")
    assert told.startswith("(only teacher) Set up a class")
    for line in ("Name", "Time zone", "Europe/London", "Pack", "Teachers", "Fact of the day", "Start the class"):
        assert line in told
    await chat.press("teacher", "Name")
    assert "12A History" in await chat.write("teacher", "12A History")
    await chat.press("teacher", "Time zone")
    assert "Europe/Paris" in await chat.write("teacher", "Paris")
    await chat.press("teacher", "Teachers")
    assert "Teacher, Tom" in await chat.write("teacher", "@tom")
    await chat.press("teacher", "Fact of the day")
    assert "07:45, Monday to Friday" in await chat.write("teacher", "07:45", "mon-fri")
    told = await chat.press("teacher", "Start the class")
    assert told.startswith("\n#history 12A History is open.")
    assert "/privacy" in told
    row = (await chat.rows(classes.select()))[0]
    assert (row.name, row.zone, row.opened_at > 0) == ("12A History", "Europe/Paris", True)
    assert {(row.holder, row.role) for row in await chat.rows(roles.select())} == {
        (chat.session.key("teacher"), "teacher"),
        (chat.session.key("tom"), "teacher"),
    }
    assert await chat.count(timed_posts) == 1
    assert sorted(row.told for row in await chat.rows(deeds.select())) == [
        "12A History is open. Try /quiz solo on your own, or ask your teacher for a round.",
        "A fact of the day was set up or moved.",
        "The class is called 12A History.",
        "The class lives in Europe/Paris.",
        "Tom now teaches this class.",
    ]


async def test_a_step_that_makes_no_sense_is_told_and_changes_nothing(chat: Chat):
    """What was written comes back to be mended."""
    await chat.say("teacher", "/class setup")
    before = await chat.rows(classes.select())
    await chat.press("teacher", "Time zone")
    assert "There is no time zone" in await chat.write("teacher", "Atlantis")
    assert await chat.rows(classes.select()) == before


async def test_settings_change_a_class_that_is_open(garden: Chat):
    """The same card, without the beginning."""
    await garden.say("teacher", "/class setup")
    await garden.press("teacher", "Start the class")
    told = await garden.say("teacher", "/class settings")
    assert told.startswith("(only teacher) history")
    assert "Start the class" not in told
    assert "The class is open already." in await garden.press_action("teacher", "setup.start")


async def test_a_server_can_hold_several_classes(chat: Chat):
    """A room can be a class of its own: what is asked and answered there is no other class's."""
    await chat.say("teacher", "/class setup")
    await chat.press("teacher", "Start the class")
    await chat.say("teacher", "/quiz round questions:1 seconds:20")
    await chat.press("maya", "A")
    await chat.wait("40s")
    told = await chat.say("teacher", '/class new name:"12B History"')
    assert told.startswith("(only teacher) 12B History is this room's class now, and you teach it.")
    assert await chat.count(classes) == 2
    assert "Nobody has points yet." in await chat.say("maya", "/leaderboard over:all")
    assert "This class is taught by Teacher." in await chat.say("maya", "/class teachers")


async def test_no_class_is_torn_apart_in_mid_round(garden: Chat):
    """A round goes on where it began."""
    await garden.say("teacher", "/quiz round questions:2 seconds:20")
    assert "A round or an exam is going on here." in await garden.say("teacher", '/class new name:"12B"')


@pytest.mark.parametrize("command", ["/class setup", "/class settings", '/class new name:"Mine"', "/class log"])
async def test_a_learner_sets_up_nothing(garden: Chat, command: str):
    """Whoever does not manage the space has to be named first."""
    told = await garden.say("maya", command)
    assert told.startswith("(only maya) Only ")
    assert await garden.count(roles) == 0


async def test_the_card_goes_on_after_a_restart(garden: Chat):
    """Each step is on disk, and the card's buttons work in another process."""
    await garden.say("teacher", "/class setup")
    await garden.press("teacher", "Name")
    await garden.write("teacher", "12A")
    await garden.restart()
    await garden.press("teacher", "Name")
    assert "12C" in await garden.write("teacher", "12C")
    assert "12C is open." in await garden.press("teacher", "Start the class")
