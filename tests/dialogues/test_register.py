"""The register: real names, candidate numbers and arrangements, which only teachers see."""

from __future__ import annotations

import pytest

from bot.storage.tables import deeds, register
from tests.chat_harness import Chat


async def answered(chat: Chat, *people: str) -> None:
    """People are in the class, for they have answered something."""
    for person in people:
        await chat.say(person, "/leaderboard names:hide")


async def test_a_teacher_writes_a_learners_line(chat: Chat):
    """Chosen from the list, written in a form, and there the next time."""
    await answered(chat, "maya", "tom")
    told = await chat.say("teacher", "/class register")
    assert "2 learners; only teachers see this." in told
    await chat.press("teacher", "Maya")
    assert await chat.write("teacher", "Maya Okafor", "0042", "25", "Yes") == "(only teacher) The register is changed."
    told = await chat.say("teacher", "/class register")
    assert "Maya Okafor" in told
    assert "0042" in told
    assert "+25 %, rest breaks" in told


async def test_the_register_is_changed_as_a_list(chat: Chat):
    """A learner a line; what stands there stays where the line is left as it is."""
    await answered(chat, "maya", "tom")
    await chat.say("teacher", "/class register")
    told = await chat.press("teacher", "Change as a list")
    assert "Maya\nTom" in told.replace("\n    ", "\n") or "Maya" in told
    lines = "Maya | Maya Okafor | 0042 | +25%\nTom | Tom Ashe | 0043 | rest breaks"
    assert await chat.write("teacher", lines) == "(only teacher) The register: 2 lines changed."
    rows = sorted(
        (row.real_name, row.candidate, row.extra_time, row.rest_breaks) for row in await chat.rows(register.select())
    )
    assert rows == [("Maya Okafor", "0042", 25, False), ("Tom Ashe", "0043", 0, True)]


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("Nobody | Nobody At All", "Line 1: “Nobody” is nobody's chat name here."),
        ("Maya | Maya Okafor | 1 | 250%", "Line 1: Extra time is a percentage from 0 to 100"),
        ("Maya | A | 1\nMaya | B | 2", "Line 2: “Maya” is the chat name of several, or stands there twice."),
    ],
)
async def test_a_line_that_makes_no_sense_changes_nothing(garden: Chat, lines: str, why: str):
    """The line is named, and what was written is not lost."""
    await answered(garden, "maya")
    await garden.say("teacher", "/class register")
    await garden.press("teacher", "Change as a list")
    assert why in await garden.write("teacher", lines)
    assert await garden.count(register) == 0


async def test_nobody_else_sees_or_changes_it(garden: Chat):
    """Neither the list nor a forged button is for learners; and the log tells nobody what was written."""
    await answered(garden, "maya")
    await garden.say("teacher", "/class register")
    await garden.press("teacher", "Maya")
    await garden.write("teacher", "Maya Okafor", "0042", "25", "No")
    assert "Only a teacher of this class can do that." in await garden.say("maya", "/class register")
    for address in ("register.page:0", "register.all", "register.open"):
        assert "Only a teacher of this class can do that." in await garden.press_action("maya", address)
    assert not any("Okafor" in row.told or "0042" in row.told for row in await garden.rows(deeds.select()))


async def test_an_empty_line_takes_a_learner_out(garden: Chat):
    """What is emptied is gone from the disk as well."""
    await answered(garden, "maya")
    for line in (("Maya Okafor", "0042", "25", "Yes"), ("", "", "", "No")):
        await garden.say("teacher", "/class register")
        await garden.press("teacher", "Maya")
        await garden.write("teacher", *line)
    assert await garden.count(register) == 0
